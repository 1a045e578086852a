"""Sensors that wait for a time of day, a moment, a while, or a day of the week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from couture_jupyter.airflow_compat.values import WeekDay
from couture_jupyter.arguments import moment
from couture_jupyter.exceptions import DagError
from couture_jupyter.operators.base import Context
from couture_jupyter.sensors.base import BaseSensorOperator
from couture_jupyter.triggers.temporal import DateTimeTrigger


class _MomentSensor(BaseSensorOperator):
    """Waits until ``target(context)``; deferrable, without a process."""

    def __init__(
        self,
        *,
        deferrable: bool = False,
        start_from_trigger: bool = False,
        end_from_trigger: bool = False,
        trigger_kwargs: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.deferrable = deferrable or start_from_trigger or end_from_trigger

    def target(self, context: Context) -> datetime:
        """The moment. Subclasses override this."""
        raise NotImplementedError

    def poke(self, context: Context) -> bool:
        """Whether it has come."""
        target = self.target(context)
        self.log.info("Waiting until %s", target)
        return datetime.now(UTC) > target

    def execute(self, context: Context) -> Any:
        """Wait, with a process or without."""
        if not self.deferrable:
            return super().execute(context)
        target = self.target(context)
        return None if datetime.now(UTC) > target else self._defer_until(target)

    def _defer_until(self, target: datetime) -> NoReturn:
        timeout = timedelta(seconds=self.timeout)
        self.defer(trigger=DateTimeTrigger(target), method_name="execute_complete", timeout=timeout)

    def execute_complete(self, context: Context, event: Any = None) -> None:
        """The moment has come."""


class TimeSensor(_MomentSensor):
    """Waits until the time of day ``target_time``, today, in its own time zone or the DAG's."""

    def __init__(self, *, target_time: time, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not isinstance(target_time, time):
            raise DagError(f'target_time of task "{self.task_id}" is a datetime.time, not {target_time!r}.')
        self.target_time = target_time

    def target(self, context: Context) -> datetime:
        """That time of today."""
        zone = self.target_time.tzinfo or ZoneInfo(self.dag.timezone if self.dag else "UTC")
        return datetime.combine(datetime.now(zone).date(), self.target_time.replace(tzinfo=None), tzinfo=zone)


class TimeDeltaSensor(_MomentSensor):
    """Waits until ``delta`` after the end of the run's data interval."""

    def __init__(self, *, delta: timedelta, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.delta = delta

    def target(self, context: Context) -> datetime:
        """The end of the data interval, and ``delta``."""
        end: datetime = context["data_interval_end"] or context["dag_run"].run_after
        return end + self.delta


class WaitSensor(_MomentSensor):
    """Waits for ``time_to_wait`` (a ``timedelta`` or minutes) from when it began; without a process unless
    ``deferrable`` is false."""

    def __init__(self, *, time_to_wait: timedelta | int, deferrable: bool = True, **kwargs: Any) -> None:
        super().__init__(deferrable=deferrable, **kwargs)
        self.time_to_wait = time_to_wait if isinstance(time_to_wait, timedelta) else timedelta(minutes=time_to_wait)

    def target(self, context: Context) -> datetime:
        """The beginning of the task, and the wait."""
        began: datetime = context["ti"].first_started_at
        return began + self.time_to_wait


class DateTimeSensor(_MomentSensor):
    """Waits until ``target_time``: a datetime, or text in ISO 8601; templated."""

    template_fields: Sequence[str] = ("target_time",)

    def __init__(self, *, target_time: datetime | str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not isinstance(target_time, datetime | str):
            raise DagError(f'target_time of task "{self.task_id}" is a datetime or text, not {target_time!r}.')
        self.target_time = target_time.isoformat() if isinstance(target_time, datetime) else target_time

    def target(self, context: Context) -> datetime:
        """The moment; without a time zone it is UTC."""
        found = moment(f'target_time of task "{self.task_id}"', self.target_time.strip())
        assert found is not None
        return found


class TimeSensorAsync(TimeSensor):
    """``TimeSensor`` that waits without a process."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "deferrable": True})


class TimeDeltaSensorAsync(TimeDeltaSensor):
    """``TimeDeltaSensor`` that waits without a process."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "deferrable": True})


class DateTimeSensorAsync(DateTimeSensor):
    """``DateTimeSensor`` that waits without a process."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "deferrable": True})


class DayOfWeekSensor(BaseSensorOperator):
    """Waits until it is a day of the week.

    Args:
        week_day: a day's name in any case, a ``WeekDay``, or several.
        use_task_logical_date: whether the day of the run's logical date counts instead of today.
    """

    def __init__(
        self,
        *,
        week_day: Any,
        use_task_logical_date: bool = False,
        use_task_execution_day: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.week_day = week_day
        self.use_task_logical_date = use_task_logical_date or use_task_execution_day
        self._days = week_days(week_day)

    def poke(self, context: Context) -> bool:
        """Whether it is one of the days."""
        return is_one_of(self._days, context, self.use_task_logical_date, self.dag)


def week_days(given: Any) -> frozenset[int]:
    """Days of the week as ``isoweekday`` counts them, from names, ``WeekDay``s, or several of these."""
    several = [given] if isinstance(given, str | WeekDay) else given
    if not isinstance(several, Iterable):
        raise DagError(f"week_day is a day's name, a WeekDay, or several, not {given!r}.")
    return frozenset(_week_day(each) for each in several)


def _week_day(day: Any) -> int:
    name = str(getattr(day, "name", day)).upper()
    if name not in WeekDay.__members__:
        raise DagError(f"{day!r} is no day of the week. Days are: {', '.join(WeekDay.__members__)}.")
    return int(WeekDay[name])


def is_one_of(days: frozenset[int], context: Context, use_logical_date: bool, dag: Any) -> bool:
    """Whether today (in the DAG's time zone), or the run's logical date, is one of the days."""
    zone = ZoneInfo(dag.timezone if dag else "UTC")
    day = context["logical_date"] if use_logical_date else datetime.now(zone)
    return day.isoweekday() in days
