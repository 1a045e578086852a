"""The route that puts two runs beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from couture_scheduler.actions import comparing
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.comparing.cells import CellChange
from couture_scheduler.comparing.values import ValueChange

from couture_server.comparisons.bodies import ComparedCell, ComparedRun, ComparedValue, Comparison, ComparisonQuery
from couture_server.http.routes import Routes
from couture_server.http.shortening import Shortener

routes = Routes("Comparison")


@routes.get("dags/{dag_id}/dagRuns/{dag_run_id}/comparison", "runs:read")
def get_comparison(ctx: ActionContext, dag_id: str, dag_run_id: str, query: ComparisonQuery) -> Comparison:
    """From another run, by default the last good one, to this one: parameters, results, packages, cells, outputs."""
    found = comparing.compare(
        ctx,
        dag_id,
        dag_run_id,
        other_dag_id=query.other_dag_id,
        other_run_id=query.other_dag_run_id,
        task_id=query.task_id,
    )
    shortener = Shortener()
    cells = [_cell(each, shortener) for each in found.cells]
    return Comparison(
        before=_run(found.before),
        after=_run(found.after),
        task_id=found.after.task.task_id,
        task_ids=found.task_ids,
        language=_language(found.after.notebook or found.before.notebook or {}),
        parameters=_values(found.parameters),
        values=_values(found.values),
        environment=_values(found.environment),
        cells=cells,
        notes=found.notes,
        shortened=shortener.count,
    )


def _run(side: comparing.Side) -> ComparedRun:
    run = side.run
    return ComparedRun(
        dag_id=run.dag_id,
        dag_run_id=run.run_id,
        state=run.state,
        start_date=run.started_at,
        end_date=run.ended_at,
        try_number=side.task.try_number,
        error=side.task.error,
        code=side.last_try.code if side.last_try else None,
        has_notebook=side.notebook is not None,
    )


def _values(found: Sequence[ValueChange]) -> list[ComparedValue]:
    return [
        ComparedValue(name=each.name, kind=_kind(each.kind), before=each.before, after=each.after) for each in found
    ]


def _cell(found: CellChange, shortener: Shortener) -> ComparedCell:
    for outputs in (found.outputs_before, found.outputs_after):
        shortener.shorten({"cells": [{"outputs": outputs}]})
    return ComparedCell(
        kind=_kind(found.kind),
        cell_type=found.cell_type,
        before=found.before,
        after=found.after,
        number=found.number,
        source=found.source,
        lines=list(found.lines),
        outputs_changed=found.outputs_changed,
        outputs_before=found.outputs_before,
        outputs_after=found.outputs_after,
    )


def _kind(word: str) -> Any:
    return word


def _language(notebook: dict[str, Any]) -> str:
    metadata = notebook.get("metadata", {})
    told = metadata.get("language_info") or {}
    return str(told.get("name", "python")) if isinstance(told, dict) else "python"
