"""What a person does to tasks and runs while they are at work holds, whatever their processes still report."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from couture_scheduler.actions import pools, runs, tasks
from couture_scheduler.events import NoNotifier

from couture_jupyter.states import TaskInstanceState

STUBBORN = """
import os, signal, time
from couture_jupyter import DAG, BashOperator, PythonOperator

def work(folder):
    path = os.path.join(folder, "tries")
    number = len(open(path).readlines()) if os.path.exists(path) else 0
    with open(path, "a") as file:
        print(os.getpid(), file=file)
    try:
        time.sleep(600 if number == 0 else 5)
    finally:
        time.sleep(2)  # cleaning up takes a while
    return number

with DAG(dag_id="stubborn", schedule=None):
    PythonOperator(task_id="work", python_callable=work, op_args=[FOLDER])
    BashOperator(task_id="wait", bash_command=f"while ! test -e {FOLDER}/go; do sleep 0.1; done")
"""


def begin(make_workspace: Callable[..., Any]) -> tuple[Any, str]:
    workspace = make_workspace()
    workspace.start_engine()
    workspace.write_dag(
        "stubborn",
        STUBBORN.replace("FOLDER", repr(str(workspace.folder)), 1).replace("{FOLDER}", str(workspace.folder)),
    )
    run_id = workspace.trigger("stubborn")
    tries = workspace.folder / "tries"
    workspace.wait_for(lambda: tries.exists() and tries.read_text().endswith("\n"))
    workspace.wait_for(lambda: set(workspace.task_states(run_id).values()) == {"running"})
    return workspace, run_id


def test_a_running_task_that_was_marked_stays_as_marked(make_workspace: Callable[..., Any]) -> None:
    workspace, run_id = begin(make_workspace)
    tasks.set_state(workspace.context, "stubborn", run_id, "work", TaskInstanceState.SUCCESS)
    workspace.wait_for(lambda: not workspace.processes("no such") and gone(workspace))
    (workspace.folder / "go").touch()
    assert workspace.wait_for_run("stubborn", run_id) == "success"
    assert workspace.task_states(run_id) == {"work": "success", "wait": "success"}


def test_the_end_of_an_old_try_is_not_taken_for_that_of_the_new_one(make_workspace: Callable[..., Any]) -> None:
    workspace, run_id = begin(make_workspace)
    tasks.set_state(workspace.context, "stubborn", run_id, "work", TaskInstanceState.SUCCESS)
    runs.clear(workspace.context, "stubborn", run_id, task_ids=["work"])
    (workspace.folder / "go").touch()
    assert workspace.wait_for_run("stubborn", run_id) == "success"
    assert workspace.task_states(run_id) == {"work": "success", "wait": "success"}
    assert len((workspace.folder / "tries").read_text().splitlines()) == 2


def gone(workspace: Any) -> bool:
    """Whether the process of the first try has ended."""
    from pathlib import Path

    pid = int((workspace.folder / "tries").read_text().splitlines()[0])
    return not Path(f"/proc/{pid}").exists()


CHAINED = """
from couture_jupyter import DAG, BashOperator
with DAG(dag_id="chained", schedule=None):
    BashOperator(task_id="a", bash_command="test {{ dag_run.conf['ok'] }} = yes", depends_on_past=True)
"""


def test_a_run_that_waits_for_the_one_before_hears_that_this_was_marked_or_deleted(workspace: Any) -> None:
    workspace.write_dag("chained", CHAINED)
    first = workspace.trigger("chained", conf={"ok": "no"})
    assert workspace.wait_for_run("chained", first) == "failed"
    second = workspace.trigger("chained", conf={"ok": "no"})
    waits = "SELECT 1 FROM dag_run WHERE run_id=? AND state='running'"
    workspace.wait_for(lambda: workspace.rows(waits, second))
    tasks.set_state(workspace.context, "chained", first, "a", TaskInstanceState.SUCCESS)
    assert workspace.wait_for_run("chained", second) == "failed"
    third = workspace.trigger("chained", conf={"ok": "yes"})
    workspace.wait_for(lambda: workspace.rows(waits, third))
    runs.delete(workspace.context, "chained", second)
    assert workspace.wait_for_run("chained", third) == "success"


def test_tasks_of_a_deleted_pool_wait_until_it_is_made_again(workspace: Any) -> None:
    pools.create(workspace.context, "desk", 1)
    workspace.write_dag("pooled", CHAINED.replace("chained", "pooled").replace("depends_on_past=True", "pool='desk'"))
    assert workspace.wait_for_run("pooled", workspace.trigger("pooled", conf={"ok": "yes"})) == "success"
    pools.delete(workspace.context, "desk")
    run_id = workspace.trigger("pooled", conf={"ok": "yes"})
    workspace.wait_for(lambda: workspace.task_states(run_id) == {"a": "scheduled"})
    pools.create(workspace.context, "desk", 1)
    assert workspace.wait_for_run("pooled", run_id) == "success"


def test_a_clear_whose_notification_was_lost_is_found_by_the_sweep(make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace(heartbeat=1.0)
    workspace.start_engine()
    workspace.write_dag(
        "quiet",
        f"""
from couture_jupyter import DAG, BashOperator

with DAG(dag_id="quiet", schedule=None):
    BashOperator(task_id="again", bash_command="echo once >> {workspace.folder}/again")
    BashOperator(task_id="wait", bash_command="while ! test -e {workspace.folder}/go; do sleep 0.1; done")
""",
    )
    run_id = workspace.trigger("quiet")
    workspace.wait_for(lambda: workspace.task_states(run_id).get("again") == "success")
    silent = dataclasses.replace(workspace.context, notifier=NoNotifier())
    runs.clear(silent, "quiet", run_id, task_ids=["again"])
    workspace.wait_for(lambda: (workspace.folder / "again").read_text() == "once\nonce\n")
    (workspace.folder / "go").touch()
    assert workspace.wait_for_run("quiet", run_id) == "success"
