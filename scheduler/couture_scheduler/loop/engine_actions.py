"""The engine as a person: what duties do, they do through the same actions as everybody, under its own name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from couture_scheduler.access import Actor
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.config import Settings
from couture_scheduler.events import Change
from couture_scheduler.store.session import Store

ENGINE = Actor("engine", source="engine")


class _Teller:
    def __init__(self, tell: Callable[[list[Change]], None]) -> None:
        self._tell = tell

    def notify(self, *changes: Change) -> None:
        self._tell(list(changes))


def engine_context(
    settings: Settings, store: Store, clock: Callable[[], datetime], tell: Callable[[list[Change]], None]
) -> ActionContext:
    """The actions' context of the engine itself."""
    return ActionContext(store=store, settings=settings, actor=ENGINE, notifier=_Teller(tell), clock=clock)
