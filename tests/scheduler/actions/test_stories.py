"""What is gathered for a message."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from couture_scheduler.actions import stories
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.config import load
from couture_scheduler.files import layout
from couture_scheduler.messages.rules import Target
from couture_scheduler.store import dag_runs, dags, task_instances, tries
from couture_scheduler.store import notifications as outbox
from couture_scheduler.store.notifications import NewNotification, NotificationRecord

from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.states import DagRunState, DagRunType, TaskInstanceState

ADA = Target("email", "ada@example.org")
ARGUMENTS = {"parameters": {"country": "FI", "pin": "variable:PIN", "api_key": "k-1"}, "secret_parameters": ["pin"]}
SPEC = DagSpec(
    "daily", {"kind": "none"}, (TaskSpec("notebook", "CoutureJupyterOperator", is_notebook=True, arguments=ARGUMENTS),)
)


def fail(ctx: ActionContext, event: str = "failure") -> NotificationRecord:
    """A run of the notebook whose first try failed, and its message."""
    now = ctx.clock()
    with ctx.store.transaction() as tx:
        dag = dags.register(tx, SPEC, source="#", kind=dags.FILE, file="daily.py", commit=None, now=now)
        new = dag_runs.NewDagRun(
            "daily", "r 1/2", dag.version_id, DagRunType.MANUAL, now, (now, now), now, now,
            conf={"parameters": {"country": "SE", "pin": "1234"}, "note": "x"},
        )  # fmt: skip
        run = dag_runs.insert(tx, new)
        (task,) = task_instances.insert_for_run(tx, run, SPEC)
        state, number = (TaskInstanceState.FAILED, 1) if event == "failure" else (TaskInstanceState.UP_FOR_RETRY, 1)
        values = {
            "ended_at": now,
            "try_number": number,
            "error": "Cell 1 failed",
            "retry_at": now + timedelta(minutes=5),
        }
        task_instances.apply(tx, [task_instances.TaskChange(task.id, state, frozenset({None}), values)])
        tries.record_end(tx, [{"task_instance_id": task.id, "try_number": 1, "error": "\x1b[31mbad", "ended_at": now}])
        if event == "failure":
            allowed = frozenset({DagRunState.QUEUED})
            dag_runs.set_state(tx, run, DagRunState.FAILED, allowed=allowed, at=now, because="notebook failed")
        details = {"task_id": "notebook", "map_index": -1, "try_number": 1}
        outbox.add_absent(tx, [NewNotification(run, event, "k", ADA.key, ADA.channel, ADA.recipient, details)], now)
        return outbox.due(tx, ["email"], now)[0]


def write_failed_notebook(ctx: ActionContext) -> None:
    folder = layout.try_folder(ctx.settings.runs_folder, "daily", "r 1/2", "notebook", -1, 1)
    folder.mkdir(parents=True)
    error = {"output_type": "error", "ename": "E", "evalue": "bad", "traceback": []}
    cell = {"cell_type": "code", "source": "1 / 0", "metadata": {}, "outputs": [error]}
    (folder / "notebook.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}}))


def test_a_failure_tells_the_cell_and_hides_what_is_secret(ctx: ActionContext) -> None:
    told = fail(ctx)
    write_failed_notebook(ctx)
    story = stories.tell(ctx.store, load(ctx.settings.workspace, base_url="https://x.org/user/ada/"), told)
    assert story is not None
    assert story.parameters == {"country": "SE", "pin": "***", "api_key": "***", "note": "x"}
    assert story.cell is not None
    assert (story.cell.number, story.cell.error, story.error) == (1, "E: bad", "bad")
    assert story.links["run"] == "https://x.org/user/ada/lab/couture/run/daily/r%201%2F2"
    assert story.links["live"] == "https://x.org/user/ada/lab/couture/live/daily/r%201%2F2"


def test_a_retry_tells_the_next_try(ctx: ActionContext) -> None:
    story = stories.tell(ctx.store, ctx.settings, fail(ctx, "retry"))
    assert story is not None
    assert (story.state, story.try_number, story.ended_at) == ("up_for_retry", 1, None)
    assert story.retry_at == ctx.clock() + timedelta(minutes=5)
    assert "JupyterLab" in story.where


def test_a_run_that_is_gone_has_no_story(ctx: ActionContext) -> None:
    assert stories.tell(ctx.store, ctx.settings, replace(fail(ctx), run_id="gone")) is None
