"""Callbacks of DAGs in the engine as a whole: called once, by a process, whatever is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from couture_scheduler.actions import dags
from message_sinks import mail_server

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
LATE = """
from datetime import datetime, timedelta
from airflow import DAG
from airflow.operators.bash_operator import BashOperator
from airflow.sdk import AsyncCallback, BaseNotifier, DeadlineAlert, DeadlineReference, SyncCallback

def print_sla_miss(dag, task_list, blocking_task_list, slas, blocking_tis):
    with open(NOTES, "a") as notes:
        print("sla", dag.dag_id, task_list, slas[0].task_id, slas[0].execution_date == START, file=notes)

class Noting(BaseNotifier):
    template_fields = ("text",)
    def __init__(self, text):
        self.text = text
    async def async_notify(self, context):
        with open(NOTES, "a") as notes:
            print(self.text, file=notes)

def late(context, what):
    with open(NOTES, "a") as notes:
        print(what, context["deadline"]["name"], context["dag_run"].dag_id, file=notes)

START = datetime(2026, 1, 1, tzinfo=__import__("datetime").timezone.utc)
args = {"owner": "data", "start_date": START, "email": ["ada@example.org"], "sla": timedelta(minutes=30)}
at_once = {"reference": DeadlineReference.DAGRUN_QUEUED_AT, "interval": timedelta(0)}
told = {"text": "notified of {{ dag_run.dag_id }} {{ deadline.name }}"}
with DAG(
    "late", schedule_interval="@once", default_args=args, sla_miss_callback=print_sla_miss, catchup=True,
    deadline=[
        DeadlineAlert(**at_once, callback=SyncCallback(late, kwargs={"what": "sync"}), name="first"),
        DeadlineAlert(**at_once, callback=AsyncCallback(Noting, kwargs=told), name="second"),
    ],
) as dag:
    BashOperator(task_id="slow", bash_command="while ! test -e GO_FILE; do read -t 0.1 line <> <(:); done; exit 3")
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


def test_people_hear_of_what_is_late_through_callbacks_and_by_mail(make_workspace: Callable[..., Any]) -> None:
    with mail_server() as box:
        mail = {"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_security": "none", "smtp_from": "c@example.org"}
        workspace = make_workspace(**mail)
        workspace.start_engine()
        source = LATE.replace("NOTES", repr(str(workspace.folder / "notes")))
        workspace.write_dag("late", source.replace("GO_FILE", str(workspace.folder / "go")))
        workspace.wait_for(lambda: len(workspace.rows(ENDED)) == 3)
        (workspace.folder / "go").touch()
        run_id = workspace.rows("SELECT run_id FROM dag_run")[0][0]
        assert workspace.wait_for_run("late", run_id) == "failed"
        workspace.wait_for(lambda: len(box.messages) == 2)
    assert sorted(workspace.rows(ENDED)) == [("deadline", "success", 1, None)] * 2 + [("sla_miss", "success", 1, None)]
    assert sorted(notes(workspace)) == [
        "notified of late second",
        "sla late slow on 2026-01-01T00:00:00+00:00 slow True",
        "sync first late",
    ]
    assert [each["Subject"] for each in box.messages] == [
        "… late: task slow missed its SLA",
        "✗ late: task slow failed",
    ]
