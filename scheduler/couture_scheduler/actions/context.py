"""What every action gets: the store, the settings, who asks, whom to tell, and the time."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from couture_scheduler.access import PERMISSIONS, Actor
from couture_scheduler.config import Settings
from couture_scheduler.errors import ForbiddenError
from couture_scheduler.events import Change, Notifier
from couture_scheduler.store import event_logs
from couture_scheduler.store.session import Store, Transaction

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class ActionContext:
    """One person asking for something."""

    store: Store
    settings: Settings
    actor: Actor
    notifier: Notifier
    clock: Callable[[], datetime]

    def audit(
        self,
        tx: Transaction,
        event: str,
        *,
        dag_id: str | None = None,
        run_id: str | None = None,
        task_id: str | None = None,
        map_index: int | None = None,
        details: dict[str, Any] | None = None,
    ) -> None:
        """Write into the audit log, in the transaction of what is done."""
        event_logs.write(tx, self.actor, event, dag_id, run_id, task_id, details, self.clock(), map_index=map_index)

    def tell(self, *changes: Change) -> None:
        """After the commit: tell the engine and every open page."""
        self.notifier.notify(*changes)


@dataclass(frozen=True, slots=True)
class Page(Generic[Entry]):
    """A part of a list, and how long the whole list is."""

    entries: list[Entry]
    total: int


def needs(
    permission: str,
) -> Callable[
    [Callable[Concatenate[ActionContext, Arguments], Result]],
    Callable[Concatenate[ActionContext, Arguments], Result],
]:
    """The action may only be done by whoever has ``permission``; an unknown one is an error at import."""
    first, sentence = PERMISSIONS[permission]

    def decorate(
        action: Callable[Concatenate[ActionContext, Arguments], Result],
    ) -> Callable[Concatenate[ActionContext, Arguments], Result]:
        @functools.wraps(action)
        def checked(ctx: ActionContext, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            if not ctx.actor.may(permission):
                raise ForbiddenError(f"This needs the role {first} or higher. {sentence}")
            return action(ctx, *args, **kwargs)

        return checked

    return decorate
