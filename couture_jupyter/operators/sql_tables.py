"""Checks of a table's columns and of the table as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from couture_jupyter.exceptions import DagError
from couture_jupyter.operators.base import Context
from couture_jupyter.operators.sql_base import BaseSQLOperator

COLUMN_CHECKS = {
    "null_check": "SUM(CASE WHEN {column} IS NULL THEN 1 ELSE 0 END)",
    "distinct_check": "COUNT(DISTINCT {column})",
    "unique_check": "COUNT({column}) - COUNT(DISTINCT {column})",
    "min": "MIN({column})",
    "max": "MAX({column})",
}
_COMPARISONS = {
    "greater_than": lambda found, wanted: found > wanted,
    "geq_to": lambda found, wanted: found >= wanted,
    "less_than": lambda found, wanted: found < wanted,
    "leq_to": lambda found, wanted: found <= wanted,
}


class _TableChecks(BaseSQLOperator):
    """A table with an optional filter."""

    template_fields: Sequence[str] = ("table", "partition_clause", *BaseSQLOperator.template_fields)

    def __init__(self, *, table: str, partition_clause: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.table = table
        self.partition_clause = partition_clause

    def where(self, *clauses: str | None) -> str:
        """The filters, as a part of a query."""
        found = [each for each in (self.partition_clause, *clauses) if each]
        return f" WHERE {' AND '.join(found)}" if found else ""

    def fail_with(self, failed: list[str]) -> None:
        """Fail if something did not pass."""
        if failed:
            raise self.fail(f"Checks of {self.table} did not pass: {'; '.join(failed)}.")
        self.log.info("All checks of %s passed.", self.table)


class SQLColumnCheckOperator(_TableChecks):
    """Checks columns of a table.

    Args:
        table: templated.
        column_mapping: for each column its checks (``null_check``, ``distinct_check``, ``unique_check``, ``min``,
            ``max``), for each check what its number must be: ``equal_to``, ``greater_than``, ``geq_to``,
            ``less_than``, ``leq_to``, with a ``tolerance`` for ``equal_to`` and a ``partition_clause`` of its own.
        partition_clause: a condition on the rows; templated.
        accept_none: whether ``NULL``, the minimum of an empty table, counts as 0.
    """

    def __init__(self, *, column_mapping: dict[str, dict[str, Any]], accept_none: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.column_mapping = column_mapping
        self.accept_none = accept_none
        for column, checks in column_mapping.items():
            for check, wanted in checks.items():
                _check_mapping(f'Task "{self.task_id}", column {column}', check, wanted)

    def execute(self, context: Context) -> None:
        """Check."""
        hook, failed = self.get_db_hook(), []
        for column, checks in self.column_mapping.items():
            for check, wanted in checks.items():
                expression = COLUMN_CHECKS[check].format(column=column)
                where = self.where(wanted.get("partition_clause"))
                row = hook.get_first(f"SELECT {expression} FROM {self.table}{where}")  # noqa: S608
                found = row[0] if row else None
                found = 0 if found is None and self.accept_none else found
                self.log.info("%s of %s: %s", check, column, found)
                if found is None or not _fits(found, wanted):
                    failed.append(f"{check} of {column} is {found}, wanted {_words(wanted)}")
        self.fail_with(failed)


class SQLTableCheckOperator(_TableChecks):
    """Checks conditions on a table.

    Args:
        table: templated.
        checks: for each check its name and ``{"check_statement": a condition of SQL, "partition_clause": …}``. A
            statement with an aggregate is one condition on the table, another must hold for each row.
        partition_clause: a condition on the rows; templated.
    """

    def __init__(self, *, checks: dict[str, dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name, check in checks.items():
            if "check_statement" not in check:
                raise DagError(f'Task "{self.task_id}": the check {name!r} has no "check_statement".')
        self.checks = checks

    def execute(self, context: Context) -> None:
        """Check."""
        hook, failed = self.get_db_hook(), []
        for name, check in self.checks.items():
            inner = f"SELECT CASE WHEN {check['check_statement']} THEN 1 ELSE 0 END AS passed"
            where = self.where(check.get("partition_clause"))
            row = hook.get_first(f"SELECT MIN(passed) FROM ({inner} FROM {self.table}{where}) AS checked")  # noqa: S608
            passed = bool(row and row[0] is not None and int(row[0]))
            self.log.info("%s: %s", name, "passed" if passed else "did not pass")
            if not passed:
                failed.append(f"{name} ({check['check_statement']})")
        self.fail_with(failed)


def _check_mapping(label: str, check: str, wanted: Mapping[str, Any]) -> None:
    if check not in COLUMN_CHECKS:
        raise DagError(f"{label}: there is no check {check!r}. Checks are: {', '.join(COLUMN_CHECKS)}.")
    known = {*_COMPARISONS, "equal_to", "tolerance", "partition_clause"}
    unknown = sorted(set(wanted) - known)
    if unknown:
        raise DagError(f"{label}: {check} does not know {unknown[0]!r}, but {', '.join(sorted(known))}.")
    if not set(wanted) & {*_COMPARISONS, "equal_to"}:
        raise DagError(f"{label}: {check} does not say what is wanted, e.g. equal_to.")
    if "equal_to" in wanted and set(wanted) & set(_COMPARISONS):
        raise DagError(f"{label}: {check} is equal_to something or compared, not both.")


def _fits(found: Any, wanted: Mapping[str, Any]) -> bool:
    off = wanted.get("tolerance") or 0
    if "equal_to" in wanted:
        value = wanted["equal_to"]
        return abs(found - value) <= abs(value) * off if off else bool(found == value)
    bounds = {name: value for name, value in wanted.items() if name in _COMPARISONS}
    return all(_COMPARISONS[name](found, _widened(name, value, off)) for name, value in bounds.items())


def _widened(name: str, value: Any, off: float) -> Any:
    if not off:
        return value
    return value - abs(value) * off if name in ("greater_than", "geq_to") else value + abs(value) * off


def _words(wanted: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in wanted.items() if name != "partition_clause")
