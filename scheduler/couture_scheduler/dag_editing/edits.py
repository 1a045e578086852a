"""Changes of the canvas applied to a source: ``apply`` is the only way in.

Whatever is done is checked: the new text is read again, and must say what was wanted and nothing else. If it does not,
the change is refused and the text stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import libcst as cst

from couture_scheduler.dag_editing import lines, task_edits
from couture_scheduler.dag_editing.argument_edits import argument_removed, argument_set, decorator_argument_set
from couture_scheduler.dag_editing.arrow_edits import Rewriting
from couture_scheduler.dag_editing.changes import (
    AddDag,
    AddTask,
    Change,
    Connect,
    DeleteNode,
    Disconnect,
    RemoveArgument,
    Rename,
    SetArgument,
)
from couture_scheduler.dag_editing.imports import merge_imports
from couture_scheduler.dag_editing.reading import Arrow, DataLink, Kind, ReadDag, Reading, ReadNode
from couture_scheduler.dag_editing.source import Source, Splice
from couture_scheduler.dag_editing.statements import read
from couture_scheduler.dag_editing.values import ValueKind, identifier
from couture_scheduler.errors import InvalidInputError

ID = r"letters, digits, `-`, `_` and `.`"
NOT_SAFE = "This cannot be changed here without changing something else too. Change it in the text."
Edges = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Note:
    """Something to look at after a change."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Edited:
    """The new text, what it says, the node that is to be selected, and what to look at."""

    text: str
    reading: Reading
    selected: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Expected:
    """What may differ between two readings."""

    new_node: str | None = None
    new_dag: str | None = None
    gone: str | None = None
    renamed: tuple[str, str] | None = None
    new_edges: Edges = field(default_factory=set)
    gone_edges: Edges = field(default_factory=set)


def apply(text: str, change: Change) -> Edited:
    """The text after the change.

    Raises:
        InvalidInputError: it cannot be done; the message says why, the field which part of the change is wrong.
    """
    reading = read(text)
    do: Callable[[Reading, Change], Edited] = _WAYS[type(change)]
    return do(reading, change)


def _spliced(reading: Reading, splices: list[Splice]) -> Reading:
    return read(reading.source.spliced(splices)) if splices else reading


def _checked(before: Reading, after: Reading, expected: Expected) -> Reading:
    old, new = expected.renamed or ("", "")

    def name(node: str) -> str:
        is_inside = old and (node == old or node.startswith(f"{old}."))
        return new + node[len(old) :] if is_inside else node

    nodes = {name(each) for each in before.nodes} - {expected.gone}
    nodes |= {expected.new_node} if expected.new_node else set()
    edges = {(name(one), name(other)) for one, other in before.edges()} - expected.gone_edges | expected.new_edges
    dags = {*before.dags} | ({expected.new_dag} if expected.new_dag else set())
    if nodes != set(after.nodes) or edges != set(after.edges()) or dags != set(after.dags):
        raise InvalidInputError.at("change", NOT_SAFE)
    return after


def _node(reading: Reading, node: str, field: str = "node") -> ReadNode:
    if node not in reading.nodes:
        raise InvalidInputError.at(field, f"There is no {node!r} in the file any more.")
    return reading.nodes[node]


def _editable(reading: Reading, node: str) -> ReadNode:
    found = _node(reading, node)
    if found.reason:
        raise InvalidInputError.at("node", found.reason)
    return found


def _dag(reading: Reading, key: str) -> ReadDag:
    if key not in reading.dags:
        raise InvalidInputError.at("dag", f"There is no DAG {key!r} in the file any more.")
    return reading.dags[key]


def _check_id(reading: Reading, dag: str, name: str, key: str, field: str) -> None:
    if not name or not all(each.isalnum() or each in "-_." for each in name) or len(name) > 250:
        raise InvalidInputError.at(field, f"An id has {ID}, and at most 250 of them.")
    if key in reading.nodes:
        raise InvalidInputError.at(field, f"There is a task or group {name!r} in the DAG {dag} already.")


# Adding


def _add_dag(reading: Reading, change: AddDag) -> Edited:
    if not change.dag_id or not all(each.isalnum() or each in "-_." for each in change.dag_id):
        raise InvalidInputError.at("dag_id", f"An id has {ID}.")
    if change.dag_id in reading.dags:
        raise InvalidInputError.at("dag_id", f"There is a DAG {change.dag_id!r} in this file already.")
    with_import = _imported(reading, "couture_jupyter", "DAG")
    after = _spliced(with_import, task_edits.with_new_dag(with_import, change))
    _checked(reading, after, Expected(new_dag=change.dag_id))
    return Edited(after.source.text, after)


def _imported(reading: Reading, module: str, name: str) -> Reading:
    if task_edits.local_name(reading, name) in reading.imported:
        return reading
    return read(merge_imports(reading.source.text, [f"from {module} import {name}"]))


