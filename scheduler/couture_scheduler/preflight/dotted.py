"""Dotted names in a syntax tree."""

from __future__ import annotations

import ast


def dotted(node: ast.AST | None) -> str:
    """``a.b.c`` for a name with attributes, else nothing."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""
