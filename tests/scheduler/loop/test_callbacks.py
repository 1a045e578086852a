"""Callbacks of DAGs in the engine as a whole: called once, by a process, whatever is killed."""

from __future__ import annotations

import os
import signal
from typing import Any

from couture_scheduler.actions import dags

DAG = """
import os
from couture_jupyter import *

def note(context):
    ti, run = context["ti"], context["dag_run"]
    failed = [each.task_id for each in run.get_task_instances(state="failed")]
    with open(NOTES, "a") as notes:
        how = (context["reason"], run.run_id, run.state, ti.task_id, ti.state, ti.end_date is not None)
        print(*how, failed, file=notes)

def wait(context):
    with open(NOTES, "a") as notes:
        print("begun", os.getpid(), file=notes)
    while not os.path.exists(GO):
        os.sched_yield()

def broken(context):
    raise ValueError("the callback is broken")

with DAG("demo", schedule=None, on_success_callback=note, on_failure_callback=[broken, note]):
    last = BashOperator(task_id="last", bash_command="exit {{ dag_run.conf.get('exit', 0) }}")
    EmptyOperator(task_id="first") >> last

with DAG("slow", schedule=None, on_success_callback=[wait, note]):
    EmptyOperator(task_id="only")

def died(context):
    with open(NOTES, "a") as notes:
        print(context["ti"].state, context["ti"].try_number, context["exception"], file=notes)

with DAG("dying", schedule=None):
    retry = {"retries": 1, "retry_delay": 0, "on_retry_callback": died}
    BashOperator(task_id="task", bash_command="kill -9 $PPID; kill -9 $PPID", on_failure_callback=died, **retry)
"""
ENDED = "SELECT kind, state, tries, error FROM callback WHERE state IN ('success', 'failed') ORDER BY id"


def prepared(workspace: Any) -> Any:
    """The workspace, with the DAGs."""
    places = {"NOTES": repr(str(workspace.folder / "notes")), "GO": repr(str(workspace.folder / "go"))}
    source = DAG
    for name, place in places.items():
        source = source.replace(name, place)
    workspace.write_dag("demo", source)
    return workspace


def notes(workspace: Any) -> list[str]:
    """What the callbacks wrote."""
    file = workspace.folder / "notes"
    return file.read_text().splitlines() if file.exists() else []


def test_a_dag_hears_once_how_its_run_ended_and_an_error_is_kept_and_changes_nothing(workspace: Any) -> None:
    prepared(workspace)
    good, bad = workspace.trigger("demo"), workspace.trigger("demo", conf={"exit": 1})
    assert [workspace.wait_for_run("demo", each) for each in (good, bad)] == ["success", "failed"]
    found = workspace.wait_for(lambda: len(workspace.rows(ENDED)) == 2 and workspace.rows(ENDED))
    assert sorted(found) == [
        ("failure", "failed", 1, "ValueError: the callback is broken"),
        ("success", "success", 1, None),
    ]
    assert sorted(notes(workspace)) == [
        f"success {good} success last success True []",
        f"task_failure {bad} failed last failed True ['last']",
    ]
    assert workspace.wait_for_run("demo", bad) == "failed"
    number = workspace.rows("SELECT id FROM callback WHERE kind = 'failure'")[0][0]
    folder = workspace.settings.runs_folder / "demo" / bad / "+callbacks" / str(number)
    assert "ValueError: the callback is broken" in (folder / "task.log").read_text()


def test_an_engine_that_is_killed_while_a_callback_works_does_not_have_it_called_again(workspace: Any) -> None:
    prepared(workspace)
    run_id = resumed(workspace, "slow")
    workspace.wait_for(lambda: notes(workspace))
    workspace.kill_engine(workspace.client.status()["pid"])
    workspace.start_engine()
    (workspace.folder / "go").touch()
    assert workspace.wait_for(lambda: workspace.rows(ENDED)) == [("success", "success", 1, None)]
    assert len(notes(workspace)) == 2
    assert notes(workspace)[1].startswith(f"success {run_id} success only")


def test_a_callback_whose_process_is_killed_has_failed(workspace: Any) -> None:
    prepared(workspace)
    resumed(workspace, "slow")
    begun = workspace.wait_for(lambda: notes(workspace))[0]
    os.kill(int(begun.split()[1]), signal.SIGKILL)
    (kind, state, tries, error) = workspace.wait_for(lambda: workspace.rows(ENDED))[0]
    assert (kind, state, tries) == ("success", "failed", 1)
    assert "killed by signal 9" in error


def test_the_callbacks_of_a_task_whose_process_died_are_called(workspace: Any) -> None:
    prepared(workspace)
    assert workspace.wait_for_run("dying", resumed(workspace, "dying")) == "failed"
    workspace.wait_for(lambda: len(workspace.rows(ENDED)) == 2)
    first, second = sorted(notes(workspace), key=lambda line: line.split()[1])
    assert first.startswith("up_for_retry 1 ")
    assert second.startswith("failed 2 ")
    assert "killed by signal 9" in second


def resumed(workspace: Any, dag_id: str) -> str:
    """A run of another DAG of the file."""
    workspace.wait_for(lambda: workspace.rows("SELECT 1 FROM dag WHERE dag_id = ?", dag_id))
    dags.resume(workspace.context, dag_id)
    return str(workspace.trigger(dag_id))
