"""A task instance with what stands beside it, for people to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from couture_scheduler.store import dag_runs, tries, versions
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.task_instances import TaskInstanceRecord
from couture_scheduler.store.tries import TryRecord
from couture_scheduler.store.versions import VersionRecord

_CHUNK = 500  # parameters in one statement: every database takes this many


@dataclass(frozen=True, slots=True)
class TaskDetails:
    """A task instance with its run, its DAG's version and its newest try (``None`` before the first has ended).
    ``rendered``: its template fields, told of a single task instance alone."""

    task: TaskInstanceRecord
    run: DagRunRecord
    version: VersionRecord
    last_try: TryRecord | None
    rendered: dict[str, Any] = field(default_factory=dict)


def details_over_runs(tx: Transaction, tasks: Sequence[TaskInstanceRecord]) -> list[TaskDetails]:
    """The same of task instances of many runs, in their order; those whose run is gone are left out."""
    runs = dag_runs.get_many(tx, {task.dag_run_id for task in tasks})
    known: dict[int, VersionRecord] = {}
    last: dict[int, TryRecord] = {}
    wanted = sorted({run.version_id for run in runs.values()})
    for first in range(0, len(wanted), _CHUNK):
        known |= versions.get_many(tx, wanted[first : first + _CHUNK])
    for first in range(0, len(tasks), _CHUNK):
        last |= tries.newest(tx, [task.id for task in tasks[first : first + _CHUNK]])
    there = [(task, runs[task.dag_run_id]) for task in tasks if task.dag_run_id in runs]
    return [TaskDetails(task, run, known[run.version_id], last.get(task.id)) for task, run in there]


def details(tx: Transaction, run: DagRunRecord, tasks: Sequence[TaskInstanceRecord]) -> list[TaskDetails]:
    """What stands beside these task instances of one run."""
    version = versions.get(tx, run.version_id)
    last: dict[int, TryRecord] = {}
    for first in range(0, len(tasks), _CHUNK):
        last |= tries.newest(tx, [task.id for task in tasks[first : first + _CHUNK]])
    return [TaskDetails(task, run, version, last.get(task.id)) for task in tasks]
