"""The DAG of a notebook: cells that are tasks, and how values go from one to the other.

A name that a cell reads comes from the nearest cell before it that makes it. What no task makes is taken from the
notebook: imports, functions and classes are written into the file; plain values become parameters of the DAG.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from couture_jupyter import xcom
from couture_jupyter.exceptions import CoutureError, DagError
from couture_jupyter.magics.cell_names import CellNames
from couture_jupyter.magics.shared_code import SharedCode


@dataclass(frozen=True, slots=True)
class TaskCell:
    """A cell that is a task. ``after``: tasks that must be done before, though no value comes from them."""

    task_id: str
    source: str
    names: CellNames
    after: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class WiredTask:
    """A task with all that it needs and gives."""

    cell: TaskCell
    inputs: dict[str, str] = field(default_factory=dict)  # name: the task that makes it
    params: list[str] = field(default_factory=list)
    imports: dict[str, None] = field(default_factory=dict)
    outputs: dict[str, None] = field(default_factory=dict)

    @property
    def upstream(self) -> list[str]:
        """The tasks that come before, each once."""
        return list(dict.fromkeys([*self.inputs.values(), *self.cell.after]))

    def gives(self, name: str) -> bool:
        """Whether the name has a value of this task when it is done: one that it makes, or changes in place."""
        names = self.cell.names
        return name in names.values or (name in names.changed and (name in self.inputs or name in self.params))

    def makes(self, name: str) -> bool:
        """Whether the name comes from this task: its value, an import, a function or a class."""
        names = self.cell.names
        return self.gives(name) or name in names.imports or name in names.definitions


@dataclass(slots=True)
class Wiring:
    """All tasks of a DAG, wired; the code they share; the DAG's parameters; what will not work when it runs."""

    tasks: dict[str, WiredTask]
    shared: SharedCode
    params: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


class NotebookDag:
    """The cells that were marked as tasks of one DAG, in the order in which they came first."""

    def __init__(self, dag_id: str) -> None:
        self.dag_id = dag_id
        self.schedule: str | None = None  # the one that was saved last
        self.cells: dict[str, TaskCell] = {}

    def put(self, cell: TaskCell, namespace: Mapping[str, Any]) -> None:
        """Take a cell, or its newer form, which keeps its place. One that does not fit changes nothing."""
        for name in cell.after:
            if name == cell.task_id or name not in self.cells:
                known = ", ".join(each for each in self.cells if each != cell.task_id) or "none yet"
                raise DagError(f"--after {name}: no task before this one is called so. There are: {known}.")
        for module, line in cell.names.star_imports:
            raise DagError(f"Line {line}: from {module} import *. A task says by name what it imports.")
        before = dict(self.cells)
        self.cells[cell.task_id] = cell
        try:
            self.wire(namespace)
        except DagError:
            self.cells = before
            raise

    def drop(self, task_id: str) -> None:
        """Forget a task. Raises ``DagError`` when there is none, or another one comes after it by name."""
        if task_id not in self.cells:
            raise DagError(f"{self.dag_id} has no task {task_id}. It has: {', '.join(self.cells) or 'none'}.")
        waiting = [each.task_id for each in self.cells.values() if task_id in each.after]
        if waiting:
            raise DagError(f"{waiting[0]} says --after {task_id}: change that first.")
        del self.cells[task_id]

    def wire(self, namespace: Mapping[str, Any]) -> Wiring:
        """Find out where every name comes from. Raises ``DagError`` with the first that comes from nowhere."""
        wiring = Wiring({}, SharedCode(namespace))
        for cell in self.cells.values():
            task = WiredTask(cell)
            for name in sorted(cell.names.reads | cell.names.may_read):
                self._resolve(name, task, wiring, must=name in cell.names.reads)
            wiring.tasks[cell.task_id] = task
        for task in wiring.tasks.values():
            wiring.warnings += _warnings(task, namespace)
        return wiring

    def _resolve(self, name: str, task: WiredTask, wiring: Wiring, *, must: bool) -> None:
        maker = next((each for each in reversed(wiring.tasks.values()) if each.makes(name)), None)
        if maker is not None and maker.gives(name):
            task.inputs[name] = maker.cell.task_id
            maker.outputs.setdefault(name)
        elif maker is not None and name in maker.cell.names.imports:
            task.imports.setdefault(maker.cell.names.imports[name])
        elif maker is None and wiring.shared.is_known(name):
            return
        elif (line := wiring.shared.import_of(name, task.cell.source)) is not None:
            task.imports.setdefault(line)
        elif not wiring.shared.define(name) and not self._becomes_param(name, task, wiring) and must:
            raise _from_nowhere(name, task, wiring)

    def _becomes_param(self, name: str, task: WiredTask, wiring: Wiring) -> bool:
        is_plain, value = wiring.shared.plain_value(name)
        if is_plain:
            wiring.params[name] = value
            task.params.append(name)
        return is_plain


def _from_nowhere(name: str, task: WiredTask, wiring: Wiring) -> DagError:
    who = f"The task {task.cell.task_id} reads {name}"
    if name == "get_ipython":
        return DagError(f"{who}: lines with % or ! work in notebooks only. Leave them out, or use subprocess.")
    what = wiring.shared.what_it_is(name)
    return DagError(f"{who}, {what}. Make it in a %%task cell above, or in this one.")


def _warnings(task: WiredTask, namespace: Mapping[str, Any]) -> Iterator[str]:
    """What cannot go from task to task; a value that is not there yet is given the benefit of the doubt."""
    for name in task.outputs:
        try:
            xcom.encode(namespace.get(name), name)
        except (CoutureError, TypeError, ValueError, RecursionError) as error:
            yield f"{name} of {task.cell.task_id} will not reach the next task. {error}"
