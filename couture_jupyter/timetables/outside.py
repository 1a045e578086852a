"""Timetables that follow events instead of a clock: a file that comes, another DAG's success.

Like ``Never`` they name no moment; the engine makes a run for each event.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, ClassVar

from couture_jupyter.exceptions import TimetableError
from couture_jupyter.timetables.contract import TimetableRun, Window

LONGEST_SETTLE = 24 * 3600.0


class _FollowsEvents:
    """What both have in common."""

    __slots__ = ()

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """Always ``None``: nobody knows when."""
        return None

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """Always ``None``."""
        return None

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """The moment itself."""
        return (moment, moment)


@dataclass(frozen=True, slots=True)
class FileArrival(_FollowsEvents):
    """``schedule=FileArrival("data/*.csv")``: a run for each file of the workspace that fits ``pattern`` once it has
    kept its size for ``settle`` seconds. A file that changes later is another arrival. The run finds the file's path in
    ``dag_run.conf["file"]``.

    ``pattern`` knows ``*``, ``?``, ``[…]`` and, as a folder, ``**`` (any folders).
    """

    kind: ClassVar[str] = "file"
    pattern: str
    settle: float = 5.0

    def __post_init__(self) -> None:
        path = PurePosixPath(self.pattern)
        if not self.pattern.strip() or "\0" in self.pattern:
            raise TimetableError("Give the path of the files to wait for, such as data/*.csv.")
        if path.is_absolute() or ".." in path.parts:
            raise TimetableError(f"{self.pattern!r} leads out of the workspace. Give a path within it: data/*.csv.")
        if not 0 <= self.settle <= LONGEST_SETTLE:
            raise TimetableError("A file's size can be watched for 0 seconds to a day.")

    def summary(self) -> str:
        """A phrase."""
        return f"When a file {self.pattern} arrives"

    def to_json(self) -> dict[str, Any]:
        """JSON."""
        return {"kind": self.kind, "pattern": self.pattern, "settle": self.settle}


@dataclass(frozen=True, slots=True)
class AfterDag(_FollowsEvents):
    """``schedule=AfterDag("load")``: a run for each success of the DAG ``dag_id``. The run finds which one in
    ``dag_run.conf["after"]``: ``{"dag_id": …, "run_id": …}``."""

    kind: ClassVar[str] = "after"
    dag_id: str

    def __post_init__(self) -> None:
        if not self.dag_id.strip():
            raise TimetableError("Name the DAG to run after.")

    def summary(self) -> str:
        """A phrase."""
        return f"After {self.dag_id} has succeeded"

    def to_json(self) -> dict[str, Any]:
        """JSON."""
        return {"kind": self.kind, "dag_id": self.dag_id}
