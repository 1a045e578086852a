"""What a person may ask about task instances: look at them and at what they left, mark them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from couture_jupyter.states import FINISHED_TASK_STATES, TaskInstanceState
from couture_scheduler.actions import find, queued_tasks
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.actions.marking import mark_selected
from couture_scheduler.actions.rendered import read_rendered
from couture_scheduler.actions.selecting import Selection
from couture_scheduler.actions.task_details import TaskDetails, details, details_over_runs
from couture_scheduler.engine.explain import explain
from couture_scheduler.engine.preconditions import Verdict, wait_is_over
from couture_scheduler.engine.snapshot import Usage
from couture_scheduler.engine.subset import tasks_named
from couture_scheduler.errors import NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.store import (
    dag_runs,
    leases,
    pools,
    rendered_fields,
    task_instances,
    task_listing,
    tries,
    versions,
    xcoms,
)
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.task_instances import TaskInstanceRecord
from couture_scheduler.store.task_listing import TaskFilter
from couture_scheduler.store.tries import TryRecord
from couture_scheduler.store.xcoms import XComRecord


@needs("runs:read")
def list_tasks(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    *,
    states: Collection[TaskInstanceState | None] = (),
    task_id: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Page[TaskDetails]:
    """The task instances of a run, in the order of the DAG."""
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        found = [
            task
            for task in task_instances.of_run(tx, run.id)
            if (not states or task.state in states) and task_id in (None, task.task_id)
        ]
        part = found[offset : None if limit is None else offset + limit]
        return Page(details(tx, run, part), len(found))


@needs("runs:read")
def list_many(
    ctx: ActionContext, wanted: TaskFilter, *, order_by: str = "id", limit: int = 100, offset: int = 0
) -> Page[TaskDetails]:
    """A page of task instances over runs and DAGs."""
    with ctx.store.reading() as tx:
        found = task_listing.page(tx, wanted, order_by, limit, offset)
        return Page(details_over_runs(tx, found), task_listing.count(tx, wanted))


@needs("runs:read")
def get(ctx: ActionContext, dag_id: str, run_id: str, task_id: str, map_index: int = -1) -> TaskDetails:
    """One task instance."""
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        found = details(tx, run, [find.task(tx, run, task_id, map_index)])[0]
        kept = rendered_fields.get(tx, found.task.id)
    shown = read_rendered(ctx.settings.runs_folder, dag_id, run_id, found.task)
    return replace(found, rendered=kept if shown is None else shown)


@needs("runs:read")
def named(ctx: ActionContext, dag_id: str, run_id: str, task_id: str, map_index: int = -1) -> list[TaskDetails]:
    """The task instance; without a map index all instances of a mapped task. ``NotFoundError`` when there is none."""
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        of_task = [task for task in task_instances.of_run(tx, run.id) if task.task_id == task_id]
        if map_index >= 0 or not of_task:
            of_task = [find.task(tx, run, task_id, map_index)]
        return details(tx, run, of_task)


@needs("runs:read")
def of_group(ctx: ActionContext, dag_id: str, run_id: str, group_id: str) -> list[TaskDetails]:
    """The task instances of a task group and of the groups in it."""
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        spec = versions.get(tx, run.version_id).spec
        if all(group.group_id != group_id for group in spec.task_groups):
            raise NotFoundError(f"The DAG {dag_id!r} has no task group {group_id!r}.")
        inside = set(tasks_named(spec, group_id))
        return details(tx, run, [task for task in task_instances.of_run(tx, run.id) if task.task_id in inside])


@needs("dags:read")
def ids_of_group(ctx: ActionContext, dag_id: str, group_id: str) -> tuple[str, ...]:
    """The tasks of a task group of the DAG's newest version, and of the groups in it."""
    with ctx.store.reading() as tx:
        spec = find.version(tx, dag_id).spec
    if all(group.group_id != group_id for group in spec.task_groups):
        raise NotFoundError(f"The DAG {dag_id!r} has no task group {group_id!r}.")
    return tuple(tasks_named(spec, group_id))


