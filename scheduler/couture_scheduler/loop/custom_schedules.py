"""Plans the DAGs whose timetables people wrote: their code is asked in a process of its own, and says what comes next.

The loop makes a planned run when it is due and leaves the DAG without a plan; then this duty asks for the next one.
Runs that are long due come in one answer and are planned one after the other. A timetable that names none, or that
fails, is asked again when its DAG changes, and now and then.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from couture_jupyter.timetables import TimetableRun
from couture_scheduler.actions import asked_timetables
from couture_scheduler.actions.asked_timetables import CUSTOM
from couture_scheduler.config import Settings
from couture_scheduler.errors import ConflictError
from couture_scheduler.events import Change
from couture_scheduler.loop.engine_actions import engine_context
from couture_scheduler.store import dag_runs, dags, versions
from couture_scheduler.store.dags import DueDag
from couture_scheduler.store.session import Store
from couture_scheduler.worker.ask_timetable import Wanted

log = logging.getLogger(__name__)

SWEEP = 60.0  # seconds until all are looked at, also when nobody told of a change
PATIENCE = 600.0  # seconds until a timetable that named no run is asked again


@dataclass(slots=True)
class _Answers:
    """What the timetable of a version said: the runs to plan, and when it may be asked again after naming none."""

    version: int = 0
    runs: list[TimetableRun] = field(default_factory=list)
    silent_after: datetime | None = None  # the last logical date when it named none
    again_at: float = 0.0

    def after(self, due: DueDag) -> list[TimetableRun]:
        """The runs that are still to plan."""
        last = due.last_logical_date
        return [run for run in self.runs if last is not None and run.logical_date > last]

    def is_silent(self, due: DueDag) -> bool:
        """Whether it has just named none."""
        return self.silent_after == due.last_logical_date and time.monotonic() < self.again_at


class CustomSchedules:
    """One duty of the engine."""

    name = "custom-schedules"

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Callable[[], datetime],
        tell: Callable[[list[Change]], None],
    ) -> None:
        self._ctx = engine_context(settings, store, clock, tell)
        self._store = store
        self._clock = clock
        self._tell = tell
        self._answers: dict[str, _Answers] = {}
        self._is_due = True
        self._next_sweep = 0.0

    def catch_up(self) -> None:
        """Nothing is owed but what the store shows."""

    def hear(self, changes: list[Change]) -> None:
        """A DAG is new, was changed or switched on, or its planned run was made."""
        self._is_due |= any(change.subject == "dag" for change in changes)

    def turn(self) -> float:
        """Ask for what comes next wherever nothing is planned."""
        if self._is_due or time.monotonic() >= self._next_sweep:
            self._is_due = False
            with self._store.reading() as tx:
                found = dags.unasked(tx, CUSTOM)
            for each in found:
                self._plan(each)
            self._next_sweep = time.monotonic() + SWEEP
        return self._next_sweep - time.monotonic()

    def _plan(self, due: DueDag) -> None:
        known = self._answers.get(due.dag_id)
        if known is None or known.version != due.version_id:
            known = self._answers[due.dag_id] = _Answers(due.version_id)
        if known.is_silent(due):
            return
        catches_up = due.spec.missed_runs == "run_all"  # else the answer depends on the moment of the question
        known.runs = (known.after(due) if catches_up else []) or self._ask(due)
        if not known.runs:
            known.silent_after, known.again_at = due.last_logical_date, time.monotonic() + PATIENCE
            return
        with self._store.transaction() as tx:
            is_planned = dags.plan_run(tx, due, known.runs[0])
        if is_planned:
            self._tell([Change("dag", dag_id=due.dag_id)])

    def _ask(self, due: DueDag) -> list[TimetableRun]:
        spec, now = due.spec, self._clock()
        with self._store.reading() as tx:
            version = versions.get(tx, due.version_id)
            last = dag_runs.interval_at(tx, due.dag_id, due.last_logical_date) if due.last_logical_date else None
        wanted = Wanted(last, spec.start_date, spec.end_date, catchup=spec.missed_runs == "run_all", until=now)
        try:
            return asked_timetables.ask(self._ctx, version, wanted)
        except ConflictError as error:
            log.warning("%s", error)
            return []
