"""What a person may ask about variables. Values under a sensitive name are not shown, only replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from couture_jupyter.sensitive import HIDDEN, is_sensitive
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.files.encryption import cipher
from couture_scheduler.store import variables as stored
from couture_scheduler.store.matching import Bound, TextMatch
from couture_scheduler.store.session import Store, Transaction
from couture_scheduler.store.variables import VariableRecord

_MEANWHILE = "{who} changed the variable {what!r} meanwhile. Look at it before you save."
_KEY_LENGTH = 250
LARGEST = 1_000_000  # characters
_TOO_LARGE = f"A value has at most {LARGEST:,} characters."


@dataclass(frozen=True, slots=True)
class VariableDetails:
    """A variable for people; ``value`` is ``***`` where the key says that it is secret, and then it ``is_hidden``."""

    key: str
    value: str
    description: str | None = None
    is_hidden: bool = False
    updated_at: datetime | None = None
    updated_by: str = ""


@needs("variables:read")
def list_variables(
    ctx: ActionContext,
    text: str = "",
    *,
    limit: int = 100,
    offset: int = 0,
    order: str = "key",
    descending: bool = False,
    matches: Sequence[TextMatch | Bound] = (),
) -> Page[VariableDetails]:
    """Variables whose key contains ``text``, by one of ``store.variables.ORDERS``; ``matches`` are of
    ``variable_key``."""
    with ctx.store.reading() as tx:
        found, total = stored.listing(tx, text, limit, offset, order=order, descending=descending, matches=matches)
    return Page([_listed(ctx, each) for each in found], total)


@needs("variables:read")
def get(ctx: ActionContext, key: str) -> VariableDetails:
    """One variable."""
    with ctx.store.reading() as tx:
        return _shown(ctx, _find(tx, key))


@needs("variables:read")
def exists(ctx: ActionContext, key: str) -> bool:
    """Whether there is such a variable."""
    with ctx.store.reading() as tx:
        return stored.get(tx, key) is not None


@needs("variables:edit")
def reveal(ctx: ActionContext, keys: list[str] | None = None) -> list[VariableDetails]:
    """Variables (all, when no ``keys`` are given) with their values, for a copy of them. Written into the audit log."""
    with ctx.store.transaction() as tx:
        records = [_find(tx, key) for key in keys] if keys else stored.listing(tx, "", 10**9)[0]
        ctx.audit(tx, "reveal_variables", details={"variables": [each.key for each in records]})
    return [_plain(ctx, each) for each in records]


@needs("variables:edit")
def create(ctx: ActionContext, key: str, value: str, description: str | None = None) -> VariableDetails:
    """Make a variable. ``ConflictError`` when the key is taken."""
    with ctx.store.transaction() as tx:
        record = record_of(ctx, key, value, description)  # in here: by a key that no rotation forgets meanwhile
        stored.create(tx, record)
        ctx.audit(tx, "create_variable", details={"variable": key})
    ctx.tell(Change("variable", "created", user=ctx.actor.name))
    return _shown(ctx, record)


@needs("variables:edit")
def update(
    ctx: ActionContext,
    key: str,
    *,
    value: str | None = None,
    description: str | None = None,
    unchanged_since: datetime | None = None,
) -> VariableDetails:
    """Change a variable; what is ``None`` stays, and so does a hidden value that is sent back as ``***``.

    ``ConflictError`` when somebody changed it after ``unchanged_since``.
    """
    with ctx.store.transaction() as tx:
        record = change(ctx, tx, key, value, description, unchanged_since=unchanged_since)
    ctx.tell(Change("variable", user=ctx.actor.name))
    return _shown(ctx, record)


@needs("variables:edit")
def put(ctx: ActionContext, key: str, value: str, description: str | None = None) -> VariableDetails:
    """Make the variable, or change it when it is there."""
    try:
        return update(ctx, key, value=value, description=description)
    except NotFoundError:
        return create(ctx, key, value, description)


@needs("variables:edit")
def delete(ctx: ActionContext, key: str) -> None:
    """Delete a variable. Whatever asks for it fails from now on."""
    with ctx.store.transaction() as tx:
        _find(tx, key)
        stored.remove(tx, key)
        ctx.audit(tx, "delete_variable", details={"variable": key})
    ctx.tell(Change("variable", "deleted", user=ctx.actor.name))


def change(
    ctx: ActionContext,
    tx: Transaction,
    key: str,
    value: str | None,
    description: str | None,
    by: str | None = None,
    *,
    unchanged_since: datetime | None = None,
) -> VariableRecord:
    """Write a change within the transaction of a larger one, with its audit row; the permission was asked for. Nothing
    is written over what somebody else wrote after it was read here."""
    old = _find(tx, key)
    if unchanged_since is not None and old.updated_at > unchanged_since:
        raise ConflictError(_MEANWHILE.format(who=old.updated_by, what=key))
    stays = value is None or (value == HIDDEN and is_sensitive(key))
    kept = cipher(ctx.settings.home).decrypt(old.value, _name(key)) if stays else str(value)
    record = record_of(ctx, key, kept, old.description if description is None else description)
    if not stored.change(tx, record, since=old.updated_at):
        raise ConflictError(_MEANWHILE.format(who="Somebody", what=key))
    ctx.audit(tx, "update_variable", details={"variable": key, **({"by": by} if by else {})})
    return record


def fetch(store: Store, home: Path, key: str) -> str | None:
    """The value, for the engine's own use and for a task that asked; ``None`` when there is no such variable."""
    with store.reading() as tx:
        record = stored.get(tx, key)
    return None if record is None else cipher(home).decrypt(record.value, _name(key))


