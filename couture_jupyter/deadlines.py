"""Deadlines of runs: by when a run must have succeeded, else a callback is called. Airflow 3.1's words.

The JSON form in ``DagSpec.deadlines`` is ``{"name": …, "reference": {"type": …, …}, "interval": seconds,
"callback": its path}``. The types are ``queued_at``, ``logical_date``, ``fixed`` (with ``"at"``: ISO text) and
``average_runtime`` (with ``"max_runs"`` and ``"min_runs"``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from couture_jupyter.arguments import moment, utc
from couture_jupyter.callbacks import AsyncCallback, SyncCallback
from couture_jupyter.exceptions import DagError

AVERAGE_OF = 10  # runs


class BaseDeadlineReference:
    """What a deadline counts from. Those of ``DeadlineReference`` are all that the engine can look up."""

    def to_json(self) -> dict[str, Any]:
        """See the module."""
        raise DagError(
            f"A deadline cannot count from {type(self).__name__}. It counts from one of DeadlineReference: "
            "DAGRUN_QUEUED_AT, DAGRUN_LOGICAL_DATE, FIXED_DATETIME(…), AVERAGE_RUNTIME(…)."
        )

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash((type(self), tuple(vars(self).items())))


class _OfRun(BaseDeadlineReference):
    def __init__(self, kind: str) -> None:
        self._kind = kind

    def to_json(self) -> dict[str, Any]:
        return {"type": self._kind}


class _Fixed(BaseDeadlineReference):
    def __init__(self, at: datetime) -> None:
        found = utc(moment("The date of a deadline", at))
        if found is None:
            raise DagError("DeadlineReference.FIXED_DATETIME needs a date.")
        self._at = found

    def to_json(self) -> dict[str, Any]:
        return {"type": "fixed", "at": self._at.astimezone(UTC).isoformat()}


class _AverageRuntime(BaseDeadlineReference):
    def __init__(self, max_runs: int, min_runs: int) -> None:
        if min_runs < 1 or max_runs < min_runs:
            raise DagError(
                "DeadlineReference.AVERAGE_RUNTIME looks at 1 run or more: "
                f"max_runs is {max_runs}, min_runs {min_runs}."
            )
        self._max_runs, self._min_runs = max_runs, min_runs

    def to_json(self) -> dict[str, Any]:
        return {"type": "average_runtime", "max_runs": self._max_runs, "min_runs": self._min_runs}


class DeadlineReference:
    """From when on the interval of a deadline counts."""

    DAGRUN_LOGICAL_DATE: ClassVar[BaseDeadlineReference] = _OfRun("logical_date")
    DAGRUN_QUEUED_AT: ClassVar[BaseDeadlineReference] = _OfRun("queued_at")

    @staticmethod
    def FIXED_DATETIME(dt: datetime) -> BaseDeadlineReference:  # noqa: N802 - Airflow's name
        """From a moment that is the same for all runs."""
        return _Fixed(dt)

    @staticmethod
    def AVERAGE_RUNTIME(max_runs: int = 0, min_runs: int | None = None) -> BaseDeadlineReference:  # noqa: N802
        """When a run has taken as long as the last ``max_runs`` (10) successful ones on average. Before there are
        ``min_runs`` (as many) of them there is no deadline."""
        most = max_runs or AVERAGE_OF
        return _AverageRuntime(most, most if min_runs is None else min_runs)


class DeadlineAlert:
    """A deadline: ``interval`` after ``reference`` the run must have succeeded, else ``callback`` is called, once.

    Raises:
        DagError: one of them is not what it must be.
    """

    def __init__(
        self,
        reference: BaseDeadlineReference,
        interval: timedelta,
        callback: AsyncCallback | SyncCallback,
        name: str | None = None,
    ) -> None:
        if not isinstance(reference, BaseDeadlineReference):
            raise DagError(f"A deadline counts from one of DeadlineReference, not from {reference!r}.")
        if not isinstance(interval, timedelta):
            raise DagError(f"The interval of a deadline is a timedelta, not {interval!r}.")
        if not isinstance(callback, AsyncCallback | SyncCallback):
            raise DagError(f"The callback of a deadline is a SyncCallback or an AsyncCallback, not {callback!r}.")
        self.reference = reference
        self.interval = interval
        self.callback = callback
        self.name = name

    def to_json(self) -> dict[str, Any]:
        """See the module."""
        return {
            "name": self.name or self.callback.path.rpartition(".")[2],
            "reference": self.reference.to_json(),
            "interval": self.interval.total_seconds(),
            "callback": self.callback.path,
        }


def deadline_reference(kind: Any = None) -> Any:
    """Airflow's decorator of one's own references. The engine looks nothing up that is not in ``DeadlineReference``: a
    DAG that uses such a class is refused with a sentence; one that only has it is read."""
    if isinstance(kind, type):
        return kind
    decorated: Callable[[type], type] = lambda cls: cls  # noqa: E731
    return decorated


def take(label: str, value: Any) -> tuple[DeadlineAlert, ...]:
    """The author's ``deadline``: one, several or none."""
    found = tuple(value) if isinstance(value, list | tuple) else (value,) if value is not None else ()
    for each in found:
        if not isinstance(each, DeadlineAlert):
            raise DagError(f"deadline of {label} is a DeadlineAlert or a list of them, not {each!r}.")
        each.to_json()
    return found