def _add_task(reading: Reading, change: AddTask) -> Edited:
    dag = _dag(reading, change.dag)
    parent = _node(reading, change.parent, "parent") if change.parent else None
    key = f"{parent.id}.{change.task_id}" if parent else f"{change.dag}/{change.task_id}"
    _check_id(reading, change.dag, change.task_id, key, "task_id")
    ready = _imported(reading, change.module, change.operator)
    if any(each.kind is ValueKind.DURATION for each in change.arguments.values()):
        ready = _with_timedelta(ready)
    after = _spliced(ready, task_edits.with_new_task(ready, change, ready.dags[dag.key]))
    new = next(iter(set(after.nodes) - set(reading.nodes)), key)
    data = {edge for edge, ways in after.edges().items() if new in edge and isinstance(ways[0], DataLink)}
    _checked(reading, after, Expected(new_node=new, new_edges=data))
    for each in change.after:
        if (each, new) not in after.edges():
            after = _connect(after, Connect(each, new)).reading
    return Edited(after.source.text, after, new)


def _with_timedelta(reading: Reading) -> Reading:
    if reading.imported.get("timedelta") == "datetime.timedelta":
        return reading
    return read(merge_imports(reading.source.text, ["from datetime import timedelta"]))


# Dependencies


def _connect(reading: Reading, change: Connect) -> Edited:
    source, target = _node(reading, change.source, "source"), _node(reading, change.target, "target")
    _check_connection(reading, source, target)
    for each, at in ((source, "source"), (target, "target")):
        reading = _with_variable(reading, each.id, at)
    one, other = reading.nodes[source.id], reading.nodes[target.id]
    statement = f"{one.variable} >> {other.variable}"
    splice = lines.inserted_after(reading.source, _last_before(reading, one, other), [statement])
    after = _spliced(reading, [splice])
    _checked(reading, after, Expected(new_edges={(source.id, target.id)}))
    return Edited(after.source.text, after, target.id)


def _check_connection(reading: Reading, source: ReadNode, target: ReadNode) -> None:
    if source.dag != target.dag:
        raise InvalidInputError.at("target", "Tasks of two DAGs cannot be connected.")
    if (source.id, target.id) in reading.edges():
        raise InvalidInputError.at("target", f"{target.label} comes after {source.label} already.")
    around = {source.id, target.id}
    if source.id == target.id or reading.comes_before(target.id, source.id):
        message = f"{target.label} comes before {source.label}: this would be a cycle."
        raise InvalidInputError.at("target", "A task cannot come after itself." if len(around) == 1 else message)
    if any(each.startswith(f"{other}.") for each in around for other in around):
        raise InvalidInputError.at("target", "A group cannot be connected with what is in it.")
    for each in (source, target):
        if each.kind is Kind.CODE:
            raise InvalidInputError.at("source" if each is source else "target", each.reason)


def _with_variable(reading: Reading, node_id: str, field: str) -> Reading:
    """The file in which the node has a variable."""
    node = reading.nodes[node_id]
    if node.variable is not None:
        return reading
    source, statement = reading.source, node.statement
    name = identifier(node.label, source)
    if isinstance(statement, cst.With) and node.kind is Kind.GROUP:
        end = source.whole(next(each.item for each in statement.items if each.item is node.node))[1]
        return _spliced(reading, [Splice(end, end, f" as {name}")])
    only = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) else None
    if isinstance(only, cst.Expr) and only.value is node.node:
        start = source.span(statement)[0]
        return _spliced(reading, [Splice(start, start, f"{name} = ")])
    message = f"{node.label} has no variable of its own to connect. Give it one in the text first."
    raise InvalidInputError.at(field, message)


def _last_before(reading: Reading, one: ReadNode, other: ReadNode) -> cst.CSTNode:
    """The statement that the new dependency follows: both tasks are made, and the others are set."""
    source = reading.source
    for body in (reading.dags[one.dag].body, source.module):
        made = [_place_in(source, body, each.statement) for each in (one, other)]
        if None not in made:
            arrows = [each for each in reading.arrows if _dag_of(reading, each) == one.dag]
            others: list[cst.CSTNode] = [each.statement for each in arrows if each.statement is not None]
            others = others or [each.statement for each in reading.nodes.values() if each.dag == one.dag]
            known = [_place_in(source, body, each) for each in others]
            return body.body[max(place for place in (*made, *known) if place is not None)]
    raise InvalidInputError.at("target", "The two are made in different blocks. Connect them in the text.")


def _place_in(source: Source, body: cst.BaseSuite | cst.Module, statement: cst.CSTNode) -> int | None:
    start = source.span(statement)[0]
    spans = [source.span(each) for each in body.body]
    return next((place for place, (first, last) in enumerate(spans) if first <= start < last), None)


def _dag_of(reading: Reading, arrow: Arrow) -> str | None:
    return next((reading.nodes[each].dag for operand in arrow.operands for each in operand.ids), None)


def _disconnect(reading: Reading, change: Disconnect) -> Edited:
    edge = (change.source, change.target)
    if edge not in reading.edges():
        raise InvalidInputError.at("target", "There is no such dependency any more.")
    after = _without_edge(reading, edge)
    _checked(reading, after, Expected(gone_edges={edge}))
    return Edited(after.source.text, after, change.target)


