"""Lists of runs: a page, its total, counts. The newest page is found by an index, however many runs there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, and_, case, cast, func, or_, select

from couture_jupyter.states import DagRunState, DagRunType, TaskInstanceState
from couture_scheduler.store.dag_runs import DagRunRecord, record_of
from couture_scheduler.store.dialects import SecondsBetween
from couture_scheduler.store.matching import Bound, TextMatch, conditions
from couture_scheduler.store.ordering import order
from couture_scheduler.store.tables import asset, asset_event, dag_run, dag_run_asset_event, dag_version, task_instance


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Which runs; empty means any. Bounds of time are inclusive; a run that has not started counts for ``started_*``
    with the moment it was queued. ``matches`` are of ``dag_id``, ``run_id``, ``partition_key``,
    ``triggering_user_name`` and ``duration`` (in seconds); ``conf_text`` stands in the conf as it is stored,
    ``asset_text`` in the name or uri of an asset whose updates started the run; ``due_before``: what follows this run
    in a list by ``-run_after``."""

    dag_ids: tuple[str, ...] = ()
    states: tuple[DagRunState, ...] = ()
    run_types: tuple[DagRunType, ...] = ()
    started_from: datetime | None = None
    started_to: datetime | None = None
    ended_from: datetime | None = None
    ended_to: datetime | None = None
    run_after_from: datetime | None = None
    run_after_to: datetime | None = None
    logical_date_from: datetime | None = None
    logical_date_to: datetime | None = None
    matches: tuple[TextMatch | Bound, ...] = ()
    version_numbers: tuple[int, ...] = ()
    conf_text: str = ""
    asset_text: str = ""
    due_before: DagRunRecord | None = None
    run_ids: tuple[str, ...] = ()


_DURATION = SecondsBetween(dag_run.c.started_at, dag_run.c.ended_at)
ORDERS: dict[str, Any] = {
    "start_date": dag_run.c.sort_at,
    "end_date": dag_run.c.ended_at,
    "queued_at": dag_run.c.queued_at,
    "run_after": dag_run.c.run_after,
    "logical_date": dag_run.c.logical_date,
    "partition_date": dag_run.c.partition_date,
    "data_interval_start": dag_run.c.data_interval_start,
    "dag_id": dag_run.c.dag_id,
    "run_id": dag_run.c.run_id,
    "dag_run_id": dag_run.c.run_id,
    "state": dag_run.c.state,
    "run_type": dag_run.c.run_type,
    "triggering_user_name": dag_run.c.triggering_user,
    "duration": _DURATION,
    "id": dag_run.c.id,
}


def page(tx: Connection, wanted: RunFilter, order_by: str, limit: int, offset: int) -> list[DagRunRecord]:
    """The runs in this part of the list."""
    by = order(ORDERS, order_by, dag_run.c.id)
    found = select(dag_run).where(*_conditions(wanted)).order_by(*by).limit(limit).offset(offset)
    return [record_of(row) for row in tx.execute(found)]


def ids(tx: Connection, wanted: RunFilter, order_by: str) -> list[int]:
    """The ids of all these runs."""
    by = order(ORDERS, order_by, dag_run.c.id)
    return list(tx.execute(select(dag_run.c.id).where(*_conditions(wanted)).order_by(*by)).scalars())


def active_ids_per_dag(tx: Connection, dag_ids: Sequence[str]) -> dict[str, list[int]]:
    """The runs of these DAGs that are queued or running."""
    found: dict[str, list[int]] = {}
    active = select(dag_run.c.dag_id, dag_run.c.id).where(
        dag_run.c.dag_id.in_(dag_ids), dag_run.c.state.in_([DagRunState.QUEUED, DagRunState.RUNNING])
    )
    for dag_id, run in tx.execute(active):
        found.setdefault(dag_id, []).append(run)
    return found


def count(tx: Connection, wanted: RunFilter) -> int:
    """How many runs there are."""
    return int(tx.execute(select(func.count()).select_from(dag_run).where(*_conditions(wanted))).scalar_one())


