"""What a DAG file says, with its places in the syntax tree: ``statements`` reads, ``model`` shows, the edits change it.

Words: a *node* is a task, a task group, or code that cannot be drawn; an *arrow* is one expression that sets
dependencies (``a >> [b, c]``, ``chain(a, b)``, ``a.set_downstream(b)``); its *operands* stand between its operators.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product

import libcst as cst

from couture_scheduler.dag_editing.source import Source

Statement = cst.BaseStatement


class Kind(StrEnum):
    """What a node is."""

    TASK = "task"
    GROUP = "group"
    CODE = "code"


class How(StrEnum):
    """How an arrow is written."""

    SHIFT = "shift"
    CHAIN = "chain"
    CROSS = "cross"
    METHOD = "method"


@dataclass(slots=True)
class ReadDag:
    """A DAG: its call (none for a bare ``@dag``) and the block that its tasks stand in (the module for ``dag=``)."""

    key: str
    dag_id: str | None
    call: cst.Call | None
    statement: Statement
    body: cst.BaseSuite | cst.Module
    variable: str | None = None
    function: cst.FunctionDef | None = None
    decorator: cst.Decorator | None = None

    @property
    def needs_dag_argument(self) -> bool:
        """Whether a task says which DAG it belongs to."""
        return isinstance(self.body, cst.Module)


@dataclass(slots=True)
class ReadNode:
    """A node. ``statement`` is what makes it by the expression ``node``; ``reason`` says why it cannot be edited."""

    id: str
    kind: Kind
    dag: str
    parent: str | None
    label: str
    statement: Statement
    node: cst.CSTNode
    call: cst.Call | None = None
    operator: str = ""
    module: str = ""
    task_id: str | None = None
    variable: str | None = None
    reason: str = ""
    function: str = ""
    definition: cst.FunctionDef | None = None
    body: cst.BaseSuite | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in an operand and the nodes that it stands for."""

    node: cst.BaseExpression
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operand:
    """What stands between two operators: one item, or a list of them. A label is an operand without items."""

    node: cst.BaseExpression
    items: tuple[Item, ...]
    is_list: bool = False
    label: str | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The nodes that it stands for."""
        return tuple(each for item in self.items for each in item.ids)


@dataclass(frozen=True, slots=True)
class Arrow:
    """One expression that sets dependencies. Without a ``statement`` of its own it is not rewritten, for ``reason``."""

    how: How
    expression: cst.BaseExpression
    operands: tuple[Operand, ...]
    is_forward: tuple[bool, ...]
    statement: cst.SimpleStatementLine | None = None
    reason: str = ""

    def pairs(self) -> Iterator[tuple[int, str, str, str | None]]:
        """(place, source, target, label) of each dependency that it sets."""
        before, label = 0, None
        for place in range(1, len(self.operands)):
            operand = self.operands[place]
            if operand.label is not None:
                label = operand.label
                continue
            for one, other in self._matched(self.operands[before], operand):
                yield (before, one, other, label) if self.is_forward[place - 1] else (before, other, one, label)
            before, label = place, None

    def _matched(self, one: Operand, other: Operand) -> Iterator[tuple[str, str]]:
        if self.how is How.CHAIN and one.is_list and other.is_list:
            for left, right in zip(one.items, other.items, strict=False):
                yield from product(left.ids, right.ids)
        else:
            yield from product(one.ids, other.ids)


@dataclass(frozen=True, slots=True)
class DataLink:
    """A value that flows from one task into an argument of another one."""

    source: str
    target: str
    place: cst.CSTNode


@dataclass(frozen=True, slots=True)
class Outside:
    """Code that makes DAGs or tasks which the canvas cannot place in any DAG."""

    statement: Statement
    reason: str


@dataclass
class Reading:
    """All that was read in a file."""

    source: Source
    imported: dict[str, str] = field(default_factory=dict)  # bound name -> what it is, dotted
    dags: dict[str, ReadDag] = field(default_factory=dict)
    nodes: dict[str, ReadNode] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)
    data: list[DataLink] = field(default_factory=list)
    outside: list[Outside] = field(default_factory=list)

    def edges(self) -> dict[tuple[str, str], list[Arrow | DataLink]]:
        """Each dependency and where it comes from."""
        found: dict[tuple[str, str], list[Arrow | DataLink]] = {}
        for arrow in self.arrows:
            for _, source, target, _ in arrow.pairs():
                if source != target:
                    found.setdefault((source, target), []).append(arrow)
        for link in self.data:
            found.setdefault((link.source, link.target), []).append(link)
        return found

    def labels(self) -> dict[tuple[str, str], str]:
        """The labels of dependencies."""
        return {(one, other): label for arrow in self.arrows for _, one, other, label in arrow.pairs() if label}

    def comes_before(self, earlier: str, later: str) -> bool:
        """Whether a way leads from one node to the other."""
        following: dict[str, list[str]] = {}
        for source, target in self.edges():
            following.setdefault(source, []).append(target)
        seen, waiting = {earlier}, [earlier]
        while waiting:
            for each in following.get(waiting.pop(), ()):
                if each not in seen:
                    seen.add(each)
                    waiting.append(each)
        return later in seen
