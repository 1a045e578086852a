"""Which scheduled task instances get a slot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from couture_scheduler.engine.admit import admit, waiting
from couture_scheduler.engine.snapshot import PoolUsage, Usage

from couture_jupyter.states import TaskInstanceState as Task


@pytest.fixture
def usage() -> Usage:
    return Usage(parallelism=100, pools={"default_pool": PoolUsage(100)})


def all_of(run: Any) -> list[Any]:
    return [waiting(run, key) for key in run.tasks]


def names(admitted: list[Any]) -> list[str]:
    return [each.key[0] for each in admitted]


def test_important_tasks_come_first_then_older_runs_then_the_place_in_the_dag(
    draw_dag: Any, make_run: Any, usage: Usage
) -> None:
    dag = draw_dag("a >> b; c", {"c": {"priority_weight": 5}}, max_active_tasks=100)
    young, old = make_run(dag, 1), make_run(dag, 2)
    old.logical_date -= timedelta(days=1)
    admitted = admit([*all_of(young), *all_of(old)], usage)
    assert [(each.run, each.key[0]) for each in admitted] == [
        (2, "c"), (1, "c"), (2, "a"), (2, "b"), (1, "a"), (1, "b"),
    ]  # fmt: skip


def test_no_more_than_parallelism_are_active(draw_dag: Any, make_run: Any, usage: Usage) -> None:
    usage.parallelism, usage.active = 5, 3
    assert names(admit(all_of(make_run(draw_dag("a; b; c"))), usage)) == ["a", "b"]
    usage.active = 5
    assert admit(all_of(make_run(draw_dag("a"))), usage) == []


def test_a_dag_has_its_own_limit_over_all_its_runs(draw_dag: Any, make_run: Any, usage: Usage) -> None:
    dag = draw_dag("a; b; c", max_active_tasks=4)
    usage.per_dag["dag"] = 2
    assert len(admit(all_of(make_run(dag, 1)) + all_of(make_run(dag, 2)), usage)) == 2


def test_a_pool_gives_no_more_slots_than_it_has(draw_dag: Any, make_run: Any, usage: Usage) -> None:
    usage.pools["gpu"] = PoolUsage(slots=4, used=1)
    dag = draw_dag("a; b; c; d", {name: {"pool": "gpu", "pool_slots": 2} for name in "abc"})
    assert names(admit(all_of(make_run(dag)), usage)) == ["a", "d"]


def test_deferred_tasks_keep_their_slots_where_the_pool_says_so(draw_dag: Any, make_run: Any, usage: Usage) -> None:
    dag = draw_dag("a; b", {name: {"pool": "gpu"} for name in "ab"})
    usage.pools["gpu"] = PoolUsage(slots=3, used=1, deferred=1)
    assert names(admit(all_of(make_run(dag)), usage)) == ["a", "b"]
    usage.pools["gpu"].include_deferred = True
    assert names(admit(all_of(make_run(dag)), usage)) == ["a"]


def test_a_task_without_room_does_not_hold_up_a_smaller_one(draw_dag: Any, make_run: Any, usage: Usage) -> None:
    usage.pools["gpu"] = PoolUsage(slots=2, used=1)
    big, small = {"pool": "gpu", "pool_slots": 2, "priority_weight": 9}, {"pool": "gpu"}
    assert names(admit(all_of(make_run(draw_dag("big; small", {"big": big, "small": small}))), usage)) == ["small"]


def test_a_pool_without_limit_and_a_pool_that_is_not_there(draw_dag: Any, make_run: Any, usage: Usage) -> None:
    usage.pools["free"] = PoolUsage(slots=-1, used=1000)
    dag = draw_dag("a; b", {"a": {"pool": "free"}, "b": {"pool": "lost"}})
    assert names(admit(all_of(make_run(dag)), usage)) == ["a"]


def test_a_task_has_its_own_limit_over_all_runs(draw_dag: Any, make_run: Any, usage: Usage) -> None:
    dag = draw_dag("a", {"a": {"max_active_tis_per_dag": 3}})
    usage.per_task[("dag", "a")] = 1
    runs = [make_run(dag, number) for number in range(5)]
    assert [each.run for each in admit([waiting(run, ("a", -1)) for run in runs], usage)] == [0, 1]


def test_a_mapped_task_has_its_own_limit_within_a_run(draw_dag: Any, make_run: Any, usage: Usage) -> None:
    run = make_run(draw_dag("a", {"a": {"max_active_tis_per_dagrun": 2}}))
    one = run.tasks.pop(("a", -1))
    for index in range(4):
        run.tasks[("a", index)] = type(one)(index, "a", index, state=Task.SCHEDULED)
    run.tasks[("a", 0)].state = Task.RUNNING
    assert [each.key for each in admit(all_of(run)[1:], usage)] == [("a", 1)]


def test_usage_is_left_as_it_was(draw_dag: Any, make_run: Any, usage: Usage) -> None:
    admit(all_of(make_run(draw_dag("a; b"))), usage)
    assert usage == Usage(parallelism=100, pools={"default_pool": PoolUsage(100)})


def test_tasks_of_a_backfill_come_after_others_that_are_as_important(
    draw_dag: Any, make_run: Any, usage: Usage
) -> None:
    dag = draw_dag("a; b", {"b": {"priority_weight": 5}}, max_active_tasks=100)
    backfill, today = make_run(dag, 1, backfill_id=7), make_run(dag, 2)
    backfill.logical_date -= timedelta(days=100)
    admitted = admit([*all_of(backfill), *all_of(today)], usage)
    assert [(each.run, each.key[0]) for each in admitted] == [(2, "b"), (1, "b"), (2, "a"), (1, "a")]
