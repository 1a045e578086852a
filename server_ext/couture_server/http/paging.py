"""Paging: the words every list takes, and their bounds."""

from __future__ import annotations

from typing import Annotated

from couture_scheduler.errors import InvalidInputError
from pydantic import Field

from couture_server.http.models import Query, Text

MAX_LIMIT = 1000

Limit = Annotated[int, Field(ge=0, le=MAX_LIMIT, description="How many entries at most.")]
Offset = Annotated[int, Field(ge=0, le=2**31 - 1, description="How many entries to leave out at the beginning.")]


class Page(Query):
    """Which part of a list."""

    limit: Limit = 50
    offset: Offset = 0


class SortedPage(Page):
    """Which part of a list, and sorted by what: a field's name, with ``-`` before it for descending."""

    order_by: Text | None = None


class Sorted(Query):
    """Sorted by what: a field's name, with ``-`` before it for descending."""

    order_by: Text | None = None


def only_order(order_by: str | None, *words: str) -> None:
    """Refuse another order than the one that the list comes in, which has these names."""
    if order_by not in (None, "", *words):
        raise InvalidInputError.at("order_by", f"This list can only be ordered by {' or '.join(words)}.")


def is_descending(order_by: str | None, name: str) -> bool:
    """Whether a list that is sorted by ``name`` alone comes in descending order."""
    if order_by not in (None, "", name, f"-{name}"):
        raise InvalidInputError.at("order_by", f"This list can be ordered by {name} or -{name}.")
    return (order_by or "").startswith("-")
