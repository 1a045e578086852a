"""What an expression is worth when it is a path made of literals: texts, ``Path`` objects, names that are set once."""

from __future__ import annotations

import ast
from collections import Counter
from typing import Any

from couture_scheduler.preflight.dotted import dotted
from couture_scheduler.preflight.situations import Nodes

_PATHS = {"Path", "PurePath", "PosixPath", "PurePosixPath"}


class Literals:
    """Evaluates expressions. ``given`` are the values of parameters, which replace what the notebook sets."""

    def __init__(self, tree: ast.Module, nodes: Nodes, given: dict[str, Any]) -> None:
        self._values = {name: value for name, value in given.items() if isinstance(value, str)}
        counts = Counter(node.id for node, _ in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
        for statement in tree.body:
            name, value = _assigned(statement)
            if name and value is not None and name not in given and counts[name] == 1:
                text = self.text(value)
                if text is not None:
                    self._values[name] = text

    def text(self, node: ast.AST | None) -> str | None:
        """The path that ``node`` is, or ``None``."""
        match node:
            case ast.Constant(value=str(value)):
                return value
            case ast.Name(id=name):
                return self._values.get(name)
            case ast.JoinedStr(values=values):
                return self._joined([self._part(each) for each in values], "")
            case ast.BinOp(op=ast.Div(), left=left, right=right):
                return self._joined([self.text(left), self.text(right)], "/")
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return self._joined([self.text(left), self.text(right)], "")
            case ast.Call(func=func, args=args, keywords=[]):
                return self._call(func, args)
        return None

    def is_path(self, node: ast.AST) -> bool:
        """Whether ``node`` is a ``Path`` that is written down: one that has methods."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            return self.is_path(node.left)
        if isinstance(node, ast.Name):
            return node.id in self._values
        return isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in _PATHS

    def _call(self, func: ast.expr, args: list[ast.expr]) -> str | None:
        name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if name in _PATHS and args:
            return self._joined([self.text(each) for each in args], "/")
        if name == "join" and isinstance(func, ast.Attribute) and dotted(func.value) in ("os.path", "path"):
            return self._joined([self.text(each) for each in args], "/")
        if name in ("expanduser", "abspath", "resolve", "absolute") and isinstance(func, ast.Attribute):
            return self.text(args[0] if args else func.value)
        return None

    def _part(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.FormattedValue):
            return self.text(node.value) if node.format_spec is None and node.conversion == -1 else None
        return self.text(node)

    @staticmethod
    def _joined(parts: list[str | None], between: str) -> str | None:
        known = [each for each in parts if each is not None]
        if len(known) < len(parts):
            return None
        if between == "/":
            last = max((at for at, each in enumerate(known) if each.startswith("/")), default=0)
            return "/".join(each.rstrip("/") or each for each in known[last:])
        return between.join(known)


def _assigned(statement: ast.stmt) -> tuple[str, ast.expr | None]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=value):
            return name, value
    return "", None
