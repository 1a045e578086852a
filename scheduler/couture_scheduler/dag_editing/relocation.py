"""Statements that go to another place of the file, with the comments above them, as far indented as that place asks.

Python reads from top to bottom: a statement does not go past another one that needs what it binds, or binds what it
needs. Statements that only set dependencies go along, for their place does not matter as long as their tasks are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import libcst as cst

from couture_scheduler.dag_editing import lines
from couture_scheduler.dag_editing.arrow_edits import is_reference
from couture_scheduler.dag_editing.lines import extent
from couture_scheduler.dag_editing.opaque import bound_names
from couture_scheduler.dag_editing.reading import Reading, Statement
from couture_scheduler.dag_editing.source import Source, Splice
from couture_scheduler.dag_editing.values import names_in
from couture_scheduler.errors import InvalidInputError

STRINGS = cst.SimpleString | cst.FormattedString


@dataclass(frozen=True, slots=True)
class Unit:
    """A simple statement, or the head of one with a block: where it stands, what it reads and what it binds."""

    statement: Statement
    start: int
    end: int
    names: frozenset[str]
    bound: frozenset[str]


def indented(source: Source, span: tuple[int, int], before: str, after: str) -> list[Splice]:
    """Splices that indent the lines of a span otherwise; the inside of strings is left alone."""
    inside = _lines_in_strings(source, span)
    found = []
    start = span[0]
    while start < span[1]:
        end = source.line_end(start)
        if start not in inside and source.text[start:end].strip() and source.text.startswith(before, start):
            found.append(Splice(start, start + len(before), after))
        following = source.after_line(start)
        start = following if following > start else span[1]
    return found


def text_with(source: Source, span: tuple[int, int], splices: Iterable[Splice]) -> str:
    """The text of a span with these splices done, which ends its last line."""
    start, end = span
    shifted = [Splice(each.start - start, each.end - start, each.text) for each in splices]
    text = Source(source.text[start:end], source.module).spliced(shifted)
    return text if text.endswith(("\n", "\r")) else text + source.newline


def _lines_in_strings(source: Source, span: tuple[int, int]) -> set[int]:
    """Where lines begin that begin inside a string."""
    found: set[int] = set()
    waiting: list[cst.CSTNode] = [source.module]
    while waiting:
        node = waiting.pop()
        if isinstance(node, STRINGS):
            start, end = source.span(node)
            line = source.after_line(start)
            while span[0] <= start and end <= span[1] and line < end:
                found.add(line)
                line = source.after_line(line)
        else:
            waiting.extend(node.children)
    return found


def moved(reading: Reading, statements: Sequence[Statement], to: int, indent: str, head: str = "") -> list[Splice]:
    """Splices that put statements, in the order of the file, at the line that begins at ``to``.

    ``head``: lines that stand above them there.

    Raises:
        InvalidInputError: something between would not mean the same any more.
    """
    source = reading.source
    spans = [extent(source, each) for each in statements]
    texts = [
        text_with(source, span, indented(source, span, source.indent_of(each), indent))
        for each, span in zip(statements, spans, strict=True)
    ]
    arrows = _going_along(reading, spans, to)
    behind = [_behind(source, each, to) for each in arrows]
    whole = [text_with(source, extent(source, each), []) for each in arrows]
    here = [text for text, place in zip(whole, behind, strict=True) if place == to]
    later = [Splice(place, place, text) for text, place in zip(whole, behind, strict=True) if place != to]
    gap = "" if not to or source.text[:to].endswith(("\n", "\r")) else source.newline
    new = Splice(to, to, gap + head + "".join([*texts, *here]))
    return [new, *later, *lines.all_gone(source, [*statements, *arrows])]


def _going_along(reading: Reading, spans: Sequence[tuple[int, int]], to: int) -> list[Statement]:
    """The statements between that go behind the new place, for they only connect what goes there."""
    source = reading.source
    arrows = {
        id(each.statement): each for each in reading.arrows
        if each.statement is not None and all(is_reference(operand.node) for operand in each.operands)
    }  # fmt: skip
    found: dict[int, Statement] = {}
    every = units(source)
    for start, end in spans:
        own = [each for each in every if start <= each.start < end]
        names, bound = _joined(own)
        past = (end, to) if start < to else (to, start)
        for each in every:
            is_between = past[0] <= each.start < past[1] and not any(one <= each.start < two for one, two in spans)
            if not is_between or not (each.names & bound or each.bound & names):
                continue
            if id(each.statement) not in arrows or start > to:
                line = source.line_of(each.start)
                message = f"Line {line} stands between and would not work any more. Move that in the text first."
                raise InvalidInputError.at("nodes", message)
            found[id(each.statement)] = each.statement
    return list(found.values())


def _joined(found: Sequence[Unit]) -> tuple[frozenset[str], frozenset[str]]:
    names = frozenset().union(*(each.names | each.bound for each in found))
    return names, frozenset().union(*(each.bound for each in found))


def _behind(source: Source, arrow: Statement, to: int) -> int:
    """Where a statement of dependencies goes: behind the statement of its own block that holds the place."""
    for each in source.block_of(arrow).body:
        if extent(source, each)[0] < to:
            end = source.after_statement(each)
            if to <= end:
                return end
    return to


def units(source: Source) -> list[Unit]:
    """All simple statements and heads of blocks, in their order."""
    visitor = _Units(source)
    source.module.visit(visitor)
    return sorted(visitor.found, key=lambda each: each.start)


class _Units(cst.CSTVisitor):
    def __init__(self, source: Source) -> None:
        super().__init__()
        self.found: list[Unit] = []
        self._source = source

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.SimpleStatementLine):
            self._add(node, list(node.children))
            return False
        if isinstance(node, cst.BaseCompoundStatement):
            self._add(node, [each for each in node.children if not isinstance(each, cst.BaseSuite | cst.Else)])
        return not isinstance(node, cst.BaseExpression)

    def _add(self, statement: Statement, parts: list[cst.CSTNode]) -> None:
        start, end = self._source.span(statement)
        names = frozenset().union(*(names_in(each) for each in parts))
        bound = frozenset(name for each in parts for name in bound_names(each)) | _declared(statement)
        self.found.append(Unit(statement, start, end, names, bound))


def _declared(statement: Statement) -> frozenset[str]:
    """What functions, classes and imports bind."""
    if isinstance(statement, cst.FunctionDef | cst.ClassDef):
        return frozenset({statement.name.value})
    imports = [each for each in statement.children if isinstance(each, cst.Import | cst.ImportFrom)]
    return frozenset().union(*(names_in(each) for each in imports))
