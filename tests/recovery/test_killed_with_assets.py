"""The engine is killed again and again while tasks update assets: no update is lost, and each starts one run."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

KILLS = 5
WIDTH = 40

DAGS = f"""
from couture_jupyter import DAG, Asset, BashOperator, EmptyOperator

made = Asset("made")
with DAG("makes", schedule=None, max_active_tasks=4):
    for number in range({WIDTH}):
        BashOperator(task_id=f"t{{number:02}}", bash_command="sleep 0.05", outlets=[made])
with DAG("waits", schedule=[made], is_paused_upon_creation=False):
    EmptyOperator(task_id="look")
"""


def test_each_update_is_kept_once_and_taken_by_one_run(make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace(parallelism=4)
    engine = workspace.start_engine()
    workspace.write_dag("makes", DAGS)
    run_id = workspace.trigger("makes")
    chance = random.Random(8)
    for _ in range(KILLS):
        kept = workspace.rows("SELECT count(*) FROM asset_event")[0][0]
        wanted = min(WIDTH, kept + chance.randint(0, WIDTH // KILLS))
        workspace.wait_for(lambda wanted=wanted: workspace.rows("SELECT count(*) FROM asset_event")[0][0] >= wanted)
        workspace.kill_engine(engine)
        engine = workspace.start_engine()
    assert workspace.wait_for_run("makes", run_id) == "success"
    workspace.wait_for(lambda: workspace.rows("SELECT count(*) FROM asset_wait") == [(0,)])
    workspace.wait_for(
        lambda: not workspace.rows("SELECT 1 FROM dag_run WHERE dag_id = 'waits' AND state IN ('queued', 'running')")
    )
    tasks = workspace.rows("SELECT source_task_id FROM asset_event ORDER BY source_task_id")
    assert [name for (name,) in tasks] == [f"t{number:02}" for number in range(WIDTH)]
    taken = workspace.rows("SELECT count(*), count(DISTINCT asset_event_id) FROM dag_run_asset_event")
    assert taken == [(WIDTH, WIDTH)]
    assert set(workspace.rows("SELECT state FROM dag_run WHERE dag_id = 'waits'")) == {("success",)}
