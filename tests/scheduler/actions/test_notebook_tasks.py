"""The notebook of a run, as lists of runs and of DAGs name it."""

from __future__ import annotations

from typing import Any

from couture_scheduler.actions import dags, runs
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.store import dag_runs, task_instances
from couture_scheduler.store import dags as stored
from couture_scheduler.store.task_instances import TaskChange
from sqlalchemy import event

from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.states import TaskInstanceState


def register(ctx: ActionContext, dag_id: str, **notebooks: str) -> None:
    """A DAG with a task that is no notebook, and these."""
    tasks = [
        TaskSpec(task, "CoutureJupyterOperator", is_notebook=True, arguments={"input_notebook": name})
        for task, name in notebooks.items()
    ]
    spec = DagSpec(dag_id, {"kind": "none"}, (TaskSpec("before", "EmptyOperator"), *tasks))
    with ctx.store.transaction() as tx:
        stored.register(tx, spec, source="", kind=stored.FILE, file=f"{dag_id}.py", commit=None, now=ctx.clock())


def test_runs_with_notebooks_name_the_one_to_look_at(ctx: ActionContext) -> None:
    (ctx.settings.workspace / "plain.py").write_text("print(1)\n", encoding="utf-8")
    (ctx.settings.workspace / "cells.py").write_text("# %%\nprint(1)\n", encoding="utf-8")
    register(ctx, "none")
    register(ctx, "script", clean="plain.py")
    register(ctx, "one", clean="plain.py", report="report.ipynb")
    register(ctx, "text", report="cells.py")
    register(ctx, "two", first="a.ipynb", second="b.ipynb")
    wanted = {"none": None, "script": None, "one": "report", "text": "report", "two": "first"}
    assert {dag_id: runs.trigger(ctx, dag_id).notebook_task_id for dag_id in wanted} == wanted
    assert listed(ctx) == marked(ctx) == wanted
    start(ctx, "two", "second")
    assert listed(ctx) == marked(ctx) == wanted | {"two": "second"}
    assert [dags.get_summary(ctx, dag_id).notebook_tasks != {} for dag_id in ("none", "two")] == [False, True]


def test_a_page_costs_the_same_however_many_runs_it_has(ctx: ActionContext) -> None:
    register(ctx, "one", report="report.ipynb")
    register(ctx, "two", first="a.ipynb", second="b.ipynb")
    for dag_id in ("one", "two"):
        runs.trigger(ctx, dag_id)
    few = statements(ctx, lambda: runs.list_runs(ctx))
    for number in range(40):
        runs.trigger(ctx, ("one", "two")[number % 2])
    assert statements(ctx, lambda: runs.list_runs(ctx)) == few
    assert statements(ctx, lambda: dags.list_dags(ctx)) <= few + 3


def listed(ctx: ActionContext) -> dict[str, str | None]:
    """What the list of runs says."""
    return {entry.run.dag_id: entry.notebook_task_id for entry in runs.list_runs(ctx).entries}


def marked(ctx: ActionContext) -> dict[str, str | None]:
    """What the list of DAGs says of their newest runs."""
    entries = dags.list_dags(ctx).entries
    return {entry.dag.dag_id: entry.notebook_tasks.get(entry.recent_runs[0].id) for entry in entries}


def start(ctx: ActionContext, dag_id: str, task_id: str) -> None:
    """Let a task of the DAG's newest run begin, as the engine would."""
    with ctx.store.transaction() as tx:
        run = dag_runs.get(tx, dag_id, runs.list_runs(ctx, runs.RunFilter(dag_ids=(dag_id,))).entries[0].run.run_id)
        assert run is not None
        task = task_instances.get(tx, run.id, task_id)
        assert task is not None
        change = TaskChange(task.id, TaskInstanceState.RUNNING, frozenset({None}), {"started_at": ctx.clock()})
        assert task_instances.apply(tx, [change]) == []


def statements(ctx: ActionContext, ask: Any) -> int:
    """How many statements the database is asked."""
    asked: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(ctx.store.engine, "before_cursor_execute", listen)
    try:
        ask()
    finally:
        event.remove(ctx.store.engine, "before_cursor_execute", listen)
    return len(asked)
