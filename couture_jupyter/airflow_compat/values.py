"""Small things that only DAG files written for Airflow use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from couture_jupyter.states import TaskInstanceState

utc = UTC


class WeightRule(StrEnum):
    """How a task's priority follows from its own weight and the graph."""

    DOWNSTREAM = "downstream"
    UPSTREAM = "upstream"
    ABSOLUTE = "absolute"


class State:
    """Airflow 1's list of states, as text."""

    NONE = None
    SCHEDULED = TaskInstanceState.SCHEDULED.value
    QUEUED = TaskInstanceState.QUEUED.value
    RUNNING = TaskInstanceState.RUNNING.value
    SUCCESS = TaskInstanceState.SUCCESS.value
    FAILED = TaskInstanceState.FAILED.value
    UP_FOR_RETRY = TaskInstanceState.UP_FOR_RETRY.value
    UP_FOR_RESCHEDULE = TaskInstanceState.UP_FOR_RESCHEDULE.value
    UPSTREAM_FAILED = TaskInstanceState.UPSTREAM_FAILED.value
    SKIPPED = TaskInstanceState.SKIPPED.value
    REMOVED = TaskInstanceState.REMOVED.value


def apply_defaults(function: Callable[..., Any]) -> Callable[..., Any]:
    """Airflow 1's decorator for ``__init__``; operators do this by themselves now."""
    return function


def utcnow() -> datetime:
    """The present moment, with its zone."""
    return datetime.now(UTC)


def days_ago(n: int, hour: int = 0, minute: int = 0, second: int = 0, microsecond: int = 0) -> datetime:
    """Midnight (or the given time) in UTC, ``n`` days back."""
    midnight = utcnow().replace(hour=hour, minute=minute, second=second, microsecond=microsecond)
    return midnight - timedelta(days=n)


def aware_datetime(*args: Any, **kwargs: Any) -> datetime:
    """A datetime in UTC where no zone is given."""
    made = datetime(*args, **kwargs)
    return made if made.tzinfo else made.replace(tzinfo=UTC)


def parse(text: str, timezone: Any = None) -> datetime:
    """An ISO 8601 moment; in UTC where no zone is given."""
    made = datetime.fromisoformat(text)
    return made if made.tzinfo else made.replace(tzinfo=timezone or UTC)
