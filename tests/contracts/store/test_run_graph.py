"""The states of a run's tasks for drawings, on every database."""

from __future__ import annotations

from datetime import timedelta

from couture_scheduler.store import run_graph, task_instances, versions, xcoms
from couture_scheduler.store.session import Store
from couture_scheduler.store.task_instances import TaskChange
from store_rows import NOW, chain, new_run, register

from couture_jupyter.states import TaskInstanceState

T = TaskInstanceState
ANY = frozenset({None, *T})


def test_instances_are_counted_by_task_and_state(store: Store) -> None:
    spec = chain("drawn", "extract", "load")
    with store.transaction() as tx:
        run = new_run(tx, register(tx, spec), 0)
        first, _ = task_instances.insert_for_run(tx, run, spec)
        task_instances.expand(tx, run, spec.tasks[1], 3)
        done = {"started_at": NOW, "ended_at": NOW + timedelta(minutes=1), "try_number": 2}
        assert task_instances.apply(tx, [TaskChange(first.id, T.SUCCESS, ANY, done)]) == []
    with store.reading() as tx:
        counts = sorted(run_graph.task_counts(tx, run), key=lambda each: each.task_id)
    assert [(each.task_id, each.state, each.count, each.is_mapped) for each in counts] == [
        ("extract", T.SUCCESS, 1, False),
        ("load", None, 3, True),
    ]
    assert (counts[0].try_number, counts[0].started_at, counts[0].ended_at) == (2, NOW, NOW + timedelta(minutes=1))
    assert (counts[1].started_at, counts[1].ended_at) == (None, None)


def test_the_runs_that_tasks_started_are_found_by_what_they_left(store: Store) -> None:
    spec = chain("starts", "begin", "end")
    with store.transaction() as tx:
        run = new_run(tx, register(tx, spec), 0)
        task_instances.insert_for_run(tx, run, spec)
        run_id = tx.exec_driver_sql(f"SELECT run_id FROM dag_run WHERE id = {run}").scalar_one()
        left = {"dag_id": "starts", "run_id": run_id, "task_id": "begin", "map_index": -1}
        xcoms.put_many(tx, [{**left, "key": run_graph.STARTED_RUN, "value": "manual__1"}], NOW)
    with store.reading() as tx:
        assert run_graph.started_runs(tx, run) == {"begin": "manual__1"}


def test_the_number_of_a_runs_version_stands_beside_the_newest_one(store: Store) -> None:
    with store.transaction() as tx:
        register(tx, chain("versions", "one"))
        old = versions.latest(tx, "versions")
        register(tx, chain("versions", "one", "two"))
    assert old is not None
    with store.reading() as tx:
        own, newest = run_graph.version_numbers(tx, "versions", old.id)
        assert (own, newest) == (old.number, old.number + 1)
        assert run_graph.version_numbers(tx, "versions", -1) == (None, newest)