@needs("runs:read")
def as_they_are(ctx: ActionContext, found: Sequence[TaskDetails]) -> list[TaskDetails]:
    """The same task instances, read again; those that are gone are left out."""
    runs: dict[int, list[int]] = {}
    for each in found:
        runs.setdefault(each.run.id, []).append(each.task.id)
    now: list[TaskDetails] = []
    with ctx.store.reading() as tx:
        for run_id, run in dag_runs.get_many(tx, list(runs)).items():
            wanted = set(runs[run_id])
            now += details(tx, run, [task for task in task_instances.of_run(tx, run_id) if task.id in wanted])
    return now


@needs("runs:read")
def list_tries(ctx: ActionContext, dag_id: str, run_id: str, task_id: str, map_index: int = -1) -> list[TryRecord]:
    """All tries of a task instance, the first first; the last one may be at work."""
    with ctx.store.reading() as tx:
        task = find.task(tx, find.run(tx, dag_id, run_id), task_id, map_index)
        return all_tries(tx, task)


@needs("runs:read")
def get_try(
    ctx: ActionContext, dag_id: str, run_id: str, task_id: str, try_number: int, map_index: int = -1
) -> TryRecord:
    """One try."""
    for each in list_tries(ctx, dag_id, run_id, task_id, map_index):
        if each.try_number == try_number:
            return each
    raise NotFoundError(f"The task {task_id!r} has no try {try_number} in the run {run_id!r}.")


@needs("runs:edit")
def set_state(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    task_id: str,
    state: TaskInstanceState,
    map_index: int = -1,
) -> TaskInstanceRecord:
    """Mark a task instance as ``success``, ``failed`` or ``skipped``; its process, if it has one, is ended.

    What stands downstream of it and failed runs again. A run that had ended goes on.
    """
    with ctx.store.reading() as tx:
        find.task(tx, find.run(tx, dag_id, run_id), task_id, map_index)
    mark_selected(ctx, dag_id, Selection(run_id, ((task_id, map_index),)), state)
    with ctx.store.reading() as tx:
        return find.task(tx, find.run(tx, dag_id, run_id), task_id, map_index)


@needs("runs:edit")
def set_note(
    ctx: ActionContext, dag_id: str, run_id: str, task_id: str, note: str | None, map_index: int = -1
) -> TaskInstanceRecord:
    """Write a note on the task instance; an empty one removes it."""
    with ctx.store.transaction() as tx:
        run = find.run(tx, dag_id, run_id)
        task = find.task(tx, run, task_id, map_index)
        task_instances.set_note(tx, task.id, note)
        ctx.audit(tx, "note_task_instance", dag_id=dag_id, run_id=run_id, task_id=task_id, map_index=map_index)
        changed = find.task(tx, run, task_id, map_index)
    ctx.tell(_change(run, changed, ctx))
    return changed


@needs("runs:read")
def why_not_running(ctx: ActionContext, dag_id: str, run_id: str, task_id: str, map_index: int = -1) -> list[Verdict]:
    """Every rule that matters for the task instance now, with its verdict; empty when it runs or has ended."""
    now = ctx.clock()
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        task = find.task(tx, run, task_id, map_index)
        view = dag_runs.load_view(tx, run.id, lambda version_id: versions.get(tx, version_id).spec)
        assert view is not None  # read a moment ago in this transaction
        lease = leases.current(tx, "engine")
        paused = find.dag(tx, dag_id).is_paused
    with ctx.store.whole.reading() as tx:
        usage = _usage(ctx, tx)
    verdicts = explain(view, view.tasks[task.task_id, task.map_index], usage, now, is_paused=paused)
    if task.state is TaskInstanceState.QUEUED:
        verdicts = queued_tasks.verdicts(ctx.settings, view.dag, task.task_id, now)
    if task.state is TaskInstanceState.DEFERRED and task.because:
        verdicts = [_by_name(each, task.because) for each in verdicts]
    if verdicts and (lease is None or lease.holder is None or lease.expires_at <= now):
        verdicts.insert(0, Verdict(False, "No engine is at work. Start it.", "engine_is_running"))
    return verdicts


