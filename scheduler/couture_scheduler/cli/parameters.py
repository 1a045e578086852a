"""``-p name=value`` on the command line: text in, typed values out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

_WORDS = {"True": True, "False": False, "None": None}


def name_value(text: str) -> tuple[str, str]:
    """An option's type: the name and the text after the first equals sign."""
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise click.BadParameter(f"{text!r} is not of the form name=value.")
    return name.strip(), value


def json_object(text: str) -> dict[str, Any]:
    """An option's type: a JSON object, e.g. ``{"day": 3}``."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise click.BadParameter(f"This is not JSON: {error}.") from error
    if not isinstance(found, dict):
        raise click.BadParameter('A JSON object is needed, e.g. {"day": 3}.')
    return found


def moment(text: str) -> datetime:
    """An option's type: a date, or date and time, in ISO 8601; aware if it names an offset."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not a moment such as 2026-12-31T09:00.") from error


def utc_moment(text: str) -> datetime:
    """An option's type: as ``moment``; UTC where it names no offset, as Airflow reads logical dates."""
    found = moment(text)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def aware(given: datetime | None, timezone: str | None = None) -> datetime | None:
    """``given`` with a time zone: its own, else ``timezone``, else the machine's."""
    if given is None or given.tzinfo is not None:
        return given
    return given.replace(tzinfo=ZoneInfo(timezone)) if timezone else given.astimezone()


def typed(given: Iterable[tuple[str, str]], types: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The values: JSON where it is JSON, ``True``, ``False`` and ``None`` as in Python, else text; text in any case
    where ``types`` (from a notebook's parameters cell) says ``str``."""
    known = types or {}
    return {name: text if known.get(name) == "str" else _value(text) for name, text in given}


def _value(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    try:
        return json.loads(text, parse_constant=_refuse)
    except ValueError:
        return text


def _refuse(word: str) -> Any:
    raise ValueError(word)  # NaN and Infinity are no JSON
