"""Errors that an author or a running task meets.

CoutureError
├── DagError                  the file describes no valid DAG (raised while it is parsed)
│   ├── DuplicateTaskIdError
│   ├── CycleError            carries the path of the cycle
│   └── TimetableError        a schedule that cannot be understood
├── TaskError                 raised by a running task
│   ├── TaskFailed            failed for good: no more tries (Airflow's AirflowFailException)
│   ├── TaskSkipped           ends in state skipped (Airflow's AirflowSkipException)
│   └── NotebookFailed        a cell raised, or the kernel died
"""


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


class TaskError(CoutureError):
    """Base of what a running task raises."""


class TaskFailed(TaskError):
    """The task failed for good: no further tries."""


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
