"""The engine process: it may lose its office and get it back, and the clock may jump."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import subprocess
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from couture_scheduler.loop import address
from couture_scheduler.loop.main import EngineProcess

QUICK = {"COUTURE_LEASE_TTL": "2", "COUTURE_HEARTBEAT": "0.5"}
SHORT = """
from couture_jupyter import DAG, BashOperator
with DAG(dag_id="short", schedule=None):
    BashOperator(task_id="a", bash_command="true")
"""
HOURLY = """
from datetime import datetime, timezone
from couture_jupyter import DAG, EmptyOperator
START = datetime(2026, 1, 1, tzinfo=timezone.utc)
with DAG(dag_id="hourly", schedule="@hourly", start_date=START):
    EmptyOperator(task_id="a")
"""
WRONG = """
import sys
from pathlib import Path
Path(__file__).with_name("taken").open("a").write(__name__ + " ")
raise ImportError("the wrong " + __name__)
"""
PATHS = """
import sys
from beside import VALUE
from couture_jupyter import DAG, BashOperator
with DAG(dag_id="paths", schedule=None):
    BashOperator(task_id="a", bash_command=f"{{sys.executable}} {folder}/program.py {{VALUE}}")
"""


def test_an_engine_that_lost_its_office_works_when_it_gets_it_back(make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace()
    first = workspace.begin_engine(**QUICK)
    workspace.wait_for(workspace.client.is_running)
    workspace.write_dag("short", SHORT)
    assert workspace.wait_for_run("short", workspace.trigger("short")) == "success"
    freeze(workspace, first)
    second = workspace.begin_engine(**QUICK)
    workspace.wait_for(lambda: in_office(workspace) == second.pid)
    first.send_signal(signal.SIGCONT)
    assert workspace.wait_for_run("short", workspace.trigger("short")) == "success"
    workspace.wait_for(lambda: "Another engine has taken over" in workspace.log())
    second.terminate()
    second.wait()
    workspace.wait_for(lambda: in_office(workspace) == first.pid)
    assert workspace.wait_for_run("short", workspace.trigger("short")) == "success"
    first.terminate()
    first.wait()


def test_files_of_the_workspace_take_the_place_of_no_module_of_ours(make_workspace: Callable[..., Any]) -> None:
    """In the engine, in what starts tasks, and in kernels; what people start finds what lies beside it, as ever."""
    workspace = make_workspace()
    for name in ("tomllib", "random", "nbformat", "IPython", "ipykernel", "couture_scheduler", "couture_jupyter"):
        (workspace.folder / f"{name}.py").write_text(WRONG)
    (workspace.folder / "beside.py").write_text("VALUE = 42")
    (workspace.folder / "program.py").write_text("import sys, beside\nassert sys.argv[1:] == [str(beside.VALUE)]")
    (workspace.folder / "reports").mkdir()
    workspace.start_engine()
    workspace.write_dag("paths", PATHS.format(folder=workspace.folder))
    assert workspace.wait_for_run("paths", workspace.trigger("paths")) == "success"
    notebook = workspace.schedule(workspace.write_notebook("reports/a.ipynb", "print(1)"), ignore_preflight=True)
    assert workspace.wait_for_run(notebook, workspace.trigger(notebook)) == "success"
    assert not (workspace.folder / "taken").exists()


def test_nor_do_they_where_an_engine_is_started_by_hand(make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace()
    for name in ("tomllib", "random", "nbformat", "IPython", "couture_jupyter"):
        (workspace.folder / f"{name}.py").write_text(WRONG)
    (workspace.folder / "beside.py").write_text("VALUE = 42")
    (workspace.folder / "program.py").write_text("import sys, beside\nassert sys.argv[1:] == [str(beside.VALUE)]")
    workspace.begin_engine()
    workspace.wait_for(workspace.client.is_running)
    workspace.write_dag("paths", PATHS.format(folder=workspace.folder))
    assert workspace.wait_for_run("paths", workspace.trigger("paths")) == "success"
    assert not (workspace.folder / "taken").exists()


def freeze(workspace: Any, engine: subprocess.Popen[bytes]) -> None:
    """Stop the process, but not while it writes: nobody else could write until it goes on."""
    while True:
        engine.send_signal(signal.SIGSTOP)
        with contextlib.closing(sqlite3.connect(workspace.settings.home / "couture.db", timeout=0)) as database:
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                engine.send_signal(signal.SIGCONT)
            else:
                database.rollback()
                return


def test_a_run_that_is_due_by_a_jump_of_the_clock_is_made(make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace(heartbeat=0.5)
    slept = threading.Event()  # as a laptop does: the clock goes on, timers do not
    engine = EngineProcess(
        workspace.settings, lambda: datetime.now(UTC) + (timedelta(hours=3) if slept.is_set() else timedelta())
    )
    thread = threading.Thread(target=engine.run)
    thread.start()
    try:
        workspace.write_dag("hourly", HOURLY)
        planned = "SELECT next_run_after FROM dag WHERE next_run_after IS NOT NULL"
        before = workspace.wait_for(lambda: workspace.rows(planned))
        slept.set()
        workspace.wait_for(lambda: workspace.rows(planned) > before)
    finally:
        engine.stop()
        thread.join()


def in_office(workspace: Any) -> int:
    """The process that says it is the engine."""
    found = address.read(workspace.settings.home)
    return found.pid if found else 0


def test_an_engine_that_is_stopped_while_its_first_kernel_is_made_leaves_nothing(make_workspace: Any) -> None:
    workspace = make_workspace(spare_kernels=1)
    workspace.start_engine()
    workspace.write_notebook("first.ipynb", "x = 1")
    workspace.schedule("first.ipynb")
    workspace.stop_engine()  # the fixture looks for what is left
