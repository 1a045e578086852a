"""Delivers the outbox: each message at least once, with growing delays for about a day, then it has failed.

A run is never touched by what becomes of its messages.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from couture_scheduler.actions.delivery import deliver
from couture_scheduler.actions.stories import tell as story_of
from couture_scheduler.config import Settings
from couture_scheduler.events import Change
from couture_scheduler.messages.delivery import DeliveryError
from couture_scheduler.messages.rules import Target
from couture_scheduler.store import notifications as outbox
from couture_scheduler.store.notifications import NotificationRecord, NotificationState
from couture_scheduler.store.session import Store

log = logging.getLogger(__name__)

IDLE_SECONDS = 60.0
MINUTES = (0.5, 1, 2, 5, 10, 20, 40, *(60,) * 23)  # between attempts: about a day


class Messenger:
    """The duty for some channels; a mail server that hangs does not hold up webhooks."""

    def __init__(
        self,
        name: str,
        channels: tuple[str, ...],
        settings: Settings,
        store: Store,
        clock: Callable[[], datetime],
        tell: Callable[[list[Change]], None],
    ) -> None:
        self.name = name
        self._channels = channels
        self._settings = settings
        self._store = store
        self._clock = clock
        self._tell = tell

    def catch_up(self) -> None:
        """Nothing: what is waiting is found by ``turn``."""

    def hear(self, changes: list[Change]) -> None:
        """Nothing: any change wakes the duty, and ``turn`` looks."""

    def turn(self) -> float:
        """Send what is due."""
        with self._store.reading() as tx:
            due = outbox.due(tx, self._channels, self._clock(), limit=1)
            moment = outbox.next_moment(tx, self._channels)
        for told in due:
            self._attempt(told)
        if due:
            return 0.0
        until = (moment - self._clock()).total_seconds() if moment else IDLE_SECONDS
        return min(max(until, 0.05), IDLE_SECONDS)

    def _attempt(self, told: NotificationRecord) -> None:
        target = Target(told.channel, told.recipient)
        try:
            story = story_of(self._store, self._settings, told)
            if story is None:
                return  # deleted meanwhile, and its messages with it
            deliver(self._store, self._settings, story, target, key=str(told.id), now=self._clock())
        except DeliveryError as error:
            state = self._missed(told, error)
        except (
            ValueError,
            LookupError,
            TypeError,
            OSError,
        ) as error:  # one message's mistake must not hold up the others
            log.exception("The message %s cannot be written", told.id)
            sentence = f"The message could not be written: {error}"
            state = self._missed(told, DeliveryError(sentence, is_final=not isinstance(error, OSError)))
        else:
            state = NotificationState.SENT
            with self._store.transaction() as tx:
                outbox.mark_sent(tx, told.id, self._clock())
        self._tell([Change("notification", dag_id=told.dag_id, run_id=told.run_id, state=state)])

    def _missed(self, told: NotificationRecord, error: DeliveryError) -> NotificationState:
        is_over = error.is_final or told.tries >= len(MINUTES)
        next_at = None if is_over else self._clock() + timedelta(minutes=MINUTES[told.tries])
        with self._store.transaction() as tx:
            outbox.mark_missed(tx, told.id, str(error), next_at)
        return NotificationState.FAILED if is_over else NotificationState.WAITING
