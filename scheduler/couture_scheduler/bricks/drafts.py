"""A brick from what a person selected: the snippet, the imports that it needs, and what could become placeholders."""

from __future__ import annotations

import ast
import builtins
import textwrap
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from couture_scheduler.bricks.model import BrickContent, BrickParameter, ParameterType, Place
from couture_scheduler.bricks.rendering import placeholders
from couture_scheduler.bricks.values import is_name
from couture_scheduler.errors import InvalidInputError

_LONGEST_TEXT = 200  # longer literals are hardly values that one changes


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name or a value of the selection that could become a placeholder; ``shown`` is how it stands there."""

    parameter: BrickParameter
    shown: str
    count: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A brick to begin with. ``unknown`` are names that the selection uses and that nothing there explains."""

    content: BrickContent
    proposals: tuple[Proposal, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a proposal stands: line from 1, columns in characters; ``quote`` of a string stays."""

    line: int
    start: int
    end: int
    name: str


def draft(source: str, first: int, last: int, chosen: Collection[str] = ()) -> Draft:
    """A brick of the lines ``first`` to ``last`` (from 1) of a file; ``chosen`` proposals are placeholders in it."""
    lines = source.splitlines()
    body = textwrap.dedent("\n".join(lines[first - 1 : last])).strip("\n")
    if not body.strip():
        raise InvalidInputError.at("line", "Nothing is selected: select the lines that the brick is to hold.")
    try:
        tree = ast.parse(body)
    except SyntaxError as error:
        told = f"What is selected is no Python by itself: {error.msg}. Select whole statements."
        raise InvalidInputError.at("line", told) from error
    found = _imported(source)
    used, bound = _used(tree), _bound(tree)
    imports = [found[name] for name in sorted(used - bound) if name in found]
    unknown = sorted(used - bound - found.keys() - set(dir(builtins)))
    proposals, marks = _proposals(body, tree, placeholders(body))
    wanted = [each for each in proposals if each.parameter.name in chosen]
    content = BrickContent(
        title="",
        body=_replaced(body, [mark for each in wanted for mark in marks[each.parameter.name]]) + "\n",
        place=Place.DAG if _is_for_dag(tree) else Place.CURSOR,
        imports=tuple(dict.fromkeys(imports)),
        parameters=tuple(each.parameter for each in wanted),
    )
    return Draft(content, tuple(proposals), tuple(unknown))


def _imported(source: str) -> dict[str, str]:
    """What each name that the file imports is imported by: a statement of its own."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return _imported_before_the_error(source)
    return {name: text for node in ast.walk(tree) for name, text in _statements(node)}


def _imported_before_the_error(source: str) -> dict[str, str]:
    """The imports of one line each in a source that is no Python at the moment."""
    found: dict[str, str] = {}
    for line in source.splitlines():
        if line.startswith(("import ", "from ")):
            try:
                node = ast.parse(line).body[0]
            except SyntaxError:
                continue
            found |= dict(_statements(node))
    return found


def _statements(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            alone: ast.stmt = ast.Import([alias])
            if isinstance(node, ast.ImportFrom):
                alone = ast.ImportFrom(node.module, [alias], node.level)
            yield (alias.asname or alias.name.partition(".")[0], ast.unparse(alone))


def _used(tree: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _bound(tree: ast.Module) -> set[str]:
    """Every name that the selection itself gives a meaning to."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name.partition(".")[0])
    return found


def _is_for_dag(tree: ast.Module) -> bool:
    """Whether it makes tasks: an operator with a ``task_id``, or a function under ``@task``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and any(each.arg == "task_id" for each in node.keywords):
            return True
        if isinstance(node, ast.FunctionDef) and any("task" in ast.unparse(each) for each in node.decorator_list):
            return True
    return False


def _proposals(body: str, tree: ast.Module, taken: set[str]) -> tuple[list[Proposal], dict[str, list[_Mark]]]:
    """What could be a placeholder: names that the top level defines, then literals that an argument's name explains."""
    lines = body.split("\n")
    marks: dict[str, list[_Mark]] = {}
    found: list[Proposal] = []
    for name in _defined(tree):
        places = list(_places_of(name, tree, lines))
        new = _free(name, taken)
        marks[new] = [_Mark(*place, new) for place in places]
        found.append(Proposal(BrickParameter(new, ParameterType.IDENTIFIER, default=name), name, len(places)))
    for node in ast.walk(tree):
        for keyword in getattr(node, "keywords", ()):
            value = keyword.value
            kind = _type_of(value)
            if keyword.arg is None or kind is None or _is_marked(value, marks, lines):
                continue
            new = _free(keyword.arg, taken)
            start, end = _columns(value, lines)
            marks[new] = [_Mark(value.lineno, start, end, new)]
            shown = lines[value.lineno - 1][start:end]
            found.append(Proposal(BrickParameter(new, kind, default=ast.literal_eval(value)), shown, 1))
    return found, marks


def _defined(tree: ast.Module) -> list[str]:
    """The names that the statements at the top level of the selection define."""
    names: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [target.id for target in node.targets if isinstance(target, ast.Name)]
    return list(dict.fromkeys(names))


def _places_of(name: str, tree: ast.Module, lines: list[str]) -> Iterator[tuple[int, int, int]]:
    """Where the name stands as a name, and as a text that is just the name (its task id)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == name:
            yield (node.lineno, *_columns(node, lines))
        elif isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            start = lines[node.lineno - 1].index(name, node.col_offset + 3)
            yield (node.lineno, start, start + len(name))
        elif isinstance(node, ast.Constant) and node.value == name and node.end_lineno == node.lineno:
            start, end = _columns(node, lines)
            text = lines[node.lineno - 1][start:end]
            if text in (f'"{name}"', f"'{name}'"):
                yield (node.lineno, start + 1, end - 1)


def _type_of(value: ast.expr) -> ParameterType | None:
    """Which type of parameter the literal is; ``None`` for anything else."""
    try:
        found = ast.literal_eval(value)
    except ValueError:
        return None
    if value.end_lineno != value.lineno or isinstance(value, ast.JoinedStr):
        return None
    if isinstance(found, bool):
        return ParameterType.BOOLEAN
    if isinstance(found, str) and 0 < len(found) <= _LONGEST_TEXT:
        return ParameterType.TEXT if "\n" not in found else ParameterType.LONG_TEXT
    if isinstance(found, int):
        return ParameterType.INTEGER
    return ParameterType.NUMBER if isinstance(found, float) else _of_collection(found)


def _of_collection(found: object) -> ParameterType | None:
    if isinstance(found, list) and found and all(isinstance(each, str) for each in found):
        return ParameterType.LIST
    is_dict = isinstance(found, dict) and bool(found)
    plain = (str, int, float, bool, type(None))
    if is_dict and all(isinstance(key, str) and isinstance(each, plain) for key, each in found.items()):  # type: ignore[attr-defined]
        return ParameterType.JSON
    return None


def _is_marked(value: ast.expr, marks: dict[str, list[_Mark]], lines: list[str]) -> bool:
    start, end = _columns(value, lines)
    return any(
        mark.line == value.lineno and start <= mark.start and mark.end <= end
        for each in marks.values()
        for mark in each
    )


def _columns(node: ast.expr, lines: list[str]) -> tuple[int, int]:
    """Where the node begins and ends in its line, counted in characters (the tree counts bytes)."""
    line = lines[node.lineno - 1].encode()
    start = len(line[: node.col_offset].decode())
    return start, start + len(line[node.col_offset : node.end_col_offset].decode())


def _free(name: str, taken: set[str]) -> str:
    """The name, or with a number behind it when it is taken."""
    base = name if is_name(name) and name.isascii() else "value"
    new, number = base, 2
    while new in taken:
        new, number = f"{base}_{number}", number + 1
    taken.add(new)
    return new


def _replaced(body: str, marks: list[_Mark]) -> str:
    lines = body.split("\n")
    for mark in sorted(marks, key=lambda each: (each.line, each.start), reverse=True):
        line = lines[mark.line - 1]
        lines[mark.line - 1] = f"{line[: mark.start]}${{{mark.name}}}{line[mark.end :]}"
    return "\n".join(lines)
