"""Tasks that belong together: one box in the graph, one prefix for their ids; ``@task_group``, and mapped groups."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Self

from couture_jupyter import authoring
from couture_jupyter.arguments import check_key, refuse_unknown
from couture_jupyter.edges import DependencyMixin
from couture_jupyter.exceptions import DagError, DuplicateTaskIdError
from couture_jupyter.expansion import ArgumentDicts, ArgumentLists, Expansion, MappedArgument
from couture_jupyter.sizes import evaluate
from couture_jupyter.trigger_rules import TriggerRule

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG
    from couture_jupyter.operators.base import BaseOperator


class TaskGroup(DependencyMixin):
    """``with TaskGroup("load") as load:`` groups the tasks made inside; the ids become ``load.<task_id>``.

    Args:
        group_id: unique within the DAG, tasks included.
        prefix_group_id: whether task ids get the group's id as a prefix.
        parent_group: the group around it, where no ``with TaskGroup`` is open.
        dag: the DAG, where no ``with DAG`` is open.
        default_args: defaults for the tasks inside, before the DAG's.
        tooltip: a sentence for the graph.
        add_suffix_on_collision: whether a second group of the same id becomes ``<id>__1``.
        expansion: what the group is mapped over; made by ``expand`` of a ``@task_group``.
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
        doc_md: str | None = None,
        expansion: Expansion | None = None,
    ) -> None:
        self.parent_group = parent_group or authoring.current_group()
        owner = dag or authoring.current_dag() or (self.parent_group.dag if self.parent_group else None)
        if owner is None:
            raise DagError(
                f'The task group "{group_id}" belongs to no DAG: make it inside `with DAG(…):` or pass dag=.'
            )
        self.dag: DAG = owner
        self.prefix_group_id = prefix_group_id
        self.default_args = dict(default_args or {})
        self.tooltip, self.doc_md = tooltip or doc_md or "", doc_md
        self.ui_color, self.ui_fgcolor = ui_color, ui_fgcolor
        wanted = self.parent_group.child_id(group_id) if self.parent_group else group_id
        self.group_id = self._free_id(check_key("task group id", wanted), add_suffix_on_collision)
        own_id = group_id + self.group_id.removeprefix(wanted)
        self.label = group_display_name or own_id
        self.expansion = expansion
        self.tasks: list[BaseOperator] = []
        self.children: dict[str, Any] = {}  # id -> task or group directly inside
        self._before: list[BaseOperator] = []  # of a group without tasks: what comes before it
        self.dag.task_groups[self.group_id] = self
        if self.parent_group:
            self.parent_group.children[self.group_id] = self
        self._refuse_nested_mapping()

    def __enter__(self) -> Self:
        authoring.open_group(self)
        return self

    def __exit__(self, *exception: object) -> None:
        authoring.close_group()
        if self.expansion is not None and exception[0] is None:
            self._finish_mapping(self.expansion)

    def child_id(self, name: str) -> str:
        """The full id of something called ``name`` in this group."""
        return f"{self.group_id}.{name}" if self.prefix_group_id else name

    def merged_default_args(self) -> dict[str, Any]:
        """The defaults of this group and of those around it."""
        outer = self.parent_group.merged_default_args() if self.parent_group else {}
        return {**outer, **self.default_args}

    def add(self, task: BaseOperator) -> BaseOperator:
        """``task`` is in this group and in those around it."""
        if task.task_group is None:
            task.task_group = self
        if task.task_group is self:
            self.children[task.task_id] = task
        self.tasks.append(task)
        if self.parent_group:
            self.parent_group.add(task)
        return task

    def __iter__(self) -> Iterator[BaseOperator]:
        return iter(self.tasks)

    def __getitem__(self, label: str) -> Any:
        return self.get_child_by_label(label)

    def get_child_by_label(self, label: str) -> Any:
        """The task or group directly inside whose id, without the prefix, is ``label``."""
        try:
            return self.children[self.child_id(label)]
        except KeyError:
            raise DagError(f'The task group "{self.group_id}" has no "{label}".') from None

    def has_task(self, task: BaseOperator) -> bool:
        """Whether ``task`` is in this group or in one inside."""
        return task in self.tasks

    # What comes before and after

    @property
    def roots(self) -> Sequence[BaseOperator]:
        """Tasks with nothing of this group before them."""
        own = {task.task_id for task in self.tasks}
        return [task for task in self.tasks if not task.upstream_task_ids & own]

    @property
    def leaves(self) -> Sequence[BaseOperator]:
        """Tasks with nothing of this group after them but teardowns: what comes after the group waits for no
        teardown. Of a group without tasks: those before it."""
        own = {task.task_id for task in self.tasks}
        last = (task for task in self.tasks if not task.downstream_task_ids & own)
        found = dict.fromkeys(leaf for task in last for leaf in self._before_teardowns(task, own))
        return list(found) or self._before

    def _before_teardowns(self, task: BaseOperator, own: set[str]) -> Iterator[BaseOperator]:
        if not task.is_teardown:
            yield task
            return
        for before in task.upstream_list:
            if before.task_id not in own or (before.is_setup and not before.is_teardown):
                continue
            if before.is_teardown:
                yield from self._before_teardowns(before, own)
            elif all(each.is_teardown for each in before.downstream_list if each.task_id in own - {task.task_id}):
                yield before

    def come_after(self, before: Sequence[BaseOperator], label: str | None) -> None:
        """Start after the tasks ``before``."""
        if not self.tasks:
            self._before += before
        super().come_after(before, label)

    # Mapping

    def mapped_group(self) -> TaskGroup | None:
        """This group or the nearest around it that is mapped."""
        group: TaskGroup | None = self
        while group is not None and group.expansion is None:
            group = group.parent_group
        return group

    def count(self, context: dict[str, Any]) -> int | None:
        """How many instances a mapped group has in the run."""

        def length_of(task_id: str, key: str) -> int:
            return len(context["ti"].xcom_pull(task_ids=task_id, key=key) or ())

        return evaluate(self.expansion.size(), length_of) if self.expansion else None

    def _refuse_nested_mapping(self) -> None:
        outer = self.parent_group.mapped_group() if self.parent_group else None
        if self.expansion is not None and outer is not None:
            raise DagError(
                f'The task group "{self.group_id}" is in the mapped group "{outer.group_id}": '
                "what is in there cannot be mapped again."
            )

    def _finish_mapping(self, expansion: Expansion) -> None:
        for task in self.tasks:
            if task.trigger_rule in (TriggerRule.ALWAYS, TriggerRule.DUMMY):
                raise DagError(f'The task "{task.task_id}" is in a mapped task group: its rule cannot be "always".')
        for operator in expansion.references():
            self.set_upstream(operator)

    def _free_id(self, wanted: str, may_add_suffix: bool) -> str:
        taken = {*self.dag.task_groups, *self.dag.task_dict}
        if wanted not in taken:
            return wanted
        if not may_add_suffix:
            kind = "two task groups" if wanted in self.dag.task_groups else "a task and a task group"
            raise DuplicateTaskIdError(f'There are {kind} with the id "{wanted}".')
        return next(f"{wanted}__{n}" for n in range(1, len(taken) + 2) if f"{wanted}__{n}" not in taken)

    def __repr__(self) -> str:
        return f"<TaskGroup: {self.group_id}>"


