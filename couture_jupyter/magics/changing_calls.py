"""What a line of code changes in place: known by how it is written, as nobody runs it.

``rows.append(1)`` changes ``rows``, ``frame.drop(columns="x", inplace=True)`` changes ``frame``, and
``random.shuffle(rows)`` what it is given.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

_METHODS = frozenset(
    [
        *("add", "append", "appendleft", "clear", "difference_update", "discard", "extend", "extendleft", "fill"),
        *("insert", "intersection_update", "itemset", "move_to_end", "pop", "popitem", "popleft", "put", "remove"),
        *("resize", "reverse", "rotate", "setdefault", "setflags", "sort", "subtract"),
        *("symmetric_difference_update", "update"),
    ]
)
_FUNCTIONS = frozenset(
    [
        *("copyto", "delattr", "fill_diagonal", "heapify", "heappop", "heappush", "heappushpop", "heapreplace"),
        *("insort", "insort_left", "insort_right", "place", "put_along_axis", "putmask", "setattr", "shuffle"),
    ]
)
_LOOKING = frozenset({"enumerate", "filter", "iter", "reversed", "sorted", "zip"})  # their items are those of the given
_PARTS = frozenset({"get", "items", "setdefault", "values"})  # methods that give what stands in a thing, not a copy


def root(node: ast.AST) -> str | None:
    """The name at the beginning of ``name.part["key"].get(1)``, of which this is a part."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        if isinstance(node, ast.Call):
            if not isinstance(node.func, ast.Attribute) or node.func.attr not in _PARTS:
                return None
            node = node.func
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def changed_by(call: ast.Call) -> str | None:
    """The name whose value the call changes, if any."""
    is_in_place = any(
        each.arg == "inplace" and isinstance(each.value, ast.Constant) and each.value.value is True
        for each in call.keywords
    )
    called = getattr(call.func, "attr", getattr(call.func, "id", None))
    if called in _FUNCTIONS and call.args:
        return root(call.args[0])
    if isinstance(call.func, ast.Attribute) and (called in _METHODS or is_in_place):
        return root(call.func)
    return None


def looked_into(expression: ast.AST) -> Iterator[str]:
    """The names whose parts ``expression`` gives: ``rows`` for ``enumerate(rows)``, ``rows[0]``, ``rows.items()``."""
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name) and expression.func.id in _LOOKING:
        for each in expression.args:
            yield from looked_into(each)
    elif (name := root(expression)) is not None:
        yield name


def names_in(target: ast.AST) -> Iterator[str]:
    """The names that an assignment to ``target`` binds."""
    for each in ast.walk(target):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id
