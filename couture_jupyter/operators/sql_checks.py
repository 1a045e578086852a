"""Checks of what a query gives: something, a value, within thresholds, near an earlier day's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from couture_jupyter.exceptions import DagError
from couture_jupyter.operators.base import Context
from couture_jupyter.operators.sql_base import BaseSQLOperator


class _Query(BaseSQLOperator):
    """A query with its values."""

    template_fields: Sequence[str] = ("sql", "parameters", *BaseSQLOperator.template_fields)
    template_ext: Sequence[str] = (".hql", ".sql")
    ui_color = "#fff7e6"

    def __init__(self, *, sql: str, parameters: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sql = sql
        self.parameters = parameters

    def first_row(self) -> Sequence[Any]:
        """The first row of the query. Fails where there is none."""
        row = self.get_db_hook().get_first(self.sql, self.parameters)
        self.log.info("The query gave %s.", row)
        if not row:
            raise self.fail(f"The query gave no row: {self.sql}")
        return tuple(row)


class SQLCheckOperator(_Query):
    """Fails unless the query gives a row whose values are all true: not 0, not empty, not null.

    Args:
        sql: the query; templated.
        parameters: its values; templated.
    """

    def execute(self, context: Context) -> None:
        """Check."""
        row = self.first_row()
        if not all(row):
            raise self.fail(f"The check did not pass. The query gave {row}: {self.sql}")


class SQLValueCheckOperator(_Query):
    """Fails unless all values of the query's first row are ``pass_value``.

    Args:
        sql: the query; templated.
        pass_value: a number or a text; templated.
        tolerance: how far a number may be off: 0.1 is ten per cent.
        parameters: its values; templated.
    """

    template_fields: Sequence[str] = (*_Query.template_fields, "pass_value")

    def __init__(self, *, pass_value: Any, tolerance: float | str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pass_value = pass_value
        self.tolerance = float(tolerance) if tolerance is not None else None

    def execute(self, context: Context) -> None:
        """Check."""
        row = self.first_row()
        if not all(self._agrees(value) for value in row):
            more = f" within {self.tolerance:.0%}" if self.tolerance else ""
            raise self.fail(f"The query gave {row} where {self.pass_value}{more} is wanted: {self.sql}")

    def _agrees(self, value: Any) -> bool:
        wanted, found = _number(self.pass_value), _number(value)
        if wanted is None or found is None:
            return str(value) == str(self.pass_value)
        return abs(found - wanted) <= abs(wanted) * (self.tolerance or 0.0)


class SQLThresholdCheckOperator(_Query):
    """Fails unless the first cell of the query is between two thresholds, both included.

    Args:
        sql: the query; templated.
        min_threshold: a number, or a query for it; templated.
        max_threshold: a number, or a query for it; templated.
    """

    template_fields: Sequence[str] = (*_Query.template_fields, "min_threshold", "max_threshold")

    def __init__(self, *, min_threshold: Any, max_threshold: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.min_threshold = min_threshold
        self.max_threshold = max_threshold

    def execute(self, context: Context) -> None:
        """Check."""
        found = self.first_row()[0]
        least, most = self._threshold(self.min_threshold), self._threshold(self.max_threshold)
        if not least <= float(found) <= most:
            raise self.fail(f"The query gave {found}, which is not between {least:g} and {most:g}: {self.sql}")

    def _threshold(self, given: Any) -> float:
        number = _number(given)
        return float(self.get_db_hook().get_first(str(given))[0]) if number is None else number


class SQLIntervalCheckOperator(BaseSQLOperator):
    """Fails when a metric of today is too far from that of some days ago.

    Args:
        table: the table; templated.
        metrics_thresholds: for each metric (an expression of SQL) how many times as much as the other is too much.
        date_filter_column: the column with the day.
        days_back: how many days ago the other day is.
        ratio_formula: ``max_over_min``, or ``relative_diff``: the difference as a part of the earlier value.
        ignore_zero: whether a metric that is 0 on one of the days passes.
    """

    template_fields: Sequence[str] = ("sql1", "sql2", "table", *BaseSQLOperator.template_fields)
    template_ext: Sequence[str] = (".hql", ".sql")
    ui_color = "#fff7e6"

    def __init__(
        self,
        *,
        table: str,
        metrics_thresholds: Mapping[str, Any],
        date_filter_column: str | None = "ds",
        days_back: float = -7,
        ratio_formula: str | None = "max_over_min",
        ignore_zero: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if ratio_formula not in _RATIOS:
            raise DagError(f'ratio_formula of task "{self.task_id}" is {" or ".join(_RATIOS)}, not {ratio_formula!r}.')
        self.table = table
        self.metrics_thresholds = metrics_thresholds
        self.metrics_sorted = sorted(metrics_thresholds)
        self.date_filter_column = date_filter_column
        self.days_back = -abs(days_back)
        self.ratio_formula = ratio_formula
        self.ignore_zero = ignore_zero
        question = f"SELECT {', '.join(self.metrics_sorted)} FROM {table} WHERE {date_filter_column}="  # noqa: S608
        self.sql1 = f"{question}'{{{{ ds }}}}'"
        self.sql2 = f"{question}'{{{{ macros.ds_add(ds, {self.days_back}) }}}}'"

    def execute(self, context: Context) -> None:
        """Check."""
        hook = self.get_db_hook()
        before, now = hook.get_first(self.sql2), hook.get_first(self.sql1)
        for sql, row in ((self.sql2, before), (self.sql1, now)):
            if not row:
                raise self.fail(f"The query gave no row: {sql}")
        failed = [
            f"{name}: {earlier} before, {today} now"
            for name, earlier, today in zip(self.metrics_sorted, before, now, strict=True)
            if not self._passes(name, earlier, today)
        ]
        if failed:
            raise self.fail(f"The metrics of {self.table} differ too much: {'; '.join(failed)}.")

    def _passes(self, name: str, earlier: Any, now: Any) -> bool:
        if not earlier or not now:
            return self.ignore_zero
        ratio = _RATIOS[str(self.ratio_formula)](float(earlier), float(now))
        return bool(ratio < float(self.metrics_thresholds[name]))


_RATIOS = {
    "max_over_min": lambda earlier, now: max(earlier, now) / min(earlier, now),
    "relative_diff": lambda earlier, now: abs(now - earlier) / abs(earlier),
}


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
