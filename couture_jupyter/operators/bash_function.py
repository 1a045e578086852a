"""``@task.bash``: a function makes the command that is then run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from couture_jupyter.exceptions import TaskError
from couture_jupyter.operators.base import Context
from couture_jupyter.operators.bash import BashOperator
from couture_jupyter.operators.python import call_function


class BashFunctionOperator(BashOperator):
    """Calls ``python_callable``; what it returns is run as a command. Templates in it are rendered."""

    template_fields: Sequence[str] = (*BashOperator.template_fields, "op_args", "op_kwargs")

    def __init__(
        self,
        *,
        python_callable: Callable[..., Any],
        op_args: Collection[Any] | None = None,
        op_kwargs: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(bash_command="", **kwargs)
        self.python_callable = python_callable
        self.op_args = op_args or ()
        self.op_kwargs = op_kwargs or {}

    def execute(self, context: Context) -> Any:
        """Make the command, then run it."""
        from couture_jupyter.templates import render

        command = call_function(self.python_callable, self.op_args, self.op_kwargs, context)
        if not isinstance(command, str) or not command.strip():
            raise TaskError(f"A @task.bash function returns a command (text), not {command!r}.")
        self.bash_command = command
        render(self, context)
        return super().execute(context)
