"""Cells of notebooks and what they took, at the HTTP edge."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from couture_server.http.models import Answer, Moment, Query, Text

CellState = Literal["success", "failed", "taken_over", "running", "waiting"]


class CellHistoryQuery(Query):
    """The cells of which run and try: by default the newest. ``limit`` is how many earlier runs are shown with it."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    dag_run_id: Text | None = None
    try_number: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class CellPoint(Answer):
    """The cell in one earlier run. ``is_same_source``: it had the same source then as in the run that is shown."""

    dag_run_id: str
    try_number: int
    start_date: Moment
    seconds: float
    output_bytes: int
    memory_bytes: int | None
    is_same_source: bool


class CellOfRun(Answer):
    """One code cell of the run, and its past. ``number`` counts code cells from 1, ``index`` all cells from 0.

    ``state`` is ``taken_over`` for a cell that ran in an earlier try, which ``ran_in_try`` names. ``memory_bytes`` is
    what the kernel held after the cell. ``usual_seconds`` is the median of the earlier runs of the same source;
    ``slow`` is a sentence when the cell took much longer than that.
    """

    number: int
    index: int
    cell_id: str | None
    title: str
    state: CellState
    ran_in_try: int | None
    kernel_id: str | None
    start_date: Moment | None
    seconds: float | None
    output_bytes: int | None
    memory_bytes: int | None
    usual_seconds: float | None
    slow: str | None
    earlier: list[CellPoint]


class Eta(Answer):
    """When a running notebook is expected to end, from what its cells took in earlier runs. ``at_least``: it will take
    longer, for something is to come that never ran before. All are empty when nothing is known."""

    eta: Moment | None
    seconds_left: float | None
    at_least: bool


class CellHistory(Answer):
    """The cells of one run of a notebook task."""

    dag_id: str
    task_id: str
    dag_run_id: str
    try_number: int
    cells: list[CellOfRun]
    earlier_runs: list[str]
    eta: Eta
