"""``@task``: a function becomes a task when it is called in a DAG; what it returns can be passed to the next."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from couture_jupyter import authoring
from couture_jupyter.exceptions import DagError
from couture_jupyter.operators.branch import BranchPythonOperator, ShortCircuitOperator
from couture_jupyter.operators.python import PythonOperator
from couture_jupyter.xcom import XComArg


class DecoratedTask:
    """A decorated function. Calling it in a DAG makes a task and gives what that task will return."""

    def __init__(self, function: Callable[..., Any], operator: type[PythonOperator], arguments: dict[str, Any]) -> None:
        self.function = function
        self._operator = operator
        self._arguments = arguments
        functools.update_wrapper(self, function)

    def __call__(self, *args: Any, **kwargs: Any) -> XComArg:
        self._check_call(args, kwargs)
        values = {"doc_md": self.function.__doc__, "show_return_value_in_logs": True, **self._arguments}
        wanted = values.pop("task_id", None) or self.function.__name__
        made = self._operator(
            task_id=_free_id(wanted, values),
            python_callable=self.function,
            op_args=args,
            op_kwargs=kwargs,
            **values,
        )
        return XComArg(made)

    def override(self, **arguments: Any) -> DecoratedTask:
        """The same function with other task arguments, e.g. ``load.override(task_id="load_again")()``."""
        return DecoratedTask(self.function, self._operator, {**self._arguments, **arguments})

    def _check_call(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Name a wrong argument where the task is made; arguments without a value may come from the context."""
        try:
            inspect.signature(self.function).bind_partial(*args, **kwargs)
        except TypeError as error:
            raise DagError(f"{self.function.__name__}(): {error}.") from error


class TaskDecorator:
    """``@task``, ``@task(retries=2)``, ``@task.branch``, ``@task.short_circuit``."""

    def __call__(self, function: Any = None, **arguments: Any) -> Any:
        """A task that calls the function."""
        return self._decorate(PythonOperator, function, arguments)

    def python(self, function: Any = None, **arguments: Any) -> Any:
        """The same as ``@task``."""
        return self._decorate(PythonOperator, function, arguments)

    def branch(self, function: Any = None, **arguments: Any) -> Any:
        """The function returns the id of the task to go on with."""
        return self._decorate(BranchPythonOperator, function, arguments)

    def short_circuit(self, function: Any = None, **arguments: Any) -> Any:
        """The function says whether to go on."""
        return self._decorate(ShortCircuitOperator, function, arguments)

    def _decorate(self, operator: type[PythonOperator], function: Any, arguments: dict[str, Any]) -> Any:
        if function is None:
            return lambda decorated: DecoratedTask(decorated, operator, arguments)
        return DecoratedTask(function, operator, arguments)


task = TaskDecorator()


def _free_id(wanted: str, values: dict[str, Any]) -> str:
    """``wanted``, or with ``__1``, ``__2`` … when the function is called again in the same DAG."""
    dag = values.get("dag") or authoring.current_dag()
    group = values.get("task_group") or authoring.current_group()

    def is_taken(name: str) -> bool:
        return dag is not None and dag.has_task(group.child_id(name) if group else name)

    if not is_taken(wanted):
        return wanted
    count = 1
    while is_taken(f"{wanted}__{count}"):
        count += 1
    return f"{wanted}__{count}"
