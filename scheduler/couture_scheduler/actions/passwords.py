"""Passwords of people who sign in here: an Admin sets the first one, its owner changes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from couture_scheduler.access import Actor, Rights
from couture_scheduler.actions import password_hashes
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.signing_in import LIMITS, SignInLimits, now, prove
from couture_scheduler.config import Settings
from couture_scheduler.directory.settings import AuthType
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.store import event_logs, login_settings, passwords
from couture_scheduler.store.session import Store


@needs("users:edit")
def set_first(ctx: ActionContext, username: str, password: str) -> None:
    """Give a person a password that must be changed at the first sign-in."""
    password_hashes.require_strong(username, password)
    made = password_hashes.hashed(password)
    with ctx.store.transaction() as tx:
        if not passwords.change(tx, username, made, ctx.clock(), must_change=True):
            raise NotFoundError(f"There is no user {username!r}.")
        ctx.audit(tx, "set_password", details={"user": username})


@needs("users:edit")
def remove(ctx: ActionContext, username: str) -> None:
    """Take a person's password away: from then on only others who know them let them in. ``ConflictError`` where
    others are asked and no other Admin would have one, the way in while they are away."""
    with ctx.store.transaction() as tx:
        login = login_settings.get(tx)
        asks = login is not None and login.settings.get("auth_type", AuthType.DB) != AuthType.DB
        if asks and passwords.admins_with_one(tx) == [username]:
            raise ConflictError(f"{username!r} is the last Admin with a password, the way in while others are away.")
        if not passwords.change(tx, username, None, ctx.clock(), must_change=False):
            raise NotFoundError(f"There is no user {username!r}.")
        ctx.audit(tx, "remove_password", details={"user": username})


def change_own(
    store: Store,
    settings: Settings,
    username: str,
    old: str,
    new: str,
    source: str,
    *,
    limits: SignInLimits = LIMITS,
    clock: Callable[[], datetime] = now,
) -> None:
    """Change one's own password, shown the old one. ``SignInRefused`` if that is wrong, ``InvalidInputError`` at the
    field ``new`` for a new one that is easy to guess."""
    password_hashes.require_strong(username, new, "new")
    if new == old:
        raise InvalidInputError.at("new", "The new password is the old one.")
    prove(store, settings, username, old, source, limits=limits, clock=clock)
    made = password_hashes.hashed(new)
    with store.transaction() as tx:
        passwords.change(tx, username, made, clock(), must_change=False)
        event_logs.write(tx, Actor(username, Rights(), source), "change_password", None, None, None, None, clock())
