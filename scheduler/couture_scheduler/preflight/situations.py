"""Walks a syntax tree and says of each node whether it is certain to run when the notebook runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import Enum

_BRANCHING = (
    *(ast.If, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.IfExp, ast.While, ast.Match, ast.ExceptHandler),
    ast.Try,
)
_BRANCHES = ("body", "orelse", "handlers", "cases", "finalbody")
_IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


class Situation(Enum):
    """When a node runs."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"  # in a function, behind a condition, or where an error is caught
    NEVER = "never"  # only for a type checker


# All nodes of a tree, from top to bottom.
Nodes = list[tuple[ast.AST, Situation]]


def walk(tree: ast.AST) -> Nodes:
    """All nodes, from top to bottom, each with its situation."""
    found: Nodes = []
    waiting: Nodes = [(tree, Situation.ALWAYS)]
    while waiting:
        node, situation = waiting.pop()
        found.append((node, situation))
        children = list(_children(node, situation))
        children.reverse()
        waiting += children
    return found


def catches_import_errors(handler: ast.Try) -> bool:
    """Whether a ``try`` goes on when an import fails."""
    caught = [name for each in handler.handlers for name in _caught(each)]
    return any(name in _IMPORT_ERRORS for name in caught)


def _children(node: ast.AST, situation: Situation) -> Iterator[tuple[ast.AST, Situation]]:
    inner = _inside(node, situation) if isinstance(node, _BRANCHING) else situation
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, ast.AST):
            if not isinstance(value, ast.expr_context | ast.operator):
                yield value, inner if name in _BRANCHES else situation
        elif isinstance(value, list):
            when = inner if name in _BRANCHES else situation
            for child in value:
                if isinstance(child, ast.AST):
                    yield child, when


def _inside(node: ast.AST, situation: Situation) -> Situation:
    if situation is Situation.NEVER:
        return situation
    if isinstance(node, ast.If):
        if "TYPE_CHECKING" in ast.dump(node.test):
            return Situation.NEVER
        return situation if _is_main(node.test) else Situation.SOMETIMES
    if isinstance(node, ast.Try) and not node.handlers:
        return situation
    return Situation.SOMETIMES


def _is_main(test: ast.expr) -> bool:
    """In a notebook ``__name__`` is ``"__main__"``."""
    return isinstance(test, ast.Compare) and ast.unparse(test).replace('"', "'") == "__name__ == '__main__'"


def _caught(handler: ast.ExceptHandler) -> list[str]:
    if handler.type is None:
        return ["BaseException"]
    named = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [each.id if isinstance(each, ast.Name) else getattr(each, "attr", "") for each in named]
