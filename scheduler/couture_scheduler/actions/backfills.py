"""Backfills: what a person may ask. Their runs are made by the engine, see ``backfill_runs``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from couture_jupyter import timetables
from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import FINISHED_RUN_STATES
from couture_jupyter.timetables import TimetableRun
from couture_scheduler.actions import asked_timetables, find, run_changes, runs
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.actions.run_params import check_conf
from couture_scheduler.actions.which_code import is_newest
from couture_scheduler.engine import backfills as engine
from couture_scheduler.engine.backfills import AT_ONCE, DayProblem, Reprocess
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.store import backfills, dag_listing
from couture_scheduler.store.backfills import BackfillRecord, DayRecord, NewBackfill
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.versions import VersionRecord

_ENDED = frozenset(state.value for state in FINISHED_RUN_STATES) | {"deleted"} | {each.value for each in DayProblem}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a backfill is to do.

    Attributes:
        from_date, to_date: logical dates between these, both included.
        run_backwards: the newest first.
        reprocess: what happens where a run exists that has ended.
        on_latest_version: a run that runs again gets the DAG's newest code; new runs always do. ``None``: as the DAG
            says, else so.
        conf: of all its runs.
        max_active_runs: so many at once, whatever the DAG's own limit is.
    """

    from_date: datetime
    to_date: datetime
    run_backwards: bool = False
    reprocess: Reprocess = Reprocess.NONE
    on_latest_version: bool | None = None
    conf: dict[str, Any] = field(default_factory=dict)
    max_active_runs: int = AT_ONCE


