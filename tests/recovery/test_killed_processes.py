"""A worker, a kernel, the zygote, the server are killed; two engines are started."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

LONG = """
import os, time
from couture_jupyter import DAG, PythonOperator

def work(marks):
    open(os.path.join(marks, str(os.getpid())), "w").close()
    while not os.path.exists(os.path.join(marks, "go")):
        time.sleep(0.05)

with DAG(dag_id="long", schedule=None):
    PythonOperator(task_id="work", python_callable=work, op_args=[MARKS])
"""


def start_long(workspace: Any) -> tuple[str, Path, int]:
    """A run whose task goes on until a file called ``go`` appears: run id, the folder for it, the task's pid."""
    marks = workspace.folder / "marks"
    marks.mkdir()
    workspace.write_dag("long", LONG.replace("MARKS", repr(str(marks))))
    run_id = workspace.trigger("long")
    pid = workspace.wait_for(lambda: [int(path.name) for path in marks.iterdir()])[0]
    return run_id, marks, pid


def test_a_killed_worker_is_a_failed_try(workspace: Any) -> None:
    run_id, _, pid = start_long(workspace)
    os.kill(pid, signal.SIGKILL)
    assert workspace.wait_for_run("long", run_id) == "failed"
    (error,) = workspace.rows("SELECT error FROM task_try")[0]
    assert "signal 9" in error


def test_a_killed_zygote_is_replaced(workspace: Any) -> None:
    run_id, marks, _ = start_long(workspace)
    zygotes = workspace.processes("couture_scheduler.worker.zygote")
    assert zygotes
    for process in zygotes:
        if not any(path.name == str(process.pid) for path in marks.iterdir()):
            process.kill()
    (marks / "go").touch()
    assert workspace.wait_for_run("long", run_id) == "success"
    assert workspace.wait_for_run("long", workspace.trigger("long")) == "success"


def test_a_killed_kernel_fails_the_task_and_keeps_the_notebook(workspace: Any) -> None:
    cells = ("n = 1", "print('before')", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "print('after')")
    dag_id = workspace.schedule(workspace.write_notebook("dies.ipynb", *cells), output_path="out/dies.ipynb")
    assert workspace.wait_for_run(dag_id, workspace.trigger(dag_id)) == "failed"
    (error,) = workspace.rows("SELECT error FROM task_try")[0]
    assert "kernel died" in error.lower()
    document = json.loads((workspace.folder / "out" / "dies.ipynb").read_text())
    printed = [output for cell in document["cells"] for output in cell.get("outputs", ())]
    assert "before" in json.dumps(printed)


def test_a_failing_cell_fails_the_run_and_keeps_the_notebook_up_to_it(workspace: Any) -> None:
    cells = ("n = 1", "print('before', n)", "1 / 0", "print('after')")
    dag_id = workspace.schedule(workspace.write_notebook("breaks.ipynb", *cells), parameters={"n": 7})
    assert workspace.wait_for_run(dag_id, workspace.trigger(dag_id)) == "failed"
    (name,) = workspace.rows("SELECT error_name FROM task_try")[0]
    assert name == "ZeroDivisionError"
    kept = next(workspace.settings.runs_folder.rglob("notebook.ipynb")).read_text()
    assert "before 7" in kept
    assert '"after' not in kept.replace("print('after')", "")


def test_a_task_that_takes_too_long_is_ended(workspace: Any) -> None:
    cells = ("n = 1", "print('begun')", "import time; time.sleep(600)")
    dag_id = workspace.schedule(workspace.write_notebook("slow.ipynb", *cells), timeout=2)
    assert workspace.wait_for_run(dag_id, workspace.trigger(dag_id)) == "failed"
    assert "begun" in next(workspace.settings.runs_folder.rglob("notebook.ipynb")).read_text()
    workspace.wait_for(lambda: not workspace.processes("slow.ipynb"))


def test_a_stopped_run_ends_its_processes(workspace: Any) -> None:
    from couture_scheduler.actions import runs

    run_id, _, pid = start_long(workspace)
    runs.stop(workspace.context, "long", run_id)
    assert workspace.wait_for_run("long", run_id) == "failed"
    workspace.wait_for(lambda: pid not in {process.pid for process in workspace.processes()})
    (because,) = workspace.rows("SELECT because FROM dag_run")[0]
    assert "tester" in because


def test_two_engines_do_nothing_twice(make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace(lease_ttl=4.0, heartbeat=1.0)
    environment = {"COUTURE_LEASE_TTL": "4", "COUTURE_HEARTBEAT": "1"}
    first = workspace.begin_engine(**environment)
    second = workspace.begin_engine(**environment)
    workspace.wait_for(workspace.client.is_running)
    run_id, marks, _ = start_long(workspace)
    working = workspace.client.status()["pid"]
    other = second if working == first.pid else first
    assert other.poll() is None
    workspace.kill_engine(working)
    workspace.wait_for(lambda: workspace.client.is_running() and workspace.client.status()["pid"] == other.pid)
    (marks / "go").touch()
    assert workspace.wait_for_run("long", run_id) == "success"
    assert len([path for path in marks.iterdir() if path.name != "go"]) == 1
    for process in (first, second):
        process.terminate()
        process.wait(60)


def test_a_killed_server_stops_nothing(make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace()
    with jupyter_server(workspace) as server:
        workspace.wait_for(workspace.client.is_running)
        run_id, marks, _ = start_long(workspace)
        engine = workspace.client.status()["pid"]
        server.kill()
        server.wait()
    assert workspace.client.status()["pid"] == engine
    (marks / "go").touch()
    assert workspace.wait_for_run("long", run_id) == "success"


@contextlib.contextmanager
def jupyter_server(workspace: Any) -> Any:
    """A Jupyter Server with the extension, which starts the engine."""
    options = ["--no-browser", "--allow-root", "--port=0", "--ip=127.0.0.1", f"--ServerApp.root_dir={workspace.folder}"]
    with (workspace.folder / "server.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "jupyter_server", *options], stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
