"""Ours: a workspace of its own with a real engine, driven through the actions, timed from the store's own records."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
import psutil
from couture_scheduler import config
from couture_scheduler.access import Actor
from couture_scheduler.actions import dags, runs, schedules
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.schedule_form import When
from couture_scheduler.loop.client import EngineClient
from couture_scheduler.loop.launcher import start_engine
from couture_scheduler.store.session import Store

from benchmarks.floor_notebook import trivial_notebook

DEADLINE = 300.0


@dataclass(frozen=True)
class Timing:
    """Seconds after the trigger."""

    first_task: float
    end: float


def moment(text: str) -> float:
    """A moment as SQLite holds it, in seconds since the epoch."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


class EngineRoom:
    """A running engine and what a benchmark asks of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = config.load(folder)
        self.settings.dags_folder.mkdir()
        self.store = Store(self.settings.db_url)
        self.store.upgrade()
        self.connection = sqlite3.connect(self.settings.home / "couture.db", timeout=30)
        self.client = EngineClient(self.settings)
        self.changed = threading.Event()
        self.context = ActionContext(
            store=self.store,
            settings=self.settings,
            actor=Actor("benchmark", source="cli"),
            notifier=self.client,
            clock=lambda: datetime.now(UTC),
        )

    def start(self) -> None:
        """Start the engine."""
        self.engine = psutil.Process(start_engine(self.settings, idle_exit=0).pid)
        self.subscription = self.client.subscribe(lambda changes: self.changed.set())

    def stop(self) -> None:
        """End the engine and everything it started."""
        family = [self.engine, *self.engine.children(recursive=True)]
        self.subscription.close()
        self.client.stop()
        psutil.wait_procs(family, timeout=30)
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.store.close()

    def write_dag(self, dag_id: str, body: str, *, more: str = "schedule=None") -> None:
        """A DAG file; returns when the engine knows it and it is switched on."""
        header = "from couture_jupyter import DAG, PythonOperator\n\ndef nothing():\n    pass\n\n"
        source = f"{header}with DAG(dag_id={dag_id!r}, {more}, max_active_tasks=1000):\n{body}"
        (self.settings.dags_folder / f"{dag_id}.py").write_text(source, encoding="utf-8")
        self.wait_for(lambda: self.rows("SELECT 1 FROM dag WHERE dag_id = ?", dag_id))
        dags.resume(self.context, dag_id)

    def schedule_notebook(self) -> str:
        """The trivial notebook as a notebook schedule; its DAG id."""
        nbformat.write(trivial_notebook(), self.folder / "trivial.ipynb")
        form = schedules.NotebookScheduleForm(
            name="trivial", notebook="trivial.ipynb", parameters={"n": 5}, when=When("manual"), overlap="parallel"
        )
        return str(schedules.create(self.context, form).dag_id)

    def time_runs(self, dag_id: str, count: int, *, at_once: int = 1) -> list[Timing]:
        """Trigger ``count`` runs, ``at_once`` at a time, each group after the one before has ended."""
        timings = []
        for _ in range(0, count, at_once):
            began = time.time()
            run_ids = [runs.trigger(self.context, dag_id).run.run_id for _ in range(at_once)]
            for run_id in run_ids:
                self.wait_for(lambda run_id=run_id: self.is_over(dag_id, run_id))
            timings += [self.timing(dag_id, run_id, began) for run_id in run_ids]
        return timings

    def is_over(self, dag_id: str, run_id: str) -> bool:
        """Whether the run has ended; a run that failed ends the benchmark."""
        ((state,),) = self.rows("SELECT state FROM dag_run WHERE dag_id = ? AND run_id = ?", dag_id, run_id)
        if state == "failed":
            raise RuntimeError(f"{dag_id} {run_id} failed; see {self.settings.home}")
        return bool(state == "success")

    def timing(self, dag_id: str, run_id: str, began: float) -> Timing:
        """When the run's first task started and when the run ended, in seconds after the trigger."""
        ((started, ended),) = self.rows(
            "SELECT min(t.started_at), max(r.ended_at) FROM dag_run r JOIN task_instance t ON t.dag_run_id = r.id"
            " WHERE r.dag_id = ? AND r.run_id = ?",
            dag_id,
            run_id,
        )
        return Timing(moment(started) - began, moment(ended) - began)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the store holds."""
        return self.connection.execute(statement, values).fetchall()

    def wait_for(self, look: Callable[[], Any], deadline: float = DEADLINE) -> Any:
        """What ``look`` answers as soon as that is something."""
        until = time.monotonic() + deadline
        while not (found := look()):
            if time.monotonic() > until:
                raise RuntimeError("waited in vain")
            self.changed.wait(0.2)
            self.changed.clear()
        return found


@contextlib.contextmanager
def engine_room() -> Iterator[EngineRoom]:
    """A fresh workspace with a running engine; removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="couture-bench-"))
    room = EngineRoom(folder)
    room.start()
    try:
        yield room
    finally:
        room.stop()
        shutil.rmtree(folder, ignore_errors=True)
