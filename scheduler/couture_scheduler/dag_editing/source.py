"""The text of a Python file with its concrete syntax tree, and where each node stands in the text."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider, WhitespaceInclusivePositionProvider

from couture_scheduler.errors import InvalidInputError

NEWLINE = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Splice:
    """``text`` in the place of what stands from ``start`` to ``end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Source:
    """A text and its tree. ``span`` is a node without what surrounds it, ``whole`` with its parentheses."""

    text: str
    module: cst.Module

    @cached_property
    def _positions(self) -> tuple[dict[cst.CSTNode, object], dict[cst.CSTNode, object]]:
        wrapper = MetadataWrapper(self.module, unsafe_skip_copy=True)
        found = wrapper.resolve_many([PositionProvider, WhitespaceInclusivePositionProvider])
        return (
            cast(dict[cst.CSTNode, object], found[PositionProvider]),
            cast(dict[cst.CSTNode, object], found[WhitespaceInclusivePositionProvider]),
        )

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in NEWLINE.finditer(self.text))]

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        """Where the node begins and ends, without parentheses and blanks around it."""
        return self._offsets(self._positions[0][node])

    def whole(self, node: cst.CSTNode) -> tuple[int, int]:
        """Where the node begins and ends with what belongs to it: parentheses, comments above a statement."""
        return self._offsets(self._positions[1][node])

    def code(self, node: cst.CSTNode) -> str:
        """The node's own text, parentheses included."""
        start, end = self.whole(node)
        return self.text[start:end]

    def _offsets(self, position: object) -> tuple[int, int]:
        start, end = position.start, position.end  # type: ignore[attr-defined]
        return self._offset(start.line, start.column), self._offset(end.line, end.column)

    def _offset(self, line: int, column: int) -> int:
        # The tree ends each statement with a newline, the text's last line may lack it.
        starts = self._line_starts
        return starts[line - 1] + column if line <= len(starts) else len(self.text)

    def line_of(self, offset: int) -> int:
        """The number of the line (from 1) that holds the offset."""
        return bisect_right(self._line_starts, offset)

    def line_start(self, offset: int) -> int:
        """Where the line that holds the offset begins."""
        return self._line_starts[self.line_of(offset) - 1]

    def line_end(self, offset: int) -> int:
        """Where that line ends, before its newline."""
        match = NEWLINE.search(self.text, offset)
        return match.start() if match else len(self.text)

    def after_line(self, offset: int) -> int:
        """Where the next line begins."""
        match = NEWLINE.search(self.text, offset)
        return match.end() if match else len(self.text)

    def after_statement(self, statement: cst.CSTNode) -> int:
        """Where the line after the statement begins; of a block the line after its last statement."""
        return self.after_line(max(self.span(each)[1] for each in simple_lines(statement)))

    def indent_of(self, statement: cst.CSTNode) -> str:
        """The blanks before a statement."""
        start = self.span(statement)[0]
        before = self.text[self.line_start(start) : start]
        return before[: len(before) - len(before.lstrip())]

    @cached_property
    def _blocks(self) -> dict[int, cst.BaseSuite | cst.Module]:
        visitor = _Blocks()
        self.module.visit(visitor)
        return visitor.found

    def block_of(self, statement: cst.CSTNode) -> cst.BaseSuite | cst.Module:
        """The block that a statement stands in."""
        return self._blocks[id(statement)]

    @property
    def newline(self) -> str:
        """How this file ends its lines."""
        return self.module.default_newline

    @property
    def indent(self) -> str:
        """How this file indents."""
        return self.module.default_indent

    def spliced(self, splices: Iterable[Splice]) -> str:
        """The text with all splices done. They must not overlap; those at one place come in their order."""
        text = self.text
        ordered = sorted(splices, key=lambda splice: (splice.start, splice.end))
        for each in reversed(ordered):
            text = text[: each.start] + each.text + text[each.end :]
        return text


class _Blocks(cst.CSTVisitor):
    """Gathers the block of each statement, by the statement's identity."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[int, cst.BaseSuite | cst.Module] = {}

    def visit_Module(self, node: cst.Module) -> None:  # noqa: N802 - libcst's name
        self.found.update((id(each), node) for each in node.body)

    def visit_IndentedBlock(self, node: cst.IndentedBlock) -> None:  # noqa: N802 - libcst's name
        self.found.update((id(each), node) for each in node.body)


def simple_lines(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The lines of a statement that hold no others."""
    if isinstance(node, cst.SimpleStatementLine | cst.SimpleStatementSuite):
        yield node
        return
    for each in node.children:
        if isinstance(each, cst.BaseStatement | cst.BaseSuite | cst.Else | cst.ExceptHandler | cst.Finally | cst.If):
            yield from simple_lines(each)


def parse(text: str) -> Source:
    """The source of a text; a text that is no Python is an ``InvalidInputError`` at ``content`` that names the line."""
    try:
        ast.parse(text)
        return Source(text, cst.parse_module(text))
    except SyntaxError as error:
        where = f"Line {error.lineno or 1}, column {error.offset or 1}"
        raise InvalidInputError.at(
            "content", f"{where}: {error.msg}. The file must be valid Python to be drawn."
        ) from error
    except ValueError as error:
        raise InvalidInputError.at("content", f"The text is no Python: {error}.") from error
    except cst.ParserSyntaxError as error:
        where = f"Line {error.raw_line}, column {error.raw_column + 1}"
        raise InvalidInputError.at("content", f"{where}: the syntax tree cannot read this.") from error
