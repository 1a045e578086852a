"""``@task.run_if`` and ``@task.skip_if``: a condition that is asked just before the task runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from couture_jupyter.exceptions import DagError, TaskSkipped
from couture_jupyter.taskflow import DecoratedTask


def with_condition(condition: Callable[[Any], Any], message: str | None, *, runs_if: bool) -> Any:
    """A decorator for what ``@task`` gave."""
    if not callable(condition):
        raise DagError(f"The condition of run_if and skip_if is a function of the context, not {condition!r}.")

    def decorate(decorated: Any) -> DecoratedTask:
        if not isinstance(decorated, DecoratedTask):
            raise DagError("run_if and skip_if stand above @task, not below it.")
        return decorated.with_hook(_Condition(condition, message, runs_if))

    return decorate


class _Condition:
    """Wraps the task's own ``pre_execute``, if it has one."""

    def __init__(self, condition: Callable[[Any], Any], message: str | None, runs_if: bool) -> None:
        self._condition, self._message, self._runs_if = condition, message, runs_if

    def __call__(self, earlier: Callable[[Any], Any] | None) -> Callable[[Any], None]:
        def ask(context: Any) -> None:
            if bool(self._condition(context)) is not self._runs_if:
                raise TaskSkipped(self._message or self._sentence())
            if earlier is not None:
                earlier(context)

        return ask

    def _sentence(self) -> str:
        found = "is not met" if self._runs_if else "is met"
        return f"Its condition {getattr(self._condition, '__name__', '')} {found}.".replace("  ", " ")
