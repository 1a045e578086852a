"""Deletes runs that are beyond their DAG's limits, and keeps house."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime

from couture_jupyter.states import FINISHED_RUN_STATES
from couture_scheduler.access import Actor
from couture_scheduler.actions import housekeeping, retention
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.config import Settings
from couture_scheduler.errors import NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.store import retention as stored
from couture_scheduler.store.session import Store

HOUR = 3600.0
SHORTEST = 20.0  # seconds between two looks at the same DAG: runs may end many times a second
AT_A_TIME, PAUSE = (
    0.1,
    0.9,
)  # seconds of looking, and between them: thousands of DAGs take some, and nobody waits for it
FIRST = 60.0  # seconds after the start: what starts up goes first
log = logging.getLogger(__name__)


class _Ear:
    """Passes the news of deleted runs on."""

    def __init__(self, tell: Callable[[list[Change]], None]) -> None:
        self._tell = tell

    def notify(self, *changes: Change) -> None:
        self._tell(list(changes))


class Retaining:
    """Looks at a DAG when one of its runs has ended, and at all of them every hour."""

    name = "retention"

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Callable[[], datetime],
        tell: Callable[[list[Change]], None],
    ) -> None:
        self._ctx = ActionContext(store, settings, Actor(retention.ENGINE, source="engine"), _Ear(tell), clock)
        self._due: set[str] = set()
        self._looked: dict[str, float] = {}
        self._next_hour = 0.0

    def catch_up(self) -> None:
        """The first hourly look finds whatever is due."""
        self._next_hour = time.monotonic() + FIRST

    def hear(self, changes: list[Change]) -> None:
        """A run that has ended may push an older one out."""
        ended = (each for each in changes if each.subject == "dag_run" and each.state in FINISHED_RUN_STATES)
        self._due |= {each.dag_id for each in ended if each.dag_id is not None}

    def turn(self) -> float:
        """Look at what is due; seconds until more is."""
        if time.monotonic() >= self._next_hour:
            self._every_hour()
        waits = [self._next_hour - time.monotonic()]
        until = time.monotonic() + AT_A_TIME
        for dag_id in sorted(self._due):
            if time.monotonic() > until:
                return PAUSE
            wait = self._looked.get(dag_id, -SHORTEST) + SHORTEST - time.monotonic()
            if wait > 0:
                waits.append(wait)
            else:
                self._due.discard(dag_id)
                self._look(dag_id)
        return max(0.0, min(waits))

    def _every_hour(self) -> None:
        self._next_hour = time.monotonic() + HOUR
        with self._ctx.store.reading() as tx:
            self._due |= set(stored.dag_ids(tx))
        self._looked.clear()
        for kind, count in housekeeping.keep_house(self._ctx).items():
            if count:
                log.info("House-keeping: %d %s", count, kind)

    def _look(self, dag_id: str) -> None:
        self._looked[dag_id] = time.monotonic()
        try:
            gone = retention.prune(self._ctx, dag_id)
        except NotFoundError:
            return  # the DAG was deleted meanwhile
        if gone:
            log.info("Deleted %d runs of %s: %s", len(gone), dag_id, gone[-1].because)
