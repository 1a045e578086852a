"""What lists are narrowed to by texts and bounds, in the words of Airflow's API.

A *pattern* is found anywhere in a text, whatever the case; a *prefix* at its beginning, exactly. Of both there may be
several, with ``|`` between them: one of them fits. In a pattern ``%`` stands for anything between its parts. ``~`` fits
whatever is there.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, func, or_

ANYTHING = "~"
_ESCAPE = "/"


@dataclass(frozen=True, slots=True)
class TextMatch:
    """A pattern or prefix that the text called ``name`` fits."""

    name: str
    given: str
    is_prefix: bool = False

    @property
    def terms(self) -> list[str]:
        """The parts of which one fits; none where anything does."""
        return [] if self.given == ANYTHING else [each.strip() for each in self.given.split("|") if each.strip()]

    def fits(self, text: str) -> bool:
        """The same of a text that is at hand."""
        return not self.terms or any(self._fits(text, term) for term in self.terms)

    def condition(self, column: Any) -> ColumnElement[bool]:
        """The same of a column."""
        if not self.terms:
            return column.is_not(None)  # type: ignore[no-any-return]
        return or_(*(self._condition(column, term) for term in self.terms))

    def _fits(self, text: str, term: str) -> bool:
        if self.is_prefix:
            return text.startswith(term)
        at, lower = 0, text.lower()
        for part in term.lower().split("%"):
            found = lower.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return True

    def _condition(self, column: Any, term: str) -> ColumnElement[bool]:
        if self.is_prefix:
            return and_(column.is_not(None), func.substr(column, 1, len(term)) == term)
        return column.ilike("%" + "%".join(_escaped(part) for part in term.split("%")) + "%", escape=_ESCAPE)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Bound:
    """What is called ``name`` lies on this side of ``value``."""

    name: str
    side: Literal["gte", "gt", "lte", "lt"]
    value: Any

    def condition(self, column: Any) -> ColumnElement[bool]:
        """The same of a column."""
        found: ColumnElement[bool] = {
            "gte": column.__ge__,
            "gt": column.__gt__,
            "lte": column.__le__,
            "lt": column.__lt__,
        }[self.side](self.value)
        return found

    def fits(self, value: Any) -> bool:
        """The same of a value that is at hand."""
        compare = {"gte": operator.ge, "gt": operator.gt, "lte": operator.le, "lt": operator.lt}[self.side]
        return bool(compare(value, self.value))


def conditions(columns: Mapping[str, Any], wanted: Iterable[TextMatch | Bound]) -> list[ColumnElement[bool]]:
    """All of them, on the columns that they name."""
    return [each.condition(columns[each.name]) for each in wanted]


def _escaped(text: str) -> str:
    for sign in (_ESCAPE, "_"):
        text = text.replace(sign, _ESCAPE + sign)
    return text
