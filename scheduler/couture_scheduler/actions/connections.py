"""What a person may ask about connections. Passwords and the sensitive parts of extras never come back.

Several may have one id, told apart by their numbers; a task that asks for the id gets one of them at random.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from couture_jupyter.connections import Connection
from couture_jupyter.secret_references import FIELDS
from couture_jupyter.sensitive import HIDDEN, secrets_in_address
from couture_scheduler.actions.connection_secrets import hidden, is_object, kept
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.config import Settings
from couture_scheduler.errors import ConflictError, FieldProblem, InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.files.addresses import Reach
from couture_scheduler.files.encryption import Cipher, cipher
from couture_scheduler.store import accounts
from couture_scheduler.store import connections as stored
from couture_scheduler.store.accounts import AccountFilter
from couture_scheduler.store.connections import ConnectionRecord
from couture_scheduler.store.matching import Bound, TextMatch
from couture_scheduler.store.session import Store, Transaction
from couture_scheduler.worker.try_connection import ConnectionVerdict, try_connection

_ID = re.compile(r"[\w.()\[\]-]{1,250}")
_TYPE = re.compile(r"[\w-]{1,250}")
_ID_RULE = "An id has 1 to 250 letters, digits, and . _ - ( ) [ ]; it does not end in .password or another field."
_TYPE_RULE = "Give a type of letters, digits, _ and -, such as http or postgres."
_ONE_MORE = (
    "One more with the same id, of which tasks get one at random: another=true, or couture connections add --another."
)
_FIELDS = tuple(name for name in Connection.__dataclass_fields__ if name not in ("conn_id", "number"))
_ENCRYPTED = "encrypted:"  # before a host that holds a secret; others can be read in the database
_MEANWHILE = "{who} changed the connection {what!r} meanwhile. Look at it before you save."
_LARGEST = 100_000  # characters of one field


@dataclass(frozen=True, slots=True)
class ConnectionDetails(Connection):
    """A connection for people, with ``***`` for what is secret, and who changed it when."""

    updated_at: datetime | None = None
    updated_by: str = ""


@needs("connections:read")
def list_connections(
    ctx: ActionContext,
    text: str = "",
    *,
    limit: int = 100,
    offset: int = 0,
    descending: bool = False,
    matches: Sequence[TextMatch | Bound] = (),
) -> Page[ConnectionDetails]:
    """Connections by id whose id or type contains ``text``, with ``***`` for what is secret; ``matches`` are of
    ``connection_id``."""
    with ctx.store.reading() as tx:
        found, total = stored.listing(tx, text, limit, offset, descending=descending, matches=matches)
    return Page([_listed(ctx, each) for each in found], total)


@needs("connections:read")
def get(ctx: ActionContext, conn_id: str, number: int | None = None) -> ConnectionDetails:
    """One connection, with ``***`` for what is secret: the one with this number, else the first with the id."""
    with ctx.store.reading() as tx:
        return _shown(ctx, _find(tx, conn_id, number))


@needs("connections:read")
def exists(ctx: ActionContext, conn_id: str) -> bool:
    """Whether there is such a connection."""
    with ctx.store.reading() as tx:
        return stored.get(tx, conn_id) is not None


@needs("connections:edit")
def reveal(ctx: ActionContext, conn_ids: list[str] | None = None) -> list[Connection]:
    """Connections (all, when no ``conn_ids`` are given) with their secrets, for a copy of them. Written into the audit
    log."""
    with ctx.store.transaction() as tx:
        records = _all_of(tx, conn_ids) if conn_ids else stored.listing(tx, "", 10**9)[0]
        ctx.audit(tx, "reveal_connections", details={"connections": [each.conn_id for each in records]})
    keys = cipher(ctx.settings.home)
    return [_open(keys, each) for each in records]


@needs("connections:edit")
def create(ctx: ActionContext, connection: Connection, *, another: bool = False) -> ConnectionDetails:
    """Make a connection. ``ConflictError`` when the id is taken, unless it is to be ``another`` one with that id."""
    check(connection)
    with ctx.store.transaction() as tx:
        taken = stored.of_id(tx, connection.conn_id)
        if taken and not another:
            raise ConflictError(f"There is a connection {connection.conn_id!r} already. {_ONE_MORE}")
        made = replace(connection, number=taken[-1].number + 1 if taken else 1)
        record = _record(ctx, made)
        stored.create(tx, record)
        ctx.audit(tx, "create_connection", details=_said(made))
    ctx.tell(Change("connection", "created", user=ctx.actor.name))
    return _shown(ctx, record)


@needs("connections:edit")
def update(
    ctx: ActionContext,
    conn_id: str,
    changes: dict[str, Any],
    number: int | None = None,
    *,
    unchanged_since: datetime | None = None,
) -> ConnectionDetails:
    """Change the fields that ``changes`` names, of the connection with this number, else of the first with the id. A
    secret that is sent back as ``***`` stays what it is.

    ``ConflictError`` when somebody changed it after ``unchanged_since``.
    """
    with ctx.store.transaction() as tx:
        record = _find(tx, conn_id, number)
        if unchanged_since is not None and record.updated_at > unchanged_since:
            raise ConflictError(_MEANWHILE.format(who=record.updated_by, what=conn_id))
        # What is given anew need not be decrypted: its key may be lost.
        anew: dict[str, Any] = {
            name: None for name in ("password", "extra") if HIDDEN not in (changes.get(name, HIDDEN) or "")
        }
        old = _open(cipher(ctx.settings.home), replace(record, **anew))
        new = kept(replace(old, **changes), old)
        check(new)
        changed = _record(ctx, new)
        if not stored.change(tx, changed, since=record.updated_at):
            raise ConflictError(_MEANWHILE.format(who="Somebody", what=conn_id))
        ctx.audit(tx, "update_connection", details=_said(new))
    ctx.tell(Change("connection", user=ctx.actor.name))
    return _shown(ctx, changed)


@needs("connections:edit")
def put(ctx: ActionContext, connection: Connection) -> ConnectionDetails:
    """Make the connection, or replace the first with its id."""
    fields = {name: getattr(connection, name) for name in _FIELDS}
    try:
        return update(ctx, connection.conn_id, fields)
    except NotFoundError:
        return create(ctx, connection)


@needs("connections:edit")
def put_all(ctx: ActionContext, connections: list[Connection]) -> None:
    """Make these, or replace what is there: for each of their ids these are all that it has afterwards."""
    for each in connections:
        check(each)
    with ctx.store.transaction() as tx:
        for conn_id, found in groupby(sorted(connections, key=_id), key=_id):
            _put_under(ctx, tx, conn_id, list(found))
    ctx.tell(Change("connection", user=ctx.actor.name))


def _put_under(ctx: ActionContext, tx: Transaction, conn_id: str, connections: list[Connection]) -> None:
    before = {each.number: each for each in stored.of_id(tx, conn_id)}
    stored.remove(tx, conn_id)
    for number, each in enumerate(connections, 1):
        made, old = replace(each, number=number), before.get(number)
        if old is not None and HIDDEN in f"{made.password} {made.host} {made.extra}":
            made = kept(made, _open(cipher(ctx.settings.home), old))
        stored.create(tx, _record(ctx, made))
        ctx.audit(tx, "create_connection" if old is None else "update_connection", details=_said(made))


@needs("connections:edit")
def require_trial(ctx: ActionContext, connection: Connection) -> None:
    """Raise what is against trying the connection out, if anything is."""
    if not ctx.settings.test_connection:
        raise ConflictError("Connections are not tried out here: an administrator would have to set test_connection.")
    check(connection)


@needs("connections:edit")
def try_out(ctx: ActionContext, connection: Connection) -> ConnectionVerdict:
    """Whether the other system can be reached like this; a secret that is given as ``***`` is the stored one, of the
    connection with this number, else of the first with the id.

    Raises ``ConflictError`` unless the setting ``test_connection`` allows it.
    """
    require_trial(ctx, connection)
    with ctx.store.transaction() as tx:
        record = stored.get(tx, connection.conn_id, connection.number) or stored.get(tx, connection.conn_id)
        given = Connection(**{name: getattr(connection, name) for name in Connection.__dataclass_fields__})
        if record is not None:
            given = kept(given, _open(cipher(ctx.settings.home), record))
        ctx.audit(tx, "test_connection", details=_said(connection))
        is_shared = accounts.count(tx, AccountFilter()) > 0
    return try_connection(given, _reach(ctx.settings, is_shared=is_shared))


def _reach(settings: Settings, *, is_shared: bool) -> Reach:
    """Where several people are entered, what listens on this machine may belong to another of them."""
    if settings.test_connection_local:
        return Reach.ANYWHERE
    return Reach.NETWORK if is_shared else Reach.MACHINE


@needs("connections:edit")
def delete(ctx: ActionContext, conn_id: str, number: int | None = None, *, every: bool = False) -> None:
    """Delete a connection. When it was the only one with the id, whatever asks for that fails from now on.

    ``ConflictError`` when the id has several, and neither a ``number`` nor ``every`` says which are meant.
    """
    with ctx.store.transaction() as tx:
        found = [_find(tx, conn_id, number)] if number is not None else _all_of(tx, [conn_id])
        if len(found) > 1 and not every:
            numbers = ", ".join(str(each.number) for each in found)
            raise ConflictError(f"There are several connections {conn_id!r}: {numbers}. Give a number, or delete all.")
        for each in found:
            stored.remove(tx, conn_id, each.number)
            ctx.audit(tx, "delete_connection", details={"connection": conn_id, "number": each.number})
    ctx.tell(Change("connection", "deleted", user=ctx.actor.name))


def fetch(store: Store, home: Path, conn_id: str) -> Connection | None:
    """The connection with its secrets, for the engine's own use; of several one at random, ``None`` when there is
    none."""
    with store.reading() as tx:
        records = stored.of_id(tx, conn_id)
    return _open(cipher(home), random.choice(records)) if records else None  # noqa: S311


def fetch_all(store: Store, home: Path, conn_id: str) -> list[Connection]:
    """All connections with that id and with their secrets, for a task that asked."""
    with store.reading() as tx:
        return [_open(cipher(home), each) for each in stored.of_id(tx, conn_id)]


def check(connection: Connection) -> None:
    """Raise ``InvalidInputError`` with every field that is wrong."""
    problems = []
    if not _ID.fullmatch(connection.conn_id) or connection.conn_id.endswith(tuple(f".{each}" for each in FIELDS)):
        problems.append(FieldProblem(("connection_id",), _ID_RULE))
    if not _TYPE.fullmatch(connection.conn_type):
        problems.append(FieldProblem(("conn_type",), _TYPE_RULE))
    if connection.port is not None and not 0 <= connection.port <= 65535:
        problems.append(FieldProblem(("port",), "A port is a number from 0 to 65535."))
    if connection.extra and not is_object(connection.extra):
        problems.append(FieldProblem(("extra",), 'Extra is a JSON object, e.g. {"timeout": 30}.'))
    for name in ("description", "host", "schema", "login", "password", "extra"):
        if len(getattr(connection, name) or "") > _LARGEST:
            problems.append(FieldProblem((name,), f"This has at most {_LARGEST:,} characters."))
    if problems:
        raise InvalidInputError(*problems)


def _said(connection: Connection) -> dict[str, Any]:
    """What the audit log tells of it."""
    return {"connection": connection.conn_id, "type": connection.conn_type, "number": connection.number}


def _listed(ctx: ActionContext, record: ConnectionRecord) -> ConnectionDetails:
    """What cannot be decrypted must not take the others along: ``get`` tells why."""
    try:
        return _shown(ctx, record)
    except ConflictError:
        return _details(
            replace(
                record,
                host=HIDDEN if _is_encrypted(record.host) else record.host,
                password=record.password and HIDDEN,
                extra=record.extra and HIDDEN,
            )
        )


def _shown(ctx: ActionContext, record: ConnectionRecord) -> ConnectionDetails:
    opened = _open(cipher(ctx.settings.home), record)
    return hidden(_details(replace(record, host=opened.host, password=opened.password, extra=opened.extra)))


def _details(record: ConnectionRecord) -> ConnectionDetails:
    return ConnectionDetails(**{name: getattr(record, name) for name in ConnectionDetails.__dataclass_fields__})


def _open(keys: Cipher, record: ConnectionRecord) -> Connection:
    what = f"The connection {record.conn_id!r}"
    values = {name: getattr(record, name) for name in Connection.__dataclass_fields__}
    for name in ("password", "extra"):
        if values[name] is not None:
            values[name] = keys.decrypt(values[name], what)
    if _is_encrypted(record.host):
        values["host"] = keys.decrypt(values["host"].removeprefix(_ENCRYPTED), what)
    return Connection(**values)


def _record(ctx: ActionContext, connection: Connection) -> ConnectionRecord:
    keys = cipher(ctx.settings.home)
    values: dict[str, Any] = {name: getattr(connection, name) or None for name in Connection.__dataclass_fields__}
    for name in ("password", "extra"):
        if values[name] is not None:
            values[name] = keys.encrypt(values[name])
    if connection.host and secrets_in_address(connection.host):
        values["host"] = _ENCRYPTED + keys.encrypt(connection.host)
    return ConnectionRecord(**values, updated_at=ctx.clock(), updated_by=ctx.actor.name)


def anew(record: ConnectionRecord, keys: Cipher) -> ConnectionRecord:
    """The record with what is secret encrypted by the first of the keys."""
    what = f"The connection {record.conn_id!r}"
    host, password, extra = record.host, record.password, record.extra
    if host and _is_encrypted(host):
        host = _ENCRYPTED + keys.encrypt(keys.decrypt(host.removeprefix(_ENCRYPTED), what))
    password = password and keys.encrypt(keys.decrypt(password, what))
    extra = extra and keys.encrypt(keys.decrypt(extra, what))
    return replace(record, host=host, password=password, extra=extra)


def _is_encrypted(host: str | None) -> bool:
    return (host or "").startswith(f"{_ENCRYPTED}gAAAA")  # as all of our cipher's texts do


def _find(tx: Transaction, conn_id: str, number: int | None = None) -> ConnectionRecord:
    found = stored.get(tx, conn_id, number)
    if found is None:
        which = "" if number is None else f" with the number {number}"
        raise NotFoundError(f"There is no connection {conn_id!r}{which}.")
    return found


def _all_of(tx: Transaction, conn_ids: list[str]) -> list[ConnectionRecord]:
    """Every connection with one of these ids. Raises ``NotFoundError`` for an id that has none."""
    for each in conn_ids:
        _find(tx, each)
    return [record for each in conn_ids for record in stored.of_id(tx, each)]


def _id(connection: Connection) -> str:
    return connection.conn_id