def _listed(ctx: ActionContext, record: VariableRecord) -> VariableDetails:
    """A value that cannot be decrypted must not take the others along: ``get`` tells why."""
    try:
        return _shown(ctx, record)
    except ConflictError:
        return _without_value(record)


def _shown(ctx: ActionContext, record: VariableRecord) -> VariableDetails:
    if is_hidden(ctx, record.key):
        return _without_value(record)
    return _plain(ctx, record)


def is_hidden(ctx: ActionContext, key: str) -> bool:
    """Whether people are not shown what stands under this key."""
    return is_sensitive(key) and not ctx.settings.show_sensitive_variables


def _without_value(record: VariableRecord) -> VariableDetails:
    return VariableDetails(record.key, HIDDEN, record.description, True, record.updated_at, record.updated_by)


def _plain(ctx: ActionContext, record: VariableRecord) -> VariableDetails:
    value = cipher(ctx.settings.home).decrypt(record.value, _name(record.key))
    return VariableDetails(record.key, value, record.description, False, record.updated_at, record.updated_by)


def record_of(ctx: ActionContext, key: str, value: str, description: str | None) -> VariableRecord:
    """What is stored for a variable. ``InvalidInputError`` when the key or the value cannot be."""
    if len(value) > LARGEST:
        raise InvalidInputError.at("value", _TOO_LARGE)
    if problem := problem_of(key, value):
        raise InvalidInputError.at("key", problem)
    return VariableRecord(key, cipher(ctx.settings.home).encrypt(value), description, ctx.clock(), ctx.actor.name)


def problem_of(key: str, value: str) -> str | None:
    """What is wrong with a key and its value, as a sentence."""
    if not key.strip() or len(key) > _KEY_LENGTH or "\x00" in key:
        return f"A variable has a key of 1 to {_KEY_LENGTH} characters."
    if "\x00" in value:
        return "A value cannot hold the character NUL."
    return _TOO_LARGE if len(value) > LARGEST else None


def _name(key: str) -> str:
    return f"The variable {key!r}"


def _find(tx: Transaction, key: str) -> VariableRecord:
    found = stored.get(tx, key)
    if found is None:
        raise NotFoundError(f"There is no variable {key!r}.")
    return found
