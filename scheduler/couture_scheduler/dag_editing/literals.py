"""Literals and names in a syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Mapping

import libcst as cst


def dotted(node: cst.CSTNode | None) -> str:
    """``a.b.c`` for a name with attributes, else nothing."""
    if isinstance(node, cst.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr.value}" if before else ""
    return node.value if isinstance(node, cst.Name) else ""


def text_of(node: cst.CSTNode | None, constants: Mapping[str, str] | None = None) -> str | None:
    """The value of a string literal, or of a name that is bound to one."""
    if isinstance(node, cst.SimpleString | cst.ConcatenatedString):
        value = node.evaluated_value
        return value if isinstance(value, str) else None
    return (constants or {}).get(node.value) if isinstance(node, cst.Name) else None


def keyword(call: cst.Call | None, *names: str) -> cst.Arg | None:
    """The keyword argument of one of these names."""
    args = call.args if call else ()
    return next((each for each in args if each.keyword is not None and each.keyword.value in names), None)


def positional(call: cst.Call | None, index: int) -> cst.Arg | None:
    """The positional argument at this place."""
    plain = [each for each in (call.args if call else ()) if each.keyword is None and not each.star]
    return plain[index] if index < len(plain) else None


def literal(text: str) -> object:
    """The value of an expression that is a literal.

    Raises:
        ValueError: it is none.
    """
    try:
        return ast.literal_eval(text)
    except (SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise ValueError(str(error)) from error
