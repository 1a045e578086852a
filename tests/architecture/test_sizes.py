"""Functions, files and components stay small. The numbers are those of the house's style."""

from __future__ import annotations

import ast
import re
import statistics
from typing import Any

FUNCTION_LIMIT = 60
FUNCTION_MEDIAN = 9
FUNCTION_95TH = 45
FILE_LIMIT = 500
COMPONENT_LIMIT = 150
ACTIVATE_LIMIT = 60


def lengths(sources: list[Any]) -> dict[str, int]:
    """Lines of each function, by place."""
    return {
        f"{source.path}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_no_function_is_long(sources: list[Any]) -> None:
    found = lengths([each for each in sources if not each.is_migration])
    assert {place: size for place, size in found.items() if size > FUNCTION_LIMIT} == {}


def test_most_functions_are_short(product: list[Any]) -> None:
    sizes = sorted(lengths(product).values())
    assert statistics.median(sizes) <= FUNCTION_MEDIAN
    assert sizes[int(len(sizes) * 0.95)] < FUNCTION_95TH


def test_no_file_is_long(sources: list[Any]) -> None:
    found = {each.path: len(each.text.splitlines()) for each in sources if not each.is_migration}
    assert {path: size for path, size in found.items() if size > FILE_LIMIT} == {}


def test_no_component_is_long(typescript: dict[str, str]) -> None:
    found = {
        place: size
        for path, text in typescript.items()
        if path.endswith(".tsx")
        for place, size in blocks(path, text, r"^(?:export )?(?:default )?function ([A-Z]\w*)").items()
    }
    assert {place: size for place, size in found.items() if size > COMPONENT_LIMIT} == {}


def test_no_plugin_is_activated_by_a_long_function(typescript: dict[str, str]) -> None:
    found = {
        place: size
        for path, text in typescript.items()
        for place, size in blocks(path, text, r"^\s*(?:async )?(?:function )?(activate\w*)\s*[:(]").items()
    }
    assert {place: size for place, size in found.items() if size > ACTIVATE_LIMIT} == {}


def blocks(path: str, text: str, opening: str) -> dict[str, int]:
    """Lines of each block: from a line that matches to the closing brace at the same indentation."""
    lines = text.splitlines()
    found = {}
    for number, line in enumerate(lines):
        match = re.match(opening, line)
        if match:
            indent = line[: len(line) - len(line.lstrip())]
            end = next((n for n in range(number + 1, len(lines)) if lines[n].startswith(indent + "}")), number)
            found[f"{path}:{number + 1} {match.group(1)}"] = end - number + 1
    return found
