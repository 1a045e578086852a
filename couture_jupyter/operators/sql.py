"""SQL: run statements, check what queries give, branch by a query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from couture_jupyter.exceptions import TaskError
from couture_jupyter.hooks.handlers import fetch_all_handler, return_single_query_results
from couture_jupyter.operators.base import Context
from couture_jupyter.operators.branch import BranchMixin
from couture_jupyter.operators.sql_base import BaseSQLOperator as BaseSQLOperator
from couture_jupyter.operators.sql_checks import SQLCheckOperator as SQLCheckOperator
from couture_jupyter.operators.sql_checks import SQLIntervalCheckOperator as SQLIntervalCheckOperator
from couture_jupyter.operators.sql_checks import SQLThresholdCheckOperator as SQLThresholdCheckOperator
from couture_jupyter.operators.sql_checks import SQLValueCheckOperator as SQLValueCheckOperator
from couture_jupyter.operators.sql_tables import SQLColumnCheckOperator as SQLColumnCheckOperator
from couture_jupyter.operators.sql_tables import SQLTableCheckOperator as SQLTableCheckOperator

_TRUE = ("true", "y", "yes", "1", "on", "t")
_FALSE = ("false", "n", "no", "0", "off", "f")


class SQLExecuteQueryOperator(BaseSQLOperator):
    """Runs one statement or several.

    Args:
        sql: a statement, a list of them, or ``.sql`` files; templated.
        autocommit: whether each statement is committed.
        parameters: values for the statements; templated.
        handler: ``f(cursor)`` makes the XCom of each result; by default all its rows.
        split_statements: whether a text is divided at semicolons.
        return_last: whether only the last result counts.
        show_return_value_in_logs: whether the log shows the result.
        requires_result_fetch: whether results are fetched where no XCom is wanted, too.
    """

    template_fields: Sequence[str] = ("sql", "parameters", *BaseSQLOperator.template_fields)
    template_ext: Sequence[str] = (".sql", ".json")
    template_fields_renderers: ClassVar[dict[str, str]] = {"sql": "sql", "parameters": "json"}

    def __init__(
        self,
        *,
        sql: str | list[str],
        autocommit: bool = False,
        parameters: Mapping[str, Any] | Iterable[Any] | None = None,
        handler: Callable[[Any], Any] | None = fetch_all_handler,
        split_statements: bool | None = None,
        return_last: bool = True,
        show_return_value_in_logs: bool = False,
        requires_result_fetch: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.sql = sql
        self.autocommit = autocommit
        self.parameters = parameters
        self.handler = handler
        self.split_statements = split_statements
        self.return_last = return_last
        self.show_return_value_in_logs = show_return_value_in_logs
        self.requires_result_fetch = requires_result_fetch

    def execute(self, context: Context) -> Any:
        """Run the statements."""
        extra = {} if self.split_statements is None else {"split_statements": self.split_statements}
        hook = self.get_db_hook()
        result = hook.run(
            self.sql,
            autocommit=self.autocommit,
            parameters=self.parameters,
            handler=self.handler if self.do_xcom_push or self.requires_result_fetch else None,
            return_last=self.return_last,
            **extra,
        )
        if self.show_return_value_in_logs:
            self.log.info("Result: %s", result)
        if not self.do_xcom_push or self.handler is None:
            return None
        is_single = return_single_query_results(self.sql, self.return_last, self.split_statements)
        return _plain(result) if is_single else [_plain(each) for each in result]


def _plain(rows: Any) -> Any:
    """Rows as tuples, which every XCom can hold."""
    return [tuple(row) for row in rows] if isinstance(rows, list) else rows


class BranchSQLOperator(BaseSQLOperator, BranchMixin):
    """Goes one way or another by the first cell that a query gives: a truth value, a number, or a word such as
    ``true``, ``yes``, ``on``, ``1`` and their opposites.

    Args:
        sql: the query; templated.
        follow_task_ids_if_true: the task or tasks to go on with if it is true.
        follow_task_ids_if_false: the task or tasks if it is not.
        parameters: its values; templated.
    """

    template_fields: Sequence[str] = ("sql", "parameters", *BaseSQLOperator.template_fields)

    def __init__(
        self,
        *,
        sql: str,
        follow_task_ids_if_true: str | list[str],
        follow_task_ids_if_false: str | list[str],
        parameters: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.sql = sql
        self.follow_task_ids_if_true = follow_task_ids_if_true
        self.follow_task_ids_if_false = follow_task_ids_if_false
        self.parameters = parameters

    def execute(self, context: Context) -> Any:
        """Run the query and choose."""
        row = self.get_db_hook().get_first(self.sql, self.parameters)
        if not row:
            raise TaskError("The query gave no row: there is nothing to choose by.")
        chosen = self.follow_task_ids_if_true if _truth(row[0]) else self.follow_task_ids_if_false
        self.follow(context, chosen)
        return chosen


def _truth(cell: Any) -> bool:
    if isinstance(cell, bool | int | float):
        return bool(cell)
    word = str(cell).strip().lower()
    if word not in (*_TRUE, *_FALSE):
        raise TaskError(f"The query gave {cell!r}, which is neither true nor false.")
    return word in _TRUE
