"""Errors that an author or a running task meets.

CoutureError
├── DagError                  the file describes no valid DAG (raised while it is parsed)
│   ├── DuplicateTaskIdError
│   ├── CycleError            carries the path of the cycle
│   ├── TimetableError        a schedule that cannot be understood
│   └── ParamValidationError  a parameter's value does not fit its schema
├── TaskError                 raised by a running task
│   ├── TaskFailed            failed for good: no more tries (Airflow's AirflowFailException)
│   │   └── SensorTimeout     a sensor has waited for long enough (Airflow's AirflowSensorTimeout)
│   ├── TaskSkipped           ends in state skipped (Airflow's AirflowSkipException)
│   └── NotebookFailed        a cell raised, or the kernel died

What ends a process but not the try is no error: ``TaskDeferred`` and ``TaskRescheduled`` are ``BaseException``, so that
an author's ``except Exception`` does not catch them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from couture_jupyter.triggers import BaseTrigger


class CoutureError(Exception):
    """Base of all errors of this package."""


class DagError(CoutureError):
    """The file describes no valid DAG."""


class DuplicateTaskIdError(DagError):
    """Two tasks of one DAG have the same id."""


class CycleError(DagError):
    """Tasks depend on each other in a circle; the message shows the path."""


class TimetableError(DagError):
    """A schedule that cannot be understood."""


class ParamValidationError(DagError):
    """A parameter's value does not fit its schema, or is missing."""


class TaskError(CoutureError):
    """Base of what a running task raises."""


class TaskFailed(TaskError):
    """The task failed for good: no further tries."""


class SensorTimeout(TaskFailed):
    """A sensor has waited for long enough: it does not try again."""


class TaskSkipped(TaskError):
    """The task ends in state skipped."""


class NotebookFailed(TaskError):
    """A cell raised or the kernel died.

    Args:
        message: what happened, in one sentence.
        cell_index: index of the failing cell in the executed notebook, counting all cells from 0; ``None``
        when no cell was running.
        error_name: the exception's class, e.g. ``ZeroDivisionError``, or ``DeadKernel``.
    """

    def __init__(self, message: str, cell_index: int | None = None, error_name: str = "") -> None:
        super().__init__(message)
        self.cell_index = cell_index
        self.error_name = error_name


class TaskDeferred(BaseException):
    """The try goes on in ``method_name(context, event=…, **kwargs)`` when ``trigger`` fires; until then it has no
    process.

    Args:
        trigger: what to wait for.
        method_name: the operator's method to go on with.
        kwargs: further arguments of the method.
        timeout: how long to wait; then the try fails.
    """

    def __init__(
        self,
        *,
        trigger: BaseTrigger,
        method_name: str,
        kwargs: dict[str, Any] | None = None,
        timeout: timedelta | float | None = None,
    ) -> None:
        super().__init__(method_name)
        self.trigger, self.method_name, self.kwargs = trigger, method_name, kwargs or {}
        self.timeout = timedelta(seconds=timeout) if isinstance(timeout, int | float) else timeout


class TaskRescheduled(BaseException):
    """The try goes on with ``execute`` at ``reschedule_date``; until then it has no process."""

    def __init__(self, reschedule_date: datetime) -> None:
        super().__init__(reschedule_date.isoformat())
        self.reschedule_date = reschedule_date
