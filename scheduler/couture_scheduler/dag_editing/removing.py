"""Tasks and groups taken away, with the imports that only they needed."""

from __future__ import annotations

import re
from collections.abc import Sequence

import libcst as cst

from couture_scheduler.dag_editing import lines, relocation, task_edits
from couture_scheduler.dag_editing.changes import Connect, DeleteNodes
from couture_scheduler.dag_editing.checking import Edges, Edited, Expected, Note, checked, editable, holders, spliced
from couture_scheduler.dag_editing.connecting import connect, without_arrows
from couture_scheduler.dag_editing.imports import SAME_THINGS, existing_imports
from couture_scheduler.dag_editing.listing import entries, removed
from couture_scheduler.dag_editing.reading import DataLink, Reading, ReadNode
from couture_scheduler.dag_editing.source import Source, Splice
from couture_scheduler.dag_editing.values import names_in
from couture_scheduler.errors import InvalidInputError


def delete(reading: Reading, change: DeleteNodes) -> Edited:
    """The nodes are gone, those first whose values nobody needs."""
    wanted = {editable(reading, each).id for each in change.nodes}
    left = [each.id for each in reading.nodes.values() if wanted & {each.id, *holders(reading, each.parent)}]
    after, names, functions = reading, set[str](), set[str]()
    while left:
        node = after.nodes[_next(after, left)]
        left.remove(node.id)
        names |= names_in(node.statement)
        functions |= names_in(node.statement) if node.function else set()
        after = _without(after, node, change.mend)
    after = without_unused_imports(reading, after, names)
    return Edited(after.source.text, after, (), tuple(_functions_left(after, functions)))


def _next(reading: Reading, left: Sequence[str]) -> str:
    """One that holds none of the others and whose value none of them takes."""
    needed = {link.source for link in reading.data if link.target in left}
    holding = {each.parent for each in reading.nodes.values() if each.id in left}
    return next((each for each in left if each not in needed | holding), left[0])


def _without(reading: Reading, node: ReadNode, mend: bool) -> Reading:
    editable(reading, node.id)
    edges = {edge for edge in reading.edges() if node.id in edge}
    _refuse_data(reading, edges, node)
    mended = _mended(reading, node.id) if mend else set()
    after = without_arrows(reading, node.id, mend)
    if node.id in after.nodes:
        after = spliced(after, task_edits.without_definition(after, after.nodes[node.id]))
    for source, target in sorted(mended - set(after.edges())):
        after = connect(after, Connect(source, target)).reading
    return checked(reading, after, Expected(gone={node.id}, gone_edges=edges, new_edges=mended))


def _functions_left(reading: Reading, names: set[str]) -> list[Note]:
    """Functions that were called by a task and are called no more: what a person wrote stays."""
    found = []
    for each in relocation.units(reading.source):
        is_left = isinstance(each.statement, cst.FunctionDef) and each.statement.name.value in names
        if is_left and all(each.bound.isdisjoint(one.names) for one in relocation.units(reading.source) if one != each):
            (name,) = each.bound
            line = reading.source.line_of(each.start)
            found.append(Note(line, f"The function {name} still stands in line {line}; nothing calls it any more."))
    return found


def _refuse_data(reading: Reading, edges: Edges, node: ReadNode) -> None:
    for edge in edges:
        for way in reading.edges()[edge]:
            if isinstance(way, DataLink) and edge[0] == node.id:
                other = reading.nodes[edge[1]].label
                raise InvalidInputError.at("node", f"Its value is used by {other}. Change that argument first.")


def _mended(reading: Reading, node: str) -> Edges:
    before = [one for one, other in reading.edges() if other == node]
    after = [other for one, other in reading.edges() if one == node]
    return {(one, other) for one in before for other in after}


# Imports


def without_unused_imports(before: Reading, after: Reading, names: set[str]) -> Reading:
    """The file without the imports of what only the deleted tasks used: operators, groups, ``timedelta``."""
    for name in sorted(names & set(after.imported)):
        if _is_ours(before.imported.get(name, "")) and _is_unused(after.source, name):
            after = checked(after, spliced(after, _import_gone(after.source, name)), Expected())
    return after


def _is_ours(whole: str) -> bool:
    operator = whole.rpartition(".")[2].endswith(("Operator", "Sensor"))
    return operator or whole == "datetime.timedelta" or whole.partition(".")[0] in SAME_THINGS


def _is_unused(source: Source, name: str) -> bool:
    """Whether the name stands nowhere else, not even in a text, such as that of an annotation or of ``__all__``."""
    without = [each.node for each in existing_imports(source)]
    spans = [source.span(each) for each in without]
    found = [match.start() for match in re.finditer(rf"\b{re.escape(name)}\b", source.text)]
    return all(any(start <= each < end for start, end in spans) for each in found)


def _import_gone(source: Source, name: str) -> list[Splice]:
    for each in existing_imports(source):
        place = next((at for at, wanted in enumerate(each.names) if wanted.bound == name and wanted.name), None)
        is_kept = "noqa" in source.text[source.span(each.line)[1] : source.line_end(source.span(each.line)[1])]
        if place is None or is_kept or not each.is_in_header or isinstance(each.node.names, cst.ImportStar):
            continue
        if len(each.names) > 1:
            return removed(source, entries(source, each.node.names), place)
        if len(each.line.body) == 1:
            return [_line_gone(source, each.line)]
    return []


def _line_gone(source: Source, line: cst.SimpleStatementLine) -> Splice:
    """The line; where blank lines stand around it, one of them, too."""
    splice = lines.gone(source, line)
    above = source.text[source.line_start(splice.start - 1) : splice.start] if splice.start else ""
    end = source.after_line(splice.end)
    is_blank_below = end > splice.end and not source.text[splice.end : end].strip()
    return Splice(splice.start, end, "") if not above.strip() and is_blank_below else splice
