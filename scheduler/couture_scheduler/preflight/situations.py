"""Walks a syntax tree and says of each node whether it is certain to run when the notebook runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import Enum

_IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


class Situation(Enum):
    """When a node runs."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"  # in a function, behind a condition, or where an error is caught
    NEVER = "never"  # only for a type checker


def walk(tree: ast.AST) -> Iterator[tuple[ast.AST, Situation]]:
    """All nodes, from top to bottom, each with its situation."""
    waiting: list[tuple[ast.AST, Situation]] = [(tree, Situation.ALWAYS)]
    while waiting:
        node, situation = waiting.pop()
        yield node, situation
        waiting += reversed(list(_children(node, situation)))


def catches_import_errors(handler: ast.Try) -> bool:
    """Whether a ``try`` goes on when an import fails."""
    caught = [name for each in handler.handlers for name in _caught(each)]
    return any(name in _IMPORT_ERRORS for name in caught)


def _children(node: ast.AST, situation: Situation) -> Iterator[tuple[ast.AST, Situation]]:
    inner = _inside(node, situation)
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child, inner if name in ("body", "orelse", "handlers", "cases", "finalbody") else situation


def _inside(node: ast.AST, situation: Situation) -> Situation:
    if situation is Situation.NEVER:
        return situation
    if isinstance(node, ast.If):
        if "TYPE_CHECKING" in ast.dump(node.test):
            return Situation.NEVER
        return situation if _is_main(node.test) else Situation.SOMETIMES
    is_uncertain = isinstance(
        node,
        ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.IfExp | ast.While | ast.Match | ast.ExceptHandler,
    )
    if is_uncertain or (isinstance(node, ast.Try) and node.handlers):
        return Situation.SOMETIMES
    return situation


def _is_main(test: ast.expr) -> bool:
    """In a notebook ``__name__`` is ``"__main__"``."""
    return isinstance(test, ast.Compare) and ast.unparse(test).replace('"', "'") == "__name__ == '__main__'"


def _caught(handler: ast.ExceptHandler) -> list[str]:
    if handler.type is None:
        return ["BaseException"]
    named = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [each.id if isinstance(each, ast.Name) else getattr(each, "attr", "") for each in named]
