"""What can be changed on the canvas. ``edits.apply`` does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from couture_scheduler.dag_editing.values import Value


@dataclass(frozen=True, slots=True)
class AddDag:
    """A new DAG at the end of the file."""

    dag_id: str
    arguments: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AddTask:
    """A new task of an operator, in the task group ``parent`` or outside of all; it comes after the tasks ``after``."""

    dag: str
    operator: str
    module: str
    task_id: str
    arguments: Mapping[str, Value] = field(default_factory=dict)
    parent: str | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeleteNode:
    """A task or an empty task group goes. ``mend``: what came before it now comes before what came after it."""

    node: str
    mend: bool = False


@dataclass(frozen=True, slots=True)
class Rename:
    """Another id for a task or a task group; with ``variable`` its variable gets the name that fits."""

    node: str
    name: str
    variable: bool = False


@dataclass(frozen=True, slots=True)
class SetArgument:
    """An argument of a task or a group (``node``) or of a DAG (``dag``)."""

    name: str
    value: Value
    node: str | None = None
    dag: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveArgument:
    """An argument goes: its default counts."""

    name: str
    node: str | None = None
    dag: str | None = None


@dataclass(frozen=True, slots=True)
class Connect:
    """``target`` comes after ``source``."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Disconnect:
    """``target`` does not come after ``source`` any more."""

    source: str
    target: str


Change = AddDag | AddTask | DeleteNode | Rename | SetArgument | RemoveArgument | Connect | Disconnect
