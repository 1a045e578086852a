"""BaseSQLOperator: what operators that run SQL have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from couture_jupyter.exceptions import TaskError, TaskFailed
from couture_jupyter.hooks.base import BaseHook
from couture_jupyter.operators.base import BaseOperator


class BaseSQLOperator(BaseOperator):
    """For operators that run SQL.

    Args:
        conn_id: the connection; its type chooses the hook.
        database: a database other than the connection's.
        hook_params: further arguments of the hook.
        retry_on_failure: whether a failure is tried again, as far as ``retries`` go.
    """

    conn_id_field = "conn_id"
    template_fields: Sequence[str] = ("conn_id", "database", "hook_params")
    template_ext: Sequence[str] = (".sql",)
    ui_color = "#cdaaed"

    def __init__(
        self,
        *,
        conn_id: str | None = None,
        database: str | None = None,
        hook_params: dict[str, Any] | None = None,
        retry_on_failure: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.conn_id = conn_id
        self.database = database
        self.hook_params = hook_params or {}
        self.retry_on_failure = retry_on_failure

    def get_db_hook(self) -> Any:
        """What runs the SQL."""
        name = getattr(self, self.conn_id_field) or self.conn_id
        if not name:
            raise TaskError(f'Task {self.task_id} needs a connection: give conn_id="…".')
        more = {"schema": self.database} if self.database else {}
        return BaseHook.get_hook(name, hook_params={**more, **self.hook_params})

    def fail(self, sentence: str) -> TaskError:
        """The error to raise for a check that did not pass."""
        return TaskError(sentence) if self.retry_on_failure else TaskFailed(sentence)
