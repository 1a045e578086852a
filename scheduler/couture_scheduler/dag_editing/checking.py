"""What every change of a file has in common: nodes are found, ids are checked, and what came out is read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from couture_scheduler.dag_editing import task_edits
from couture_scheduler.dag_editing.imports import merge_imports
from couture_scheduler.dag_editing.nodes import prefix_in
from couture_scheduler.dag_editing.reading import Kind, ReadDag, Reading, ReadNode
from couture_scheduler.dag_editing.source import Splice
from couture_scheduler.dag_editing.statements import read
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
    """The new text, what it says, the nodes that are to be selected, and what to look at."""

    text: str
    reading: Reading
    selected: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Expected:
    """What may differ between two readings. ``renamed``: nodes with other ids; ``parents``: those in other groups."""

    new_nodes: set[str] = field(default_factory=set)
    new_dag: str | None = None
    gone: set[str] = field(default_factory=set)
    renamed: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str | None] = field(default_factory=dict)
    new_edges: Edges = field(default_factory=set)
    gone_edges: Edges = field(default_factory=set)

    def name(self, node: str) -> str:
        """The id of a node afterwards."""
        return self.renamed.get(node, node)


def spliced(reading: Reading, splices: Iterable[Splice]) -> Reading:
    """What the text says with these splices done."""
    wanted = list(splices)
    return read(reading.source.spliced(wanted)) if wanted else reading


def checked(before: Reading, after: Reading, expected: Expected) -> Reading:
    """The new reading, if it differs from the old one in what is expected and in nothing else.

    Raises:
        InvalidInputError: something else would change, too.
    """
    name = expected.name
    nodes = {name(each) for each in before.nodes if each not in expected.gone} | expected.new_nodes
    edges = {(name(one), name(other)) for one, other in before.edges()} - expected.gone_edges | expected.new_edges
    dags = {*before.dags} | ({expected.new_dag} if expected.new_dag else set())
    is_same = nodes == set(after.nodes) and edges == set(after.edges()) and dags == set(after.dags)
    if not is_same or not all(_is_same(before.nodes[each], after, expected) for each in before.nodes):
        raise InvalidInputError.at("change", NOT_SAFE)
    return after


def _is_same(node: ReadNode, after: Reading, expected: Expected) -> bool:
    """Whether a node is the same kind of thing in the same group as before."""
    if node.id in expected.gone:
        return True
    found = after.nodes[expected.name(node.id)]
    parent = expected.parents.get(node.id, node.parent)
    there = expected.name(parent) if parent is not None else None
    return (found.kind, found.operator, found.parent) == (node.kind, node.operator, there)


def moved_ids(
    reading: Reading,
    parents: Mapping[str, str | None],
    names: Mapping[str, str] | None = None,
    new_prefix: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The ids of all nodes that get others when nodes go into other groups, or get other ``names``.

    ``new_prefix``: what ids begin with in groups that are not there yet.
    """
    found: dict[str, str] = {}
    prefixes = dict(new_prefix or {})
    for node in reading.nodes.values():
        own = (names or {}).get(node.id) or node.id[len(prefix_in(reading, node.dag, node.parent)) :]
        parent = parents.get(node.id, node.parent)
        before = prefixes.get(parent or "") or prefix_in(reading, node.dag, parent)
        new = node.id if node.kind is Kind.CODE else f"{before}{own}"
        if new != node.id:
            found[node.id] = new
        if node.kind is Kind.GROUP and new != node.id and prefix_in(reading, node.dag, node.id) == f"{node.id}.":
            prefixes[node.id] = f"{new}."
    return found


def holders(reading: Reading, group: str | None) -> list[str]:
    """A group and those around it."""
    found = []
    while group is not None:
        found.append(group)
        group = reading.nodes[group].parent
    return found


def node_named(reading: Reading, node: str, field: str = "node") -> ReadNode:
    """The node, which is there."""
    if node not in reading.nodes:
        raise InvalidInputError.at(field, f"There is no {node!r} in the file any more.")
    return reading.nodes[node]


def editable(reading: Reading, node: str, field: str = "node") -> ReadNode:
    """The node, which can be changed."""
    found = node_named(reading, node, field)
    if found.reason:
        raise InvalidInputError.at(field, found.reason)
    return found


def dag_named(reading: Reading, key: str) -> ReadDag:
    """The DAG, which is there."""
    if key not in reading.dags:
        raise InvalidInputError.at("dag", f"There is no DAG {key!r} in the file any more.")
    return reading.dags[key]


def check_id(reading: Reading, dag: str, name: str, key: str, field: str) -> None:
    """An id of a task or group that is fit and free."""
    if not name or not all(each.isalnum() or each in "-_." for each in name) or len(name) > 250:
        raise InvalidInputError.at(field, f"An id has {ID}, and at most 250 of them.")
    if key in reading.nodes:
        raise InvalidInputError.at(field, f"There is a task or group {name!r} in the DAG {dag} already.")


def imported(reading: Reading, module: str, name: str) -> Reading:
    """The file with this thing of ours imported, if it is not."""
    if task_edits.local_name(reading, name) in reading.imported:
        return reading
    return read(merge_imports(reading.source.text, [f"from {module} import {name}"]))


def with_timedelta(reading: Reading) -> Reading:
    """The file with ``timedelta`` imported."""
    if reading.imported.get("timedelta") == "datetime.timedelta":
        return reading
    return read(merge_imports(reading.source.text, ["from datetime import timedelta"]))
