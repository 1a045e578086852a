"""Backfills and their days: kept until the DAG goes, found by the engine while they are not complete."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, true, update

from couture_jupyter.states import DagRunState
from couture_jupyter.timetables import TimetableRun
from couture_scheduler.engine.backfills import DayProblem, Reprocess
from couture_scheduler.store.tables import backfill, backfill_day, dag, dag_run

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class NewBackfill:
    """A backfill to enter."""

    dag_id: str
    from_date: datetime
    to_date: datetime
    created_by: str
    created_at: datetime
    conf: dict[str, Any] = field(default_factory=dict)
    is_reversed: bool = False
    reprocess_behavior: Reprocess = Reprocess.NONE
    on_latest_version: bool = False
    max_active_runs: int = 10


@dataclass(frozen=True, slots=True)
class BackfillRecord:
    """A backfill as it is stored. ``completed_at`` is also the moment of its cancelling."""

    id: int
    dag_id: str
    from_date: datetime
    to_date: datetime
    conf: dict[str, Any]
    is_reversed: bool
    reprocess_behavior: Reprocess
    on_latest_version: bool
    max_active_runs: int
    is_paused: bool
    created_by: str
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DayRecord:
    """One day of a backfill: its run once there is one, and the run's state; or the problem."""

    sort_ordinal: int
    run: TimetableRun
    problem: DayProblem | None
    dag_run_id: int | None
    run_id: str | None
    state: DagRunState | None


def add(tx: Connection, new: NewBackfill, days: Sequence[tuple[TimetableRun, DayProblem | None]]) -> int:
    """Enter a backfill with its days in the order in which they are to run; its id."""
    values = {name: getattr(new, name) for name in new.__dataclass_fields__}
    values |= {"conf": new.conf or None, "reprocess_behavior": new.reprocess_behavior.value}
    values |= {"is_paused": False, "updated_at": new.created_at}
    key: Any = tx.execute(insert(backfill).values(**values)).inserted_primary_key
    rows = [_day(int(key[0]), place, run, problem) for place, (run, problem) in enumerate(days, start=1)]
    for first in range(0, len(rows), _CHUNK):
        tx.execute(insert(backfill_day), rows[first : first + _CHUNK])
    return int(key[0])


def get(tx: Connection, number: int) -> BackfillRecord | None:
    """The backfill with this id."""
    row = tx.execute(select(backfill).where(backfill.c.id == number)).first()
    return None if row is None else _record(row)


def listing(
    tx: Connection,
    dag_id: str | None,
    *,
    active: bool | None = None,
    oldest_first: bool = False,
    limit: int = 100,
    offset: int = 0,
) -> list[BackfillRecord]:
    """The newest backfills, of one DAG or of all; with ``active`` those that are not complete, or those that are."""
    by = backfill.c.id if oldest_first else backfill.c.id.desc()
    chosen = select(backfill).where(*_which(dag_id, active)).order_by(by)
    return [_record(row) for row in tx.execute(chosen.limit(limit).offset(offset))]


def count(tx: Connection, dag_id: str | None, *, active: bool | None = None) -> int:
    """How many there are."""
    return int(tx.execute(select(func.count()).select_from(backfill).where(*_which(dag_id, active))).scalar_one())


def open_ones(tx: Connection) -> list[BackfillRecord]:
    """All that are not complete, the oldest first."""
    return [_record(row) for row in tx.execute(select(backfill).where(*_which(None, True)).order_by(backfill.c.id))]


def may_go_on(tx: Connection) -> bool:
    """Whether there is one that makes runs by itself."""
    found = [each for each in open_ones(tx) if not each.is_paused]
    return bool({each.dag_id for each in found} - held_dags(tx, {each.dag_id for each in found}))


def held_dags(tx: Connection, dag_ids: Collection[str]) -> set[str]:
    """Those of these DAGs that are switched off or gone from their file: their backfills wait."""
    held = select(dag.c.dag_id).where(
        dag.c.dag_id.in_(dag_ids), (dag.c.is_paused == true()) | (dag.c.is_stale == true())
    )
    return set(tx.execute(held).scalars())


def days(tx: Connection, number: int, limit: int = 100, offset: int = 0) -> list[DayRecord]:
    """A part of its days in their order."""
    chosen = _days().where(backfill_day.c.backfill_id == number).order_by(backfill_day.c.sort_ordinal)
    return [_day_record(row) for row in tx.execute(chosen.limit(limit).offset(offset))]


def waiting_days(tx: Connection, number: int, limit: int) -> list[DayRecord]:
    """The first days that have neither run nor problem."""
    chosen = _days().where(backfill_day.c.backfill_id == number, *_WAITING).order_by(backfill_day.c.sort_ordinal)
    return [_day_record(row) for row in tx.execute(chosen.limit(limit))]


def counts(tx: Connection, numbers: Collection[int]) -> dict[int, dict[str, int]]:
    """For each of these backfills how many days are where: ``waiting``, the states of runs, ``deleted`` runs, the words
    of problems."""
    columns = (
        backfill_day.c.backfill_id,
        backfill_day.c.problem,
        backfill_day.c.dag_run_id.is_(None).label("is_waiting"),
        dag_run.c.state,
    )
    grouped = (
        select(*columns, func.count().label("number"))
        .select_from(backfill_day.outerjoin(dag_run, dag_run.c.id == backfill_day.c.dag_run_id))
        .where(backfill_day.c.backfill_id.in_(numbers))
        .group_by(*columns)
    )
    found: dict[int, dict[str, int]] = {number: {} for number in numbers}
    for row in tx.execute(grouped):
        word = row.problem or ("waiting" if row.is_waiting else row.state.value if row.state else "deleted")
        found[row.backfill_id][word] = found[row.backfill_id].get(word, 0) + int(row.number)
    return found