@dataclass(frozen=True, slots=True)
class BackfillDetails:
    """A backfill with what stands beside it: how many days are where (``waiting``, the states of runs, ``deleted``
    ones, and why there is none), and why nothing is made now, if that is so."""

    backfill: BackfillRecord
    display_name: str
    days: dict[str, int]
    holdup: str | None

    @property
    def total(self) -> int:
        """How many days it has."""
        return sum(self.days.values())

    @property
    def ended(self) -> int:
        """How many of them need nothing more."""
        return sum(number for word, number in self.days.items() if word in _ENDED)


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One day of a backfill to come. ``runs_again`` names a run that exists; ``problem`` why there will be no run."""

    run: TimetableRun
    problem: DayProblem | None
    runs_again: bool


@needs("runs:trigger")
def create(ctx: ActionContext, dag_id: str, wish: Wish) -> BackfillDetails:
    """Have all runs between two dates made, some at once. The engine does so while the DAG is on.

    Raises ``InvalidInputError`` at the field that is wrong, ``ConflictError`` when the DAG has a backfill already that
    is not complete.
    """
    version, planned = _plan(ctx, dag_id, wish)
    check_conf(version.spec, wish.conf, ctx.actor)
    if not planned:
        raise InvalidInputError.at("to_date", "Between these dates the schedule has no run that is over.")
    now = ctx.clock()
    new = NewBackfill(
        dag_id=dag_id,
        from_date=wish.from_date,
        to_date=wish.to_date,
        created_by=ctx.actor.name,
        created_at=now,
        conf=wish.conf,
        is_reversed=wish.run_backwards,
        reprocess_behavior=wish.reprocess,
        max_active_runs=wish.max_active_runs,
    )
    with ctx.store.transaction() as tx:
        _refuse_second(tx, dag_id)
        latest = is_newest(tx, dag_id, wish.on_latest_version, usual=True)
        number = backfills.add(tx, replace(new, on_latest_version=latest), [(day.run, day.problem) for day in planned])
        ctx.audit(tx, "create_backfill", dag_id=dag_id, details={"backfill_id": number, "days": len(planned)})
    return _told(ctx, number)


@needs("runs:read")
def dry_run(ctx: ActionContext, dag_id: str, wish: Wish) -> list[PlannedDay]:
    """The days that a backfill would have, in the order in which they would run. Nothing is changed."""
    _, planned = _plan(ctx, dag_id, wish)
    return planned


@needs("runs:read")
def list_backfills(
    ctx: ActionContext,
    dag_id: str | None = None,
    *,
    active: bool | None = None,
    oldest_first: bool = False,
    limit: int = 100,
    offset: int = 0,
) -> Page[BackfillDetails]:
    """A page of backfills, the newest first; with ``active`` only those that are not complete, or that are."""
    with ctx.store.reading() as tx:
        if dag_id is not None:
            find.dag(tx, dag_id)
        records = backfills.listing(tx, dag_id, active=active, oldest_first=oldest_first, limit=limit, offset=offset)
        return Page(_details(tx, records), backfills.count(tx, dag_id, active=active))


@needs("runs:read")
def get(ctx: ActionContext, number: int) -> BackfillDetails:
    """One backfill."""
    with ctx.store.reading() as tx:
        return _details(tx, [_find(tx, number)])[0]


@needs("runs:read")
def list_days(ctx: ActionContext, number: int, *, limit: int = 100, offset: int = 0) -> Page[DayRecord]:
    """A page of its days, in the order in which they run."""
    with ctx.store.reading() as tx:
        _find(tx, number)
        total = sum(backfills.counts(tx, [number])[number].values())
        return Page(backfills.days(tx, number, limit, offset), total)


@needs("runs:edit")
def pause(ctx: ActionContext, number: int, *, paused: bool = True) -> BackfillDetails:
    """Make no further runs; with ``paused`` false, go on. Runs that are there run to their end.

    Raises ``ConflictError`` when it is complete."""
    with ctx.store.transaction() as tx:
        record = _unfinished(tx, number)
        ctx.require("runs:edit", record.dag_id)
        if backfills.set_paused(tx, number, paused, ctx.clock()):
            event = "pause_backfill" if paused else "unpause_backfill"
            ctx.audit(tx, event, dag_id=record.dag_id, details={"backfill_id": number})
    return _told(ctx, number)


@needs("runs:edit")
def cancel(ctx: ActionContext, number: int) -> BackfillDetails:
    """Make no further runs and end the ones that have not started; those that run go on to their end.

    Raises ``ConflictError`` when it is complete."""
    with ctx.store.transaction() as tx:
        record = _unfinished(tx, number)
        ctx.require("runs:edit", record.dag_id)
        backfills.settle_waiting(tx, number, DayProblem.CANCELLED)
        backfills.set_paused(tx, number, True, ctx.clock())
        backfills.complete(tx, number, ctx.clock())
        queued = backfills.queued_runs(tx, number)
        ctx.audit(tx, "cancel_backfill", dag_id=record.dag_id, details={"backfill_id": number})
    run_changes.bulk(ctx, "stop", queued)
    return _told(ctx, number)


def _plan(ctx: ActionContext, dag_id: str, wish: Wish) -> tuple[VersionRecord, list[PlannedDay]]:
    with ctx.store.reading() as tx:
        version = runs.startable_version(tx, dag_id)
    _check(version.spec, wish, ctx.clock())
    found = _days(ctx, version, wish)
    with ctx.store.reading() as tx:
        states = backfills.states_at(tx, dag_id, [day.logical_date for day in found])
    planned = []
    for day in found:
        problem = engine.problem_of(states.get(day.logical_date), wish.reprocess)
        planned.append(PlannedDay(day, problem, runs_again=problem is None and day.logical_date in states))
    return version, planned[::-1] if wish.run_backwards else planned


def _days(ctx: ActionContext, version: VersionRecord, wish: Wish) -> list[TimetableRun]:
    if not engine.has_days(timetables.from_json(version.spec.timetable)):
        raise InvalidInputError.at(
            "dag_id", f"The schedule of {version.dag_id!r} names no moments: there are no runs between two dates."
        )
    found = asked_timetables.days(ctx, version, wish.from_date, wish.to_date)
    if len(found) > engine.MOST_DAYS:
        raise InvalidInputError.at(
            "to_date", f"These would be more than {engine.MOST_DAYS:,} runs. Take a shorter time, and then the next."
        )
    return found


def _check(spec: DagSpec, wish: Wish, now: datetime) -> None:
    for name in ("from_date", "to_date"):
        if getattr(wish, name).tzinfo is None:
            raise InvalidInputError.at(name, "Give a date with a time zone.")
    if wish.to_date < wish.from_date:
        raise InvalidInputError.at("to_date", "The last date comes before the first.")
    if wish.from_date >= now:
        raise InvalidInputError.at("from_date", "This is in the future: the schedule will make these runs.")
    if not 1 <= wish.max_active_runs <= engine.MOST_AT_ONCE:
        raise InvalidInputError.at("max_active_runs", f"Between 1 and {engine.MOST_AT_ONCE:,} runs can run at once.")
    if engine.looks_back(spec):
        _check_looking_back(wish)


def _check_looking_back(wish: Wish) -> None:
    if wish.run_backwards:
        raise InvalidInputError.at(
            "run_backwards", "A task of this DAG depends on the run before: its runs cannot run backwards."
        )
    if wish.reprocess is Reprocess.NONE:
        raise InvalidInputError.at(
            "reprocess_behavior",
            "A task of this DAG depends on the run before: say whether failed or all runs that exist run again.",
        )


def _refuse_second(tx: Transaction, dag_id: str) -> None:
    other = next(iter(backfills.listing(tx, dag_id, active=True, limit=1)), None)
    if other is not None:
        raise ConflictError(
            f"The DAG {dag_id!r} has the backfill {other.id} already, which is not complete. Wait for its end, or "
            "cancel it."
        )


def _find(tx: Transaction, number: int) -> BackfillRecord:
    found = backfills.get(tx, number)
    if found is None:
        raise NotFoundError(f"There is no backfill {number}.")
    return found


def _unfinished(tx: Transaction, number: int) -> BackfillRecord:
    record = _find(tx, number)
    if record.completed_at is not None:
        raise ConflictError(f"The backfill {number} is complete.")
    return record


def _told(ctx: ActionContext, number: int) -> BackfillDetails:
    details = get(ctx, number)
    ctx.tell(backfill_change(details.backfill, ctx.actor.name))
    return details


def backfill_change(record: BackfillRecord, user: str | None = None) -> Change:
    """The news of a backfill."""
    return Change("backfill", dag_id=record.dag_id, user=user, detail={"backfill_id": record.id})


def _details(tx: Transaction, records: Sequence[BackfillRecord]) -> list[BackfillDetails]:
    dag_ids = sorted({record.dag_id for record in records})
    names = dag_listing.kinds_and_names(tx, dag_ids)
    held = backfills.held_dags(tx, dag_ids)
    found = backfills.counts(tx, [record.id for record in records])
    return [
        BackfillDetails(
            record, names[record.dag_id][1], found[record.id], _holdup(record, found[record.id], record.dag_id in held)
        )
        for record in records
    ]


def _holdup(record: BackfillRecord, days: dict[str, int], is_held: bool) -> str | None:
    if record.completed_at is not None or not (days.get("waiting") or days.get("queued")):
        return None
    if record.is_paused:
        return "It is paused: no further runs are made."
    return "Its DAG is paused or gone: switch it on to have its runs made." if is_held else None
