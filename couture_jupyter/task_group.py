"""Tasks that belong together: one box in the graph, one prefix for their ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from couture_jupyter import authoring
from couture_jupyter.arguments import check_key
from couture_jupyter.edges import DependencyMixin
from couture_jupyter.exceptions import DagError, DuplicateTaskIdError

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG
    from couture_jupyter.operators.base import BaseOperator


class TaskGroup(DependencyMixin):
    """``with TaskGroup("load") as load:`` groups the tasks made inside; the ids become ``load.<task_id>``.

    Args:
        group_id: unique within the DAG, tasks included.
        prefix_group_id: whether task ids get the group's id as a prefix.
        dag: the DAG, where no ``with DAG`` is open.
        default_args: defaults for the tasks inside, before the DAG's.
        tooltip: a sentence for the graph.
        parent_group: the group around it, where no ``with TaskGroup`` is open.
    """

    def __init__(
        self,
        group_id: str,
        prefix_group_id: bool = True,
        parent_group: TaskGroup | None = None,
        dag: DAG | None = None,
        default_args: dict[str, Any] | None = None,
        tooltip: str = "",
        ui_color: str = "CornflowerBlue",
        ui_fgcolor: str = "#000",
        add_suffix_on_collision: bool = False,
        group_display_name: str = "",
    ) -> None:
        self.dag = dag or authoring.current_dag()
        if self.dag is None:
            raise DagError(
                f'The task group "{group_id}" belongs to no DAG: make it inside `with DAG(…):` or pass dag=.'
            )
        self.parent_group = parent_group or authoring.current_group()
        self.prefix_group_id = prefix_group_id
        self.default_args = dict(default_args or {})
        self.tooltip = tooltip
        self.ui_color, self.ui_fgcolor = ui_color, ui_fgcolor
        self.label = group_display_name or group_id
        wanted = self.parent_group.child_id(group_id) if self.parent_group else group_id
        self.group_id = self._free_id(check_key("task group id", wanted), add_suffix_on_collision)
        self.tasks: list[BaseOperator] = []
        self.dag.task_groups[self.group_id] = self

    def __enter__(self) -> Self:
        authoring.open_group(self)
        return self

    def __exit__(self, *exception: object) -> None:
        authoring.close_group()

    def child_id(self, name: str) -> str:
        """The full id of something called ``name`` in this group."""
        return f"{self.group_id}.{name}" if self.prefix_group_id else name

    def merged_default_args(self) -> dict[str, Any]:
        """The defaults of this group and of those around it."""
        outer = self.parent_group.merged_default_args() if self.parent_group else {}
        return {**outer, **self.default_args}

    def add(self, task: BaseOperator) -> None:
        """``task`` is in this group and in those around it."""
        self.tasks.append(task)
        if self.parent_group:
            self.parent_group.add(task)

    @property
    def roots(self) -> Sequence[BaseOperator]:
        """Tasks with nothing of this group before them."""
        own = {task.task_id for task in self.tasks}
        return [task for task in self.tasks if not task.upstream_task_ids & own]

    @property
    def leaves(self) -> Sequence[BaseOperator]:
        """Tasks with nothing of this group after them."""
        own = {task.task_id for task in self.tasks}
        return [task for task in self.tasks if not task.downstream_task_ids & own]

    def _free_id(self, wanted: str, may_add_suffix: bool) -> str:
        taken = self.dag.task_groups if self.dag else {}
        if wanted not in taken:
            return wanted
        if not may_add_suffix:
            raise DuplicateTaskIdError(f'There are two task groups with the id "{wanted}".')
        return next(f"{wanted}__{n}" for n in range(1, len(taken) + 2) if f"{wanted}__{n}" not in taken)
