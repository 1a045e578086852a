"""Setup and teardown: tasks that make and remove what other tasks need.

A teardown runs when what it follows has ended, however that ended, if its setup succeeded; and its end does not decide
how the run ends. Source: Airflow's documentation ("Setup and Teardown").

``with`` a setup or teardown task, the tasks made inside are joined to it: the first of them come after the setup, the
last before the teardown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from couture_jupyter import authoring
from couture_jupyter.exceptions import DagError

if TYPE_CHECKING:
    from couture_jupyter.operators.base import BaseOperator
    from couture_jupyter.taskflow import DecoratedTask


@dataclass
class Scope:
    """One open ``with``: the tasks that it stands for and those made inside."""

    setups: list[BaseOperator]
    teardowns: list[BaseOperator]
    work: list[BaseOperator] = field(default_factory=list)

    def add_task(self, *tasks: Any) -> None:
        """Tasks that were made elsewhere belong in here, too."""
        for task in tasks:
            self.work += task.roots

    def join(self) -> None:
        """The ``with`` ends: the first tasks after the setups, the last before the teardowns."""
        inside = [task for task in self.work if not (task.is_setup or task.is_teardown)]
        if not inside:
            return
        first = [task for task in inside if not task.upstream_task_ids] or inside[:1]
        last = [task for task in inside if not task.downstream_task_ids] or inside[-1:]
        for setup in self.setups:
            setup.set_downstream(first)
        for teardown in self.teardowns:
            teardown.set_upstream(last)


def open_scope(tasks: Sequence[BaseOperator]) -> Scope:
    """``with`` one task, or several setups, or several teardowns."""
    if all(task.is_setup for task in tasks):
        scope = Scope(list(tasks), _nearest(tasks, "downstream_list", "is_teardown"))
    elif all(task.is_teardown for task in tasks):
        scope = Scope(_nearest(tasks, "upstream_list", "is_setup"), list(tasks))
    elif any(task.is_setup or task.is_teardown for task in tasks):
        raise DagError("The tasks after `with` must all be setups, or all be teardowns.")
    else:
        raise DagError(f"{tasks[0]} is neither a setup nor a teardown: only those stand after `with`.")
    authoring.open_scopes.append(scope)
    return scope


def close_scope() -> None:
    """The ``with`` ends. Inside another one: its setups come first, its teardowns last."""
    scope = authoring.open_scopes.pop()
    scope.join()
    if authoring.open_scopes:
        for setup in authoring.open_scopes[-1].setups:
            setup.set_downstream(scope.setups)
        for teardown in authoring.open_scopes[-1].teardowns:
            teardown.set_upstream(scope.teardowns)


def note_task(task: BaseOperator) -> None:
    """``task`` was made: if a ``with`` is open, inside it."""
    if authoring.open_scopes:
        authoring.open_scopes[-1].work.append(task)


def _nearest(tasks: Sequence[BaseOperator], side: str, flag: str) -> list[BaseOperator]:
    """The nearest tasks on that side that have the flag."""
    level = list(tasks)
    seen: set[str] = set()
    while level:
        level = [each for task in level for each in getattr(task, side)]
        found = {each.task_id: each for each in level if getattr(each, flag)}
        if found:
            return list(found.values())
        level = [each for each in level if each.task_id not in seen]
        seen.update(each.task_id for each in level)
    return []


class ContextWrapper(list[Any]):
    """``with context_wrapper([a, b]):`` for several setups or teardowns at once."""

    def __enter__(self) -> Scope:
        return open_scope([task for each in self for task in each.roots])

    def __exit__(self, *exception: object) -> None:
        close_scope()

    def __repr__(self) -> str:
        return f"context_wrapper({super().__repr__()})"


context_wrapper = ContextWrapper


class SetupTeardownMixin:
    """What all tasks can do about it."""

    task_id: str
    is_setup = False
    is_teardown = False
    on_failure_fail_dagrun = False

    def as_setup(self) -> Self:
        """Make this a setup task."""
        self.is_setup = True
        return self

    def as_teardown(self, *, setups: Any = None, on_failure_fail_dagrun: bool | None = None) -> Self:
        """Make this the teardown task of ``setups`` (one task or several), which become setup tasks."""
        from couture_jupyter.edges import DependencyMixin
        from couture_jupyter.trigger_rules import TriggerRule

        self.is_teardown = True
        self.trigger_rule = TriggerRule.ALL_DONE_SETUP_SUCCESS
        if on_failure_fail_dagrun is not None:
            self.on_failure_fail_dagrun = on_failure_fail_dagrun
        wanted = [setups] if isinstance(setups, DependencyMixin) else setups or []
        for setup in wanted:
            setup.as_setup()
            setup.set_downstream(self)
        return self

    def __enter__(self) -> Scope:
        return open_scope([self])  # type: ignore[list-item]

    def __exit__(self, *exception: object) -> None:
        close_scope()


def setup(function: Any) -> DecoratedTask:
    """``@setup`` over a function, or over ``@task``: the tasks that it makes are setup tasks."""
    return _decorated(function, "setup").with_role(is_setup=True)


def teardown(function: Any = None, *, on_failure_fail_dagrun: bool = False) -> Any:
    """``@teardown`` over a function, or over ``@task``: the tasks that it makes are teardown tasks.

    Args:
        on_failure_fail_dagrun: whether the run fails when the teardown does.
    """

    def decorate(function: Any) -> DecoratedTask:
        decorated = _decorated(function, "teardown")
        return decorated.with_role(is_teardown=True, on_failure_fail_dagrun=on_failure_fail_dagrun)

    return decorate if function is None else decorate(function)


def _decorated(function: Callable[..., Any], role: str) -> DecoratedTask:
    from couture_jupyter.task_groups import DecoratedTaskGroup
    from couture_jupyter.taskflow import DecoratedTask, task

    if isinstance(function, DecoratedTaskGroup):
        raise DagError(f"@{role} is for tasks; {function.function.__name__} makes a task group.")
    made: DecoratedTask = function if isinstance(function, DecoratedTask) else task(function)
    return made


def check_setups(tasks: Iterable[BaseOperator]) -> None:
    """Raise ``DagError`` for a task whose trigger rule would let it run without its setup."""
    for task in tasks:
        for after in task.downstream_list if task.is_setup else ():
            if not after.is_teardown and after.trigger_rule != "all_success":
                raise DagError(
                    f'The task "{after.task_id}" comes directly after the setup "{task.task_id}": '
                    f'its trigger rule must be "all_success", not "{after.trigger_rule}".'
                )
        if task.on_failure_fail_dagrun and not task.is_teardown:
            raise DagError(f'on_failure_fail_dagrun is for teardowns; "{task.task_id}" is none.')
