"""Starts a run for each success of another DAG, for the DAGs whose timetable is ``AfterDag``.

A success starts one run, however often it is told: what has come is in the table ``arrival``, and the run's id is made
from the success. A run that is cleared and succeeds again is another success. While a DAG is paused, successes pass by.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from couture_jupyter.states import DagRunState, DagRunType
from couture_jupyter.timetables import AfterDag
from couture_scheduler.actions import runs
from couture_scheduler.actions.triggers import circle
from couture_scheduler.config import Settings
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.loop.engine_actions import engine_context
from couture_scheduler.store import arrivals
from couture_scheduler.store.arrivals import Arrival, Follower, Success
from couture_scheduler.store.session import Store

log = logging.getLogger(__name__)

LOOK_BACK = timedelta(days=7)  # after a crash: for successes that have not started their run yet
REMEMBER = timedelta(days=8)
MARGIN = timedelta(minutes=5)  # two writers' commits may come in another order than their clocks
SWEEP = 60.0  # seconds until all are looked at, also when nobody told of a success


class Followers:
    """One duty of the engine."""

    name = "followers"

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Callable[[], datetime],
        tell: Callable[[list[Change]], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._ctx = engine_context(settings, store, clock, tell)
        self._is_due = True
        self._next_sweep = 0.0
        self._looked: dict[str, datetime] = {}  # follower -> the newest success it has taken in

    def catch_up(self) -> None:
        """Forget what is older than we look back."""
        with self._store.transaction() as tx:
            for follower in arrivals.followers(tx, AfterDag.kind):
                arrivals.forget_before(tx, follower.dag_id, self._clock() - REMEMBER)

    def hear(self, changes: list[Change]) -> None:
        """A run succeeded, or a DAG began to follow another."""
        self._is_due |= any(change.subject == "dag" or is_success(change) for change in changes)

    def turn(self) -> float:
        """Take in the successes that are new."""
        if self._is_due or time.monotonic() >= self._next_sweep:
            self._look()
            self._is_due, self._next_sweep = False, time.monotonic() + SWEEP
        return self._next_sweep - time.monotonic()

    def _look(self) -> None:
        with self._store.reading() as tx:
            followers = arrivals.followers(tx, AfterDag.kind)
        upstream = {each.dag_id: str(each.spec.timetable["dag_id"]) for each in followers}
        for follower in followers:
            ring = circle(follower.dag_id, upstream)
            if ring:
                log.warning("%s would start itself for ever: %s. It is not started.", follower.dag_id, " → ".join(ring))
            else:
                self._follow(follower, upstream[follower.dag_id])

    def _follow(self, follower: Follower, upstream: str) -> None:
        now, end = self._clock(), follower.spec.end_date
        with self._store.reading() as tx:
            waits_since = arrivals.waits_since(tx, follower)
            since = max(waits_since, self._looked.get(follower.dag_id, now - LOOK_BACK) - MARGIN)
            found = arrivals.successes(tx, upstream, since)
            known = arrivals.known(tx, follower.dag_id) if found else {}
        fresh = [each for each in found if _arrival(each).key not in known]
        is_off = follower.is_paused or (end is not None and now > end)
        skipped = is_off or (follower.spec.overlap == "skip" and self._is_active(follower))
        for success in fresh:
            if not skipped:
                self._start(follower, success)
            self._looked[follower.dag_id] = success.ended_at
        if fresh:
            with self._store.transaction() as tx:
                arrivals.note(tx, follower.dag_id, map(_arrival, fresh), now)

    def _is_active(self, follower: Follower) -> bool:
        with self._store.reading() as tx:
            return arrivals.waiting_runs(tx, follower.dag_id) > 0

    def _start(self, follower: Follower, success: Success) -> None:
        try:
            runs.trigger(
                self._ctx,
                follower.dag_id,
                conf={"after": {"dag_id": success.dag_id, "run_id": success.run_id}},
                run_id=_run_id(success),
                run_type=DagRunType.ASSET_TRIGGERED,
                triggered_by="dag",
            )
        except ConflictError:
            log.info("%s of %s has its run of %s already", success.run_id, success.dag_id, follower.dag_id)
        except (InvalidInputError, NotFoundError) as error:
            log.warning("%s cannot follow %s: %s", follower.dag_id, success.dag_id, error)


def _arrival(success: Success) -> Arrival:
    return Arrival(f"{success.dag_id}\n{success.run_id}\n{success.ended_at.isoformat()}", "")


def _run_id(success: Success) -> str:
    digest = hashlib.sha256(_arrival(success).what.encode()).hexdigest()[:12]
    return f"after__{success.ended_at.isoformat()}__{digest}"


def is_success(change: Change) -> bool:
    """Whether a change tells of a run that succeeded."""
    return change.subject == "dag_run" and change.state == DagRunState.SUCCESS
