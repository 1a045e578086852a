"""Branches by the time of day, the date, and the day of the week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from couture_jupyter.exceptions import DagError
from couture_jupyter.operators.base import Context
from couture_jupyter.operators.branch import BaseBranchOperator
from couture_jupyter.sensors.time import is_one_of, week_days

Bound = datetime | time | None


class BranchDateTimeOperator(BaseBranchOperator):
    """Goes one way between ``target_lower`` and ``target_upper``, another way at other times.

    Args:
        follow_task_ids_if_true: the task or tasks to go on with between the two.
        follow_task_ids_if_false: the task or tasks otherwise.
        target_lower: a ``datetime``, or a ``time`` of the day; ``None`` is open.
        target_upper: the same; a time of day before ``target_lower`` is one of the next day.
        use_task_logical_date: whether the run's logical date is compared instead of now.
    """

    def __init__(
        self,
        *,
        follow_task_ids_if_true: str | Iterable[str],
        follow_task_ids_if_false: str | Iterable[str],
        target_lower: Bound,
        target_upper: Bound,
        use_task_logical_date: bool = False,
        use_task_execution_date: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if target_lower is None and target_upper is None:
            raise DagError(f'Task "{self.task_id}" needs target_lower or target_upper.')
        self.follow_task_ids_if_true = follow_task_ids_if_true
        self.follow_task_ids_if_false = follow_task_ids_if_false
        self.target_lower = target_lower
        self.target_upper = target_upper
        self.use_task_logical_date = use_task_logical_date or use_task_execution_date

    def choose_branch(self, context: Context) -> str | Iterable[str]:
        """Compare."""
        now = context["logical_date"] if self.use_task_logical_date else datetime.now(UTC)
        lower, upper = bounds(now, self.target_lower, self.target_upper)
        between = (lower is None or now >= lower) and (upper is None or now <= upper)
        return self.follow_task_ids_if_true if between else self.follow_task_ids_if_false


def bounds(now: datetime, lower: Bound, upper: Bound) -> tuple[datetime | None, datetime | None]:
    """Both as moments: a time of day is one of the day of ``now``, the upper one of the next day if it is earlier."""
    first, last = _moment(now, lower), _moment(now, upper)
    if isinstance(lower, time) and isinstance(upper, time) and first and last and last < first:
        last += timedelta(days=1)
    return first, last


def _moment(now: datetime, bound: Bound) -> datetime | None:
    if isinstance(bound, time):
        return datetime.combine(now.date(), bound, tzinfo=bound.tzinfo or now.tzinfo)
    if isinstance(bound, datetime) and bound.tzinfo is None:
        return bound.replace(tzinfo=UTC)
    return bound


class BranchDayOfWeekOperator(BaseBranchOperator):
    """Goes one way on some days of the week, another way on the others.

    Args:
        follow_task_ids_if_true: the task or tasks to go on with on these days.
        follow_task_ids_if_false: the task or tasks otherwise.
        week_day: a day's name in any case, a ``WeekDay``, or several.
        use_task_logical_date: whether the day of the run's logical date counts instead of today.
    """

    def __init__(
        self,
        *,
        follow_task_ids_if_true: str | Iterable[str],
        follow_task_ids_if_false: str | Iterable[str],
        week_day: Any,
        use_task_logical_date: bool = False,
        use_task_execution_day: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.follow_task_ids_if_true = follow_task_ids_if_true
        self.follow_task_ids_if_false = follow_task_ids_if_false
        self.week_day = week_day
        self.use_task_logical_date = use_task_logical_date or use_task_execution_day
        self._days = week_days(week_day)

    def choose_branch(self, context: Context) -> str | Iterable[str]:
        """Look at the day."""
        is_day = is_one_of(self._days, context, self.use_task_logical_date, self.dag)
        return self.follow_task_ids_if_true if is_day else self.follow_task_ids_if_false
