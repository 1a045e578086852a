"""GenericTransfer: rows from one database into another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from couture_jupyter.hooks.base import BaseHook
from couture_jupyter.operators.base import BaseOperator, Context


class GenericTransfer(BaseOperator):
    """Runs a query at one connection and puts its rows into a table at another.

    Args:
        sql: the query, or several; templated.
        destination_table: the table; templated.
        source_conn_id: where the query runs.
        destination_conn_id: where the table is.
        source_hook_params: further arguments of the one hook.
        destination_hook_params: further arguments of the other.
        preoperator: a statement, or several, to run at the destination before; templated.
        insert_args: further arguments of the destination's ``insert_rows``: ``commit_every``, ``replace`` …
        page_size: fetch so many rows at a time, with ``LIMIT`` and ``OFFSET``: the query needs an ``ORDER BY``.
    """

    template_fields: Sequence[str] = (
        "source_conn_id",
        "destination_conn_id",
        "sql",
        "destination_table",
        "preoperator",
    )
    template_ext: Sequence[str] = (".sql", ".hql")
    template_fields_renderers: ClassVar[dict[str, str]] = {"sql": "sql", "preoperator": "sql"}
    ui_color = "#b0f07c"

    def __init__(
        self,
        *,
        sql: str | list[str],
        destination_table: str,
        source_conn_id: str,
        destination_conn_id: str,
        source_hook_params: dict[str, Any] | None = None,
        destination_hook_params: dict[str, Any] | None = None,
        preoperator: str | list[str] | None = None,
        insert_args: dict[str, Any] | None = None,
        page_size: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.sql = sql
        self.destination_table = destination_table
        self.source_conn_id = source_conn_id
        self.destination_conn_id = destination_conn_id
        self.source_hook_params = source_hook_params
        self.destination_hook_params = destination_hook_params
        self.preoperator = preoperator
        self.insert_args = insert_args or {}
        self.page_size = page_size

    def execute(self, context: Context) -> None:
        """Move the rows."""
        source = BaseHook.get_hook(self.source_conn_id, self.source_hook_params)
        destination = BaseHook.get_hook(self.destination_conn_id, self.destination_hook_params)
        if self.preoperator:
            destination.run(self.preoperator)
        if not self.page_size:
            destination.insert_rows(self.destination_table, source.get_records(self.sql), **self.insert_args)
            return
        offset = 0
        while rows := source.get_records(f"{self.sql} LIMIT {self.page_size} OFFSET {offset}"):
            destination.insert_rows(self.destination_table, rows, **self.insert_args)
            offset += len(rows)
