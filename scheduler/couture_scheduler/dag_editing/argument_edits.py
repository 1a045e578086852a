"""Arguments of calls set and removed."""

from __future__ import annotations

import libcst as cst

from couture_scheduler.dag_editing.listing import entries, inserted, removed
from couture_scheduler.dag_editing.literals import keyword
from couture_scheduler.dag_editing.reading import ReadDag
from couture_scheduler.dag_editing.source import Source, Splice
from couture_scheduler.dag_editing.values import Value, written
from couture_scheduler.errors import InvalidInputError


def argument_set(source: Source, call: cst.Call, name: str, value: Value, place: int | None = None) -> list[Splice]:
    """The argument has this value; one that is not there yet is added behind the last one.

    ``place``: which positional argument it is, if it is one.
    """
    if not name.isidentifier():
        raise InvalidInputError.at("name", f"`{name}` is no name of an argument.")
    code = written(source, value, ("value",))
    given = _given(call, name, place)
    if given is not None:
        start, end = source.whole(given.value)
        return [] if source.text[start:end] == code else [Splice(start, end, code)]
    close = source.span(call)[1] - 1
    return inserted(source, entries(source, call.args), close, f"{name}={code}")


def argument_removed(source: Source, call: cst.Call, name: str, place: int | None = None) -> list[Splice]:
    """The argument is gone."""
    given = _given(call, name, place)
    if given is None:
        raise InvalidInputError.at("name", f"There is no argument `{name}`.")
    return removed(source, entries(source, call.args), list(call.args).index(given))


def decorator_argument_set(source: Source, dag: ReadDag, name: str, value: Value) -> list[Splice]:
    """The first argument of a bare ``@dag``."""
    assert dag.decorator is not None
    code = written(source, value, ("value",))
    end = source.whole(dag.decorator.decorator)[1]
    return [Splice(end, end, f"({name}={code})")]


def _given(call: cst.Call, name: str, place: int | None) -> cst.Arg | None:
    given = keyword(call, name)
    if given is not None or place is None:
        return given
    plain = [each for each in call.args if each.keyword is None and not each.star]
    return plain[place] if place < len(plain) else None