class DecoratedTaskGroup:
    """A function that makes tasks. Calling it makes them in a group; ``expand`` in a mapped one."""

    def __init__(self, function: Callable[..., Any], group: dict[str, Any], partial: dict[str, Any]) -> None:
        refuse_unknown(f"@task_group {function.__name__}", group, inspect.signature(TaskGroup).parameters)
        self.function, self._group, self._partial = function, group, partial
        functools.update_wrapper(self, function)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._make(None, args, kwargs)

    def override(self, **arguments: Any) -> DecoratedTaskGroup:
        """The same function with other arguments of the group."""
        return DecoratedTaskGroup(self.function, {**self._group, **arguments}, self._partial)

    def partial(self, **arguments: Any) -> DecoratedTaskGroup:
        """Arguments of the function that are the same in all instances."""
        self._check("partial", arguments)
        return DecoratedTaskGroup(self.function, self._group, {**self._partial, **arguments})

    def expand(self, **mapped: Any) -> Any:
        """A group with an instance for each combination of the items."""
        self._check("expand", mapped)
        expansion = ArgumentLists(self.function.__name__, mapped)
        return self._make(expansion, (), {name: MappedArgument(expansion, name) for name in mapped})

    def expand_kwargs(self, kwargs: Any) -> Any:
        """A group with an instance for each dict of arguments."""
        parameters = inspect.signature(self.function).parameters.values()
        if any(each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD) for each in parameters):
            raise DagError(
                f"{self.function.__name__}.expand_kwargs(): its function must name its arguments, without *."
            )
        expansion = ArgumentDicts(self.function.__name__, kwargs)
        names = [each.name for each in parameters if each.name not in self._partial]
        return self._make(expansion, (), {name: MappedArgument(expansion, name) for name in names})

    def _check(self, method: str, arguments: dict[str, Any]) -> None:
        name, parameters = self.function.__name__, inspect.signature(self.function).parameters
        if not any(each.kind == each.VAR_KEYWORD for each in parameters.values()):
            refuse_unknown(f"{name}.{method}()", arguments, parameters)
        twice = sorted(set(arguments) & set(self._partial))
        if twice:
            raise DagError(f"{name}.{method}(): {twice[0]} is given already. Keep one.")

    def _make(self, expansion: Expansion | None, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        values = {"group_id": self.function.__name__, "tooltip": inspect.getdoc(self.function) or "", **self._group}
        with TaskGroup(**{"add_suffix_on_collision": True, **values}, expansion=expansion) as group:
            made = self.function(*args, **{**self._partial, **kwargs})
        return group if made is None else made


def task_group(group_id: Any = None, **arguments: Any) -> Any:
    """``@task_group`` over a function that makes tasks: calling it makes them in a group. What it returns stands for
    the group in dependencies, else the group itself. Takes the arguments of ``TaskGroup``."""
    if callable(group_id):
        return DecoratedTaskGroup(group_id, arguments, {})
    given = arguments if group_id is None else {"group_id": group_id, **arguments}
    return lambda function: DecoratedTaskGroup(function, given, {})
