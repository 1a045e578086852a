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
class AddFunction:
    """A new function under ``@task`` with a body to be written, and its task.

    ``values``: tasks whose values it takes, each as an argument that is called like the task; ``after``: those it
    comes after without a value.
    """

    dag: str
    name: str
    values: tuple[str, ...] = ()
    parent: str | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PasteNodes:
    """Copies of tasks and groups of a file with the text ``source``, perhaps this one, under ids that are free."""

    dag: str
    source: str
    nodes: tuple[str, ...]
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class DeleteNodes:
    """Tasks and task groups go, a group with all that is in it.

    ``mend``: what came before them now comes before what came after them.
    """

    nodes: tuple[str, ...]
    mend: bool = False


@dataclass(frozen=True, slots=True)
class Rename:
    """Another id for a task or a task group.

    ``variable``: its variable gets the name that fits; ``variable_name``: it gets this one.
    """

    node: str
    name: str
    variable: bool = False
    variable_name: str | None = None


@dataclass(frozen=True, slots=True)
class GroupNodes:
    """A new task group around tasks and groups that stand in the same one, or in none."""

    nodes: tuple[str, ...]
    group_id: str


@dataclass(frozen=True, slots=True)
class MoveNodes:
    """Tasks and groups go into the task group ``parent``, or out of all."""

    nodes: tuple[str, ...]
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class UngroupNodes:
    """A task group goes, its tasks stay."""

    node: str


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
    """``target`` comes after ``source``; with ``argument`` it gets the value of ``source`` as that argument."""

    source: str
    target: str
    argument: str | None = None


@dataclass(frozen=True, slots=True)
class Disconnect:
    """``target`` does not come after ``source`` any more."""

    source: str
    target: str


Change = (
    AddDag
    | AddTask
    | AddFunction
    | PasteNodes
    | DeleteNodes
    | Rename
    | GroupNodes
    | MoveNodes
    | UngroupNodes
    | SetArgument
    | RemoveArgument
    | Connect
    | Disconnect
)
