"""PythonSensor and ``@task.sensor``: a function says whether the wait is over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from couture_jupyter.exceptions import DagError
from couture_jupyter.operators.base import Context
from couture_jupyter.operators.python import call_function
from couture_jupyter.sensors.base import BaseSensorOperator, PokeReturnValue


class PythonSensor(BaseSensorOperator):
    """Calls ``python_callable`` until it returns something true; a ``PokeReturnValue`` brings an XCom with it.

    Args:
        python_callable: the function; it receives what it names of the context, as that of a ``PythonOperator``.
        op_args: positional arguments; templated.
        op_kwargs: keyword arguments; templated.
        templates_dict: reaches the function as ``templates_dict``; templated.
    """

    template_fields: Sequence[str] = ("templates_dict", "op_args", "op_kwargs")

    def __init__(
        self,
        *,
        python_callable: Callable[..., Any],
        op_args: Collection[Any] | None = None,
        op_kwargs: Mapping[str, Any] | None = None,
        templates_dict: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if not callable(python_callable):
            raise DagError(f'python_callable of task "{self.task_id}" must be a function, not {python_callable!r}.')
        self.python_callable = python_callable
        self.op_args = op_args or ()
        self.op_kwargs = op_kwargs or {}
        self.templates_dict = templates_dict

    def poke(self, context: Context) -> bool | PokeReturnValue:
        """Ask the function."""
        context["templates_dict"] = self.templates_dict
        answer = call_function(self.python_callable, self.op_args, self.op_kwargs, context)
        return answer if isinstance(answer, PokeReturnValue) else bool(answer)
