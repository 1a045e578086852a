"""What every action gets: the store, the settings, who asks, whom to tell, and the time."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from couture_scheduler.access import PERMISSIONS, SEE, Actor
from couture_scheduler.config import Settings
from couture_scheduler.errors import ForbiddenError, NotFoundError
from couture_scheduler.events import Change, Notifier
from couture_scheduler.store import event_logs
from couture_scheduler.store.session import Store, Transaction

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class ActionContext:
    """One person asking for something. ``store`` holds for them what belongs to DAGs that they may read."""

    store: Store
    settings: Settings
    actor: Actor
    notifier: Notifier
    clock: Callable[[], datetime]

    def __post_init__(self) -> None:
        """Whoever makes a context cannot forget the limits of the one who asks."""
        object.__setattr__(self, "store", self.store.whole.seeing(self.actor.rights.dags_with(SEE)))

    def require(self, permission: str, dag_id: str | None = None) -> None:
        """Refuse what this person may not do, with this DAG if one is named.

        Raises ``NotFoundError`` for a DAG that they may not read, as if it were not there, else ``ForbiddenError``.
        """
        if dag_id is not None and self.actor.rights.may_somewhere(permission) and not self.actor.may(SEE, dag_id):
            raise NotFoundError(f"There is no DAG {dag_id!r}.")
        if not self.actor.may(permission, dag_id):
            raise ForbiddenError(why_not(permission, dag_id))

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


def why_not(permission: str, dag_id: str | None = None) -> str:
    """The sentence for somebody who lacks a permission, with a DAG if one is named."""
    known = PERMISSIONS[permission]
    own = f", or the right to {known.of_dag} the DAG {dag_id!r}" if dag_id is not None and known.of_dag else ""
    return f"This needs the role {known.first} or one that has all of it{own}. {known.sentence} ({permission})"


def needs(
    permission: str,
) -> Callable[
    [Callable[Concatenate[ActionContext, Arguments], Result]],
    Callable[Concatenate[ActionContext, Arguments], Result],
]:
    """The action may only be done by whoever has ``permission``; an unknown one is an error at import.

    An action with an argument ``dag_id`` needs it for that DAG. One without is let in for whoever has it for any DAG: a
    list, which then holds only those DAGs, or an action that calls ``ctx.require`` once it knows the DAG.
    """
    if permission not in PERMISSIONS:
        raise KeyError(permission)

    def decorate(
        action: Callable[Concatenate[ActionContext, Arguments], Result],
    ) -> Callable[Concatenate[ActionContext, Arguments], Result]:
        signature = inspect.signature(action)
        position = list(signature.parameters).index("dag_id") - 1 if "dag_id" in signature.parameters else None

        @functools.wraps(action)
        def checked(ctx: ActionContext, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            dag_id = _dag_of(position, args, kwargs)
            if dag_id is None and ctx.actor.rights.may_somewhere(permission):
                return action(_narrowed(ctx, permission), *args, **kwargs)
            ctx.require(permission, dag_id)
            return action(ctx, *args, **kwargs)

        return checked

    return decorate


def _dag_of(position: int | None, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str | None:
    """The DAG that an action is called for; ``None`` when it is for none, or for all."""
    if position is None:
        return None
    found = args[position] if position < len(args) else kwargs.get("dag_id")
    return None if found is None else str(found)


def _narrowed(ctx: ActionContext, permission: str) -> ActionContext:
    """What is only read is read of those DAGs for which the permission is held."""
    dag_ids, seen = ctx.actor.rights.dags_with(permission), ctx.actor.rights.dags_with(SEE)
    if dag_ids is None or not permission.endswith(":read"):
        return ctx
    narrowed = replace(ctx)
    object.__setattr__(narrowed, "store", ctx.store.whole.seeing(dag_ids if seen is None else dag_ids & seen))
    return narrowed
