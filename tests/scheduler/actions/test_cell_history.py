"""What cells took, beside earlier runs, and when a running notebook will end."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from couture_scheduler.actions import cell_history
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import NotFoundError
from couture_scheduler.files import layout
from couture_scheduler.files.cells import CELLS_NAME, CellRun
from couture_scheduler.store import cell_runs, dag_runs, dags, task_instances
from couture_scheduler.store.dag_runs import NewDagRun
from couture_scheduler.store.task_instances import TaskChange

from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.states import DagRunType, TaskInstanceState

SPEC = DagSpec("report", {"kind": "none"}, (TaskSpec("notebook", "CoutureJupyterOperator", is_notebook=True),))


@pytest.fixture
def ids(ctx: ActionContext) -> list[int]:
    """Eight runs of a notebook; the ids of its task instances."""
    made = []
    with ctx.store.transaction() as tx:
        dag = dags.register(tx, SPEC, source="#", kind=dags.FILE, file="report.py", commit=None, now=ctx.clock())
        for number in range(8):
            at = ctx.clock() + timedelta(hours=number)
            new = NewDagRun("report", f"run-{number}", dag.version_id, DagRunType.MANUAL, at, (at, at), at, at)
            (view,) = task_instances.insert_for_run(tx, dag_runs.insert(tx, new), SPEC)
            made.append(view.id)
    return made


def cell(ctx: ActionContext, key: str, index: int, seconds: float, **more: Any) -> CellRun:
    return replace(CellRun(index, key, key, f"source of {key}", "success", ctx.clock(), seconds, 10), **more)


def put(ctx: ActionContext, task: int, *cells: CellRun, try_number: int = 1) -> None:
    with ctx.store.transaction() as tx:
        cell_runs.put(tx, task, try_number, cells)
        task_instances.apply(tx, [TaskChange(task, None, frozenset({None}), {"try_number": try_number})])


def test_a_cell_that_became_slow_is_marked(ctx: ActionContext, ids: list[int]) -> None:
    for number, task in enumerate(ids):
        put(ctx, task, cell(ctx, "a", 0, 1.0), cell(ctx, "b", 2, 9.0 if number == 7 else 2.0))
    found = cell_history.history(ctx, "report", "notebook")
    assert found.run_id == "run-7"
    assert [each.run_id for each in found.earlier_runs] == [f"run-{number}" for number in range(7)]
    assert [bool(each.slow) for each in found.cells] == [False, True]
    assert [len(each.earlier) for each in found.cells] == [7, 7]
    assert cell_history.history(ctx, "report", "notebook", run_id="run-2", limit=1).earlier_runs[0].run_id == "run-1"


def test_a_notebook_that_was_written_anew_is_known_by_its_sources(ctx: ActionContext, ids: list[int]) -> None:
    for number, task in enumerate(ids):
        put(ctx, task, cell(ctx, f"id-{number}", 0, 1.0, source_hash="the same"))
    assert len(cell_history.history(ctx, "report", "notebook").cells[0].earlier) == 7


def test_a_cell_that_was_taken_over_names_the_try_it_ran_in(ctx: ActionContext, ids: list[int]) -> None:
    put(ctx, ids[0], cell(ctx, "a", 0, 1.0), cell(ctx, "b", 1, 1.0, state="failed"))
    put(ctx, ids[0], cell(ctx, "a", 0, 1.0, state="taken_over"), cell(ctx, "b", 1, 2.0), try_number=2)
    found = cell_history.history(ctx, "report", "notebook", run_id="run-0")
    assert [(each.state, each.ran_in_try) for each in found.cells] == [("taken_over", 1), ("success", 2)]


def test_the_end_is_estimated_from_the_growing_journal(ctx: ActionContext, ids: list[int]) -> None:
    put(ctx, ids[0], cell(ctx, "a", 0, 10.0), cell(ctx, "b", 1, 20.0), cell(ctx, "c", 2, 30.0))
    with ctx.store.transaction() as tx:
        values = {"try_number": 1, "progress": {"cell": 1, "cells": 3}}
        change = TaskChange(ids[1], TaskInstanceState.RUNNING, frozenset({None}), values)
        assert task_instances.apply(tx, [change]) == []
    folder = layout.try_folder(ctx.settings.runs_folder, "report", "run-1", "notebook", -1, 1)
    folder.mkdir(parents=True)
    planned = [
        {"index": place, "key": key, "source_hash": f"source of {key}", "title": key} for place, key in enumerate("abc")
    ]
    began = (ctx.clock() - timedelta(seconds=4)).isoformat()
    ended = {**planned[0], "state": "success", "started_at": began, "seconds": 20.0, "output_bytes": 0}
    lines = [{"plan": planned}, ended, {"begins": 1, "at": began}]
    (folder / CELLS_NAME).write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    found = cell_history.estimate_run(ctx, "report", "run-1")
    assert found is not None
    assert found.seconds_left == pytest.approx(2 * 20 - 4 + 2 * 30)
    assert found.ends_at == ctx.clock() + timedelta(seconds=found.seconds_left)
    states = [each.state for each in cell_history.history(ctx, "report", "notebook", run_id="run-1").cells]
    assert states == ["success", "running", "waiting"]


def test_nothing_is_said_of_what_never_ran(ctx: ActionContext, ids: list[int]) -> None:
    with pytest.raises(NotFoundError, match="No cell"):
        cell_history.history(ctx, "report", "notebook")
    assert cell_history.history(ctx, "report", "notebook", run_id="run-0").cells == []
    assert cell_history.estimate_run(ctx, "report", "run-0") is None
