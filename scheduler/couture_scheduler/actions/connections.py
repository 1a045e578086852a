"""What a person may ask about connections. Passwords and the sensitive parts of extras never come back."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from couture_jupyter.connections import Connection
from couture_jupyter.secret_references import FIELDS
from couture_jupyter.sensitive import HIDDEN, hide, is_sensitive
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.errors import ConflictError, FieldProblem, InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.files.encryption import Cipher, cipher
from couture_scheduler.store import connections as stored
from couture_scheduler.store.connections import ConnectionRecord
from couture_scheduler.store.session import Store, Transaction
from couture_scheduler.worker.try_connection import ConnectionVerdict, try_connection

_ID = re.compile(r"[\w.()\[\]-]{1,250}")
_TYPE = re.compile(r"[\w-]{1,250}")
_ID_RULE = "An id has 1 to 250 letters, digits, and . _ - ( ) [ ]; it does not end in .password or another field."
_TYPE_RULE = "Give a type of letters, digits, _ and -, such as http or postgres."
_LARGEST = 100_000  # characters of one field


@needs("connections:read")
def list_connections(
    ctx: ActionContext, text: str = "", *, limit: int = 100, offset: int = 0, descending: bool = False
) -> Page[Connection]:
    """Connections by id whose id or type contains ``text``, with ``***`` for what is secret."""
    with ctx.store.reading() as tx:
        found, total = stored.listing(tx, text, limit, offset, descending=descending)
    return Page([_listed(ctx, each) for each in found], total)


@needs("connections:read")
def get(ctx: ActionContext, conn_id: str) -> Connection:
    """One connection, with ``***`` for what is secret."""
    with ctx.store.reading() as tx:
        return _hidden(_open(cipher(ctx.settings.home), _find(tx, conn_id)))


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
        records = [_find(tx, each) for each in conn_ids] if conn_ids else stored.listing(tx, "", 10**9)[0]
        ctx.audit(tx, "reveal_connections", details={"connections": [each.conn_id for each in records]})
    keys = cipher(ctx.settings.home)
    return [_open(keys, each) for each in records]


@needs("connections:edit")
def create(ctx: ActionContext, connection: Connection) -> Connection:
    """Make a connection. ``ConflictError`` when the id is taken."""
    check(connection)
    with ctx.store.transaction() as tx:
        stored.create(tx, _record(ctx, connection))
        ctx.audit(tx, "create_connection", details=_said(connection))
    ctx.tell(Change("connection", "created", user=ctx.actor.name))
    return _hidden(connection)


@needs("connections:edit")
def update(ctx: ActionContext, conn_id: str, changes: dict[str, Any]) -> Connection:
    """Change the fields that ``changes`` names. A secret that is sent back as ``***`` stays what it is."""
    with ctx.store.transaction() as tx:
        record = _find(tx, conn_id)
        # What is given anew need not be decrypted: its key may be lost.
        anew: dict[str, Any] = {
            name: None for name in ("password", "extra") if HIDDEN not in (changes.get(name, HIDDEN) or "")
        }
        old = _open(cipher(ctx.settings.home), replace(record, **anew))
        new = _kept(replace(old, **changes), old)
        check(new)
        stored.change(tx, _record(ctx, new))
        ctx.audit(tx, "update_connection", details=_said(new))
    ctx.tell(Change("connection", user=ctx.actor.name))
    return _hidden(new)


@needs("connections:edit")
def put(ctx: ActionContext, connection: Connection) -> Connection:
    """Make the connection, or replace it when it is there."""
    fields = {name: getattr(connection, name) for name in connection.__dataclass_fields__ if name != "conn_id"}
    try:
        return update(ctx, connection.conn_id, fields)
    except NotFoundError:
        return create(ctx, connection)


@needs("connections:edit")
def try_out(ctx: ActionContext, connection: Connection) -> ConnectionVerdict:
    """Whether the other system can be reached like this; a secret that is given as ``***`` is the stored one.

    Raises ``ConflictError`` unless the setting ``test_connection`` allows it.
    """
    if not ctx.settings.test_connection:
        raise ConflictError("Connections are not tried out here: an administrator would have to set test_connection.")
    check(connection)
    with ctx.store.transaction() as tx:
        record = stored.get(tx, connection.conn_id)
        given = connection if record is None else _kept(connection, _open(cipher(ctx.settings.home), record))
        ctx.audit(tx, "test_connection", details=_said(connection))
    return try_connection(given)


@needs("connections:edit")
def delete(ctx: ActionContext, conn_id: str) -> None:
    """Delete a connection. Whatever asks for it fails from now on."""
    with ctx.store.transaction() as tx:
        _find(tx, conn_id)
        stored.remove(tx, conn_id)
        ctx.audit(tx, "delete_connection", details={"connection": conn_id})
    ctx.tell(Change("connection", "deleted", user=ctx.actor.name))


def fetch(store: Store, home: Path, conn_id: str) -> Connection | None:
    """The connection with its secrets, for the engine's own use and for a task that asked; ``None`` when there is no
    such connection."""
    with store.reading() as tx:
        record = stored.get(tx, conn_id)
    return None if record is None else _open(cipher(home), record)


def check(connection: Connection) -> None:
    """Raise ``InvalidInputError`` with every field that is wrong."""
    problems = []
    if not _ID.fullmatch(connection.conn_id) or connection.conn_id.endswith(tuple(f".{each}" for each in FIELDS)):
        problems.append(FieldProblem(("connection_id",), _ID_RULE))
    if not _TYPE.fullmatch(connection.conn_type):
        problems.append(FieldProblem(("conn_type",), _TYPE_RULE))
    if connection.port is not None and not 0 <= connection.port <= 65535:
        problems.append(FieldProblem(("port",), "A port is a number from 0 to 65535."))
    if connection.extra and not _is_object(connection.extra):
        problems.append(FieldProblem(("extra",), 'Extra is a JSON object, e.g. {"timeout": 30}.'))
    for name in ("description", "host", "schema", "login", "password", "extra"):
        if len(getattr(connection, name) or "") > _LARGEST:
            problems.append(FieldProblem((name,), f"This has at most {_LARGEST:,} characters."))
    if problems:
        raise InvalidInputError(*problems)


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _said(connection: Connection) -> dict[str, Any]:
    """What the audit log tells of it."""
    return {"connection": connection.conn_id, "type": connection.conn_type}


def _listed(ctx: ActionContext, record: ConnectionRecord) -> Connection:
    """What cannot be decrypted must not take the others along: ``get`` tells why."""
    try:
        return _hidden(_open(cipher(ctx.settings.home), record))
    except ConflictError:
        secret = {name: HIDDEN for name in ("password", "extra") if getattr(record, name) is not None}
        values = {name: getattr(record, name) for name in Connection.__dataclass_fields__}
        return Connection(**{**values, **secret})


def _hidden(connection: Connection) -> Connection:
    """For people: what is secret as ``***``; an extra that is no JSON object is secret as a whole."""
    extra = connection.extra
    if extra:
        extra = json.dumps(hide(connection.extra_dejson), ensure_ascii=False) if _is_object(extra) else HIDDEN
    return replace(connection, password=HIDDEN if connection.password else None, extra=extra)


def _kept(new: Connection, old: Connection) -> Connection:
    """``new`` with the old secrets where they were sent back hidden."""
    if new.password == HIDDEN:
        new = replace(new, password=old.password)
    if new.extra and HIDDEN in new.extra and _is_object(new.extra):
        new = replace(new, extra=json.dumps(_restored(new.extra_dejson, old.extra_dejson), ensure_ascii=False))
    return new


def _restored(new: Any, old: Any, name: str = "") -> Any:
    if new == HIDDEN and is_sensitive(name):
        return old
    if isinstance(new, dict):
        before = old if isinstance(old, dict) else {}
        return {key: _restored(value, before.get(key), str(key)) for key, value in new.items()}
    if isinstance(new, list) and isinstance(old, list):
        return [_restored(each, old[index] if index < len(old) else None) for index, each in enumerate(new)]
    return new


def _open(keys: Cipher, record: ConnectionRecord) -> Connection:
    what = f"The connection {record.conn_id!r}"
    values = {name: getattr(record, name) for name in Connection.__dataclass_fields__}
    for name in ("password", "extra"):
        if values[name] is not None:
            values[name] = keys.decrypt(values[name], what)
    return Connection(**values)


def _record(ctx: ActionContext, connection: Connection) -> ConnectionRecord:
    keys = cipher(ctx.settings.home)
    values: dict[str, Any] = {name: getattr(connection, name) or None for name in connection.__dataclass_fields__}
    for name in ("password", "extra"):
        if values[name] is not None:
            values[name] = keys.encrypt(values[name])
    return ConnectionRecord(**values, updated_at=ctx.clock(), updated_by=ctx.actor.name)


def _find(tx: Transaction, conn_id: str) -> ConnectionRecord:
    found = stored.get(tx, conn_id)
    if found is None:
        raise NotFoundError(f"There is no connection {conn_id!r}.")
    return found
