"""What a thousand deferred tasks cost while they wait, beside a bare program that only sleeps."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator

import psutil
from couture_scheduler.actions import runs

from benchmarks.engine_room import EngineRoom
from benchmarks.idle import memory, used
from benchmarks.table import Row

WAITS = 1000
SETTLE, WATCH = 10.0, 30.0
TASKS = f"""
    from datetime import datetime, timezone
    from couture_jupyter import BaseOperator
    from couture_jupyter.triggers.temporal import DateTimeTrigger

    class Waiting(BaseOperator):
        def execute(self, context):
            self.defer(trigger=DateTimeTrigger(datetime(2100, 1, 1, tzinfo=timezone.utc)), method_name="resume")

    for number in range({WAITS}):
        Waiting(task_id=f"t{{number}}")
"""
FLOOR = f"""
import asyncio

async def main():
    async with asyncio.TaskGroup() as group:
        for _ in range({WAITS}):
            group.create_task(asyncio.sleep(3600))

asyncio.run(main())
"""


def measure(room: EngineRoom) -> list[Row]:
    """Memory and processor of the triggerer with all of them, and of the engine beside it."""
    room.write_dag("waits", TASKS)
    runs.trigger(room.context, "waits")
    all_wait = "SELECT count(*) FROM task_instance WHERE state='deferred' HAVING count(*) = ?"
    room.wait_for(lambda: room.rows(all_wait, WAITS))
    (triggerer,) = (
        each for each in room.engine.children() if any("worker.triggerer" in word for word in each.cmdline())
    )
    with floor() as bare:
        threading.Event().wait(SETTLE)
        before = [used(each) for each in (triggerer, bare, room.engine)]
        threading.Event().wait(WATCH)
        shares = [
            (used(each) - seconds) / WATCH * 100
            for each, seconds in zip((triggerer, bare, room.engine), before, strict=True)
        ]
        ours, theirs = memory(triggerer) / 1e6, memory(bare) / 1e6
    return [
        Row(f"{WAITS} deferred tasks, memory of the triggerer", ours, "MB (PSS)", theirs, "asyncio.sleep"),
        Row(f"{WAITS} deferred tasks, triggerer, of one core", shares[0], "%", goal=2.0),
        Row(f"{WAITS} deferred tasks, engine, of one core", shares[2], "%"),
    ]


@contextlib.contextmanager
def floor() -> Iterator[psutil.Process]:
    """A bare program with as many waits."""
    process = subprocess.Popen([sys.executable, "-c", FLOOR])
    try:
        yield psutil.Process(process.pid)
    finally:
        process.kill()
        process.wait()
