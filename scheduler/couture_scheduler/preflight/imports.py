"""Which modules Python code imports, and where."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from couture_scheduler.preflight.situations import Nodes, Situation, catches_import_errors


@dataclass(frozen=True, slots=True)
class Import:
    """One import. ``name`` is dotted; ``level`` counts the dots of a relative one. ``names`` are what is taken from it
    (they may be modules too). ``is_guarded``: a missing module is caught."""

    name: str
    line: int
    situation: Situation
    level: int = 0
    names: tuple[str, ...] = ()
    is_guarded: bool = False

    @property
    def top(self) -> str:
        """The package that must be installed."""
        return self.name.partition(".")[0]


def find_imports(nodes: Nodes) -> Iterator[Import]:
    """All imports, from top to bottom, also those through ``importlib`` by a literal name."""
    guarded = _guarded(nodes)
    for node, situation in nodes:
        if isinstance(node, ast.Import):
            for each in node.names:
                yield Import(each.name, node.lineno, situation, is_guarded=node in guarded)
        elif isinstance(node, ast.ImportFrom):
            names = tuple(each.name for each in node.names)
            yield Import(node.module or "", node.lineno, situation, node.level, names, node in guarded)
        elif isinstance(node, ast.Call) and (name := _imported_by_call(node)):
            yield Import(name, node.lineno, situation, is_guarded=node in guarded)


def _guarded(nodes: Nodes) -> set[ast.AST]:
    """Everything inside a ``try`` that catches a failed import, and in what stands in for it."""
    found: set[ast.AST] = set()
    for node, _ in nodes:
        if isinstance(node, ast.Try) and catches_import_errors(node):
            for part in (*node.body, *node.handlers):
                found.update(ast.walk(part))
        elif isinstance(node, ast.With | ast.AsyncWith) and "suppress" in ast.dump(node.items[0].context_expr):
            found.update(ast.walk(node))
    return found


def _imported_by_call(node: ast.Call) -> str:
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called not in ("import_module", "__import__") or not node.args:
        return ""
    first = node.args[0]
    is_name = isinstance(first, ast.Constant) and isinstance(first.value, str)
    return first.value if is_name and not first.value.startswith(".") else ""  # type: ignore[attr-defined]
