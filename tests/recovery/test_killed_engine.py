"""The engine is killed with ``kill -9`` again and again while it works: nothing is lost, doubled or left running."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from couture_scheduler.actions.run_changes import stop as runs_stop

KILLS = 20
WIDTH = 200

DAG = """
import os, time
from couture_jupyter import DAG, EmptyOperator, PythonOperator

def work(number, marks):
    descriptor = os.open(os.path.join(marks, f"{number:03}"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(descriptor, f"{os.getpid()}\\n".encode())
    time.sleep(0.2)
    return number

with DAG(dag_id="wide", schedule=None, max_active_tasks=500):
    first, last = EmptyOperator(task_id="first"), EmptyOperator(task_id="last")
    for number in range(WIDTH):
        each = PythonOperator(task_id=f"t{number:03}", python_callable=work, op_args=[number, MARKS])
        first >> each >> last
"""


def test_an_engine_killed_twenty_times_loses_and_doubles_nothing(make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace(parallelism=4)
    marks = workspace.folder / "marks"
    marks.mkdir()
    engine = workspace.start_engine()
    workspace.write_dag("wide", DAG.replace("WIDTH", str(WIDTH)).replace("MARKS", repr(str(marks))))
    run_id = workspace.trigger("wide")
    chance = random.Random(20)
    for kill in range(1, KILLS + 1):
        if kill % 4 == 0:  # while it starts, at any instant
            starting = workspace.begin_engine()
            wait_at_most(starting, chance.uniform(0.0, 1.2))
            starting.kill()
            starting.wait()
            engine = workspace.start_engine()
        else:  # while it works
            wanted = min(count(marks) + chance.randint(1, 8), WIDTH)
            workspace.wait_for(lambda wanted=wanted: count(marks) >= wanted)
            workspace.kill_engine(engine)
            engine = workspace.start_engine()
    assert workspace.wait_for_run("wide", run_id) == "success"
    states = workspace.task_states(run_id)
    assert len(states) == WIDTH + 2
    assert set(states.values()) == {"success"}
    executions = {path.name: len(path.read_text().splitlines()) for path in marks.iterdir()}
    assert len(executions) == WIDTH
    assert set(executions.values()) == {1}
    assert workspace.rows("SELECT count(*) FROM task_try WHERE try_number > 1") == [(0,)]
    assert workspace.rows("SELECT count(*) FROM dag_run") == [(1,)]


def test_a_run_triggered_while_no_engine_is_there_is_done_by_the_next(workspace: Any) -> None:
    workspace.write_dag("plain", "from couture_jupyter import DAG, BashOperator\n" + PLAIN)
    workspace.kill_engine(workspace.client.status()["pid"])
    run_id = workspace.trigger("plain")
    workspace.start_engine()
    assert workspace.wait_for_run("plain", run_id) == "success"


def test_what_a_person_stopped_while_no_engine_was_there_is_ended_by_the_next(workspace: Any) -> None:
    workspace.write_dag("endless", "from couture_jupyter import DAG, BashOperator\n" + ENDLESS)
    run_id = workspace.trigger("endless")
    workspace.wait_for(lambda: workspace.processes("the-endless-one"))
    workspace.kill_engine(workspace.client.status()["pid"])
    runs_stop(workspace.context, "endless", run_id)
    assert workspace.processes("the-endless-one"), "nobody is there to end it"
    workspace.start_engine()
    workspace.wait_for(lambda: not workspace.processes("the-endless-one"))
    assert workspace.wait_for_run("endless", run_id) == "failed"


ENDLESS = """
with DAG(dag_id="endless", schedule=None):
    BashOperator(task_id="endless", bash_command="true the-endless-one; while true; do read -t 1 line <> <(:); done")
"""

PLAIN = """
with DAG(dag_id="plain", schedule=None):
    BashOperator(task_id="hello", bash_command="echo hello")
"""


def count(marks: Path) -> int:
    """How many tasks have left their mark."""
    return sum(1 for _ in marks.iterdir())


def wait_at_most(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Let the process get some way."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return
