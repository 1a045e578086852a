"""Lists of task instances and XComs over runs, stats by DAG, jobs, what pools hold: on every database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from couture_scheduler.engine.snapshot import PoolUsage
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.store import (
    dag_runs,
    jobs,
    pools,
    run_listing,
    task_instances,
    task_listing,
    xcom_listing,
    xcoms,
)
from couture_scheduler.store.matching import TextMatch
from couture_scheduler.store.pools import PoolRecord
from couture_scheduler.store.session import Store
from couture_scheduler.store.task_instances import TaskChange
from couture_scheduler.store.task_listing import TaskFilter
from couture_scheduler.store.xcom_listing import XComFilter
from store_rows import NOW, chain, new_run, register, run_with_tasks

from couture_jupyter.states import DagRunState, TaskInstanceState

T = TaskInstanceState
ANY = frozenset({None, *T})


def found(store: Store, order_by: str = "id", **wanted: object) -> list[str]:
    """``run hour/task`` of those that fit; their number is told the same."""
    which = TaskFilter(**wanted)  # type: ignore[arg-type]
    with store.reading() as tx:
        page = task_listing.page(tx, which, order_by, 100, 0)
        assert task_listing.count(tx, which) == len(page)
        hours = {
            each.id: each.logical_date.hour for each in dag_runs.get_many(tx, [p.dag_run_id for p in page]).values()
        }
        assert page[1:2] == task_listing.page(tx, which, order_by, 1, 1)
    return [f"{hours[each.dag_run_id]}/{each.task_id}" for each in page]


@pytest.fixture
def two_runs(store: Store) -> list[int]:
    """Two runs, at 12 and 13 o'clock; the first one's extract has succeeded. The ids of its task instances."""
    spec = chain("sales", "extract", "load")
    with store.transaction() as tx:
        dag = register(tx, spec)
        ids = []
        for hour in (0, 1):
            run = new_run(tx, dag, hour)
            ids += [view.id for view in task_instances.insert_for_run(tx, run, spec)]
        done = {"started_at": NOW, "ended_at": NOW + timedelta(minutes=1)}
        assert task_instances.apply(tx, [TaskChange(ids[0], T.SUCCESS, ANY, done)]) == []
    return ids[:2]


def test_task_instances_are_found_by_what_they_are_and_when_they_ran(store: Store, two_runs: list[int]) -> None:
    assert found(store) == ["12/extract", "12/load", "13/extract", "13/load"]
    assert found(store, states=(T.SUCCESS,)) == ["12/extract"]
    assert found(store, states=(None, T.FAILED), task_ids=("extract",)) == ["13/extract"]
    named = (TextMatch("task_display_name", "LOA"),)
    assert found(store, matches=named, order_by="-logical_date") == ["13/load", "12/load"]
    assert found(store, logical_date_from=NOW + timedelta(hours=1)) == ["13/extract", "13/load"]
    assert found(store, started_from=NOW, ended_to=NOW + timedelta(minutes=1)) == ["12/extract"]
    assert found(store, dag_ids=("other",)) == []
    assert found(store, is_mapped=True) == []
    with pytest.raises(InvalidInputError, match="Cannot order by"):
        found(store, order_by="colour")


def test_xcoms_are_listed_over_runs_without_their_values(store: Store, two_runs: list[int]) -> None:
    rows = [
        {"dag_id": "sales", "run_id": run_id, "task_id": task_id, "map_index": -1, "key": key, "value": 1}
        for run_id, task_id, key in (
            (f"scheduled__{NOW.isoformat()}", "extract", "rate"),
            (f"scheduled__{(NOW + timedelta(hours=1)).isoformat()}", "load", "return_value"),
        )
    ]
    with store.transaction() as tx:
        xcoms.put_many(tx, rows, NOW)
    with store.reading() as tx:
        assert [each.key for each in xcom_listing.page(tx, XComFilter(), 10, 0)] == ["return_value", "rate"]
        named = XComFilter(matches=(TextMatch("xcom_key", "RAT"),))
        assert [each.task_id for each in xcom_listing.page(tx, named, 10, 0)] == ["extract"]
        assert xcom_listing.count(tx, XComFilter(dag_id="sales", task_id="load", map_index=-1)) == 1
        assert xcom_listing.count(tx, XComFilter(run_id="nothing")) == 0
    with store.transaction() as tx:
        xcoms.remove(tx, two_runs[0], "rate")
        assert xcom_listing.count(tx, XComFilter()) == 1


def test_runs_are_counted_by_dag_and_state(store: Store, two_runs: list[int]) -> None:
    with store.reading() as tx:
        assert run_listing.state_counts_per_dag(tx, ["sales", "nothing"]) == {"sales": {DagRunState.QUEUED: 2}}
        assert run_listing.state_counts_per_dag(tx, []) == {}


def test_processes_are_listed_until_they_are_forgotten(store: Store) -> None:
    with store.transaction() as tx:
        engine, triggerer, other = (
            jobs.start(tx, kind, host, 7, NOW)
            for kind, host in (("engine", "here"), (jobs.TRIGGERER, "here"), (jobs.TRIGGERER, "there"))
        )
        watchers = jobs.start(tx, jobs.WATCHERS, "here", 8, NOW)
        assert [each.id for each in jobs.listing(tx, 10)] == [watchers, other, triggerer, engine]
        assert [each.id for each in jobs.listing(tx, 1)] == [watchers]
        assert [each.id for each in jobs.listing(tx, None)] == [watchers, other, triggerer, engine]
        assert [each.id for each in jobs.listing(tx, None, kind=jobs.TRIGGERER)] == [other, triggerer]
        jobs.forget(tx, watchers)
        jobs.forget_kinds(tx, jobs.BESIDE_ENGINES, "here")
        assert [each.id for each in jobs.listing(tx, 10)] == [other, engine]


def test_a_pool_counts_deferred_tasks_where_it_says_so(store: Store) -> None:
    _, (first, second, _) = run_with_tasks(store)
    with store.transaction() as tx:
        changes = [TaskChange(first, T.RUNNING, ANY), TaskChange(second, T.DEFERRED, ANY)]
        assert task_instances.apply(tx, changes) == []
        pools.change(tx, PoolRecord(pools.DEFAULT_POOL, 5, None, include_deferred=True))
        assert pools.usage(tx)[pools.DEFAULT_POOL] == PoolUsage(5, used=1, deferred=1, include_deferred=True)
        assert pools.usage(tx)[pools.DEFAULT_POOL].taken == 2
        pools.change(tx, PoolRecord(pools.DEFAULT_POOL, 5))
        assert pools.usage(tx)[pools.DEFAULT_POOL].taken == 1