@needs("runs:read")
def list_xcoms(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    task_id: str | None = None,
    *,
    key: str | None = None,
    map_index: int | None = None,
) -> list[XComRecord]:
    """The XComs of a run, or of one of its tasks."""
    with ctx.store.reading() as tx:
        find.run(tx, dag_id, run_id)
        return xcoms.listing(
            tx,
            dag_id,
            run_id,
            task_ids=None if task_id is None else [task_id],
            key=key,
            map_indexes=None if map_index is None else [map_index],
        )


@needs("runs:read")
def extra_links(ctx: ActionContext, dag_id: str, run_id: str, task_id: str, map_index: int = -1) -> dict[str, str]:
    """The links that the task has left for people: name -> address, absolute or below the server's own. Addresses that
    a browser would run (``javascript:`` and the like) are left out."""
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        find.task(tx, run, task_id, map_index)
        specs = {task.task_id: task for task in versions.get(tx, run.version_id).spec.tasks}
        names = specs[task_id].extra_links if task_id in specs else {}
        left = xcoms.listing(tx, dag_id, run_id, task_ids=[task_id], map_indexes=[map_index]) if names else []
    values = {each.key: each.value for each in left}
    found = {name: values.get(key) for name, key in names.items()}
    return {name: address for name, address in found.items() if isinstance(address, str) and _is_harmless(address)}


def all_tries(tx: Transaction, task: TaskInstanceRecord) -> list[TryRecord]:
    """The recorded tries and, while it is at work, the current one."""
    recorded = tries.listing(tx, task.id)
    if task.try_number > 0 and not any(each.try_number == task.try_number for each in recorded):
        recorded.append(_current_try(task))
    return recorded


def is_over(task: TaskInstanceRecord, try_number: int) -> bool:
    """Whether nothing more comes from this try."""
    working = task.state is not None and task.state not in FINISHED_TASK_STATES
    return try_number < task.try_number or not working or task.state is TaskInstanceState.UP_FOR_RETRY


def _usage(ctx: ActionContext, tx: Transaction) -> Usage:
    """What is in use by the tasks of all DAGs: they share it."""
    active = pools.active_tasks(tx)
    return Usage(
        parallelism=ctx.settings.parallelism,
        active=sum(active.per_dag.values()),
        pools=pools.usage(tx),
        per_dag=active.per_dag,
        per_task=active.per_task,
    )


def _is_harmless(address: str) -> bool:
    try:
        return urlsplit(address).scheme.lower() in ("http", "https", "")
    except ValueError:
        return False


def _by_name(verdict: Verdict, because: str) -> Verdict:
    """What a deferred task waits for, with the trigger's name, which only its row knows."""
    waits = verdict.rule == wait_is_over.RULE and not verdict.met
    return replace(verdict, sentence=because) if waits else verdict


def _current_try(task: TaskInstanceRecord) -> TryRecord:
    return TryRecord(
        task_instance_id=task.id,
        try_number=task.try_number,
        launch=task.launch,
        state=task.state,
        queued_at=task.queued_at,
        started_at=task.began_at,
        ended_at=task.ended_at,
        pid=task.pid,
        process_started=task.process_started,
        host=task.host,
        error=task.error,
        error_name=task.error_name,
        outputs=None,
        progress=task.progress,
        folder=task.folder,
    )


def _change(run: DagRunRecord, task: TaskInstanceRecord, ctx: ActionContext) -> Change:
    return Change(
        "task_instance",
        dag_id=run.dag_id,
        run_id=run.run_id,
        task_id=task.task_id,
        map_index=task.map_index,
        try_number=task.try_number,
        state=task.state,
        user=ctx.actor.name,
    )
