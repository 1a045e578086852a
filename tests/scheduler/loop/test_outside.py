"""Runs that files and other DAGs start, with a real engine: each once, also over a restart."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from couture_scheduler.actions import schedules
from couture_scheduler.actions.schedules import When

HEADER = "from couture_jupyter import *\n"


def started(workspace: Any, dag_id: str) -> list[dict[str, Any]]:
    """What the runs of a DAG that have succeeded were started with."""
    query = "SELECT conf FROM dag_run WHERE dag_id = ? AND state = 'success' ORDER BY id"
    return [json.loads(conf) for (conf,) in workspace.rows(query, dag_id)]


def drop(workspace: Any, name: str, text: str = "1,2") -> None:
    (workspace.folder / "inbox").mkdir(exist_ok=True)
    (workspace.folder / "inbox" / name).write_text(text)


def count_runs(workspace: Any, dag_id: str) -> int:
    return int(workspace.rows("SELECT count(*) FROM dag_run WHERE dag_id = ?", dag_id)[0][0])


def test_each_file_that_comes_starts_one_run_also_over_a_restart(workspace: Any) -> None:
    drop(workspace, "old.csv")
    notebook = workspace.write_notebook("load.ipynb", "file = ''", "assert open(file).read() == '1,2'")
    dag_id = workspace.schedule(notebook, when=When("file", pattern="inbox/*.csv", settle=0.2))
    drop(workspace, "a.csv")
    drop(workspace, "ignored.txt")
    workspace.wait_for(lambda: started(workspace, dag_id))
    path = str(workspace.folder / "inbox" / "a.csv")
    assert started(workspace, dag_id) == [{"file": "inbox/a.csv", "parameters": {"file": path}}]
    workspace.stop_engine()
    drop(workspace, "b.csv")
    workspace.start_engine()
    workspace.wait_for(lambda: len(started(workspace, dag_id)) == 2)
    drop(workspace, "a.csv", "1,2")  # written again: it has another time
    workspace.wait_for(lambda: len(started(workspace, dag_id)) == 3)
    assert [conf["file"][-5:] for conf in started(workspace, dag_id)] == ["a.csv", "b.csv", "a.csv"]
    assert count_runs(workspace, dag_id) == 3


def test_thousands_of_files_are_not_thousands_of_runs_at_once(workspace: Any) -> None:
    source = 'with DAG("many", schedule=FileArrival("inbox/*.csv", settle=0)):\n'
    workspace.write_dag("many", HEADER + source + '    BashOperator(task_id="a", bash_command="read line < gate")\n')
    for number in range(200):
        drop(workspace, f"{number}.csv")
    workspace.wait_for(lambda: count_runs(workspace, "many") >= 50)
    assert count_runs(workspace, "many") == 50


def test_a_success_starts_the_run_that_follows_and_a_failure_does_not(workspace: Any) -> None:
    task = '    BashOperator(task_id="a", bash_command="test {{ dag_run.conf.ok }} = 1")\n'
    after = '    BashOperator(task_id="b", bash_command="test {{ dag_run.conf.after.dag_id }} = first")\n'
    workspace.write_dag("first", HEADER + 'with DAG("first", schedule=None):\n' + task)
    workspace.write_dag("second", HEADER + 'with DAG("second", schedule=AfterDag("first")):\n' + after)
    workspace.write_dag(
        "third", HEADER + 'with DAG("third", schedule=AfterDag("second")):\n    EmptyOperator(task_id="c")\n'
    )
    failed = workspace.trigger("first", conf={"ok": 0})
    assert workspace.wait_for_run("first", failed) == "failed"
    good = workspace.trigger("first", conf={"ok": 1})
    workspace.wait_for(lambda: started(workspace, "third"))
    assert started(workspace, "second") == [{"after": {"dag_id": "first", "run_id": good}}]
    workspace.stop_engine()
    workspace.start_engine()
    again = workspace.trigger("first", conf={"ok": 1})
    workspace.wait_for(lambda: len(started(workspace, "third")) == 2)
    assert [conf["after"]["run_id"] for conf in started(workspace, "second")] == [good, again]


def test_a_schedule_that_begins_to_follow_does_not_start_for_what_was_before(workspace: Any) -> None:
    task = '    BashOperator(task_id="a", bash_command="true")\n'
    workspace.write_dag("first", HEADER + 'with DAG("first", schedule=None):\n' + task)
    dag_id = workspace.schedule(workspace.write_notebook("then.ipynb", "file = ''"))
    before = workspace.trigger("first")
    assert workspace.wait_for_run("first", before) == "success"
    form = schedules.get(workspace.context, dag_id).form
    schedules.update(workspace.context, dag_id, replace(form, when=When("after", after="first")))
    again = workspace.trigger("first")
    workspace.wait_for(lambda: started(workspace, dag_id))
    assert started(workspace, dag_id) == [{"after": {"dag_id": "first", "run_id": again}}]
    assert count_runs(workspace, dag_id) == 1