def _without_edge(reading: Reading, edge: tuple[str, str]) -> Reading:
    while ways := reading.edges().get(edge):
        way = ways[0]
        if isinstance(way, DataLink):
            line = reading.source.line_of(reading.source.span(way.place)[0])
            message = f"A value flows here (line {line}). Change the argument instead."
            raise InvalidInputError.at("target", message)
        reading = _spliced(reading, Rewriting(reading.source, way).without_edge(*edge))
    return reading


# Deleting and renaming


def _delete(reading: Reading, change: DeleteNode) -> Edited:
    node = _editable(reading, change.node)
    if any(each.parent == node.id for each in reading.nodes.values()):
        raise InvalidInputError.at("node", "The group still has tasks. Delete them first.")
    edges = {edge for edge in reading.edges() if node.id in edge}
    _refuse_data(reading, edges, node)
    mended = _mended(reading, node.id) if change.mend else set()
    after = _without_arrows(reading, node.id, change.mend)
    if node.id in after.nodes:
        after = _spliced(after, task_edits.without_definition(after, after.nodes[node.id]))
    for source, target in sorted(mended - set(after.edges())):
        after = _connect(after, Connect(source, target)).reading
    _checked(reading, after, Expected(gone=node.id, gone_edges=edges, new_edges=mended))
    return Edited(after.source.text, after)


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


def _without_arrows(reading: Reading, node: str, mend: bool) -> Reading:
    while arrow := next((each for each in reading.arrows if any(node in at.ids for at in each.operands)), None):
        reading = _spliced(reading, Rewriting(reading.source, arrow).without_node(node, mend))
    return reading


def _rename(reading: Reading, change: Rename) -> Edited:
    node = _editable(reading, change.node)
    own = node.id.removesuffix(node.task_id or node.label)
    key = own + change.name
    if key == node.id:
        return Edited(reading.source.text, reading, node.id)
    _check_id(reading, node.dag, change.name, key, "name")
    after = _spliced(reading, task_edits.renamed(reading, change, node))
    _checked(reading, after, Expected(renamed=(node.id, key)))
    old = node.task_id or ""
    found = task_edits.texts_equal_to(after.source, old) if old else []
    notes = tuple(Note(line, f"The text “{old}” still stands in line {line}.") for line in found)
    return Edited(after.source.text, after, key, notes)


# Arguments


def _set_argument(reading: Reading, change: SetArgument) -> Edited:
    if change.name in ("task_id", "group_id", "dag"):
        raise InvalidInputError.at("name", f"`{change.name}` is no argument to be set here: rename it instead.")
    ready = _with_timedelta(reading) if change.value.kind is ValueKind.DURATION else reading
    call, dag = _call(ready, change.node, change.dag)
    if call is None:
        assert dag is not None
        splices = decorator_argument_set(ready.source, dag, change.name, change.value)
    else:
        splices = argument_set(ready.source, call, change.name, change.value)
    return _with_arguments(reading, _spliced(ready, splices), change)


def _remove_argument(reading: Reading, change: RemoveArgument) -> Edited:
    if change.name in ("task_id", "group_id", "dag_id", "dag"):
        raise InvalidInputError.at("name", f"The argument `{change.name}` is needed.")
    call, _ = _call(reading, change.node, change.dag)
    if call is None:
        raise InvalidInputError.at("name", f"There is no argument `{change.name}`.")
    after = _spliced(reading, argument_removed(reading.source, call, change.name))
    return _with_arguments(reading, after, change)


def _call(reading: Reading, node: str | None, dag: str | None) -> tuple[cst.Call | None, ReadDag | None]:
    if node is not None:
        found = _editable(reading, node)
        if found.call is None:
            raise InvalidInputError.at("node", "It takes no arguments.")
        return found.call, None
    if dag is None:
        raise InvalidInputError.at("node", "Say which task or DAG the argument belongs to.")
    made = _dag(reading, dag)
    return made.call, made


def _with_arguments(before: Reading, after: Reading, change: SetArgument | RemoveArgument) -> Edited:
    """Arguments may carry data: dependencies into this very node may change, nothing else."""
    if isinstance(change, SetArgument) and change.dag is not None and change.name == "dag_id":
        return Edited(after.source.text, after)
    into = {edge for edge in {*before.edges()} ^ {*after.edges()} if edge[1] == change.node}
    new, gone = into & set(after.edges()), into - set(after.edges())
    for source, target in new:
        if after.comes_before(target, source):
            label = after.nodes[source].label
            raise InvalidInputError.at("value", f"{label} comes after this task: this would be a cycle.")
    _checked(before, after, Expected(new_edges=new, gone_edges=gone))
    return Edited(after.source.text, after, change.node)


_WAYS: dict[type[Change], Callable[..., Edited]] = {
    AddDag: _add_dag,
    AddTask: _add_task,
    Connect: _connect,
    Disconnect: _disconnect,
    DeleteNode: _delete,
    Rename: _rename,
    SetArgument: _set_argument,
    RemoveArgument: _remove_argument,
}
