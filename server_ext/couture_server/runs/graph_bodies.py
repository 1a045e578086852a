"""A run in a drawing of its DAG, at the HTTP edge."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from couture_jupyter.states import DagRunState
from couture_server.http.models import Answer


class RunGraphTask(Answer):
    """One task of a run: its instances by their state."""

    task_id: str
    states: dict[str, int] = Field(description="State -> how many instances; `no_status`: not started.")
    is_mapped: bool = Field(description="Whether its instances are known: they have map indexes.")
    try_number: int = Field(description="The highest one.")
    started_at: datetime | None = Field(description="When its first instance began.")
    ended_at: datetime | None = Field(description="When its last instance ended; null as long as one has not.")


class RunGraph(Answer):
    """The states of all tasks of a run, and which version of the DAG they belong to."""

    state: DagRunState
    version_number: int | None
    newest_version_number: int | None
    tasks: list[RunGraphTask]
    started_runs: dict[str, str] = Field(description="Task id -> the run of the DAG that this task runs.")
