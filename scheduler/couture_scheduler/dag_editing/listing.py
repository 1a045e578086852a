"""Things with commas between them (arguments, elements): one more, one less, the others untouched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from couture_scheduler.dag_editing.source import Source, Splice


@dataclass(frozen=True, slots=True)
class Entry:
    """Where one thing stands; ``comma`` is the place behind its comma, if it has one."""

    start: int
    end: int
    comma: int | None


def entries(
    source: Source, items: Sequence[cst.Arg] | Sequence[cst.BaseElement] | Sequence[cst.ImportAlias]
) -> list[Entry]:
    """The places of arguments or elements."""
    return [_entry(source, each) for each in items]


def _entry(source: Source, item: cst.Arg | cst.BaseElement | cst.ImportAlias) -> Entry:
    start, end = source.span(item)
    if not isinstance(item.comma, cst.Comma):
        return Entry(start, end, None)
    before = len(source.module.code_for_node(item.comma.whitespace_before))
    return Entry(start, end, source.whole(item.comma)[0] + before + 1)


def inserted(source: Source, there: Sequence[Entry], close: int, text: str) -> list[Splice]:
    """Splices that add ``text`` behind the last entry, as the others stand; ``close`` is the bracket."""
    if not there:
        return [Splice(close, close, text)]
    last = there[-1]
    point = last.comma or last.end
    if not _begins_line(source, last.start):
        return [Splice(point, point, f" {text}," if last.comma else f", {text}")]
    lead = source.newline + source.text[source.line_start(last.start) : last.start]
    if source.line_of(close) == source.line_of(point):
        return [Splice(point, point, f"{lead}{text}," if last.comma else f",{lead}{text}")]
    end = source.line_end(point)
    if last.comma:
        return [Splice(end, end, f"{lead}{text},")]
    return [Splice(point, point, ","), Splice(end, end, lead + text)]


def removed(source: Source, there: Sequence[Entry], place: int) -> list[Splice]:
    """Splices that take one entry away with its comma; with its line where it has lines of its own."""
    entry, is_last = there[place], place == len(there) - 1
    before = there[place - 1] if place else None
    point = entry.comma or entry.end
    if _begins_line(source, entry.start) and _ends_line(source, point):
        cut = Splice(source.line_start(entry.start), source.after_line(point), "")
        dangling = before if is_last and entry.comma is None else None
        return [cut] if dangling is None or dangling.comma is None else [_comma(dangling), cut]
    if not is_last:
        return [Splice(entry.start, there[place + 1].start, "")]
    if before is None or before.comma is None:
        return [Splice(entry.start, point, "")]
    if "#" in source.text[before.end : entry.start]:
        return [_comma(before), Splice(entry.start, point, "")]
    return [Splice(before.comma if entry.comma else before.end, point, "")]


def _comma(entry: Entry) -> Splice:
    assert entry.comma is not None
    return Splice(entry.comma - 1, entry.comma, "")


def _begins_line(source: Source, start: int) -> bool:
    return not source.text[source.line_start(start) : start].strip()


def _ends_line(source: Source, end: int) -> bool:
    rest = source.text[end : source.line_end(end)].strip()
    return not rest or rest.startswith("#")
