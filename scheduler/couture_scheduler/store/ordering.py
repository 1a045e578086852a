"""How lists are ordered: a word that people give, with ``-`` before it for descending, becomes columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement

from couture_scheduler.errors import InvalidInputError


def order(words: Mapping[str, Any], asked: str, tie: Any) -> list[ColumnElement[Any]]:
    """The columns for ``asked``, empty values last, ``tie`` deciding between equals.

    Raises ``InvalidInputError`` at ``order_by`` for a word that is not known.
    """
    word, descending = asked.removeprefix("-"), asked.startswith("-")
    if word not in words:
        raise InvalidInputError.at("order_by", f"Cannot order by {word!r}; only by {', '.join(sorted(words))}.")
    column = words[word]
    nulls_last = [column.is_(None)] if getattr(column, "nullable", True) else []
    if column is tie:
        return [tie.desc() if descending else tie]
    if descending:
        return [*nulls_last, column.desc(), tie.desc()]
    return [*nulls_last, column, tie]
