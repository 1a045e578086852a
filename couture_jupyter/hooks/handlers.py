"""What is made of a cursor after a statement."""

from __future__ import annotations

from typing import Any


def fetch_all_handler(cursor: Any) -> list[Any] | None:
    """All rows; ``None`` for a statement that gives none."""
    return list(cursor.fetchall()) if cursor.description is not None else None


def fetch_one_handler(cursor: Any) -> Any:
    """The first row; ``None`` for a statement that gives none."""
    return cursor.fetchone() if cursor.description is not None else None


def return_single_query_results(sql: Any, return_last: bool, split_statements: bool | None) -> bool:
    """Whether ``run`` gives the result of one statement, and not a list with one result for each."""
    return isinstance(sql, str) and (return_last if split_statements else True)
