"""The graph of a DAG: its tasks, which come before which, and parts of it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from couture_jupyter import authoring
from couture_jupyter.edges import refuse_cycles, relatives
from couture_jupyter.exceptions import DagError, DuplicateTaskIdError
from couture_jupyter.setup_teardown import check_setups
from couture_jupyter.sizes import xcoms

if TYPE_CHECKING:
    from couture_jupyter.operators.base import BaseOperator
    from couture_jupyter.task_groups import TaskGroup


class DagGraph:
    """What a DAG knows of its tasks."""

    dag_id: str
    task_dict: dict[str, BaseOperator]
    task_groups: dict[str, TaskGroup]
    task_lines: dict[str, int | None]  # task id -> the line of the author's file that makes it

    @property
    def _label(self) -> str:
        return f'DAG "{self.dag_id}"'

    # Its tasks

    def add_task(self, task: BaseOperator) -> None:
        """Take ``task`` in. ``DuplicateTaskIdError`` when another one has its id."""
        known = self.task_dict.get(task.task_id)
        if known is not None and known is not task:
            raise DuplicateTaskIdError(f'{self._label} has two tasks with the id "{task.task_id}".')
        if task.task_id in self.task_groups:
            raise DuplicateTaskIdError(f'{self._label} has a task and a task group with the id "{task.task_id}".')
        if known is None:
            self.task_lines[task.task_id] = authoring.author_place()[1]
        self.task_dict[task.task_id] = task
        self.__dict__.pop("_sized_keys", None)
        task.join(self)  # type: ignore[arg-type]

    def add_tasks(self, tasks: Iterable[BaseOperator]) -> None:
        """Take several in."""
        for task in tasks:
            self.add_task(task)

    def get_task(self, task_id: str) -> BaseOperator:
        """The task called ``task_id``; ``DagError`` when there is none."""
        try:
            return self.task_dict[task_id]
        except KeyError:
            raise DagError(f'{self._label} has no task "{task_id}".') from None

    def has_task(self, task_id: str) -> bool:
        """Whether there is a task called ``task_id``."""
        return task_id in self.task_dict

    def get_task_group(self, group_id: str) -> TaskGroup:
        """The task group called ``group_id``; ``DagError`` when there is none."""
        try:
            return self.task_groups[group_id]
        except KeyError:
            raise DagError(f'{self._label} has no task group "{group_id}".') from None

    def has_task_group(self, group_id: str) -> bool:
        """Whether there is a task group called ``group_id``."""
        return group_id in self.task_groups

    @property
    def task_group_dict(self) -> dict[str, TaskGroup]:
        """All task groups by their ids."""
        return dict(self.task_groups)

    @property
    def tasks(self) -> list[BaseOperator]:
        """All tasks in the order they were made."""
        return list(self.task_dict.values())

    @property
    def task_ids(self) -> list[str]:
        """Their ids."""
        return list(self.task_dict)

    @property
    def task_count(self) -> int:
        """How many there are."""
        return len(self.task_dict)

    @property
    def roots(self) -> list[BaseOperator]:
        """The tasks that wait for nothing."""
        return [task for task in self.tasks if not task.upstream_task_ids]

    @property
    def leaves(self) -> list[BaseOperator]:
        """The tasks that nothing waits for."""
        return [task for task in self.tasks if not task.downstream_task_ids]

    # Their order

    def check(self) -> None:
        """Look at the DAG as a whole.

        Raises:
            CycleError: tasks depend on each other in a circle.
            DagError: tasks do not go together.
        """
        refuse_cycles(self.dag_id, {task.task_id: task.downstream_task_ids for task in self.tasks})
        check_setups(self.tasks)

    def downstream_of(self, task_id: str) -> set[str]:
        """The ids of all tasks after ``task_id``, however far."""
        return relatives(self.task_dict, [task_id], upstream=False)

    def upstream_of(self, task_id: str) -> set[str]:
        """The ids of all tasks before ``task_id``, however far."""
        return relatives(self.task_dict, [task_id], upstream=True)

    def set_dependency(self, upstream_task_id: str, downstream_task_id: str) -> None:
        """The second task starts after the first."""
        self.get_task(upstream_task_id).set_downstream(self.get_task(downstream_task_id))

    def topological_sort(self) -> tuple[BaseOperator, ...]:
        """The tasks so that each comes after all that are before it; else in the order they were made."""
        order: list[BaseOperator] = []
        done: set[str] = set()
        waiting = self.tasks
        while waiting:
            rest = []
            for task in waiting:
                if task.upstream_task_ids <= done:
                    order.append(task)
                    done.add(task.task_id)
                else:
                    rest.append(task)
            if len(rest) == len(waiting):
                refuse_cycles(self.dag_id, {task.task_id: task.downstream_task_ids for task in self.tasks})
            waiting = rest
        return tuple(order)

    def sized_keys(self) -> dict[str, set[str]]:
        """For each task that others are mapped over: the XCom keys whose lengths say how many instances those have."""
        if "_sized_keys" not in self.__dict__:
            sizes = [task.size() for task in self.tasks if task.is_mapped]  # type: ignore[attr-defined]
            sizes += [group.expansion.size() for group in self.task_groups.values() if group.expansion is not None]
            found: dict[str, set[str]] = {}
            for size in sizes:
                for task_id, key in xcoms(size):
                    found.setdefault(task_id, set()).add(key)
            self.__dict__["_sized_keys"] = found
        keys: dict[str, set[str]] = self.__dict__["_sized_keys"]
        return keys

    # Parts of it

    def partial_subset(
        self,
        task_ids: str | re.Pattern[str] | Iterable[str],
        include_downstream: bool = False,
        include_upstream: bool = True,
        include_direct_upstream: bool = False,
    ) -> Self:
        """A DAG of copies of some of the tasks.

        Args:
            task_ids: ids, or text that is in the ids, or a pattern that is found in them.
            include_downstream: also all tasks after them.
            include_upstream: also all tasks before them. Setups that a task needs, and their teardowns, always come
                with it.
            include_direct_upstream: also those directly before all of these.
        """
        wanted = self._matching(task_ids)
        for task_id in list(wanted):
            if include_downstream:
                wanted |= self.downstream_of(task_id)
            if include_upstream:
                wanted |= self.upstream_of(task_id)
        for task_id in list(wanted):
            wanted |= self._setups_and_teardowns(self.task_dict[task_id])
        if include_direct_upstream:
            wanted |= {name for task_id in wanted for name in self.task_dict[task_id].upstream_task_ids}
        return self._part(wanted)

    sub_dag = partial_subset

    def _matching(self, task_ids: str | re.Pattern[str] | Iterable[str]) -> set[str]:
        if isinstance(task_ids, str):
            return {name for name in self.task_dict if task_ids in name}
        if isinstance(task_ids, re.Pattern):
            return {name for name in self.task_dict if task_ids.search(name)}
        return {name for name in task_ids if name in self.task_dict}

    def _setups_and_teardowns(self, task: BaseOperator) -> set[str]:
        """The setups that the task needs, and the teardowns of those (and of itself)."""
        found = {name for name in task.downstream_task_ids if task.is_setup and self.task_dict[name].is_teardown}
        if task.is_setup or task.is_teardown:
            return found
        after = self.downstream_of(task.task_id)
        for name in self.upstream_of(task.task_id):
            setup = self.task_dict[name]
            teardowns = {each for each in setup.downstream_task_ids if self.task_dict[each].is_teardown}
            if setup.is_setup and (not teardowns or teardowns & after):
                found |= {name, *teardowns}
        return found

    def _part(self, wanted: set[str]) -> Self:
        part = copy.copy(self)
        part.__dict__.pop("_sized_keys", None)
        groups: dict[int, Any] = {}
        part.task_groups = {
            name: _copied_group(group, part, wanted, groups)
            for name, group in self.task_groups.items()
            if any(task.task_id in wanted for task in group.tasks)
        }
        part.task_dict = {
            name: _copied_task(task, part, wanted, groups) for name, task in self.task_dict.items() if name in wanted
        }
        for group in part.task_groups.values():
            group.tasks = [part.task_dict[task.task_id] for task in group.tasks if task.task_id in wanted]
            group.children = {
                name: part.task_groups.get(name) or part.task_dict[name]
                for name in group.children
                if name in part.task_groups or name in part.task_dict
            }
        return part


def _copied_group(group: TaskGroup, part: Any, wanted: set[str], groups: dict[int, Any]) -> TaskGroup:
    """A copy; its tasks are put in later. Outer groups come before inner ones."""
    made = groups[id(group)] = copy.copy(group)
    made.dag = part
    made.parent_group = groups[id(group.parent_group)] if group.parent_group else None
    return made


def _copied_task(task: BaseOperator, part: Any, wanted: set[str], groups: dict[int, Any]) -> BaseOperator:
    made = copy.copy(task)
    state = made.__dict__
    state["_dag"] = part
    state["task_group"] = groups.get(id(task.task_group))
    state["upstream_task_ids"] = task.upstream_task_ids & wanted
    state["downstream_task_ids"] = task.downstream_task_ids & wanted
    state["edge_labels"] = {name: label for name, label in task.edge_labels.items() if name in wanted}
    return made
