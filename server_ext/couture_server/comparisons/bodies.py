"""Two runs beside each other, at the HTTP edge."""

from __future__ import annotations

from typing import Literal

from couture_jupyter.states import DagRunState
from couture_server.http.models import Answer, Json, Moment, Query, Text

Kind = Literal["same", "changed", "added", "removed"]


class ComparisonQuery(Query):
    """Compared with which run: by default with the last good one before it. ``task_id`` names the notebook."""

    other_dag_id: Text | None = None
    other_dag_run_id: Text | None = None
    task_id: Text | None = None


class ComparedRun(Answer):
    """One of the two runs. ``code`` says which code ran: its kind, path, content hash and Git commit."""

    dag_id: str
    dag_run_id: str
    state: DagRunState
    start_date: Moment | None
    end_date: Moment | None
    try_number: int
    error: str | None
    code: dict[str, Json] | None
    has_notebook: bool


class ComparedValue(Answer):
    """A parameter, a result or a package with its value in both runs."""

    name: str
    kind: Kind
    before: Json
    after: Json


class ComparedCell(Answer):
    """A cell in both notebooks, or in one of them; ``before`` and ``after`` are its places among the cells that people
    wrote, ``number`` is that of a code cell as its run counts. ``lines`` of a changed source begin with ``+``, ``-`` or
    a blank. Outputs are there where they differ."""

    kind: Kind
    cell_type: str
    before: int | None
    after: int | None
    number: int | None
    source: str
    lines: list[str]
    outputs_changed: bool
    outputs_before: list[dict[str, Json]]
    outputs_after: list[dict[str, Json]]


class Comparison(Answer):
    """Two runs beside each other. ``notes`` are sentences about what could not be compared; ``shortened`` counts very
    large outputs that are cut."""

    before: ComparedRun
    after: ComparedRun
    task_id: str
    task_ids: list[str]
    language: str
    parameters: list[ComparedValue]
    values: list[ComparedValue]
    environment: list[ComparedValue]
    cells: list[ComparedCell]
    notes: list[str]
    shortened: int
