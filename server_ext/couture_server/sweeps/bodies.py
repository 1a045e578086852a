"""Sweeps at the HTTP edge."""

from __future__ import annotations

from typing import Annotated, Literal

from couture_scheduler.actions.sweeps import MOST_AT_ONCE
from pydantic import Field

from couture_jupyter.states import DagRunState
from couture_server.http.models import Answer, Body, Json, Moment, Query, Text

Name = Annotated[str, Field(max_length=250)]


class SweepBody(Body):
    """A new sweep: values for each parameter. `product` runs every combination, `zip` the lists side by side."""

    parameters: dict[Name, list[Json]]
    at_once: Annotated[int, Field(ge=1, le=MOST_AT_ONCE)] = 2
    combine: Literal["product", "zip"] = "product"
    note: Annotated[Text, Field(max_length=1000)] | None = None


class Sweep(Answer):
    """A sweep. `states` counts its runs by state."""

    sweep_id: str
    dag_id: str
    at_once: int
    started_at: Moment
    user: str | None
    states: dict[str, int]
    runs: int


class SweepCollection(Answer):
    """The newest sweeps of a DAG."""

    sweeps: list[Sweep]
    total_entries: int


class SweepRow(Answer):
    """One run of a sweep. `seconds` is how long it took, null before its end. Pictures in `results` are without `data`:
    `recordedPicture` has it."""

    dag_run_id: str
    state: DagRunState
    seconds: float | None
    parameters: dict[str, Json]
    results: dict[str, Json]


class SweepTable(Answer):
    """A sweep with its runs, their values and what they recorded."""

    sweep: Sweep
    parameter_names: list[str]
    result_names: list[str]
    rows: list[SweepRow]


class CancelledSweep(Answer):
    """How many runs were stopped."""

    stopped: int


class RecordedPictureQuery(Query):
    """Which picture."""

    name: Name


class RecordedValue(Answer):
    """A value that a task recorded. Of a picture or a table it is an object with `couture_display`."""

    task_id: str
    map_index: int
    try_number: int
    name: str
    value: Json


class RecordedValueCollection(Answer):
    """What a run recorded."""

    recorded_values: list[RecordedValue]
    total_entries: int
