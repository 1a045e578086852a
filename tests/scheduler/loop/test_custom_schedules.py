"""A timetable that people wrote, with a real engine: it is asked in a process of its own, and plans the DAG."""

from __future__ import annotations

import textwrap
from datetime import UTC, datetime, timedelta
from typing import Any

from couture_scheduler.actions import backfills, next_runs, runs, variables
from couture_scheduler.actions.backfills import Wish

START = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=20)
SOURCE = textwrap.dedent(f"""
    from datetime import datetime, timedelta, timezone
    from airflow import DAG
    from airflow.operators.empty import EmptyOperator
    from airflow.models import Variable
    from airflow.timetables.base import DagRunInfo, DataInterval, Timetable

    class EveryTenDays(Timetable):
        description = "Every ten days"

        def infer_manual_data_interval(self, *, run_after):
            return DataInterval(run_after.subtract(days=10), run_after)

        def next_dagrun_info(self, *, last_automated_data_interval, restriction):
            last = last_automated_data_interval
            start = last.end if last else restriction.earliest
            return DagRunInfo.interval(start, start.add(days=int(Variable.get("length"))))

    start = datetime.fromisoformat("{START.isoformat()}")
    with DAG("ten", schedule=EveryTenDays(), start_date=start, catchup=True, is_paused_upon_creation=False):
        EmptyOperator(task_id="a")
""")


def made(workspace: Any, run_type: str) -> list[str]:
    rows = workspace.rows("SELECT logical_date FROM dag_run WHERE run_type = ? ORDER BY logical_date", run_type)
    return [row[0][:10] for row in rows]


def day(number: int) -> str:
    return f"{START + timedelta(days=number):%Y-%m-%d}"


def test_a_timetable_of_ones_own_makes_runs_and_names_the_next(workspace: Any) -> None:
    variables.put(workspace.context, "length", "10")
    workspace.write_dag("ten", SOURCE)
    workspace.wait_for(lambda: made(workspace, "scheduled") == [day(0), day(10)])
    planned = "SELECT 1 FROM dag WHERE dag_id = 'ten' AND next_logical_date LIKE ?"
    workspace.wait_for(lambda: workspace.rows(planned, f"{day(20)}%"))
    coming = next_runs.get(workspace.context, "ten", 2)
    assert coming.sentence == "Every ten days"
    assert [f"{run.logical_date:%Y-%m-%d}" for run in coming.runs] == [day(20), day(30)]
    by_hand = runs.trigger(workspace.context, "ten").run
    assert by_hand.data_interval_end - by_hand.data_interval_start == timedelta(days=10)
    filled = backfills.create(workspace.context, "ten", Wish(START - timedelta(days=20), START)).backfill
    workspace.wait_for(lambda: backfills.get(workspace.context, filled.id).backfill.completed_at)
    assert made(workspace, "backfill") == [day(-20), day(-10)]
    assert backfills.get(workspace.context, filled.id).days == {"success": 2, "already exists": 1}
