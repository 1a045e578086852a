"""Dependencies set and taken away."""

from __future__ import annotations

import libcst as cst

from couture_scheduler.dag_editing import lines
from couture_scheduler.dag_editing.argument_edits import argument_set
from couture_scheduler.dag_editing.arrow_edits import Rewriting
from couture_scheduler.dag_editing.changes import Connect, Disconnect
from couture_scheduler.dag_editing.checking import Edited, Expected, checked, editable, node_named, spliced
from couture_scheduler.dag_editing.reading import Arrow, DataLink, Kind, Reading, ReadNode
from couture_scheduler.dag_editing.source import Source, Splice
from couture_scheduler.dag_editing.values import Value, ValueKind, identifier
from couture_scheduler.errors import InvalidInputError


def connect(reading: Reading, change: Connect) -> Edited:
    """A dependency more, on a line of its own; one by a value is an argument."""
    if change.argument is not None:
        return _connect_by_value(reading, change, change.argument)
    source, target = node_named(reading, change.source, "source"), node_named(reading, change.target, "target")
    _check_connection(reading, source, target)
    for each, at in ((source, "source"), (target, "target")):
        reading = with_variable(reading, each.id, at)
    one, other = reading.nodes[source.id], reading.nodes[target.id]
    statement = f"{one.variable} >> {other.variable}"
    splice = lines.inserted_after(reading.source, _last_before(reading, one, other), [statement])
    after = spliced(reading, [splice])
    checked(reading, after, Expected(new_edges={(source.id, target.id)}))
    return Edited(after.source.text, after, (target.id,))


def _connect_by_value(reading: Reading, change: Connect, argument: str) -> Edited:
    source, target = node_named(reading, change.source, "source"), editable(reading, change.target, "target")
    if (source.id, target.id) not in reading.edges():
        _check_connection(reading, source, target)
    if source.kind is not Kind.TASK or target.kind is not Kind.TASK or target.call is None:
        raise InvalidInputError.at("source", "Values flow from tasks to tasks only.")
    if source.reason:
        raise InvalidInputError.at("source", source.reason)
    reading = with_variable(reading, source.id, "source")
    source, target = reading.nodes[source.id], reading.nodes[target.id]
    if reading.source.span(source.statement) > reading.source.span(target.statement):
        message = f"{target.label} is made above {source.label} in the file. Move it below in the text first."
        raise InvalidInputError.at("target", message)
    assert target.call is not None
    value = Value(ValueKind.EXPRESSION, output_of(source))
    place = argument_place(target, argument)
    after = spliced(reading, argument_set(reading.source, target.call, argument, value, place))
    checked(reading, after, Expected(new_edges={(source.id, target.id)}))
    return Edited(after.source.text, after, (target.id,))


def output_of(node: ReadNode) -> str:
    """How the file says the value of a task."""
    return node.variable or "" if node.function else f"{node.variable}.output"


def argument_place(node: ReadNode, argument: str) -> int | None:
    """Which positional argument of a function's call this one may be."""
    names = [each.name.value for each in node.definition.params.params] if node.definition else []
    return names.index(argument) if argument in names else None


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


def with_variable(reading: Reading, node_id: str, field: str, name: str | None = None) -> Reading:
    """The file in which the node has a variable."""
    node = reading.nodes[node_id]
    if node.variable is not None:
        return reading
    source, statement = reading.source, node.statement
    name = name or identifier(node.label, source)
    if isinstance(statement, cst.With) and node.kind is Kind.GROUP:
        end = source.whole(next(each.item for each in statement.items if each.item is node.node))[1]
        return spliced(reading, [Splice(end, end, f" as {name}")])
    only = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) else None
    if isinstance(only, cst.Expr) and only.value is node.node:
        start = source.span(statement)[0]
        return spliced(reading, [Splice(start, start, f"{name} = ")])
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


def disconnect(reading: Reading, change: Disconnect) -> Edited:
    """A dependency less."""
    edge = (change.source, change.target)
    if edge not in reading.edges():
        raise InvalidInputError.at("target", "There is no such dependency any more.")
    after = _without_edge(reading, edge)
    checked(reading, after, Expected(gone_edges={edge}))
    return Edited(after.source.text, after, (change.target,))


def _without_edge(reading: Reading, edge: tuple[str, str]) -> Reading:
    while ways := reading.edges().get(edge):
        way = ways[0]
        if isinstance(way, DataLink):
            line = reading.source.line_of(reading.source.span(way.place)[0])
            message = f"A value flows here (line {line}). Change the argument instead."
            raise InvalidInputError.at("target", message)
        reading = spliced(reading, Rewriting(reading.source, way).without_edge(*edge))
    return reading


def without_arrows(reading: Reading, node: str, mend: bool) -> Reading:
    """The file without what connects a node; with ``mend`` what it stood between is connected."""
    while arrow := next((each for each in reading.arrows if any(node in at.ids for at in each.operands)), None):
        reading = spliced(reading, Rewriting(reading.source, arrow).without_node(node, mend))
    return reading
