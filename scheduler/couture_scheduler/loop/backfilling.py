"""Goes on with backfills: makes their next runs when there is room, and completes them.

While a DAG is paused its backfill waits. A backfill whose DAG cannot be run any more waits, too, and is looked at again
like all of them every minute.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime

from couture_jupyter.states import FINISHED_RUN_STATES
from couture_scheduler.actions import backfill_runs
from couture_scheduler.actions.backfills import backfill_change
from couture_scheduler.config import Settings
from couture_scheduler.errors import ConflictError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.loop.engine_actions import engine_context
from couture_scheduler.store import backfills
from couture_scheduler.store.session import Store

log = logging.getLogger(__name__)

SWEEP = 60.0  # seconds until all are looked at, also when nobody told of a change


class Backfilling:
    """One duty of the engine."""

    name = "backfilling"

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Callable[[], datetime],
        tell: Callable[[list[Change]], None],
    ) -> None:
        self._store = store
        self._ctx = engine_context(settings, store, clock, tell)
        self._open: set[str] = set()  # DAGs with a backfill that is not complete
        self._is_due = True
        self._next_sweep = 0.0

    def catch_up(self) -> None:
        """Nothing is owed but what the store shows."""

    def hear(self, changes: list[Change]) -> None:
        """A backfill was asked for, held or let go; a DAG switched on; a run of one that has a backfill ended."""
        self._is_due |= any(self._matters(change) for change in changes)

    def _matters(self, change: Change) -> bool:
        if change.subject == "dag_run":
            is_over = change.what == "deleted" or change.state in FINISHED_RUN_STATES
            return is_over and change.dag_id in self._open
        return change.subject == "backfill" or (change.subject == "dag" and change.dag_id in self._open)

    def turn(self) -> float:
        """Go on with each that is open."""
        if self._is_due or time.monotonic() >= self._next_sweep:
            self._is_due = False
            self._look()
            self._next_sweep = time.monotonic() + SWEEP
        return self._next_sweep - time.monotonic()

    def _look(self) -> None:
        with self._store.reading() as tx:
            found = backfills.open_ones(tx)
            held = backfills.held_dags(tx, {each.dag_id for each in found})
        self._open = {each.dag_id for each in found}
        for each in found:
            if each.is_paused or each.dag_id in held:
                continue
            try:
                if backfill_runs.advance(self._ctx, each):
                    self._ctx.tell(backfill_change(each))
            except (ConflictError, NotFoundError) as error:
                log.warning("The backfill %d of %s cannot go on: %s", each.id, each.dag_id, error)
