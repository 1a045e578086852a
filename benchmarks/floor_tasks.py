"""The floor for tasks: a bare loop that forks a process per task and commits each transition durably.

No API, no retries, no logs: nobody who keeps these two promises can be much faster.
"""

from __future__ import annotations

import os
import select
import sqlite3
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

PARALLEL = 32
Graph = dict[int, list[int]]  # task -> the tasks it waits for


def fan_out_in(width: int) -> Graph:
    """One task, ``width`` tasks after it, one task after all of them."""
    middle = list(range(1, width + 1))
    return {0: [], **{each: [0] for each in middle}, width + 1: middle}


def chain(length: int) -> Graph:
    """One task after the other."""
    return {each: [each - 1] if each else [] for each in range(length)}


class Ledger:
    """Task states in SQLite, each commit on disk before it returns."""

    def __init__(self, folder: Path) -> None:
        self.connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
        for statement in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "CREATE TABLE task (id INTEGER PRIMARY KEY, state TEXT, at REAL)",
        ):
            self.connection.execute(statement)

    def commit(self, changes: list[tuple[int, str]]) -> None:
        """All changes in one transaction."""
        now = time.time()
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany(
            "INSERT INTO task VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state, at = excluded.at",
            [(task, state, now) for task, state in changes],
        )
        self.connection.execute("COMMIT")


@dataclass
class Loop:
    """Runs one graph."""

    graph: Graph
    ledger: Ledger
    waiting: dict[int, int] = field(default_factory=dict)
    after: dict[int, list[int]] = field(default_factory=dict)
    running: int = 0
    first_started: float = 0.0

    def run(self) -> float:
        """Run the graph; seconds from the trigger to the last commit."""
        began = time.perf_counter()
        self.waiting = {task: len(upstream) for task, upstream in self.graph.items()}
        for task, upstream in self.graph.items():
            for each in upstream:
                self.after.setdefault(each, []).append(task)
        ready = [task for task, count in self.waiting.items() if count == 0]
        reader, writer = os.pipe()
        finished: list[int] = []
        while ready or self.running:
            batch, ready = ready[: PARALLEL - self.running], ready[PARALLEL - self.running :]
            self.ledger.commit([(task, "success") for task in finished] + [(task, "queued") for task in batch])
            for task in batch:
                self.start(task, writer)
            finished = self.collect(reader)
            ready += [task for each in finished for task in self.after.get(each, ()) if self.counts_down(task)]
        self.ledger.commit([(task, "success") for task in finished])
        os.close(reader)
        os.close(writer)
        return time.perf_counter() - began

    def start(self, task: int, writer: int) -> None:
        """Fork the task's process; its work is to say that it ran."""
        self.running += 1
        if os.fork() == 0:
            os.setsid()
            os.write(writer, f"{task} {time.perf_counter()}\n".encode())
            os._exit(0)

    def collect(self, reader: int) -> list[int]:
        """Wait for at least one task, take all that are done."""
        finished: list[int] = []
        while not finished or (self.running > len(finished) and select.select([reader], [], [], 0)[0]):
            for line in os.read(reader, 65536).decode().splitlines():
                task, at = line.split()
                self.first_started = self.first_started or float(at)
                finished.append(int(task))
        self.running -= len(finished)
        for _ in finished:
            os.wait()
        return finished

    def counts_down(self, task: int) -> bool:
        """One upstream task less; whether none is left."""
        self.waiting[task] -= 1
        return self.waiting[task] == 0


def measure(graph: Graph) -> float:
    """Seconds that the floor takes for the graph."""
    with tempfile.TemporaryDirectory(prefix="couture-floor-") as folder:
        return Loop(graph, Ledger(Path(folder))).run()


def measure_start() -> float:
    """Seconds from a trigger to the first task's own first line."""
    with tempfile.TemporaryDirectory(prefix="couture-floor-") as folder:
        loop = Loop({0: []}, Ledger(Path(folder)))
        began = time.perf_counter()
        loop.run()
        return loop.first_started - began
