"""Whole statements of a source: where a new one goes, and how one goes away."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from couture_scheduler.dag_editing.source import Source, Splice
from couture_scheduler.errors import InvalidInputError

LINE_LENGTH = 88


def extent(source: Source, statement: cst.CSTNode) -> tuple[int, int]:
    """Whole lines: the statement with the comments right above it."""
    start = source.line_start(source.span(statement)[0])
    for each in reversed(getattr(statement, "leading_lines", ())):
        if each.comment is None:
            break
        start = source.line_start(start - 1)
    return start, source.after_statement(statement)


def inserted_after(source: Source, statement: cst.CSTNode, rows: list[str]) -> Splice:
    """A statement on the lines after another one, as far indented as that."""
    offset = source.after_statement(statement)
    return _lines_at(source, offset, _indented(rows, source.indent_of(statement), source.newline))


def appended(source: Source, block: cst.BaseSuite | cst.Module, rows: list[str]) -> Splice:
    """A statement at the end of a block, in the place of a lonely ``pass``."""
    if not isinstance(block, cst.IndentedBlock | cst.Module):
        raise InvalidInputError.at("dag", "The block stands on one line. Give it lines of its own in the text first.")
    body = block.body
    if len(body) == 1 and is_pass(body[0]):
        start, end = source.span(body[0])
        return Splice(start, end, _indented(rows, source.indent_of(body[0]), source.newline).lstrip(" \t"))
    if body:
        return inserted_after(source, body[-1], rows)
    return _lines_at(source, len(source.text), source.newline.join(rows))


def gone(source: Source, statement: cst.CSTNode) -> Splice:
    """The statement's lines are taken away; a block that would be empty keeps a ``pass``."""
    block = source.block_of(statement)
    start, end = source.line_start(source.span(statement)[0]), source.after_statement(statement)
    if isinstance(block, cst.IndentedBlock) and len(block.body) == 1:
        first = source.span(statement)[0]
        last = max(source.line_end(first), len(source.text[:end].rstrip("\r\n")))
        return Splice(first, last, "pass")
    if end == len(source.text) and not source.text.endswith(("\n", "\r")):
        start = len(source.text[:start].removesuffix("\n").removesuffix("\r"))
    return Splice(start, end, "")


def all_gone(source: Source, statements: Sequence[cst.CSTNode]) -> list[Splice]:
    """Statements that stand elsewhere now are taken away with the comments above them."""
    going = {id(each) for each in statements}
    found = []
    for each in statements:
        start, end = extent(source, each)
        block = source.block_of(each)
        is_emptied = isinstance(block, cst.IndentedBlock) and all(id(one) in going for one in block.body)
        keeps = is_emptied and block.body[-1] is each
        found.append(Splice(start, end, f"{source.indent_of(each)}pass{source.newline}" if keeps else ""))
    return found


def _indented(rows: list[str], indent: str, newline: str) -> str:
    """The rows behind the indentation. A row may hold a string over several lines, which stays as it is."""
    return newline.join(indent + row if row else row for row in rows)


def call(function: str, arguments: list[tuple[str, str]], before: str, after: str, indent: str) -> list[str]:
    """The rows of a call with keyword arguments: one if that is short, else one more for each argument."""
    short = f"{before}{function}({', '.join(f'{name}={code}' for name, code in arguments)}){after}"
    if len(short) <= LINE_LENGTH - len(indent) and "\n" not in short:
        return [short]
    return [f"{before}{function}(", *(f"{indent}{name}={code}," for name, code in arguments), f"){after}"]


def is_pass(statement: cst.CSTNode) -> bool:
    """Whether the statement does nothing: it only fills a block."""
    if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) != 1:
        return False
    only = statement.body[0]
    is_dots = isinstance(only, cst.Expr) and isinstance(only.value, cst.Ellipsis)
    return isinstance(only, cst.Pass) or is_dots


def _lines_at(source: Source, offset: int, text: str) -> Splice:
    if offset == len(source.text) and source.text and not source.text.endswith(("\n", "\r")):
        return Splice(offset, offset, source.newline + text)
    return Splice(offset, offset, text + source.newline)
