"""A workspace as it is after years: a DAG of a thousand tasks with 25 runs, 5,000 DAGs, 100,000 runs."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.live import Lab

LAYERS, WIDTH = 25, 40
TASKS = LAYERS * WIDTH
GRID_RUNS = 25
DAGS = 5000
RUNS = 100_000
DEADLINE = 300.0

THOUSAND = f"""
from couture_jupyter import DAG, EmptyOperator

with DAG("thousand", schedule=None):
    above = []
    for layer in range({LAYERS}):
        row = [EmptyOperator(task_id=f"t{{layer}}_{{number}}") for number in range({WIDTH})]
        for number, task in enumerate(row):
            if above:
                [above[number], above[number * 7 % {WIDTH}]][: 1 + number % 2] >> task
        above = row
"""

# Switched on, for that is how most of a team's DAGs are; by hand, so that they stand still while they are measured.
MANY = f"""
from couture_jupyter import DAG, EmptyOperator

for number in range({DAGS}):
    about = dict(description=f"Loads what came in, part {{number}}", tags=["nightly", f"team{{number % 40}}"])
    with DAG(f"load_{{number:04}}", schedule=None, is_paused_upon_creation=False, **about):
        EmptyOperator(task_id="only")
"""

# The newest run of a DAG is ``after`` minutes old, the others are as many minutes older each.
INSERT_RUNS = """
INSERT INTO dag_run (dag_id, run_id, version_id, run_type, state, logical_date, data_interval_start, data_interval_end,
                     run_after, queued_at, started_at, ended_at, sort_at, triggered_by)
WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < :runs),
     due AS (SELECT dag_id, version_id, n, datetime('now', '-' || (n * :after + dag.rowid % :after + 1) || ' minutes')
                    || '.000000' AS at
             FROM dag, number WHERE dag_id LIKE :dags)
SELECT dag_id, 'manual__' || at || '__' || n, version_id, 'manual',
       CASE WHEN n % 7 = 3 THEN 'failed' ELSE 'success' END, at, at, at, at, at, at, at, at, 'rest_api'
FROM due
"""
INSERT_TASKS = """
INSERT INTO task_instance (dag_run_id, task_id, map_index, state, try_number, max_tries, launch, queued_at, started_at,
                           ended_at, operator, pool, pool_slots, priority_weight)
SELECT run.id, task.value, -1, CASE WHEN (run.id + task.key) % 50 = 0 THEN 'failed' ELSE 'success' END, 1, 0, 1,
       run.queued_at, run.started_at, run.ended_at, 'EmptyOperator', 'default_pool', 1, 1
FROM dag_run run, json_each(:tasks) task WHERE run.dag_id LIKE :dags
"""


def fill(lab: Lab) -> Path:
    """Fill the workspace of a running JupyterLab; its folder of DAG files."""
    place = lab.ask("GET", "workspace")
    workspace = Path(place["workspace"])
    dags_folder: Path = workspace / place["dags_folder"]
    write_files(dags_folder)
    add_runs(workspace / ".couture" / "couture.db")
    return dags_folder


def write_files(dags_folder: Path) -> None:
    """The DAG files; the engine reads them as it reads all."""
    dags_folder.mkdir(parents=True, exist_ok=True)
    (dags_folder / "thousand.py").write_text(THOUSAND, encoding="utf-8")
    (dags_folder / "many.py").write_text(MANY, encoding="utf-8")


def add_runs(database: Path) -> None:
    """The runs, as they would stand in the store; needs the DAGs."""
    wait_for(lambda: _known(database) == DAGS + 1, "The DAGs were not read")
    names = [f"t{layer}_{number}" for layer in range(LAYERS) for number in range(WIDTH)]
    tasks = "[" + ",".join(f'"{name}"' for name in names) + "]"
    with contextlib.closing(sqlite3.connect(database, timeout=60)) as connection, connection:
        connection.execute(INSERT_RUNS, {"dags": "thousand", "runs": GRID_RUNS, "after": 60})
        connection.execute(INSERT_RUNS, {"dags": "load_%", "runs": RUNS // DAGS, "after": 1440})
        connection.execute(INSERT_TASKS, {"dags": "thousand", "tasks": tasks})
        connection.execute(INSERT_TASKS, {"dags": "load_%", "tasks": '["only"]'})


def wait_for(look: Callable[[], bool], otherwise: str) -> None:
    """Until it is so."""
    until = time.monotonic() + DEADLINE
    while not look():
        if time.monotonic() > until:
            raise RuntimeError(otherwise)
        time.sleep(0.2)


def _known(database: Path) -> int:
    if not database.exists():
        return 0
    with contextlib.closing(sqlite3.connect(database, timeout=60)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM dag").fetchone()[0])
        except sqlite3.OperationalError:  # the tables are being made
            return 0
