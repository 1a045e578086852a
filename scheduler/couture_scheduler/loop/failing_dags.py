"""Switches a DAG off when as many of its runs as it says have failed one after the other.

As in Airflow its newest runs are looked at when one has failed: one that a person switches on again has to fail again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from couture_jupyter.states import DagRunState
from couture_scheduler.actions import dags, find
from couture_scheduler.config import Settings
from couture_scheduler.errors import NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.loop.engine_actions import engine_context
from couture_scheduler.store import dag_runs
from couture_scheduler.store.session import Store

log = logging.getLogger(__name__)

IDLE = 3600.0  # seconds between turns when nothing fails


class FailingDags:
    """One duty of the engine."""

    name = "failing-dags"

    def __init__(
        self, settings: Settings, store: Store, clock: Callable[[], datetime], tell: Callable[[list[Change]], None]
    ) -> None:
        self._store = store
        self._ctx = engine_context(settings, store, clock, tell)
        self._failed: set[str] = set()

    def catch_up(self) -> None:
        """Nothing is owed: the next failure is the occasion to look."""

    def hear(self, changes: list[Change]) -> None:
        """Runs that failed."""
        self._failed |= {
            change.dag_id
            for change in changes
            if change.subject == "dag_run" and change.state == DagRunState.FAILED and change.dag_id
        }

    def turn(self) -> float:
        """Look at their DAGs."""
        while self._failed:
            self._look(self._failed.pop())
        return IDLE

    def _look(self, dag_id: str) -> None:
        try:
            with self._store.reading() as tx:
                limit = find.version(tx, dag_id).spec.max_consecutive_failed_dag_runs
                newest = dag_runs.newest_states(tx, dag_id, limit) if limit else []
                is_off = find.dag(tx, dag_id).is_paused
            if limit and not is_off and newest == [DagRunState.FAILED] * limit:
                dags.pause(self._ctx, dag_id)
                log.warning("%s is switched off: its last %d runs failed.", dag_id, limit)
        except NotFoundError:
            log.info("%s was deleted after its run failed.", dag_id)
