"""SqlSensor: ask a database until the answer is good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from couture_jupyter.exceptions import TaskError
from couture_jupyter.hooks.base import BaseHook
from couture_jupyter.operators.base import Context
from couture_jupyter.sensors.base import BaseSensorOperator

_NOTHING = (0, "0", "", None)


class SqlSensor(BaseSensorOperator):
    """Runs a query until its first cell is something, or ``success`` agrees.

    Args:
        conn_id: the connection.
        sql: the query, or a ``.sql`` file; templated.
        parameters: its values; templated.
        success: ``f(cell)`` says whether the wait is over.
        failure: ``f(cell)`` says whether it is to fail.
        selector: ``f(row)`` picks the cell of the first row.
        fail_on_empty: whether it fails when there is no row.
        hook_params: further arguments of the hook.
    """

    template_fields: Sequence[str] = ("sql", "hook_params", "parameters")
    template_ext: Sequence[str] = (".hql", ".sql")
    ui_color = "#7c7287"

    def __init__(
        self,
        *,
        conn_id: str,
        sql: str,
        parameters: Any = None,
        success: Callable[[Any], Any] | None = None,
        failure: Callable[[Any], Any] | None = None,
        selector: Callable[[Any], Any] = itemgetter(0),
        fail_on_empty: bool = False,
        hook_params: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.conn_id = conn_id
        self.sql = sql
        self.parameters = parameters
        self.success = success
        self.failure = failure
        self.selector = selector
        self.fail_on_empty = fail_on_empty
        self.hook_params = hook_params

    def poke(self, context: Context) -> bool:
        """Run the query."""
        rows = BaseHook.get_hook(self.conn_id, hook_params=self.hook_params).get_records(self.sql, self.parameters)
        if not rows:
            if self.fail_on_empty:
                raise TaskError("The query gave no row, and fail_on_empty is set.")
            return False
        cell = self.selector(rows[0])
        if self.failure is not None and self._agrees(self.failure, cell):
            raise TaskError(f"The failure criterion is met: the query gave {cell!r}.")
        if self.success is not None:
            return self._agrees(self.success, cell)
        return cell not in _NOTHING

    def _agrees(self, criterion: Callable[[Any], Any], cell: Any) -> bool:
        if not callable(criterion):
            raise TaskError(f"success and failure of task {self.task_id} are functions, not {criterion!r}.")
        return bool(criterion(cell))
