"""Runs of DAGs: made at most once for each (DAG, logical date), moved by guarded updates, loaded for the engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, Update, bindparam, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunState, DagRunType
from couture_scheduler.engine.snapshot import RunView
from couture_scheduler.errors import ConflictError
from couture_scheduler.store import run_infos, task_instances, versions, xcoms
from couture_scheduler.store.tables import dag_run, task_instance
from couture_scheduler.store.tables.task_instance import HELD

ACTIVE = (DagRunState.QUEUED, DagRunState.RUNNING)
_CHUNK = 500  # parameters in one statement: every database takes this many


@dataclass(frozen=True, slots=True)
class NewDagRun:
    """A run to create. ``triggered_by`` is ``timetable``, ``asset``, ``rest_api``, ``cli``, ``token``, ``file``,
    ``dag``, ``operator`` or
    ``backfill``."""

    dag_id: str
    run_id: str
    version_id: int
    run_type: DagRunType
    logical_date: datetime
    data_interval: tuple[datetime, datetime]
    run_after: datetime
    queued_at: datetime
    state: DagRunState = DagRunState.QUEUED
    conf: dict[str, Any] = field(default_factory=dict)
    note: str | None = None
    triggered_by: str = "timetable"
    triggering_user: str | None = None
    sweep_id: str | None = None
    sweep_limit: int | None = None
    backfill_id: int | None = None
    partition_key: str | None = None
    partition_date: datetime | None = None


@dataclass(frozen=True, slots=True)
class DagRunRecord:
    """A run as it is stored."""

    id: int
    dag_id: str
    run_id: str
    version_id: int
    run_type: DagRunType
    state: DagRunState
    logical_date: datetime
    data_interval_start: datetime
    data_interval_end: datetime
    run_after: datetime
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    sort_at: datetime
    conf: dict[str, Any]
    note: str | None
    triggered_by: str
    triggering_user: str | None
    because: str | None
    sweep_id: str | None = None
    kept_at: datetime | None = None
    backfill_id: int | None = None
    partition_key: str | None = None
    partition_date: datetime | None = None


_NAMES = tuple(DagRunRecord.__dataclass_fields__)
_values = attrgetter(*_NAMES)


def insert(tx: Connection, new: NewDagRun) -> int:
    """Create the run; its id. ``ConflictError`` when the DAG has a run with this id or logical date already."""
    created = insert_if_absent(tx, new)
    if created is None:
        raise ConflictError(
            f"The DAG {new.dag_id!r} has a run with the id {new.run_id!r} or the logical date "
            f"{new.logical_date.isoformat()} already."
        )
    return created


def insert_if_absent(tx: Connection, new: NewDagRun) -> int | None:
    """Create the run; ``None`` when the DAG has a run with this id or logical date already."""
    start, end = new.data_interval
    values = {
        "dag_id": new.dag_id,
        "run_id": new.run_id,
        "version_id": new.version_id,
        "run_type": new.run_type,
        "state": new.state,
        "logical_date": new.logical_date,
        "data_interval_start": start,
        "data_interval_end": end,
        "run_after": new.run_after,
        "queued_at": new.queued_at,
        "sort_at": new.queued_at,
        "conf": new.conf or None,
        "note": new.note,
        "triggered_by": new.triggered_by,
        "triggering_user": new.triggering_user,
        "sweep_id": new.sweep_id,
        "sweep_limit": new.sweep_limit,
        "backfill_id": new.backfill_id,
        "partition_key": new.partition_key,
        "partition_date": new.partition_date,
    }
    try:
        with tx.begin_nested():
            key: Any = tx.execute(_INSERT, values).inserted_primary_key
    except IntegrityError:
        return None
    return int(key[0])


def get(tx: Connection, dag_id: str, run_id: str) -> DagRunRecord | None:
    """The run with this id of this DAG."""
    row = tx.execute(_BY_NAME, {"_dag": dag_id, "_run": run_id}).first()
    return None if row is None else record_of(row)


def interval_at(tx: Connection, dag_id: str, moment: datetime) -> tuple[datetime, datetime]:
    """The data interval of the run with this logical date; one of no length when that run is gone."""
    columns = (dag_run.c.data_interval_start, dag_run.c.data_interval_end)
    row = tx.execute(select(*columns).where(dag_run.c.dag_id == dag_id, dag_run.c.logical_date == moment)).first()
    return (moment, moment) if row is None else (row.data_interval_start, row.data_interval_end)


def get_many(tx: Connection, ids: Collection[int]) -> dict[int, DagRunRecord]:
    """These runs by their (integer) id."""
    rows = (row for part in _chunks(ids) for row in tx.execute(_BY_IDS, {"_ids": part}))
    return {row.id: record_of(row) for row in rows}


def active_ids(tx: Connection) -> list[int]:
    """Runs that are queued or running, oldest first."""
    return list(tx.execute(_ACTIVE_IDS).scalars())


def active_per_dag(tx: Connection) -> dict[str, int]:
    """How many runs of each DAG are queued or running."""
    return {row[0]: row[1] for row in tx.execute(_ACTIVE_PER_DAG)}


def unfinished_ids(tx: Connection) -> set[int]:
    """Runs that are queued or running, and ended ones whose processes are still being ended."""
    return set(active_ids(tx)) | set(tx.execute(_HELD_RUNS).scalars())


def newest_states(tx: Connection, dag_id: str, limit: int) -> list[DagRunState]:
    """The states of the runs of a DAG with the newest logical dates."""
    newest = select(dag_run.c.state).where(dag_run.c.dag_id == dag_id).order_by(dag_run.c.logical_date.desc())
    return list(tx.execute(newest.limit(limit)).scalars())


def ids_named(tx: Connection, dag_id: str, run_id: str) -> set[int]:
    """The (integer) id of the run with this name, or nothing."""
    row = tx.execute(_BY_NAME, {"_dag": dag_id, "_run": run_id}).first()
    return set() if row is None else {row.id}


def load_view(tx: Connection, id: int, spec_of: Callable[[int], DagSpec]) -> RunView | None:  # noqa: A002
    """The run with its task instances, as the engine looks at it; ``None`` when it is gone."""
    found = load_views(tx, [id], spec_of)
    return found[0] if found else None


def load_views(tx: Connection, ids: Collection[int], spec_of: Callable[[int], DagSpec]) -> list[RunView]:
    """Several runs at once, in the order of ``ids``. ``spec_of`` gives the spec of a version id."""
    views: dict[int, RunView] = {}
    for part in _chunks(ids):
        for row in tx.execute(_BY_IDS, {"_ids": part}):
            views[row.id] = _view(row, spec_of(row.version_id))
        for run, view in task_instances.views_of(tx, part):
            if run in views:
                views[run].tasks[view.key] = view
    for run_view in views.values():
        if any(task.depends_on_past or task.wait_for_downstream for task in run_view.dag.tasks):
            run_view.previous = task_instances.states_before(tx, run_view.dag.dag_id, run_view.logical_date)
        mapped_over = [task.task_id for task in run_view.dag.tasks if task.sized_keys]
        if mapped_over:
            run_view.lengths = xcoms.lengths(tx, run_view.id, mapped_over)
    return [views[each] for each in ids if each in views]


def set_state(
    tx: Connection,
    id: int,  # noqa: A002
    to: DagRunState,
    *,
    allowed: frozenset[DagRunState],
    at: datetime,
    because: str | None = None,
) -> bool:
    """Move the run to ``to`` if its state is one of ``allowed``; whether it was. Sets the times that go with it."""
    values: dict[str, Any] = {"_id": id, "state": to, "because": because or None}
    if to is DagRunState.RUNNING:
        values |= {"started_at": at, "sort_at": at, "ended_at": None}
    elif to is DagRunState.QUEUED:
        values |= {"queued_at": at, "started_at": None, "ended_at": None}
    else:
        values |= {"ended_at": at}
    return tx.execute(_moving(allowed), values).rowcount == 1


def set_kept(tx: Connection, id: int, at: datetime | None) -> None:  # noqa: A002
    """The run stays from this moment on, whatever the limits are; ``None``: they hold for it again."""
    tx.execute(update(dag_run).where(dag_run.c.id == id).values(kept_at=at))


def set_note(tx: Connection, id: int, note: str | None) -> None:  # noqa: A002
    """Write a person's note on the run."""
    tx.execute(update(dag_run).where(dag_run.c.id == id).values(note=note or None))


