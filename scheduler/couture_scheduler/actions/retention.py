"""How long runs are kept: what is beyond a DAG's limits is deleted with its files, the oldest first.

The newest run, the last good one, active ones, those that a person keeps and those whose kernel is kept after a failure
always stay: a limit of 30 runs keeps the 30 newest, and of older ones those.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from couture_jupyter.notebook_options import Retention
from couture_scheduler.actions import dags, find
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.events import Change
from couture_scheduler.files import layout
from couture_scheduler.store import event_logs, retention, versions
from couture_scheduler.store.event_logs import EventFilter
from couture_scheduler.store.retention import FinishedRun

ENGINE = "engine"  # who deletes by these rules, in the audit log
EVENT = "prune_dag_run"
_TOGETHER = 50  # runs in one transaction


@dataclass(frozen=True, slots=True)
class OverdueRun:
    """A run that is beyond a limit; ``because`` names it."""

    id: int
    run_id: str
    ended_at: datetime
    because: str


@dataclass(frozen=True, slots=True)
class NextToGo:
    """The run that goes next: ``at`` a moment, or (``None``) after the next run of its DAG."""

    run_id: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class RetentionStatus:
    """The limits of a DAG (its own, else the workspace's), and what they have done. ``due`` runs go at the next look:
    after the DAG's next run, or within the hour; ``next`` is the first of them, else the one that will be due first."""

    dag_id: str
    limits: Retention
    kept: int
    deleted: int
    last_deleted_at: datetime | None
    due: int
    next: NextToGo | None


@needs("runs:read")
def status(ctx: ActionContext, dag_id: str) -> RetentionStatus:
    """What holds for a DAG."""
    limits = limits_of(ctx, dag_id)
    by_rules = EventFilter(event=EVENT, dag_id=dag_id)
    with ctx.store.reading() as tx:
        last = event_logs.listing(tx, by_rules, limit=1)
        deleted = event_logs.count(tx, by_rules)
        finished = retention.finished(tx, dag_id)
        stays = retention.protected(tx, dag_id)
    due = overdue(ctx, dag_id, limits)
    oldest = next((run for run in reversed(finished) if run.id not in stays), None)
    coming = NextToGo(due[0].run_id, None) if due else _next(oldest, len(finished), limits)
    return RetentionStatus(dag_id, limits, len(finished), deleted, last[0].at if last else None, len(due), coming)


def _next(oldest: FinishedRun | None, kept: int, limits: Retention) -> NextToGo | None:
    """Nothing is due: which run will be, as far as its number and age say."""
    if oldest is None:
        return None
    if limits.runs is not None and kept >= limits.runs:
        return NextToGo(oldest.run_id, None)
    return None if limits.days is None else NextToGo(oldest.run_id, oldest.ended_at + timedelta(days=limits.days))


@needs("runs:delete")
def prune(ctx: ActionContext, dag_id: str, *, dry_run: bool = False) -> list[OverdueRun]:
    """Delete what is beyond the limits of the DAG, with its files; with ``dry_run`` only say what that is."""
    found = overdue(ctx, dag_id, limits_of(ctx, dag_id))
    if dry_run:
        return found
    gone: list[OverdueRun] = []
    for first in range(0, len(found), _TOGETHER):
        gone += _remove(ctx, dag_id, found[first : first + _TOGETHER])
    return gone


def limits_of(ctx: ActionContext, dag_id: str) -> Retention:
    """The DAG's own limits; where it sets none, those of the settings."""
    with ctx.store.reading() as tx:
        find.dag(tx, dag_id)
        version = versions.latest(tx, dag_id)
    own = Retention.of(version.spec.retention if version else None)
    settings = ctx.settings
    return Retention(
        own.runs or settings.keep_runs or None,
        own.days or settings.keep_days or None,
        own.megabytes or settings.keep_megabytes or None,
    )


def overdue(ctx: ActionContext, dag_id: str, limits: Retention) -> list[OverdueRun]:
    """The runs beyond the limits, the oldest first."""
    if limits == Retention():
        return []
    with ctx.store.reading() as tx:
        runs = retention.finished(tx, dag_id)
        stays = retention.protected(tx, dag_id)
    found, room = [], None if limits.megabytes is None else limits.megabytes * 1e6
    for place, run in enumerate(runs):
        if room is not None:
            folder = layout.run_folder(ctx.settings.runs_folder, dag_id, run.run_id)
            room -= _size_when_ended(str(folder), run.ended_at)
        because = _because(run, place, room, limits, ctx.clock())
        if because and run.id not in stays:
            found.append(OverdueRun(run.id, run.run_id, run.ended_at, because))
    return found[::-1]


@lru_cache(maxsize=20_000)
def _size_when_ended(folder: str, ended_at: datetime) -> int:
    """What a run has left does not change until it ends again, and ten thousand folders take a second to walk."""
    return size_of(folder)


def size_of(folder: str) -> int:
    """Bytes of all files in it; 0 when it is gone."""
    total = 0
    for parent, _, files in os.walk(folder):
        for name in files:
            try:
                total += os.lstat(os.path.join(parent, name)).st_size
            except OSError:
                continue  # it went while we looked
    return total


def _because(run: FinishedRun, place: int, room: float | None, limits: Retention, now: datetime) -> str:
    if limits.runs is not None and place >= limits.runs:
        return f"{limits.runs} runs are kept."
    if limits.days is not None and run.ended_at < now - timedelta(days=limits.days):
        return f"Runs are kept for {limits.days:g} days."
    if room is not None and room < 0:
        return f"{limits.megabytes:g} MB of runs are kept."
    return ""


def _remove(ctx: ActionContext, dag_id: str, runs: list[OverdueRun]) -> list[OverdueRun]:
    with ctx.store.transaction() as tx:
        gone = [run for run in runs if retention.remove_finished(tx, run.id)]
        for run in gone:
            ctx.audit(tx, EVENT, dag_id=dag_id, run_id=run.run_id, details={"because": run.because})
    for run in gone:
        dags.remove_files(ctx, dag_id, run.run_id)
    ctx.tell(*(Change("dag_run", "deleted", dag_id=dag_id, run_id=run.run_id, user=ctx.actor.name) for run in gone))
    return gone
