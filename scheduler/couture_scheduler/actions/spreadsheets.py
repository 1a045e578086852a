"""Tables as CSV that spreadsheets read: no text of theirs becomes a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

PART = 500  # rows that are asked for at once: every database takes as many parameters
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")

Key = TypeVar("Key")


def lines(rows: Iterable[Sequence[Any]]) -> str:
    """The rows as text: moments in ISO 8601, other things than texts and numbers as JSON."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue()


def cell(value: Any) -> Any:
    """Numbers as they are; a text that a spreadsheet would take for a formula is marked as text."""
    if isinstance(value, datetime):
        return value.isoformat()
    if value is None or isinstance(value, int | float):
        return value
    text = str(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(_FORMULAS) else text


def parts(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """The keys of a long list, as many at a time as are asked for at once."""
    for first in range(0, len(keys), PART):
        yield keys[first : first + PART]
