"""Keeps the deadlines of runs, and has the callbacks of those that were missed called.

A deadline is met by a run that has succeeded before it; one that failed has missed it. Airflow 3.1's rules.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from couture_jupyter.states import DagRunState
from couture_scheduler.engine.callbacks import CallbackKind, NewCallback
from couture_scheduler.engine.deadlines import due_at
from couture_scheduler.events import Change
from couture_scheduler.loop.per_version import PerVersion
from couture_scheduler.store import callbacks, dag_runs
from couture_scheduler.store import deadlines as stored
from couture_scheduler.store import notifications as outbox
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.deadlines import DeadlineRecord
from couture_scheduler.store.session import Store, Transaction

LOOK_BACK = timedelta(days=1)  # at runs that ended while no engine was there
IDLE_SECONDS = 60.0


class Deadlines:
    """The duty."""

    name = "deadlines"

    def __init__(self, store: Store, clock: Callable[[], datetime], tell: Callable[[list[Change]], None]) -> None:
        self._store = store
        self._clock = clock
        self._tell = tell
        nothing: tuple[dict[str, Any], ...] = ()
        self._wanted = PerVersion(lambda spec: spec.deadlines, nothing)

    def catch_up(self) -> None:
        """Runs that are active, and those that ended lately: an engine may have died before it heard of their end."""
        with self._store.transaction() as tx:
            active = dag_runs.get_many(tx, dag_runs.active_ids(tx)).values()
            for run in [*active, *outbox.runs_ended_since(tx, self._clock() - LOOK_BACK)]:
                self._keep(tx, run)

    def hear(self, changes: list[Change]) -> None:
        """Runs that were made, and those that ended; a quick one has ended when it is first heard of."""
        names = {(each.dag_id, each.run_id) for each in changes if each.subject == "dag_run" and each.what != "deleted"}
        if not names:
            return
        with self._store.reading() as tx:
            found = [dag_runs.get(tx, dag_id or "", run_id or "") for dag_id, run_id in names]
            wanted = [run for run in found if run is not None and self._wanted.of(tx, run.version_id)]
        if wanted:
            with self._store.transaction() as tx:
                for run in wanted:
                    self._keep(tx, run)

    def turn(self) -> float:
        """Those that are due: met, or missed."""
        now = self._clock()
        with self._store.reading() as tx:
            due = stored.due(tx, now)
            until = stored.next_due(tx)
        if due:
            self._judge(due, now)
            return 0.0
        return min(max((until - now).total_seconds(), 0.05), IDLE_SECONDS) if until else IDLE_SECONDS

    def _keep(self, tx: Transaction, run: DagRunRecord) -> None:
        """Write the run's deadlines down, then forget those that it has met."""
        known = {each.position for each in stored.of_run(tx, run.id)}
        new = []
        for position, each in enumerate(self._wanted.of(tx, run.version_id)):
            moment = None if position in known else due_at(each, run, lambda *counts: _average(tx, run, *counts))
            if moment is not None:
                new.append(DeadlineRecord(run.id, position, each["name"], moment, None))
        stored.put(tx, new)
        if run.state is DagRunState.SUCCESS and run.ended_at is not None:
            stored.meet(tx, run.id, run.ended_at)

    def _judge(self, due: list[DeadlineRecord], now: datetime) -> None:
        changes = []
        with self._store.transaction() as tx:
            runs = dag_runs.get_many(tx, {each.dag_run_id for each in due})
            for run in runs.values():
                if run.state is DagRunState.SUCCESS and run.ended_at is not None:
                    stored.meet(tx, run.id, run.ended_at)
            for each in due:
                run = runs[each.dag_run_id]
                if not _is_met(run, each) and stored.mark_missed(tx, each, now):
                    callbacks.add(tx, [_callback(run, each)], now)
                    changes.append(Change("callback", "created", dag_id=run.dag_id, run_id=run.run_id, state="due"))
        self._tell(changes)


def _average(tx: Transaction, run: DagRunRecord, most: int, least: int) -> timedelta | None:
    return stored.average_runtime(tx, run.dag_id, most, least, without=run.id)


def _is_met(run: DagRunRecord, each: DeadlineRecord) -> bool:
    return run.state is DagRunState.SUCCESS and run.ended_at is not None and run.ended_at <= each.due_at


def _callback(run: DagRunRecord, missed: DeadlineRecord) -> NewCallback:
    told = {"id": f"{run.id}.{missed.position}", "name": missed.name, "deadline_time": missed.due_at.isoformat()}
    return NewCallback(run.id, CallbackKind.DEADLINE, {"position": missed.position, "deadline": told})
