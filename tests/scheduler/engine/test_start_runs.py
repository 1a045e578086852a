"""Which queued runs may start."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from couture_scheduler.engine.start_runs import startable

from couture_jupyter.states import DagRunState, DagRunType


def queued(make_run: Any, dag: Any, count: int, **values: Any) -> list[Any]:
    runs = [make_run(dag, number, state=DagRunState.QUEUED, **values) for number in range(1, count + 1)]
    for run in runs:
        run.logical_date += timedelta(hours=run.id)
    return runs


def test_the_oldest_runs_start_up_to_the_limit(draw_dag: Any, make_run: Any) -> None:
    runs = queued(make_run, draw_dag("a", max_active_runs=3), 4)
    assert [run.id for run in startable(runs[::-1], {"dag": 1})] == [1, 2]


def test_overlapping_runs_that_queue_start_one_at_a_time(draw_dag: Any, make_run: Any) -> None:
    runs = queued(make_run, draw_dag("a", overlap="queue"), 2)
    assert [run.id for run in startable(runs, {})] == [1]
    assert startable(runs, {"dag": 1}) == []


def test_dags_do_not_hinder_each_other(draw_dag: Any, make_run: Any) -> None:
    one = queued(make_run, draw_dag("a", dag_id="one", max_active_runs=1), 1)
    two = queued(make_run, draw_dag("a", dag_id="two", max_active_runs=1), 1)
    assert startable([*one, *two], {"one": 1}) == two


def test_a_paused_dag_holds_its_scheduled_runs_but_not_those_started_by_hand(draw_dag: Any, make_run: Any) -> None:
    dag = draw_dag("a")
    assert startable(queued(make_run, dag, 1), {}, paused={"dag"}) == []
    by_hand = queued(make_run, dag, 1, run_type=DagRunType.MANUAL)
    assert startable(by_hand, {}, paused={"dag"}) == by_hand


def test_no_limit_means_all(draw_dag: Any, make_run: Any) -> None:
    runs = queued(make_run, draw_dag("a", max_active_runs=0), 20)
    assert startable(runs, {"dag": 100}) == runs


def test_runs_of_a_backfill_start_last_and_whatever_the_dags_limit_is(draw_dag: Any, make_run: Any) -> None:
    dag = draw_dag("a", max_active_runs=2)
    backfill = queued(make_run, dag, 2, run_type=DagRunType.BACKFILL, backfill_id=7)
    scheduled = [make_run(dag, number, state=DagRunState.QUEUED) for number in (3, 4)]
    for run in scheduled:
        run.logical_date += timedelta(days=1)
    assert [run.id for run in startable([*backfill, *scheduled], {"dag": 1, "backfill 7": 5})] == [3, 1, 2]
    assert startable(backfill, {}, paused={"dag"}) == []
