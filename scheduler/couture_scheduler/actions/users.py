"""What a person may ask about people: who they are themselves and, for an Admin, who else there is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from couture_scheduler.access import PERMISSIONS, DagRight, Role
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.actions.leaving import pause_schedules, tell_paused
from couture_scheduler.errors import ConflictError, FieldProblem, InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.store import accounts, passwords, roles
from couture_scheduler.store.accounts import AccountFilter, AccountRecord
from couture_scheduler.store.session import Transaction

_USERNAME = re.compile(r"[\w.@+-]{1,250}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_LONGEST = 250


@dataclass(frozen=True, slots=True)
class Myself:
    """Who asks, and what they may do: for everything, and for single DAGs; whether they have a password here."""

    username: str
    roles: tuple[str, ...]
    permissions: tuple[str, ...]
    dags: dict[str, DagRight]
    has_password: bool


@dataclass(frozen=True, slots=True)
class UserForm:
    """What an Admin says of a person; in a change ``None`` stays as it is."""

    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    roles: tuple[str, ...] | None = None
    is_active: bool | None = None


@needs("self:read")
def myself(ctx: ActionContext) -> Myself:
    """Who asks."""
    rights = ctx.actor.rights
    held = tuple(name for name in PERMISSIONS if rights.may(name))
    with ctx.store.reading() as tx:
        kept = passwords.get(tx, ctx.actor.name)
    has_password = kept is not None and kept.hash is not None
    roles_held = rights.roles or (Role.PUBLIC.value,)
    return Myself(ctx.actor.name, roles_held, held, dict(sorted(rights.dags.items())), has_password)


@needs("users:read")
def list_users(
    ctx: ActionContext, wanted: AccountFilter | None = None, *, limit: int = 100, offset: int = 0
) -> Page[AccountRecord]:
    """A page of people by their names."""
    which = wanted or AccountFilter()
    with ctx.store.reading() as tx:
        return Page(accounts.page(tx, which, limit, offset), accounts.count(tx, which))


@needs("users:read")
def get(ctx: ActionContext, username: str) -> AccountRecord:
    """One person."""
    with ctx.store.reading() as tx:
        return _find(tx, username)


def require_name(username: str) -> None:
    """Refuse what cannot be a user's name."""
    if not _USERNAME.fullmatch(username):
        raise InvalidInputError.at("username", "A name has 1 to 250 letters, digits and . @ + - _ in it.")


@needs("users:edit")
def create(ctx: ActionContext, username: str, form: UserForm) -> AccountRecord:
    """Enter a person. ``ConflictError`` when the name is taken."""
    require_name(username)
    now = ctx.clock()
    blank = AccountRecord(username, "", "", "", True, now, ctx.actor.name, now)
    with ctx.store.transaction() as tx:
        record = _filled(tx, blank, form)
        if accounts.get(tx, username) is not None:
            raise ConflictError(f"There is a user {username!r} already.")
        accounts.create(tx, record)
        ctx.audit(tx, "create_user", details={"user": username, "roles": list(record.roles)})
    _tell(ctx, username, "created")
    return record


@needs("users:edit")
def update(ctx: ActionContext, username: str, form: UserForm) -> AccountRecord:
    """Change a person. ``ConflictError`` where no Admin would be left."""
    with ctx.store.transaction() as tx:
        admins = accounts.lock_admins(tx)
        record = replace(_filled(tx, _find(tx, username), form), updated_at=ctx.clock())
        record = replace(record, is_waiting=record.is_waiting and not record.is_active)
        if not _is_admin(record):
            _require_another(admins, username)
        accounts.change(tx, record)
        details = {"user": username, "roles": list(record.roles), "is_active": record.is_active}
        ctx.audit(tx, "update_user", details=details)
        paused = [] if record.is_active else pause_schedules(ctx, tx, username)
    tell_paused(ctx, paused)
    _tell(ctx, username)
    return record


@needs("users:edit")
def delete(ctx: ActionContext, username: str) -> None:
    """Delete a person; what they did stays in the audit log. ``ConflictError`` where no Admin would be left."""
    with ctx.store.transaction() as tx:
        _require_another(accounts.lock_admins(tx), username)
        if not accounts.remove(tx, username):
            raise NotFoundError(f"There is no user {username!r}.")
        ctx.audit(tx, "delete_user", details={"user": username})
        paused = pause_schedules(ctx, tx, username)
    tell_paused(ctx, paused)
    _tell(ctx, username, "deleted")


def _find(tx: Transaction, username: str) -> AccountRecord:
    found = accounts.get(tx, username)
    if found is None:
        raise NotFoundError(f"There is no user {username!r}.")
    return found


def _filled(tx: Transaction, record: AccountRecord, form: UserForm) -> AccountRecord:
    given = {name: getattr(form, name) for name in form.__dataclass_fields__}
    filled = replace(record, **{name: value for name, value in given.items() if value is not None})
    filled = replace(filled, roles=tuple(sorted(set(filled.roles))))
    problems = [*_too_long(filled), *_unknown_roles(tx, filled.roles)]
    if filled.email and not _EMAIL.fullmatch(filled.email):
        problems.append(FieldProblem(("email",), f"{filled.email!r} is no e-mail address such as ada@example.org."))
    if problems:
        raise InvalidInputError(*problems)
    return filled


def _too_long(record: AccountRecord) -> list[FieldProblem]:
    named = {name: getattr(record, name) for name in ("first_name", "last_name", "email")}
    told = f"This has at most {_LONGEST} characters."
    return [FieldProblem((name,), told) for name, value in named.items() if len(value) > _LONGEST]


def _unknown_roles(tx: Transaction, names: Sequence[str]) -> list[FieldProblem]:
    made = {each.name for each in roles.listing(tx, list(names))}
    unknown = [name for name in names if name not in made and name not in set(Role)]
    return [FieldProblem(("roles",), f"There is no role {name!r}.") for name in unknown]


def _is_admin(record: AccountRecord) -> bool:
    return record.is_active and Role.ADMIN.value in record.roles


def _require_another(admins: Sequence[str], username: str) -> None:
    if list(admins) == [username]:
        raise ConflictError(
            f"{username!r} is the last active user with the role Admin. Give it to somebody else first."
        )


def _tell(ctx: ActionContext, username: str, what: str = "changed") -> None:
    ctx.tell(Change("user", what, user=ctx.actor.name, detail={"user": username}))
