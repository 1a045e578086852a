"""Copies of tasks and groups, from this file or another one: under free ids, with the imports that they need."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

import libcst as cst

from couture_scheduler.dag_editing import lines, relocation, task_edits
from couture_scheduler.dag_editing.argument_edits import argument_removed
from couture_scheduler.dag_editing.changes import Connect, PasteNodes
from couture_scheduler.dag_editing.checking import (
    NOT_SAFE,
    Edges,
    Edited,
    Expected,
    checked,
    dag_named,
    editable,
    holders,
    spliced,
)
from couture_scheduler.dag_editing.connecting import connect
from couture_scheduler.dag_editing.grouping import chosen_nodes
from couture_scheduler.dag_editing.imports import existing_imports, merge_imports
from couture_scheduler.dag_editing.listing import entries, inserted
from couture_scheduler.dag_editing.literals import keyword
from couture_scheduler.dag_editing.nodes import prefix_in
from couture_scheduler.dag_editing.opaque import bound_names
from couture_scheduler.dag_editing.reading import Kind, ReadDag, Reading, ReadNode
from couture_scheduler.dag_editing.same_names import other_things
from couture_scheduler.dag_editing.source import Splice
from couture_scheduler.dag_editing.statements import read
from couture_scheduler.dag_editing.values import identifier, names_in, used_names
from couture_scheduler.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Copies:
    """What is copied: the nodes that were chosen, all in them, and their new names."""

    reading: Reading
    chosen: tuple[ReadNode, ...]
    inner: tuple[ReadNode, ...]
    ids: Mapping[str, str]
    variables: Mapping[str, str]


def paste(reading: Reading, change: PasteNodes) -> Edited:
    """Copies at the end of the group or DAG, connected with each other as their originals are."""
    dag = dag_named(reading, change.dag)
    if change.parent is not None:
        editable(reading, change.parent, "parent")
    other = reading if change.source == reading.source.text else read(change.source)
    copies = _copies(reading, other, change)
    ready = _with_imports(reading, copies)
    after = spliced(ready, _splices(ready, copies, change, ready.dags[dag.key]))
    new = [each for each in after.nodes if each not in reading.nodes]
    if len(new) != len(copies.inner):
        raise InvalidInputError.at("nodes", NOT_SAFE)
    inside = {edge for edge in after.edges() if edge not in reading.edges()}
    checked(reading, after, Expected(new_nodes=set(new), new_edges=_leading_to(inside, new)))
    prefix = prefix_in(after, dag.key, change.parent)
    names = {each.id: f"{prefix}{copies.ids[each.id]}" for each in copies.chosen}
    selected = tuple(each for each in new if after.nodes[each].parent == change.parent)
    for one, two in sorted(other.edges()):
        edge = (names.get(one, ""), names.get(two, ""))
        if all(each in new for each in edge) and edge not in after.edges():
            after = connect(after, Connect(*edge)).reading
    return Edited(after.source.text, after, selected)


def _leading_to(edges: Edges, new: Sequence[str]) -> Edges:
    """A copy may take the values that its original takes, it gives nothing to others."""
    return {(one, two) for one, two in edges if two in new}


def _copies(reading: Reading, other: Reading, change: PasteNodes) -> Copies:
    chosen = chosen_nodes(other, change.nodes)
    own = {each.id for each in chosen}
    inner = [each for each in other.nodes.values() if own & {each.id, *holders(other, each.parent)}]
    prefix = prefix_in(reading, change.dag, change.parent)
    taken = {*reading.nodes}
    ids: dict[str, str] = {}
    for each in chosen:
        name = (each.task_id or each.label) if each.kind is Kind.GROUP or each.task_id else each.label
        ids[each.id] = _free_id(name, prefix, taken)
        taken.add(f"{prefix}{ids[each.id]}")
    variables: dict[str, str] = {}
    for node in inner:
        if node.variable is not None:
            wanted = ids.get(node.id, node.variable)
            variables[node.variable] = _free_name(wanted, reading, {*variables.values(), *used_names(other.source)})
    return Copies(other, tuple(chosen), tuple(inner), ids, variables)


def _free_id(name: str, prefix: str, taken: set[str]) -> str:
    stem, _, number = name.rpartition("_")
    base = stem if number.isdigit() and stem else name
    every = chain([name], (f"{base}_{each}" for each in count(2)))
    return next(each for each in every if f"{prefix}{each}" not in taken)


def _free_name(wanted: str, reading: Reading, taken: set[str]) -> str:
    name = identifier(wanted, reading.source)
    every = chain([name], (f"{name}_{each}" for each in count(2)))
    return next(each for each in every if each not in taken)


def _with_imports(reading: Reading, copies: Copies) -> Reading:
    """The file with what the copies use; what is no import must be there."""
    source = copies.reading.source
    used = set[str]().union(*(names_in(each.statement) for each in copies.chosen))
    wanted = [name for each in existing_imports(source) for name in each.names if name.bound in used]
    text = merge_imports(reading.source.text, [each.statement for each in wanted])
    bound = {name for each in relocation.units(source) if _is_copied(copies, each.start) for name in each.bound}
    known = used_names(reading.source) | {each.bound for each in wanted} | bound | set(dir(builtins))
    dags = {each.variable for each in copies.reading.dags.values()}
    missing = sorted(used - known - dags)
    if missing:
        message = f"The copies use `{missing[0]}`, which this file does not have. Put that into the text first."
        raise InvalidInputError.at("nodes", message)
    if copies.reading is not reading:
        _refuse_two_meanings(reading, copies, used - bound - dags)
    return read(text)


def _refuse_two_meanings(reading: Reading, copies: Copies, used: set[str]) -> None:
    """What copies from another file use is the same in this one, and what they set is not used here."""
    others = other_things(reading.source, copies.reading.source, used)
    if others:
        message = f"The copies use `{others[0]}`, which is something else in this file. Rename it first."
        raise InvalidInputError.at("nodes", message)
    kept = {name for each in copies.chosen for name in bound_names(each.statement)} - {*copies.variables}
    taken = sorted(kept & used_names(reading.source))
    if taken:
        message = f"The copies set `{taken[0]}`, which this file has already. Rename it first."
        raise InvalidInputError.at("nodes", message)


def _is_copied(copies: Copies, offset: int) -> bool:
    spans = [copies.reading.source.span(each.statement) for each in copies.chosen]
    return any(start <= offset < end for start, end in spans)


def _splices(reading: Reading, copies: Copies, change: PasteNodes, dag: ReadDag) -> list[Splice]:
    source = reading.source
    block = task_edits.block_for(reading, change.parent, dag)
    if isinstance(block, cst.SimpleStatementSuite):
        raise InvalidInputError.at(
            "parent", "The block stands on one line. Give it lines of its own in the text first."
        )
    is_only_pass = len(block.body) == 1 and lines.is_pass(block.body[0])
    statements = [each.statement for each in reading.nodes.values() if each.dag == dag.key] or [dag.statement]
    holding = [each for each in block.body if any(task_edits.holds(source, each, one) for one in statements)]
    last = (holding or list(block.body))[-1]
    span = lines.extent(source, last)
    indent = source.indent_of(last) if isinstance(block, cst.IndentedBlock) else ""
    text = "".join(_text(copies, each, indent, dag) for each in copies.chosen)
    gap = "" if source.text[: span[1]].endswith(("\n", "\r")) else source.newline
    return [Splice(span[0] if is_only_pass else span[1], span[1], gap + text)]


def _text(copies: Copies, node: ReadNode, indent: str, dag: ReadDag) -> str:
    """The statement of a copy: other names, another indentation, another DAG."""
    other = copies.reading
    source = other.source
    span = lines.extent(source, node.statement)
    is_plain_call = node.function and keyword(node.call, "task_id") is None
    named = (
        []
        if is_plain_call and copies.ids[node.id] == node.task_id
        else task_edits.id_set(other, node, copies.ids[node.id])
    )
    splices = [*relocation.indented(source, span, source.indent_of(node.statement), indent), *named]
    splices += _renamed_variables(copies, span)
    for each in copies.inner:
        if task_edits.holds(source, node.statement, each.statement) and each.call is not None and not each.function:
            splices += _of_dag(other, each, dag)
    return relocation.text_with(source, span, splices)


def _renamed_variables(copies: Copies, span: tuple[int, int]) -> list[Splice]:
    source = copies.reading.source
    found = {}
    for node in copies.inner:
        if node.variable is not None and copies.variables[node.variable] != node.variable:
            for each in task_edits.occurrences(source, node):
                start, end = source.span(each)
                if span[0] <= start < span[1]:
                    found[start] = Splice(start, end, copies.variables[node.variable])
    return list(found.values())


def _of_dag(other: Reading, node: ReadNode, dag: ReadDag) -> list[Splice]:
    """The argument ``dag`` as the file of the copy wants it."""
    assert node.call is not None
    given = keyword(node.call, "dag")
    if not dag.needs_dag_argument or node.parent is not None:
        return argument_removed(other.source, node.call, "dag") if given is not None else []
    variable = task_edits.dag_variable(dag)
    if given is not None:
        return [Splice(*other.source.whole(given.value), variable)]
    close = other.source.span(node.call)[1] - 1
    return inserted(other.source, entries(other.source, node.call.args), close, f"dag={variable}")
