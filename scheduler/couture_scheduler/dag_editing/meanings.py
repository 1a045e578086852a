"""What a name or an expression of a DAG file stands for, and the scopes that know it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import libcst as cst


@dataclass(frozen=True, slots=True)
class One:
    """One node; ``is_data``: its output rather than the task itself."""

    id: str
    is_data: bool = False


@dataclass(frozen=True, slots=True)
class Many:
    """A list."""

    items: tuple[Meaning | None, ...]


@dataclass(frozen=True, slots=True)
class DagRef:
    """A DAG."""

    key: str


@dataclass(frozen=True, slots=True)
class LabelRef:
    """The label of a dependency."""

    text: str


@dataclass(frozen=True, slots=True)
class TaskFunction:
    """A function under ``@task``, perhaps with other options by ``override`` or the fixed arguments of ``partial``."""

    function: cst.FunctionDef
    decorator: cst.Decorator
    operator: str
    override: cst.Call | None = None
    fixed: tuple[cst.Arg, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupFunction:
    """A function under ``@task_group``."""

    function: cst.FunctionDef
    decorator: cst.Decorator
    override: cst.Call | None = None


@dataclass(frozen=True, slots=True)
class Maker:
    """An ordinary function that makes tasks or DAGs."""

    name: str
    makes_dags: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """Whatever a statement bound that the reader does not understand; it matters once it is connected."""

    statement: cst.SimpleStatementLine


Meaning = One | Many | DagRef | LabelRef | TaskFunction | GroupFunction | Maker | Unknown
Names = dict[str, Meaning | None]


@dataclass(slots=True)
class Scope:
    """Where a statement stands: its block, its DAG and group, and the names that it sees."""

    block: cst.BaseSuite | cst.Module
    names: Names = field(default_factory=dict)
    dag: str | None = None
    group: str | None = None
    outer: Scope | None = None
    returned: list[Meaning | None] = field(default_factory=list)
    reason: str = ""  # why nothing in here can be edited

    def look_up(self, name: str) -> Meaning | None:
        """What the name stands for."""
        if name in self.names:
            return self.names[name]
        return self.outer.look_up(name) if self.outer else None

    def inside(self, block: cst.BaseSuite, dag: str | None = None, group: str | None = None) -> Scope:
        """The block of a ``with`` statement: the same names."""
        return Scope(block, self.names, dag or self.dag, group or self.group, self.outer, self.returned, self.reason)

    def function(self, block: cst.BaseSuite, dag: str | None, group: str | None, reason: str = "") -> Scope:
        """The body of a function: names of its own."""
        return Scope(block, {}, dag, group, self, [], reason or self.reason)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an expression stands. ``whole`` is what the whole statement is, ``value`` what ``target`` is bound to."""

    line: cst.SimpleStatementLine
    scope: Scope
    whole: cst.BaseExpression | None = None
    value: cst.BaseExpression | None = None
    target: str | None = None


def nodes_of(meaning: Meaning | None) -> Iterator[str]:
    """The nodes that a meaning stands for."""
    if isinstance(meaning, One):
        yield meaning.id
    elif isinstance(meaning, Many):
        for each in meaning.items:
            yield from nodes_of(each)


def data_of(meaning: Meaning | None) -> Iterator[str]:
    """The nodes whose output a meaning stands for."""
    if isinstance(meaning, One) and meaning.is_data:
        yield meaning.id
    elif isinstance(meaning, Many):
        for each in meaning.items:
            yield from data_of(each)
