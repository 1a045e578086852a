"""Values that only DAG files and provider packages written for Airflow use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

from couture_jupyter.states import DagRunState, TaskInstanceState

XCOM_RETURN_KEY = "return_value"


class WeightRule(StrEnum):
    """How a task's priority follows from its own weight and the graph."""

    DOWNSTREAM = "downstream"
    UPSTREAM = "upstream"
    ABSOLUTE = "absolute"


class WeekDay(IntEnum):
    """The days of a week, as ``date.isoweekday`` counts them."""

    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 3
    THURSDAY = 4
    FRIDAY = 5
    SATURDAY = 6
    SUNDAY = 7

    @classmethod
    def get_weekday_number(cls, week_day_str: str) -> int:
        """The number of a day that is called by its name; any spelling of capitals."""
        try:
            return cls[week_day_str.upper()].value
        except KeyError:
            raise AttributeError(f"{week_day_str!r} is no day of the week.") from None

    @classmethod
    def convert(cls, day: str | WeekDay) -> int:
        """The number of a day, given by name or by itself."""
        return cls.get_weekday_number(day) if isinstance(day, str) else day.value

    @classmethod
    def validate_week_day(cls, week_day: Any) -> set[int]:
        """The numbers of one day or of several."""
        if not week_day:
            raise ValueError("Name at least one day of the week.")
        days = [week_day] if isinstance(week_day, str | WeekDay) else week_day
        if not isinstance(days, Iterable):
            raise TypeError(f"Days of the week are names or WeekDay members, not {type(week_day).__name__}.")
        return {cls.convert(day) for day in days}


class State:
    """Airflow 1's list of states, as text."""

    NONE = None
    REMOVED = TaskInstanceState.REMOVED.value
    SCHEDULED = TaskInstanceState.SCHEDULED.value
    QUEUED = TaskInstanceState.QUEUED.value
    RUNNING = TaskInstanceState.RUNNING.value
    SUCCESS = TaskInstanceState.SUCCESS.value
    FAILED = TaskInstanceState.FAILED.value
    UP_FOR_RETRY = TaskInstanceState.UP_FOR_RETRY.value
    UP_FOR_RESCHEDULE = TaskInstanceState.UP_FOR_RESCHEDULE.value
    UPSTREAM_FAILED = TaskInstanceState.UPSTREAM_FAILED.value
    SKIPPED = TaskInstanceState.SKIPPED.value
    DEFERRED = "deferred"
    RESTARTING = "restarting"
    SHUTDOWN = "shutdown"

    task_states = (None, *TaskInstanceState)
    dag_states = tuple(DagRunState)
    success_states = frozenset({TaskInstanceState.SUCCESS, TaskInstanceState.SKIPPED})
    failed_states = frozenset({TaskInstanceState.FAILED, TaskInstanceState.UPSTREAM_FAILED})
    finished = frozenset({*success_states, *failed_states, TaskInstanceState.REMOVED})
    unfinished = frozenset({None, *TaskInstanceState} - finished)


class TaskInstanceKey(NamedTuple):
    """What names one try of one task instance."""

    dag_id: str
    task_id: str
    run_id: str
    try_number: int = 1
    map_index: int = -1

    @property
    def primary(self) -> tuple[str, str, str, int]:
        """The same without the try."""
        return self.dag_id, self.task_id, self.run_id, self.map_index


class ArgNotSet:
    """Stands for an argument that was not given, where ``None`` has a meaning of its own."""

    def __repr__(self) -> str:
        return "NOTSET"


NOTSET = ArgNotSet()
SET_DURING_EXECUTION = ArgNotSet()


def is_arg_set(value: Any) -> bool:
    """Whether an argument was given."""
    return not isinstance(value, ArgNotSet)


def apply_defaults(function: Callable[..., Any]) -> Callable[..., Any]:
    """Airflow 1's decorator for ``__init__``; operators do this by themselves now."""
    return function


_VARIABLES = ("dag_id", "task_id", "execution_date", "try_number", "dag_run_id", "dag_owner", "dag_email")
AIRFLOW_VAR_NAME_FORMAT_MAPPING = {
    f"AIRFLOW_CONTEXT_{name.upper()}": {
        "default": f"airflow.ctx.{name}",
        "env_var_format": f"AIRFLOW_CTX_{name.upper()}",
    }
    for name in _VARIABLES
}
