"""Seals the entries of the audit log and, by a setting, writes each into the engine's log as a line of JSON."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from couture_scheduler.access import Actor
from couture_scheduler.actions import audit
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.config import Settings
from couture_scheduler.events import Change
from couture_scheduler.store import audit_seals
from couture_scheduler.store.session import Store

PAUSE = 10.0
AT_ONCE = 0.05  # seconds until the next part, when there is more

log = logging.getLogger("couture.audit")


class Sealing:
    """The duty."""

    name = "sealing"

    def __init__(self, settings: Settings, store: Store, clock: Callable[[], datetime]) -> None:
        self._ctx = ActionContext(store, settings, Actor("engine", source="engine"), _Nobody(), clock)

    def catch_up(self) -> None:
        """What another engine left without a seal gets one at the first turn."""
        if self._ctx.settings.audit_to_log and not log.handlers:
            handler = logging.StreamHandler()
            handler.setFormatter(logging.Formatter("%(message)s"))  # nothing but JSON on these lines
            log.addHandler(handler)
            log.propagate = False

    def hear(self, changes: list[Change]) -> None:
        """Changes do not matter: entries are sealed when they are settled."""

    def turn(self) -> float:
        """Seal a part of what is there."""
        sealed = audit.seal(self._ctx)
        if self._ctx.settings.audit_to_log:
            for entry, made in sealed:
                log.info('{"audit":%s,"seal":"%s"}', audit_seals.as_json(entry), made)
        return AT_ONCE if sealed else PAUSE


class _Nobody:
    def notify(self, *changes: Change) -> None:
        """Seals are no news."""