def queued_runs(tx: Connection, number: int) -> list[tuple[str, str]]:
    """Its runs that have not started: DAG id and run id."""
    queued = select(dag_run.c.dag_id, dag_run.c.run_id).where(
        dag_run.c.backfill_id == number, dag_run.c.state == DagRunState.QUEUED
    )
    return [(row.dag_id, row.run_id) for row in tx.execute(queued)]


def states_at(tx: Connection, dag_id: str, moments: Sequence[datetime]) -> dict[datetime, DagRunState]:
    """The states of the DAG's runs with these logical dates."""
    found: dict[datetime, DagRunState] = {}
    for first in range(0, len(moments), _CHUNK):
        part = list(moments[first : first + _CHUNK])
        rows = select(dag_run.c.logical_date, dag_run.c.state).where(
            dag_run.c.dag_id == dag_id, dag_run.c.logical_date.in_(part)
        )
        found.update((row.logical_date, row.state) for row in tx.execute(rows))
    return found


def run_at(tx: Connection, dag_id: str, moment: datetime) -> Any:
    """The run with this logical date (``id``, ``run_id``, ``state``, ``backfill_id``); ``None`` if there is none."""
    columns = (dag_run.c.id, dag_run.c.run_id, dag_run.c.state, dag_run.c.backfill_id)
    return tx.execute(select(*columns).where(dag_run.c.dag_id == dag_id, dag_run.c.logical_date == moment)).first()


def settle_day(
    tx: Connection, number: int, moment: datetime, *, run: int | None = None, problem: DayProblem | None = None
) -> bool:
    """The day has this run, or this problem; false when it was settled before."""
    done = tx.execute(
        update(backfill_day)
        .where(backfill_day.c.backfill_id == number, backfill_day.c.logical_date == moment, *_WAITING)
        .values(dag_run_id=run, problem=problem.value if problem else None)
    )
    return done.rowcount == 1


def settle_waiting(tx: Connection, number: int, problem: DayProblem) -> int:
    """All days that still wait get this problem; how many."""
    where = (backfill_day.c.backfill_id == number, *_WAITING)
    return tx.execute(update(backfill_day).where(*where).values(problem=problem.value)).rowcount


def adopt_run(tx: Connection, number: int, run: int, values: dict[str, Any]) -> None:
    """A run that exists becomes one of the backfill."""
    tx.execute(update(dag_run).where(dag_run.c.id == run).values(backfill_id=number, **values))


def set_paused(tx: Connection, number: int, paused: bool, now: datetime) -> bool:
    """Hold it, or let it go on; whether that changed anything."""
    where = (backfill.c.id == number, backfill.c.is_paused != paused, backfill.c.completed_at.is_(None))
    return tx.execute(update(backfill).where(*where).values(is_paused=paused, updated_at=now)).rowcount == 1


def complete(tx: Connection, number: int, now: datetime) -> bool:
    """It is over; false when it was before."""
    where = (backfill.c.id == number, backfill.c.completed_at.is_(None))
    return tx.execute(update(backfill).where(*where).values(completed_at=now, updated_at=now)).rowcount == 1


_WAITING = (backfill_day.c.dag_run_id.is_(None), backfill_day.c.problem.is_(None))


def _which(dag_id: str | None, active: bool | None) -> list[Any]:
    wanted = [] if dag_id is None else [backfill.c.dag_id == dag_id]
    if active is not None:
        wanted.append(backfill.c.completed_at.is_(None) if active else backfill.c.completed_at.is_not(None))
    return wanted


def _days() -> Select[Any]:
    joined = backfill_day.outerjoin(dag_run, dag_run.c.id == backfill_day.c.dag_run_id)
    return select(backfill_day, dag_run.c.run_id, dag_run.c.state).select_from(joined)


def _day(number: int, place: int, run: TimetableRun, problem: DayProblem | None) -> dict[str, Any]:
    start, end = run.data_interval
    return {
        "backfill_id": number,
        "logical_date": run.logical_date,
        "data_interval_start": start,
        "data_interval_end": end,
        "run_after": run.run_after,
        "sort_ordinal": place,
        "dag_run_id": None,
        "problem": problem.value if problem else None,
    }


def _day_record(row: Row[Any]) -> DayRecord:
    run = TimetableRun(row.logical_date, (row.data_interval_start, row.data_interval_end), row.run_after)
    problem = DayProblem(row.problem) if row.problem else None
    return DayRecord(row.sort_ordinal, run, problem, row.dag_run_id, row.run_id, row.state)


def _record(row: Row[Any]) -> BackfillRecord:
    values = {name: getattr(row, name) for name in BackfillRecord.__dataclass_fields__}
    values |= {"conf": values["conf"] or {}, "reprocess_behavior": Reprocess(row.reprocess_behavior)}
    return BackfillRecord(**values)
