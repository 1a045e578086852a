"""What a person may ask about processes: the engines and what they keep beside them, and what works for tasks now.

Engines and triggerers sign on in the store. A task's process and a kept kernel have no entry there: they are what the
store says of their tasks. Whoever watches over them is the engine on their host, so that they are there while it is
heard of; without one they are looked for on this machine. Those of tasks that have ended are in the lists of tasks.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.engine import LEASE
from couture_scheduler.files.processes import is_alive
from couture_scheduler.store import dag_runs, held_kernels, jobs, leases, task_listing
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.held_kernels import HeldKernelRecord
from couture_scheduler.store.jobs import JobRecord
from couture_scheduler.store.leases import LeaseRecord
from couture_scheduler.store.matching import Bound
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.task_instances import TaskInstanceRecord
from couture_scheduler.store.task_listing import TaskFilter

MOST = 1000  # the newest of those that sign on, of tasks, of kernels
QUIET = timedelta(seconds=45)  # a triggerer is heard of every ten seconds
TASK, KERNEL = "LocalTaskJob", "KernelJob"
_TYPES = {LEASE: "SchedulerJob", jobs.TRIGGERER: "TriggererJob", jobs.WATCHERS: "AssetWatcherJob"}
_STORED: Mapping[str | None, str] = {told: stored for stored, told in _TYPES.items()}
_AT_WORK = (TaskInstanceState.RUNNING, TaskInstanceState.RESTARTING)


class JobState(StrEnum):
    """Whether a process is there."""

    RUNNING = "running"  # it is
    SUCCESS = "success"  # it ended in good order
    FAILED = "failed"  # it has gone silent


@dataclass(frozen=True, slots=True)
class TaskPlace:
    """The try of a task instance that a process works for."""

    dag_id: str
    run_id: str
    task_id: str
    map_index: int
    try_number: int


@dataclass(frozen=True, slots=True)
class Job:
    """One process. ``id`` is its own within its ``kind``, ``seen_at`` the last sign of it; the engine that holds the
    lease is ``in_charge``. ``work`` is what a task's process or a kept kernel is there for."""

    id: int
    kind: str
    state: JobState
    host: str
    pid: int
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None
    in_charge: bool = False
    work: TaskPlace | None = None


@dataclass(frozen=True, slots=True)
class JobListing:
    """Processes, those that began last first. ``truncated``: there are more than were asked for."""

    jobs: list[Job]
    truncated: bool


@needs("engine:read")
def list_jobs(
    ctx: ActionContext,
    *,
    kind: str | None = None,
    dag_id: str | None = None,
    within: Sequence[Bound] = (),
    most: int | None = MOST,
) -> JobListing:
    """The processes of a ``kind``, or those that work for a DAG. ``within`` are bounds of ``start_date`` and
    ``end_date``. At most ``most`` are read of those that sign on, of tasks and of kernels; ``None``: all."""
    limit = None if most is None else most + 1
    with ctx.store.reading() as tx:
        engines = jobs.listing(tx, limit, kind=LEASE)
        signs = _Signs(ctx.clock(), timedelta(seconds=ctx.settings.lease_ttl), engines, leases.current(tx, LEASE))
        entries = jobs.listing(tx, limit, kind=_STORED.get(kind, kind)) if dag_id is None else []
        sources = (
            [signs.of_entry(entry) for entry in entries],
            _of_tasks(tx, signs, dag_id, limit) if kind in (None, TASK) else [],
            _of_kernels(tx, signs, dag_id) if kind in (None, KERNEL) else [],
        )
    found = [job for source in sources for job in source[:most] if all(_lies_within(job, each) for each in within)]
    found.sort(key=lambda job: (job.started_at, job.id), reverse=True)
    return JobListing(found, most is not None and any(len(source) > most for source in sources))


