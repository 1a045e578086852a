"""What a DAG file says, as plain data: the canvas draws it. ``canvas_of`` makes it from a reading."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

import libcst as cst

from couture_scheduler.dag_editing.reading import Arrow, DataLink, Kind, ReadDag, Reading, ReadNode
from couture_scheduler.dag_editing.source import Source
from couture_scheduler.dag_editing.values import Value, value_of

FLOWS = "A value flows here. Change the argument instead."
POSITIONAL = {"DAG": ("dag_id",), "TaskGroup": ("group_id",)}


@dataclass(frozen=True, slots=True)
class Place:
    """Lines of the file, counted from 1, and offsets in characters."""

    line: int
    end_line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument as it stands in the file. One without a keyword has the name of its place."""

    name: str
    value: Value
    line: int


@dataclass(frozen=True, slots=True)
class CanvasDag:
    """A DAG of the file."""

    key: str
    dag_id: str | None
    variable: str | None
    arguments: tuple[Argument, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Parameter:
    """What the function of a task takes; ``annotation`` and ``default`` are Python text, empty where there is none."""

    name: str
    annotation: str
    default: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class CanvasNode:
    """A task, a task group or code. Without a ``reason`` it can be edited; ``code`` is the text of what cannot.

    ``has_value``: other tasks can take its value.
    """

    id: str
    kind: Kind
    dag: str
    parent: str | None
    label: str
    task_id: str | None
    operator: str
    module: str
    variable: str | None
    arguments: tuple[Argument, ...]
    parameters: tuple[Parameter, ...]
    has_value: bool
    place: Place
    reason: str
    code: str


@dataclass(frozen=True, slots=True)
class CanvasEdge:
    """A dependency. Without a ``reason`` it can be taken away."""

    source: str
    target: str
    label: str | None
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class CanvasOutside:
    """Code that makes DAGs or tasks and cannot be placed in any drawing."""

    reason: str
    code: str
    place: Place


@dataclass(frozen=True, slots=True)
class Canvas:
    """All of a file. ``functions``: the names of its functions, for arguments that take one."""

    dags: tuple[CanvasDag, ...]
    nodes: tuple[CanvasNode, ...]
    edges: tuple[CanvasEdge, ...]
    outside: tuple[CanvasOutside, ...]
    functions: tuple[str, ...]


def canvas_of(reading: Reading) -> Canvas:
    """The canvas of what was read."""
    labels = reading.labels()
    return Canvas(
        tuple(_dag(reading, each) for each in reading.dags.values()),
        tuple(_node(reading, each) for each in reading.nodes.values()),
        tuple(_edge(reading, edge, ways, labels.get(edge)) for edge, ways in reading.edges().items()),
        tuple(
            CanvasOutside(each.reason, _text(reading.source, each.statement), _place(reading.source, each.statement))
            for each in reading.outside
        ),
        _functions(reading.source.module),
    )


def _functions(module: cst.Module) -> tuple[str, ...]:
    return tuple(each.name.value for each in module.body if isinstance(each, cst.FunctionDef) and not each.decorators)


def _dag(reading: Reading, dag: ReadDag) -> CanvasDag:
    arguments = _arguments(reading, dag.call, "DAG")
    return CanvasDag(dag.key, dag.dag_id, dag.variable, arguments, _place(reading.source, dag.statement))


def _node(reading: Reading, node: ReadNode) -> CanvasNode:
    source = reading.source
    return CanvasNode(
        node.id, node.kind, node.dag, node.parent, node.label, node.task_id, node.operator, node.module, node.variable,
        _arguments(reading, node.call, node.operator, node.definition), _parameters(source, node.definition),
        node.kind is Kind.TASK and not node.reason, _place(source, node.statement), node.reason,
        _text(source, node.statement) if node.reason else "",
    )  # fmt: skip


def _parameters(source: Source, function: cst.FunctionDef | None) -> tuple[Parameter, ...]:
    params = function.params if function else cst.Parameters()
    return tuple(
        Parameter(
            each.name.value,
            source.code(each.annotation.annotation) if each.annotation else "",
            source.code(each.default) if each.default else "",
            each.default is None,
        )
        for each in (*params.params, *params.kwonly_params)
    )


def _arguments(
    reading: Reading, call: cst.Call | None, operator: str, function: cst.FunctionDef | None = None
) -> tuple[Argument, ...]:
    known = tuple(each.name.value for each in function.params.params) if function else _known(operator)
    found = []
    place = 0
    for arg in call.args if call else ():
        name = (
            arg.star
            if arg.star
            else arg.keyword.value
            if arg.keyword
            else known[place]
            if place < len(known)
            else f"{place + 1}"
        )
        place += 0 if arg.keyword or arg.star else 1
        value = value_of(reading.source, arg.value, reading.imported)
        found.append(Argument(name, value, reading.source.line_of(reading.source.span(arg)[0])))
    return tuple(found)


def _known(operator: str) -> tuple[str, ...]:
    """The names of positional arguments."""
    return POSITIONAL.get(operator, ("task_id",) if not operator.startswith("@") else ())


def _edge(reading: Reading, edge: tuple[str, str], ways: list[Arrow | DataLink], label: str | None) -> CanvasEdge:
    reasons = [FLOWS if isinstance(way, DataLink) else way.reason for way in ways]
    first = ways[0].place if isinstance(ways[0], DataLink) else ways[0].expression
    line = reading.source.line_of(reading.source.span(first)[0])
    return CanvasEdge(*edge, label, line, next((each for each in reasons if each), ""))


def _place(source: Source, node: cst.CSTNode) -> Place:
    start, end = source.span(node)
    end = start + len(source.text[start:end].rstrip())
    return Place(source.line_of(start), source.line_of(end), start, end)


def _text(source: Source, node: cst.CSTNode) -> str:
    start, end = source.span(node)
    return dedent(source.text[source.line_start(start) : end].rstrip())