def set_version(tx: Connection, id: int, version_id: int) -> None:  # noqa: A002
    """From now on the run belongs to another version of its DAG."""
    tx.execute(update(dag_run).where(dag_run.c.id == id).values(version_id=version_id))


def remove(tx: Connection, id: int) -> bool:  # noqa: A002
    """Delete the run with its task instances, tries and XComs."""
    return tx.execute(delete(dag_run).where(dag_run.c.id == id)).rowcount == 1


def infos(tx: Connection, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """For each of these runs what a task may know of it: the fields of ``RunInfo``, moments as ISO strings."""
    found: dict[int, dict[str, Any]] = {}
    for part in _chunks(ids):
        rows = tx.execute(_BY_IDS, {"_ids": part}).all()
        found |= run_infos.infos(tx, rows, versions.specs(tx, list({row.version_id for row in rows})))
    return found


def record_of(row: Row[Any]) -> DagRunRecord:
    """The record in a row that has all columns of the table."""
    values = dict(zip(_NAMES, _values(row), strict=True))
    values["conf"] = values["conf"] or {}
    return DagRunRecord(**values)


# Built once: putting a statement together costs more than SQLite needs to run it.
_INSERT = dag_run.insert()
_BY_NAME = select(dag_run).where(dag_run.c.dag_id == bindparam("_dag"), dag_run.c.run_id == bindparam("_run"))
_BY_IDS = select(dag_run).where(dag_run.c.id.in_(bindparam("_ids", expanding=True)))
_ACTIVE_IDS = select(dag_run.c.id).where(dag_run.c.state.in_(ACTIVE)).order_by(dag_run.c.run_after, dag_run.c.id)
_ACTIVE_PER_DAG = select(dag_run.c.dag_id, func.count()).where(dag_run.c.state.in_(ACTIVE)).group_by(dag_run.c.dag_id)
_HELD_RUNS = select(task_instance.c.dag_run_id).where(HELD).distinct()


@lru_cache(maxsize=64)
def _moving(allowed: frozenset[DagRunState]) -> Update:
    """The columns to set come from the parameters."""
    return update(dag_run).where(dag_run.c.id == bindparam("_id"), dag_run.c.state.in_(sorted(allowed)))


def _view(row: Row[Any], spec: DagSpec) -> RunView:
    return RunView(
        id=row.id,
        run_id=row.run_id,
        dag=spec,
        version_id=row.version_id,
        state=row.state,
        run_type=row.run_type,
        logical_date=row.logical_date,
        data_interval=(row.data_interval_start, row.data_interval_end),
        run_after=row.run_after,
        queued_at=row.queued_at,
        started_at=row.started_at,
        sweep_id=row.sweep_id,
        sweep_limit=row.sweep_limit,
        backfill_id=row.backfill_id,
        partition_key=row.partition_key,
    )


def _chunks(ids: Collection[int]) -> Iterator[Sequence[int]]:
    listed = list(ids)
    for first in range(0, len(listed), _CHUNK):
        yield listed[first : first + _CHUNK]
