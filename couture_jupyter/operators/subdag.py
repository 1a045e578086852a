"""SubDagOperator: a DAG within a DAG, run as a task group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from couture_jupyter import authoring
from couture_jupyter.exceptions import DagError
from couture_jupyter.operators.base_arguments import BASE_ARGUMENTS
from couture_jupyter.task_groups import TaskGroup

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG
    from couture_jupyter.operators.base import BaseOperator


class SubDagOperator(TaskGroup):
    """The tasks of ``subdag``, which is called ``<dag id>.<task id>``, become a group of the DAG that this is made in:
    they run with its runs. Arguments of the task (``executor``, ``pool`` …) have no meaning for a group."""

    def __init__(self, *, subdag: DAG, task_id: str, dag: DAG | None = None, **kwargs: Any) -> None:
        owner = dag or authoring.current_dag()
        if owner is not None and subdag.dag_id != f"{owner.dag_id}.{task_id}":
            raise DagError(f'The sub-DAG of task "{task_id}" must be called "{owner.dag_id}.{task_id}".')
        unknown = set(kwargs) - set(BASE_ARGUMENTS) - {"session", "conf", "propagate_skipped_state"}
        if unknown:
            raise DagError(f'SubDagOperator "{task_id}" has no argument "{min(unknown)}".')
        super().__init__(task_id, dag=owner)
        self.task_id, self.subdag = self.group_id, subdag
        subdag.__dict__["parent_dag"] = self.dag
        self._take_in(subdag)

    def _take_in(self, subdag: DAG) -> None:
        """The tasks and groups of the sub-DAG move into this group, with their edges."""
        for group in subdag.task_groups.values():
            group.dag, group.group_id = self.dag, self.child_id(group.group_id)
            group.parent_group = group.parent_group or self
            group.children = {self.child_id(name): child for name, child in group.children.items()}
            self.dag.task_groups[group.group_id] = group
        for task in list(subdag.tasks):
            self._move(task)
        for group in subdag.task_groups.values():
            if group.parent_group is self:
                self.children[group.group_id] = group

    def _move(self, task: BaseOperator) -> None:
        state, is_grouped = task.__dict__, task.task_group is not None
        state["task_id"] = self.child_id(task.task_id)
        for side in ("upstream_task_ids", "downstream_task_ids"):
            state[side] = {self.child_id(name) for name in state[side]}
        state["edge_labels"] = {self.child_id(name): label for name, label in task.edge_labels.items()}
        state["_dag"] = None
        self.dag.add_task(task)
        if not is_grouped:
            self.add(task)
        else:
            self.tasks.append(task)
