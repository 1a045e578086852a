"""Task instances: made with their run, moved by guarded updates in batches, at most one winner."""

from __future__ import annotations

import threading
from datetime import timedelta

from couture_scheduler.engine.snapshot import TaskInstanceView
from couture_scheduler.store import dag_runs, pools, task_instances, tries, versions, xcoms
from couture_scheduler.store.session import Store
from couture_scheduler.store.task_instances import TaskChange
from store_rows import NOW, chain, new_run, register, run_with_tasks

from couture_jupyter.states import DagRunState, TaskInstanceState

T = TaskInstanceState


def change(id_: int, to: T | None, *allowed: T | None, **values: object) -> TaskChange:
    return TaskChange(id_, to, frozenset(allowed), values)


def states(store: Store, run: int) -> dict[str, T | None]:
    with store.reading() as tx:
        return {task.task_id: task.state for task in task_instances.of_run(tx, run)}


def test_a_new_run_has_all_its_tasks_in_the_order_of_the_dag(store: Store) -> None:
    spec = chain("sales", "z", "a", "m")
    run, _ = run_with_tasks(store, spec)
    with store.reading() as tx:
        view = dag_runs.load_view(tx, run, lambda version_id: versions.get(tx, version_id).spec)
    assert view is not None
    assert list(view.tasks) == [("z", -1), ("a", -1), ("m", -1)]
    assert view.tasks["z", -1] == TaskInstanceView(id=view.tasks["z", -1].id, task_id="z")
    assert view.dag == spec
    assert view.logical_date == NOW


def test_the_ids_of_what_was_deleted_are_not_used_again(store: Store) -> None:
    made = []
    for _ in range(2):
        run, tasks = run_with_tasks(store)
        made += [("run", run), *(("task", each) for each in tasks)]
        with store.transaction() as tx:
            assert dag_runs.remove(tx, run)
    assert len(set(made)) == len(made)


def test_a_batch_moves_what_may_move_and_returns_the_rest(store: Store) -> None:
    run, (first, second, third) = run_with_tasks(store)
    with store.transaction() as tx:
        refused = task_instances.apply(
            tx,
            [
                change(first, T.SCHEDULED, None),
                change(second, T.QUEUED, T.SCHEDULED, try_number=1),
                change(third, T.SCHEDULED, None),
                change(987_654, T.SCHEDULED, None),
            ],
        )
    assert {each.id for each in refused} == {second, 987_654}
    assert states(store, run) == {"extract": T.SCHEDULED, "transform": None, "load": T.SCHEDULED}


def test_a_change_to_the_same_state_is_refused_when_the_guard_does_not_hold(store: Store) -> None:
    _, (first, second, _) = run_with_tasks(store)
    with store.transaction() as tx:
        done = [change(first, T.SUCCESS, None), change(second, T.RUNNING, None)]
        assert task_instances.apply(tx, done) == []
    with store.transaction() as tx:
        late = change(first, T.SUCCESS, T.RUNNING)
        assert task_instances.apply(tx, [late, change(second, T.SUCCESS, T.RUNNING)]) == [late]


def test_two_changes_of_one_row_follow_each_other_in_one_batch(store: Store) -> None:
    run, (first, second, _) = run_with_tasks(store)
    with store.transaction() as tx:
        refused = task_instances.apply(
            tx,
            [
                change(second, None, None, note="seen"),
                change(first, T.SCHEDULED, None),
                change(second, T.SCHEDULED, None),
                change(first, T.QUEUED, T.SCHEDULED),
                change(second, T.QUEUED, T.SCHEDULED),
                change(first, T.RUNNING, T.QUEUED),
            ],
        )
    assert refused == []
    assert states(store, run) == {"extract": T.RUNNING, "transform": T.QUEUED, "load": None}


def test_all_kinds_of_values_come_back_as_they_went_in(store: Store) -> None:
    _, (first, *_) = run_with_tasks(store)
    values = {
        "retry_at": NOW + timedelta(microseconds=1),
        "process_started": 1772366400.123456,
        "progress": {"cell": 3, "cells": 9, "running": None},
        "error": "Ä broken\x00 line 😀\ud800",
        "because": "x" * 100_000,
        "priority_weight": 2**31 - 1,
    }
    with store.transaction() as tx:
        assert task_instances.apply(tx, [change(first, T.UP_FOR_RETRY, None, **values)]) == []
    with store.reading() as tx:
        task = task_instances.get_many(tx, [first])[first]
    assert task.error == "Ä broken\ufffd line 😀?"
    found = {name: getattr(task, name) for name in values}
    assert found == {**values, "error": task.error}


