"""The processes that work: which are listed, which are there, and what they work for."""

from __future__ import annotations

import os
import socket
from datetime import timedelta

from couture_scheduler.actions import jobs as actions
from couture_scheduler.actions import runs
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.jobs import KERNEL, TASK, Job, JobState, TaskPlace
from couture_scheduler.files.processes import process_started
from couture_scheduler.store import held_kernels, jobs, task_instances
from couture_scheduler.store.matching import Bound
from couture_scheduler.store.task_instances import TaskChange
from people import Clock

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import TaskInstanceState

HERE = socket.gethostname()
GONE = 2**22 + 1  # beyond the largest process id


def begin(ctx: ActionContext, host: str, pid: int) -> int:
    """A run whose first task is at work in that process; the task instance's id."""
    run = runs.trigger(ctx, "sales").run
    with ctx.store.transaction() as tx:
        _, first = next(task_instances.views_of(tx, [run.id]))
        process = {"pid": pid, "process_started": process_started(pid) or 0.0, "host": host, "started_at": ctx.clock()}
        change = TaskChange(first.id, TaskInstanceState.RUNNING, frozenset({None}), {"try_number": 1, **process})
        assert task_instances.apply(tx, [change]) == []
    return first.id


def of_kind(ctx: ActionContext, kind: str) -> Job:
    """The only job of a kind."""
    (found,) = (each for each in actions.list_jobs(ctx).jobs if each.kind == kind)
    return found


def test_a_task_at_work_is_there_while_its_engine_is_heard_of(ctx: ActionContext, sales: DagSpec, clock: Clock) -> None:
    with ctx.store.transaction() as tx:
        engine = jobs.start(tx, "engine", "elsewhere", 1, ctx.clock())
    begin(ctx, "elsewhere", 4711)
    clock.forward(seconds=5)
    with ctx.store.transaction() as tx:
        jobs.heartbeat(tx, engine, ctx.clock())
    found = of_kind(ctx, TASK)
    assert (found.state, found.host, found.pid, found.seen_at) == (JobState.RUNNING, "elsewhere", 4711, ctx.clock())
    assert found.work is not None
    assert (found.work.dag_id, found.work.map_index, found.work.try_number) == ("sales", -1, 1)
    clock.forward(seconds=ctx.settings.lease_ttl + 1)
    assert of_kind(ctx, TASK).state is JobState.FAILED
    assert of_kind(ctx, "SchedulerJob").state is JobState.FAILED


def test_without_an_engine_a_process_is_looked_for_on_this_machine(
    ctx: ActionContext, sales: DagSpec, clock: Clock
) -> None:
    begin(ctx, HERE, os.getpid())
    clock.forward(hours=1)
    found = of_kind(ctx, TASK)
    assert (found.state, found.seen_at) == (JobState.RUNNING, ctx.clock())
    begin(ctx, HERE, GONE)
    states = {each.pid: each.state for each in actions.list_jobs(ctx).jobs}
    assert states == {os.getpid(): JobState.RUNNING, GONE: JobState.FAILED}


def test_a_kept_kernel_is_a_process_of_its_try(ctx: ActionContext, sales: DagSpec) -> None:
    task = begin(ctx, HERE, os.getpid())
    kernel = {
        "task_instance_id": task,
        "try_number": 1,
        "kernel_id": "k",
        "kernel_name": "python3",
        "host": HERE,
        "pid": os.getpid(),
        "process_started": process_started(os.getpid()),
        "connection_file": "/k.json",
        "held_at": ctx.clock(),
        "held_until": ctx.clock() + timedelta(hours=1),
    }
    with ctx.store.transaction() as tx:
        held_kernels.add(tx, kernel)
    found = of_kind(ctx, KERNEL)
    assert found.state is JobState.RUNNING
    assert isinstance(found.work, TaskPlace)
    with ctx.store.transaction() as tx:
        held_kernels.end(tx, found.id, ctx.clock(), "It was let go.")
    assert [each.kind for each in actions.list_jobs(ctx).jobs] == [TASK]


def test_a_triggerer_is_heard_of_less_often_than_an_engine(ctx: ActionContext, clock: Clock) -> None:
    with ctx.store.transaction() as tx:
        jobs.start(tx, jobs.TRIGGERER, HERE, 5, ctx.clock())
    clock.forward(seconds=actions.QUIET.total_seconds())
    assert of_kind(ctx, "TriggererJob").state is JobState.RUNNING
    clock.forward(seconds=1)
    assert of_kind(ctx, "TriggererJob").state is JobState.FAILED


def test_jobs_lie_within_bounds_the_newest_first(ctx: ActionContext, sales: DagSpec, clock: Clock) -> None:
    with ctx.store.transaction() as tx:
        ended = jobs.start(tx, "engine", HERE, 1, ctx.clock())
        jobs.end(tx, ended, ctx.clock())
    clock.forward(minutes=1)
    begin(ctx, HERE, os.getpid())
    assert [each.kind for each in actions.list_jobs(ctx).jobs] == [TASK, "SchedulerJob"]
    assert [each.kind for each in actions.list_jobs(ctx, within=[Bound("start_date", "gte", ctx.clock())]).jobs] == [
        TASK
    ]
    assert [each.id for each in actions.list_jobs(ctx, within=[Bound("end_date", "lt", ctx.clock())]).jobs] == [ended]


def test_more_than_are_read_is_said(ctx: ActionContext, sales: DagSpec) -> None:
    with ctx.store.transaction() as tx:
        jobs.start(tx, jobs.TRIGGERER, HERE, GONE, ctx.clock())
        for pid in range(actions.MOST + 1):
            jobs.start(tx, "engine", HERE, pid, ctx.clock())
    begin(ctx, HERE, os.getpid())
    found = actions.list_jobs(ctx)
    assert found.truncated
    assert len(found.jobs) == actions.MOST + 1
    every = actions.list_jobs(ctx, most=None)
    assert (len(every.jobs), every.truncated) == (actions.MOST + 3, False)


def test_those_of_a_kind_or_a_dag_are_found_behind_many_others(ctx: ActionContext, sales: DagSpec) -> None:
    with ctx.store.transaction() as tx:
        jobs.start(tx, jobs.TRIGGERER, HERE, GONE, ctx.clock())
        for pid in range(2):
            jobs.start(tx, "engine", HERE, pid, ctx.clock())
    begin(ctx, HERE, os.getpid())
    for narrowed, kind in (
        ({"kind": TASK}, TASK),
        ({"kind": "TriggererJob"}, "TriggererJob"),
        ({"dag_id": "sales"}, TASK),
    ):
        found = actions.list_jobs(ctx, **narrowed, most=1)
        assert ([each.kind for each in found.jobs], found.truncated) == ([kind], False)
    assert actions.list_jobs(ctx, kind="SchedulerJob", most=1).truncated
    assert actions.list_jobs(ctx, dag_id="other").jobs == []
