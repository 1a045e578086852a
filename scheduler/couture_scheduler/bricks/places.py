"""Where in a file a snippet goes: never into the middle of a statement, and a task into a DAG.

A *block* is a list of statements with one indentation. Snippets for a DAG go into blocks that belong to one:
``with DAG(…)``, ``with TaskGroup(…)``, a function under ``@dag`` or ``@task_group``, and loops and conditions in these;
blank lines below such a block still belong to it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from couture_scheduler.bricks.model import Place

_DAG_CALLS = frozenset({"DAG", "TaskGroup", "dag", "task_group"})


@dataclass(frozen=True, slots=True)
class Spot:
    """After which line (0: before the first), how far in, and what a person should know about it."""

    after: int
    indent: str
    note: str = ""
    dag_variable: str | None = None  # tasks must name this DAG themselves
    is_first: bool = False  # directly below the head of its block


@dataclass(frozen=True, slots=True)
class _Block:
    body: Sequence[ast.stmt]
    indent: str
    head: int  # the last line of what opens it


def find_spot(source: str, line: int, place: Place) -> Spot:
    """The spot for a cursor in ``line`` (from 1). ``SyntaxError`` when the source is no Python."""
    tree = ast.parse(source)
    lines = source.splitlines()
    top = _Block(tree.body, "", 0)
    if place is Place.FILE:
        return _beside(top, line, lines)
    if place is Place.CURSOR:
        return _innermost(top, line, lines)
    if place is Place.ABOVE:
        return _above_dags(top, line, lines)
    return _in_dag(top, tree, line, lines)


def _above_dags(block: _Block, line: int, lines: list[str]) -> Spot:
    """At the cursor where that is above the first DAG, else right above that DAG: what it uses must be there before."""
    first = next((first_line(each) for each in block.body if _defines_dag(each)), None)
    if first is None or line < first:
        return _beside(block, line, lines)
    spot = _beside(block, first - 1, lines)
    return Spot(spot.after, spot.indent, "It was put above the DAG, which can use it then.")


def _innermost(block: _Block, line: int, lines: list[str]) -> Spot:
    for statement in block.body:
        end = statement.end_lineno or statement.lineno
        if first_line(statement) <= line <= end:
            for inner in _blocks(statement, lines):
                inner_end = inner.body[-1].end_lineno or 0
                if inner.head < line <= inner_end:
                    return _innermost(inner, line, lines)
    if block.indent or not _is_blank(lines, line):
        return _beside(block, line, lines)
    return _on_blank_line(block, line, lines)


def _on_blank_line(block: _Block, line: int, lines: list[str]) -> Spot:
    """A blank line below a block: what stands in it, the indentation, says where the person means to be."""
    wanted = len(lines[line - 1]) if line <= len(lines) else 0
    above = [each for each in block.body if (each.end_lineno or 0) < line]
    if wanted and above:
        for inner in _blocks(above[-1], lines):
            if len(inner.indent) <= wanted and (inner.body[-1].end_lineno or 0) < line:
                return Spot(line, inner.indent) if len(inner.indent) == wanted else _on_blank_line(inner, line, lines)
    return _beside(block, line, lines)


def _in_dag(top: _Block, tree: ast.Module, line: int, lines: list[str]) -> Spot:
    inside = _dag_block(top, line, lines)
    if inside is not top:
        return _beside(inside, line, lines)
    dags = list(_blocks_of_dags(tree.body, lines))
    variable, defined = _dag_variable(tree)
    if variable:
        spot = _beside(top, line, lines)
        return Spot(spot.after if spot.after >= defined else len(lines), "", dag_variable=variable)
    if dags:
        below = [each for each in dags if each.head >= line]
        spot = _beside(below[0] if below else dags[-1], len(lines) + 1, lines)
        return Spot(spot.after, spot.indent, "It was put at the end of the DAG: the cursor was outside.")
    note = "There is no DAG in this file yet: put this into one."
    spot = _innermost(top, line, lines)
    return Spot(spot.after, spot.indent, note, is_first=spot.is_first)


def _dag_block(block: _Block, line: int, lines: list[str]) -> _Block:
    for statement, following in zip(block.body, [*block.body[1:], None], strict=True):
        until = first_line(following) - 1 if following else max(len(lines), line)
        if first_line(statement) <= line <= until:
            for inner in _blocks(statement, lines):
                is_below = line > (statement.end_lineno or 0)
                if _belongs_to_dag(statement) or (block.indent and not is_below and _is_flow(statement)):
                    return _dag_block(inner, line, lines)
    return block


def _beside(block: _Block, line: int, lines: list[str]) -> Spot:
    """In this block, after the statement at the line, or where the line is between two."""
    after = block.head
    for statement in block.body:
        if first_line(statement) > line and not _is_docstring(block, statement):
            break
        if isinstance(statement, ast.Return | ast.Raise) and statement is block.body[-1] and block.indent:
            break
        after = statement.end_lineno or statement.lineno
    is_first = after == block.head and after > 0
    limit = next((first_line(each) for each in block.body if first_line(each) > after), len(lines) + 1)
    if not (line < limit and after < line):
        return Spot(after, block.indent, is_first=is_first)
    last = max((n for n in range(after + 1, min(line, len(lines)) + 1) if not _is_blank(lines, n)), default=after)
    return Spot(last, block.indent, is_first=is_first and last == after)


def _blocks(statement: ast.stmt, lines: list[str]) -> Iterator[_Block]:
    """The blocks of a compound statement that begin on lines of their own."""
    for name in ("body", "orelse", "finalbody"):
        yield from _block_of(getattr(statement, name, None), lines)
    for part in [*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())]:
        yield from _block_of(part.body, lines)


def _block_of(body: Sequence[ast.stmt] | None, lines: list[str]) -> Iterator[_Block]:
    if body:
        first = lines[first_line(body[0]) - 1]
        indent = first[: len(first) - len(first.lstrip())]
        if indent and len(indent) == body[0].col_offset:
            yield _Block(body, indent, first_line(body[0]) - 1)


def _blocks_of_dags(body: Sequence[ast.stmt], lines: list[str]) -> Iterator[_Block]:
    for statement in body:
        if _belongs_to_dag(statement):
            yield from _blocks(statement, lines)


def _belongs_to_dag(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.With):
        return any(called(item.context_expr) in _DAG_CALLS for item in statement.items)
    if isinstance(statement, ast.FunctionDef):
        return any(called(each) in _DAG_CALLS for each in statement.decorator_list)
    return False


def _defines_dag(statement: ast.stmt) -> bool:
    return _belongs_to_dag(statement) or (isinstance(statement, ast.Assign) and called(statement.value) == "DAG")


def _is_flow(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.For | ast.If | ast.While | ast.Try | ast.With)


def _dag_variable(tree: ast.Module) -> tuple[str | None, int]:
    """The variable of ``dag = DAG(…)`` at the top level, and the last line of that; with several the first."""
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and called(statement.value) == "DAG":
            target = statement.targets[0]
            if isinstance(target, ast.Name):
                return target.id, statement.end_lineno or 0
    return None, 0


def called(node: ast.expr) -> str:
    """The last part of the name that is called or stands there: ``DAG`` of ``models.DAG(…)``."""
    target = node.func if isinstance(node, ast.Call) else node
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def first_line(statement: ast.stmt) -> int:
    """The first line of a statement, decorators included."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(each.lineno for each in decorators)])


def _is_docstring(block: _Block, statement: ast.stmt) -> bool:
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return is_text and statement is block.body[0] and isinstance(statement.value.value, str)  # type: ignore[attr-defined]


def _is_blank(lines: list[str], line: int) -> bool:
    return line > len(lines) or not lines[line - 1].strip()