def task_counts(tx: Connection, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """For each run how many task instances are in each state; ``none`` for those without a state."""
    counts = (
        select(task_instance.c.dag_run_id, task_instance.c.state, func.count())
        .where(task_instance.c.dag_run_id.in_(ids))
        .group_by(task_instance.c.dag_run_id, task_instance.c.state)
    )
    found: dict[int, dict[str, int]] = {}
    for run, state, number in tx.execute(counts):
        found.setdefault(run, {})["none" if state is None else state.value] = number
    return found


def first_to_look_at(tx: Connection, groups: Sequence[tuple[Sequence[int], Sequence[str]]]) -> dict[int, str]:
    """For each run which of its named tasks to look at first: one that runs, else one that failed, else the one that
    was started last. ``groups`` are runs with the tasks in question; there is a query for a hundred of them."""
    found: dict[int, str] = {}
    for first in range(0, len(groups), _GROUPS):
        part = groups[first : first + _GROUPS]
        named = [and_(task_instance.c.dag_run_id.in_(runs), task_instance.c.task_id.in_(tasks)) for runs, tasks in part]
        ids = [run for runs, _ in part for run in runs]  # named once more: else SQLite reads the whole table
        ranked = (
            select(task_instance.c.dag_run_id, task_instance.c.task_id, _RANK)
            .where(task_instance.c.dag_run_id.in_(ids), or_(*named))
            .subquery()
        )
        rows = tx.execute(select(ranked.c.dag_run_id, ranked.c.task_id).where(ranked.c.place == 1))
        found.update((run, task) for run, task in rows)
    return found


_GROUPS = 100
_URGENCY = case(
    (task_instance.c.state == TaskInstanceState.RUNNING, 0),
    (task_instance.c.state.in_([TaskInstanceState.FAILED, TaskInstanceState.UP_FOR_RETRY]), 1),
    (task_instance.c.started_at.is_not(None), 2),
    else_=3,
)
_RANK = (
    func.row_number()
    .over(
        partition_by=task_instance.c.dag_run_id,
        order_by=(_URGENCY, task_instance.c.started_at.desc(), task_instance.c.id),
    )
    .label("place")
)


def state_counts(tx: Connection, wanted: RunFilter) -> dict[DagRunState, int]:
    """How many runs are in each state."""
    counts = select(dag_run.c.state, func.count()).where(*_conditions(wanted)).group_by(dag_run.c.state)
    return {row[0]: row[1] for row in tx.execute(counts)}


def state_counts_per_dag(tx: Connection, dag_ids: Sequence[str]) -> dict[str, dict[DagRunState, int]]:
    """For each of these DAGs how many of its runs are in each state."""
    found: dict[str, dict[DagRunState, int]] = {}
    for first in range(0, len(dag_ids), 500):
        counts = (
            select(dag_run.c.dag_id, dag_run.c.state, func.count())
            .where(dag_run.c.dag_id.in_(dag_ids[first : first + 500]))
            .group_by(dag_run.c.dag_id, dag_run.c.state)
        )
        for dag_id, state, number in tx.execute(counts):
            found.setdefault(dag_id, {})[state] = number
    return found


_BOUNDS = {
    "started": dag_run.c.sort_at,
    "ended": dag_run.c.ended_at,
    "run_after": dag_run.c.run_after,
    "logical_date": dag_run.c.logical_date,
}


_MATCHED = {
    "dag_id": dag_run.c.dag_id,
    "run_id": dag_run.c.run_id,
    "triggering_user_name": dag_run.c.triggering_user,
    "partition_key": dag_run.c.partition_key,
    "duration": _DURATION,
}


def _conditions(wanted: RunFilter) -> list[ColumnElement[bool]]:
    found = conditions(_MATCHED, wanted.matches)
    for column, values in (
        (dag_run.c.dag_id, wanted.dag_ids),
        (dag_run.c.state, wanted.states),
        (dag_run.c.run_type, wanted.run_types),
        (dag_run.c.run_id, wanted.run_ids),
    ):
        if values:
            found.append(column.in_(values))
    for name, column in _BOUNDS.items():
        if (first := getattr(wanted, f"{name}_from")) is not None:
            found.append(column >= first)
        if (last := getattr(wanted, f"{name}_to")) is not None:
            found.append(column <= last)
    if wanted.due_before is not None:
        found.append(_due_before(wanted.due_before))
    if wanted.version_numbers:
        numbered = select(dag_version.c.id).where(dag_version.c.number.in_(wanted.version_numbers))
        found.append(dag_run.c.version_id.in_(numbered))
    if wanted.conf_text:
        found.append(cast(dag_run.c.conf, Text).contains(wanted.conf_text, autoescape=True))
    if wanted.asset_text:
        found.append(_started_by(wanted.asset_text))
    return found


def _due_before(run: DagRunRecord) -> ColumnElement[bool]:
    at_once = and_(dag_run.c.run_after == run.run_after, dag_run.c.id < run.id)
    return and_(dag_run.c.run_after <= run.run_after, or_(dag_run.c.run_after < run.run_after, at_once))


def _started_by(text: str) -> ColumnElement[bool]:
    named = or_(asset.c.name.icontains(text, autoescape=True), asset.c.uri.icontains(text, autoescape=True))
    updated = (
        select(dag_run_asset_event.c.dag_run_id)
        .join(asset_event, asset_event.c.id == dag_run_asset_event.c.asset_event_id)
        .join(asset, asset.c.id == asset_event.c.asset_id)
    )
    return dag_run.c.id.in_(updated.where(named))
