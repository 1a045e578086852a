"""The machine sleeps, the database is locked, the disk is full, output has no end."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from couture_scheduler.errors import DatabaseUnavailableError

PLAIN = """
from couture_jupyter import DAG, BashOperator

with DAG(dag_id="plain", schedule=None):
    BashOperator(task_id="hello", bash_command="echo hello")
"""

FORMAT = "%Y-%m-%d %H:%M:%f000"  # how SQLite holds a moment

HOURLY = """
from couture_jupyter import DAG, BashOperator

with DAG(dag_id="hourly", schedule="0 * * * *", start_date="2026-01-01", missed_runs="POLICY"):
    BashOperator(task_id="hello", bash_command="echo hello")
"""


def test_an_engine_that_slept_past_its_lease_does_nothing_twice(make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace(lease_ttl=3.0, heartbeat=1.0)
    environment = {"COUTURE_LEASE_TTL": "3", "COUTURE_HEARTBEAT": "1"}
    sleeper = workspace.begin_engine(**environment)
    workspace.wait_for(workspace.client.is_running)
    workspace.write_dag("plain", PLAIN)
    stop_between_transactions(workspace, sleeper.pid)
    other = workspace.begin_engine(**environment)
    workspace.wait_for(lambda: holder(workspace) == other.pid)
    os.kill(sleeper.pid, signal.SIGCONT)
    run_id = workspace.trigger("plain")
    assert workspace.wait_for_run("plain", run_id) == "success"
    assert workspace.rows("SELECT count(*) FROM task_try") == [(1,)]
    assert holder(workspace) == other.pid
    for process in (sleeper, other):
        process.terminate()
        process.wait(60)


def stop_between_transactions(workspace: Any, pid: int) -> None:
    """Stop the process, but not while it holds SQLite's lock: then nobody else could ever write, as when one program of
    a machine is frozen in the middle of a write."""
    for _ in range(100):
        os.kill(pid, signal.SIGSTOP)
        with sqlite3.connect(workspace.settings.home / "couture.db", timeout=0.2, isolation_level=None) as probe:
            try:
                probe.execute("BEGIN IMMEDIATE")
                probe.execute("ROLLBACK")
                return
            except sqlite3.OperationalError:
                os.kill(pid, signal.SIGCONT)
    raise AssertionError("the engine is always in a transaction")


def holder(workspace: Any) -> int:
    """The pid of the engine that holds the lease."""
    return int(workspace.rows("SELECT pid FROM lease WHERE name='engine'")[0][0])


@pytest.mark.parametrize(("policy", "made"), [("skip", 0), ("run_last", 1)])
def test_a_machine_that_slept_follows_the_missed_run_policy(
    make_workspace: Callable[..., Any], policy: str, made: int
) -> None:
    """The DAG was last planned long ago, as after a night; then an engine starts."""
    workspace = make_workspace()
    workspace.start_engine()
    workspace.write_dag("hourly", HOURLY.replace("POLICY", policy))
    workspace.wait_for(lambda: workspace.rows("SELECT 1 FROM dag WHERE dag_id='hourly' AND is_planned"))
    workspace.stop_engine()
    turn_back(workspace, hours=10)
    workspace.start_engine()
    workspace.wait_for(lambda: workspace.rows("SELECT 1 FROM missed_run"))
    done = workspace.rows("SELECT count(*) FROM dag_run WHERE run_type='scheduled'")
    assert done == [(made,)]
    assert workspace.rows("SELECT count(*) FROM missed_run") >= [(8,)]


def turn_back(workspace: Any, hours: int) -> None:
    """Make the database look as it did ``hours`` ago: what comes next was due then."""
    columns = ("last_logical_date", "next_logical_date", "next_interval_start", "next_interval_end", "next_run_after")
    with sqlite3.connect(workspace.settings.home / "couture.db") as connection:
        for column in columns:
            connection.execute(f"UPDATE dag SET {column} = strftime(?, {column}, ?)", (FORMAT, f"-{hours} hours"))


def test_a_locked_database_delays_and_loses_nothing(workspace: Any) -> None:
    workspace.write_dag("plain", PLAIN)
    before = workspace.trigger("plain")
    assert workspace.wait_for_run("plain", before) == "success"
    with sqlite3.connect(workspace.settings.home / "couture.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnavailableError):
            workspace.trigger("plain")
        other.execute("ROLLBACK")
    run_id = workspace.trigger("plain")
    assert workspace.wait_for_run("plain", run_id) == "success"


def test_endless_output_is_bounded(workspace: Any) -> None:
    cells = ("n = 1", "for i in range(300_000):\n    print(f'line {i:06}', 'x' * 90)", "print('end')")
    dag_id = workspace.schedule(workspace.write_notebook("chatty.ipynb", *cells))
    assert workspace.wait_for_run(dag_id, workspace.trigger(dag_id)) == "success"
    kept = next(workspace.settings.runs_folder.rglob("notebook.ipynb"))
    assert kept.stat().st_size < 20_000_000
    text = kept.read_text()
    assert "line 000000" in text
    assert "line 299999" in text


def test_a_notebook_that_eats_the_memory_fails_and_says_where(workspace: Any) -> None:
    """The limit stands for the machine's end of memory, which nobody wants to reach in a test."""
    notebook = workspace.write_notebook(
        "hungry.ipynb",
        "import resource",
        "used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + 200_000_000, used + 200_000_000))",
        "kept = 'this was printed'; print(kept)",
        "eaten = bytearray(10_000_000_000)",
    )
    dag_id = workspace.schedule(notebook)
    run_id = workspace.trigger(dag_id)
    assert workspace.wait_for_run(dag_id, run_id) == "failed"
    [(error,)] = workspace.rows("SELECT error FROM task_instance")
    assert "MemoryError" in error
    [executed] = workspace.settings.runs_folder.rglob("notebook.ipynb")
    assert "this was printed" in executed.read_text()
    assert workspace.client.is_running()


def test_a_broken_dag_file_is_an_import_error_and_the_dag_stays(workspace: Any) -> None:
    workspace.write_dag("plain", PLAIN)
    (workspace.settings.dags_folder / "plain.py").write_text(PLAIN + "\nthis is no Python\n", encoding="utf-8")
    message, line = workspace.wait_for(lambda: workspace.rows("SELECT message, line FROM import_error"))[0]
    assert "syntax" in message.lower()
    assert line == PLAIN.count("\n") + 2
    assert workspace.wait_for_run("plain", workspace.trigger("plain")) == "success"


def test_a_dag_file_that_never_ends_is_an_import_error(make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace(parse_timeout=2.0)
    (workspace.settings.dags_folder / "endless.py").write_text(
        "# a DAG of couture\nwhile True:\n    pass\n", encoding="utf-8"
    )
    workspace.begin_engine(COUTURE_PARSE_TIMEOUT="2")
    ((message,),) = workspace.wait_for(lambda: workspace.rows("SELECT message FROM import_error"))
    assert "2" in message
    workspace.write_dag("plain", PLAIN)
    assert workspace.wait_for_run("plain", workspace.trigger("plain")) == "success"