class _Signs:
    """When each process was last heard of, and what that makes of it."""

    def __init__(
        self, now: datetime, patience: timedelta, engines: Sequence[JobRecord], lease: LeaseRecord | None
    ) -> None:
        """``engines`` are the newest first: of several with the same number on a host, the newest counts."""
        self._now, self._patience, self._lease = now, patience, lease
        self._engines: Mapping[tuple[str, int], JobRecord] = {(each.host, each.pid): each for each in reversed(engines)}
        self._heard = {each.host: each.heartbeat_at for each in engines if self._is_there(each)}

    def _is_there(self, engine: JobRecord) -> bool:
        return engine.ended_at is None and self._now - engine.heartbeat_at <= self._patience

    def of_entry(self, entry: JobRecord) -> Job:
        """What goes on within an engine's process lives and ends with the engine, however seldom it is heard of
        itself."""
        life = self._engines.get((entry.host, entry.pid), entry)
        silence = self._now - life.heartbeat_at
        is_heard = silence <= (QUIET if entry.kind in jobs.BESIDE_ENGINES else self._patience)
        state = JobState.SUCCESS if life.ended_at else JobState.RUNNING if is_heard else JobState.FAILED
        in_charge = state is JobState.RUNNING and entry.kind == LEASE and self._holds_lease(entry)
        return Job(
            entry.id,
            _TYPES.get(entry.kind, entry.kind),
            state,
            entry.host,
            entry.pid,
            entry.started_at,
            life.heartbeat_at,
            life.ended_at,
            in_charge,
        )

    def _holds_lease(self, engine: JobRecord) -> bool:
        lease = self._lease
        return lease is not None and lease.holder is not None and (lease.host, lease.pid) == (engine.host, engine.pid)

    def of_process(self, host: str, pid: int, process_started: float, began_at: datetime) -> tuple[JobState, datetime]:
        """Whether a process that signs on nowhere is there, and when it was seen."""
        if host in self._heard:
            return JobState.RUNNING, max(self._heard[host], began_at)
        if host == socket.gethostname() and is_alive(pid, process_started):
            return JobState.RUNNING, self._now
        return JobState.FAILED, began_at


def _of_tasks(tx: Transaction, signs: _Signs, dag_id: str | None, limit: int | None) -> list[Job]:
    wanted = TaskFilter(dag_ids=(dag_id,) if dag_id is not None else (), states=_AT_WORK)
    working = task_listing.page(tx, wanted, "-id", limit, 0)
    runs = dag_runs.get_many(tx, {task.dag_run_id for task in working})
    return [_of_task(task, runs[task.dag_run_id], signs) for task in working]


def _of_task(task: TaskInstanceRecord, run: DagRunRecord, signs: _Signs) -> Job:
    host, pid, began_at = task.host or "", task.pid or 0, task.started_at or run.run_after
    state, seen_at = signs.of_process(host, pid, task.process_started or 0.0, began_at)
    work = TaskPlace(run.dag_id, run.run_id, task.task_id, task.map_index, task.try_number)
    return Job(task.id, TASK, state, host, pid, began_at, seen_at, work=work)


def _of_kernels(tx: Transaction, signs: _Signs, dag_id: str | None) -> list[Job]:
    return [_of_kernel(kernel, signs) for kernel in held_kernels.listing(tx, dag_id=dag_id)]


def _of_kernel(kernel: HeldKernelRecord, signs: _Signs) -> Job:
    state, seen_at = signs.of_process(kernel.host, kernel.pid, kernel.process_started, kernel.held_at)
    work = TaskPlace(kernel.dag_id, kernel.run_id, kernel.task_id, kernel.map_index, kernel.try_number)
    return Job(kernel.id, KERNEL, state, kernel.host, kernel.pid, kernel.held_at, seen_at, work=work)


def _lies_within(job: Job, bound: Bound) -> bool:
    moment = job.started_at if bound.name == "start_date" else job.ended_at
    return moment is not None and bound.fits(moment)
