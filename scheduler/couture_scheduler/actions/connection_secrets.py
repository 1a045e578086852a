"""What of a connection is secret: hidden as ``***`` when people are shown it, put back when they send that again.

Secret are the password, what stands under sensitive names of the extra, an extra that is no JSON object, and passwords
within addresses: ``postgres://ada:***@host``, ``https://host/?token=***``.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, TypeVar

from couture_jupyter.connections import Connection
from couture_jupyter.sensitive import HIDDEN, hide, hide_in_address, is_sensitive, secrets_in_address
from couture_scheduler.errors import InvalidInputError

AnyConnection = TypeVar("AnyConnection", bound=Connection)

_SECRET_ADDRESSES = ("webhook", "slack")  # what stands as ``url`` in their extra is an address that is itself a secret
_ANEW = "*** stands for what is hidden here, and cannot be moved or doubled. Write the secret itself, or leave it out."


def hidden(connection: AnyConnection) -> AnyConnection:
    """For people."""
    extra = connection.extra
    if extra:
        shown = _addresses_hidden(hide(connection.extra_dejson))
        if connection.conn_type in _SECRET_ADDRESSES and shown.get("url"):
            shown["url"] = HIDDEN
        extra = json.dumps(shown, ensure_ascii=False) if is_object(extra) else HIDDEN
    host = hide_in_address(connection.host) if connection.host else connection.host
    return replace(connection, host=host, password=HIDDEN if connection.password else None, extra=extra)


def kept(new: Connection, old: Connection) -> Connection:
    """``new`` with the old secrets where they were sent back hidden."""
    if new.password == HIDDEN:
        new = replace(new, password=old.password)
    if new.host and HIDDEN in new.host:
        new = replace(new, host=_refilled(new.host, old.host or "", "host"))
    if new.extra and HIDDEN in new.extra and is_object(new.extra):
        new = replace(new, extra=json.dumps(_restored(new.extra_dejson, old.extra_dejson), ensure_ascii=False))
    return new


def is_object(text: str) -> bool:
    """Whether this is a JSON object."""
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _addresses_hidden(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _addresses_hidden(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_addresses_hidden(each) for each in value]
    return hide_in_address(value) if isinstance(value, str) and _is_address(value) else value


def _is_address(text: str) -> bool:
    """In an extra a time such as 10:30@noon is none."""
    return "//" in text or "?" in text or ";" in text


def _restored(new: Any, old: Any, name: str = "") -> Any:
    if new == HIDDEN and (is_sensitive(name) or name == "url"):
        return old
    if isinstance(new, str) and HIDDEN in new and isinstance(old, str):
        return _refilled(new, old, "extra")
    if isinstance(new, dict):
        before = old if isinstance(old, dict) else {}
        return {key: _restored(value, before.get(key), str(key)) for key, value in new.items()}
    if isinstance(new, list) and isinstance(old, list):
        return [_restored(each, old[index] if index < len(old) else None) for index, each in enumerate(new)]
    return new


def _refilled(new: str, old: str, field: str) -> str:
    """An address with the secrets of the old one in the places of ``***``."""
    secrets, hidden_there = secrets_in_address(old), secrets_in_address(new)
    if not secrets:
        return new
    if len(secrets) != new.count(HIDDEN) or hidden_there.count(HIDDEN) != len(secrets):
        raise InvalidInputError.at(field, _ANEW)
    pieces = new.split(HIDDEN)
    return "".join(part for pair in zip(pieces, [*secrets, ""], strict=True) for part in pair)
