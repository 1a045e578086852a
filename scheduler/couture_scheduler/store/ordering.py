"""How lists are ordered: a word that people give, with ``-`` before it for descending, becomes columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement

from couture_scheduler.errors import InvalidInputError


def order(words: Mapping[str, Any], asked: str, tie: Any) -> list[ColumnElement[Any]]:
    """The columns for ``asked``, which may be several words with commas between them: empty values last, ``tie``
    deciding between equals, in the direction of the last word.

    Raises ``InvalidInputError`` at ``order_by`` for a word that is not known.
    """
    found: list[ColumnElement[Any]] = []
    for each in asked.split(","):
        word, descending = each.removeprefix("-"), each.startswith("-")
        if word not in words:
            raise InvalidInputError.at("order_by", f"Cannot order by {word!r}; only by {', '.join(sorted(words))}.")
        column = words[word]
        if column is tie:
            return [*found, tie.desc() if descending else tie]
        nulls_last = [column.is_(None)] if getattr(column, "nullable", True) else []
        found += [*nulls_last, column.desc() if descending else column]
    return [*found, tie.desc() if descending else tie]
