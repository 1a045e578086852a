"""Whole lists, part by part, for files that people take away. What is in a list is decided at its beginning: rows that
come meanwhile are not in it, rows that go are left out, and none is there twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.runs import RunDetails, details
from couture_scheduler.actions.spreadsheets import PART, parts
from couture_scheduler.store import (
    asset_events,
    asset_listing,
    dag_listing,
    dag_runs,
    event_logs,
    run_listing,
    sla_misses,
    task_instances,
    task_listing,
)
from couture_scheduler.store.asset_listing import AssetFilter, AssetRecord
from couture_scheduler.store.dag_listing import DagFilter, DagRecord, RunMark
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.run_listing import RunFilter
from couture_scheduler.store.sla_misses import SlaMissFilter, SlaMissRecord
from couture_scheduler.store.task_instances import TaskInstanceRecord
from couture_scheduler.store.task_listing import TaskFilter

Entry = TypeVar("Entry")


@needs("dags:read")
def dags(ctx: ActionContext, wanted: DagFilter, order_by: str) -> Iterator[list[tuple[DagRecord, RunMark | None]]]:
    """DAGs, each with its newest run."""
    with ctx.store.reading() as tx:
        ids = dag_listing.ids(tx, wanted, order_by)
    for part in parts(ids):
        with ctx.store.reading() as tx:
            found = dag_listing.page(tx, DagFilter(dag_ids=tuple(part), stale=None), "dag_id", PART, 0)
            newest = dag_listing.recent_runs(tx, part, 1)
        records = {each.dag_id: each for each in found}
        yield [(records[id], next(iter(newest.get(id, ())), None)) for id in part if id in records]  # noqa: A001


@needs("runs:read")
def dag_runs_of(ctx: ActionContext, wanted: RunFilter, order_by: str) -> Iterator[list[RunDetails]]:
    """Runs, with what stands beside them."""
    with ctx.store.reading() as tx:
        ids = run_listing.ids(tx, wanted, order_by)
    for part in parts(ids):
        with ctx.store.reading() as tx:
            found = dag_runs.get_many(tx, part)
            yield details(ctx, tx, [found[id] for id in part if id in found])  # noqa: A001


@needs("runs:read")
def task_instances_of(
    ctx: ActionContext, wanted: TaskFilter, order_by: str
) -> Iterator[list[tuple[TaskInstanceRecord, DagRunRecord]]]:
    """Task instances, each with its run."""
    with ctx.store.reading() as tx:
        ids = task_listing.ids(tx, wanted, order_by)
    for part in parts(ids):
        with ctx.store.reading() as tx:
            found = task_instances.get_many(tx, part)
            runs = dag_runs.get_many(tx, {task.dag_run_id for task in found.values()})
        listed = [found[id] for id in part if id in found]  # noqa: A001
        yield [(task, runs[task.dag_run_id]) for task in listed]


@needs("eventLogs:read")
def event_logs_of(ctx: ActionContext, wanted: event_logs.EventFilter) -> Iterator[list[event_logs.EventRecord]]:
    """The audit log, the newest entry first."""
    with ctx.store.reading() as tx:
        ids = event_logs.ids(tx, wanted)
    for part in parts(ids):
        with ctx.store.reading() as tx:
            found = event_logs.get_many(tx, part)
        yield [found[id] for id in part if id in found]  # noqa: A001


@needs("runs:read")
def sla_misses_of(ctx: ActionContext, wanted: SlaMissFilter, order_by: str) -> Iterator[list[SlaMissRecord]]:
    """SLAs that were missed."""
    with ctx.store.reading() as tx:
        keys = sla_misses.keys(tx, wanted, order_by)
    for part in parts(keys):
        with ctx.store.reading() as tx:
            found = [sla_misses.get(tx, *key) for key in part]
        yield [each for each in found if each is not None]


@needs("assets:read")
def assets(ctx: ActionContext, wanted: AssetFilter, order_by: str) -> Iterator[list[AssetRecord]]:
    """Assets; they only change with DAG files, so that one part may follow the other."""

    def part(offset: int) -> list[AssetRecord]:
        with ctx.store.reading() as tx:
            return asset_listing.page(tx, wanted, order_by, PART, offset)

    return _in_parts(part)


@needs("assets:read")
def asset_events_of(ctx: ActionContext, wanted: asset_events.EventFilter) -> Iterator[list[asset_events.EventRecord]]:
    """Updates of assets, the oldest first: what comes meanwhile is at the end."""

    def part(offset: int) -> list[asset_events.EventRecord]:
        with ctx.store.reading() as tx:
            return asset_events.page(tx, wanted, "id", PART, offset)

    return _in_parts(part)


def _in_parts(part: Callable[[int], list[Entry]]) -> Iterator[list[Entry]]:
    offset = 0
    while found := part(offset):
        yield found
        offset += len(found)