def test_of_two_who_race_for_one_transition_exactly_one_wins(store: Store) -> None:
    _, (first, *_) = run_with_tasks(store)
    barrier, winners = threading.Barrier(8), []

    def race(name: str) -> None:
        barrier.wait(60)
        with store.transaction() as tx:
            if not task_instances.apply(tx, [change(first, T.SCHEDULED, None, note=name)]):
                winners.append(name)

    threads = [threading.Thread(target=race, args=(f"racer {number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(winners) == 1
    with store.reading() as tx:
        assert task_instances.get_many(tx, [first])[first].note == winners[0]


def test_progress_is_stored_only_while_the_task_runs(store: Store) -> None:
    _, (first, second, _) = run_with_tasks(store)
    with store.transaction() as tx:
        task_instances.apply(tx, [change(first, T.RUNNING, None), change(second, T.FAILED, None)])
        task_instances.store_progress(tx, {first: {"cell": 1}, second: {"cell": 2}})
        found = task_instances.get_many(tx, [first, second])
    assert found[first].progress == {"cell": 1}
    assert found[second].progress is None


def test_unfinished_runs_are_the_active_ones_and_those_with_live_processes(store: Store) -> None:
    with store.transaction() as tx:
        dag = register(tx)
        runs = [new_run(tx, dag, hour) for hour in range(4)]
        for run in runs:
            task_instances.insert_for_run(tx, run, chain())
        view = next(iter(task_instances.views_of(tx, [runs[1]])))[1]
        task_instances.apply(tx, [change(view.id, T.RUNNING, None)])
        for run in runs[1:3]:
            dag_runs.set_state(tx, run, DagRunState.FAILED, allowed=frozenset(DagRunState), at=NOW)
    with store.reading() as tx:
        assert dag_runs.active_ids(tx) == [runs[0], runs[3]]
        assert dag_runs.unfinished_ids(tx) == {runs[0], runs[1], runs[3]}
        assert dag_runs.ids_named(tx, "sales", "nothing") == set()
        assert task_instances.name_of(tx, view.id) == ("sales", f"scheduled__{_hour(1)}", "extract", -1)
        assert task_instances.name_of(tx, 987_654) is None


def _hour(number: int) -> str:
    return (NOW + timedelta(hours=number)).isoformat()


def test_tries_are_recorded_step_by_step(store: Store) -> None:
    _, (first, second, _) = run_with_tasks(store)
    key = {"task_instance_id": first, "try_number": 1}
    with store.transaction() as tx:
        tries.record_start(tx, [{**key, "launch": 1, "state": T.QUEUED, "queued_at": NOW}])
        tries.record_start(tx, [{**key, "state": T.RUNNING, "pid": 77, "host": "here"}])
        end = {"state": "failed", "ended_at": NOW, "outputs": [{"kind": "html", "path": "a.html"}]}
        tries.record_end(tx, [{**key, **end}, {**key, "try_number": 2, **end}])
        tries.record_end(tx, [{"task_instance_id": second, "try_number": 1}])
    with store.reading() as tx:
        found = tries.listing(tx, first)
        newest = tries.newest(tx, [first, second])
    assert [each.try_number for each in found] == [1, 2]
    assert (found[0].launch, found[0].queued_at, found[0].pid, found[0].state) == (1, NOW, 77, T.FAILED)
    assert found[0].outputs == [{"kind": "html", "path": "a.html"}]
    assert (newest[first].try_number, newest[second].try_number) == (2, 1)


def test_xcoms_are_pulled_as_airflow_does(store: Store) -> None:
    run, ids = run_with_tasks(store)
    with store.transaction() as tx:
        where = dag_runs.get_many(tx, [run])[run]
        base = {"dag_id": "sales", "run_id": where.run_id, "map_index": -1}
        rows = [
            {**base, "task_id": "extract", "key": "return_value", "value": {"rows": [1, 2]}},
            {**base, "task_id": "load", "key": "return_value", "value": "old"},
            {**base, "task_id": "load", "key": "path", "value": None},
            {**base, "task_id": "gone", "key": "path", "value": 1},
        ]
        xcoms.put_many(tx, rows, NOW)
        xcoms.put_many(tx, [{**rows[1], "value": "new"}], NOW + timedelta(seconds=1))

    def pull(**filters: object) -> object:
        with store.reading() as tx:
            return xcoms.pull(tx, "sales", where.run_id, **filters)  # type: ignore[arg-type]

    assert pull(task_ids="extract") == {"rows": [1, 2]}
    assert pull(task_ids=["load", "extract"]) == ["new", {"rows": [1, 2]}]
    assert pull(task_ids="transform") is None
    assert pull(task_ids="load", key="path") is None
    assert pull() == "new"
    with store.transaction() as tx:
        assert len(xcoms.listing(tx, "sales", where.run_id)) == 3
        xcoms.clear(tx, ids)
        assert xcoms.listing(tx, "sales", where.run_id) == []


def test_pool_slots_in_use_are_those_of_queued_and_running_tasks(store: Store) -> None:
    _, (first, second, third) = run_with_tasks(store)
    with store.transaction() as tx:
        moves = [change(first, T.RUNNING, None), change(second, T.QUEUED, None), change(third, T.SCHEDULED, None)]
        task_instances.apply(tx, moves)
    with store.reading() as tx:
        assert pools.usage(tx)["default_pool"].used == 2
        assert pools.usage(tx)["default_pool"].slots == 128
        active = pools.active_tasks(tx)
        assert active.per_dag == {"sales": 2}
        assert active.per_task == {("sales", "extract"): 1, ("sales", "transform"): 1}
        assert pools.states(tx)["default_pool", "scheduled"] == 1
