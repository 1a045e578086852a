"""Triggers: kept while their task instances are deferred, and no longer."""

from __future__ import annotations

from typing import Any

import pytest
from couture_scheduler.store import task_instances, triggers
from couture_scheduler.store.session import Store
from couture_scheduler.store.task_instances import TaskChange
from store_rows import NOW, run_with_tasks

from couture_jupyter.states import TaskInstanceState as T


def defer(store: Store, *ids: int) -> None:
    going_on: dict[str, Any] = {"next_method": "resume", "next_kwargs": {"kwargs": {"n": 1}}, "first_started_at": NOW}
    with store.transaction() as tx:
        changes = [
            TaskChange(each, T.DEFERRED, frozenset({None}), {"try_number": 1, "launch": 2, **going_on}) for each in ids
        ]
        assert task_instances.apply(tx, changes) == []
        rows = [
            {"task_instance_id": each, "class_path": "bells.Bell", "kwargs": "sealed", "timeout_at": None}
            for each in ids
        ]
        triggers.put_many(tx, rows, NOW)


def awaited(store: Store) -> set[int]:
    with store.reading() as tx:
        return set(triggers.awaited(tx).values())


def test_a_wait_is_found_with_all_that_its_trigger_needs(store: Store) -> None:
    run, (first, *_) = run_with_tasks(store)
    defer(store, first)
    with store.reading() as tx:
        assert triggers.awaited(tx) == {f"{first}.1.2": first}
        (wait,) = triggers.waits(tx, [first])
        (_, view) = next(task_instances.views_of(tx, [run]))
    assert (wait.launch_id, wait.dag_run_id, wait.dag_id, wait.task_id) == (f"{first}.1.2", run, "sales", "extract")
    assert (wait.class_path, wait.kwargs, wait.map_index) == ("bells.Bell", "sealed", -1)
    assert (view.next_method, view.next_kwargs, view.first_started_at) == ("resume", {"kwargs": {"n": 1}}, NOW)


@pytest.mark.parametrize("to", [T.SCHEDULED, T.SKIPPED, T.SUCCESS, None])
def test_whatever_is_deferred_no_more_loses_its_trigger(store: Store, to: T | None) -> None:
    _, (first, second, _) = run_with_tasks(store)
    defer(store, first, second)
    with store.transaction() as tx:
        assert task_instances.apply(tx, [TaskChange(first, to, frozenset({T.DEFERRED}))]) == []
    assert awaited(store) == {second}
    with store.reading() as tx:
        assert [number for number, _ in triggers.sealed(tx)] == [second]


def test_a_second_wait_of_a_task_instance_replaces_the_first(store: Store) -> None:
    _, (first, *_) = run_with_tasks(store)
    defer(store, first)
    with store.transaction() as tx:
        row = {"task_instance_id": first, "class_path": "bells.Other", "kwargs": "more", "timeout_at": NOW}
        triggers.put_many(tx, [row], NOW)
    with store.reading() as tx:
        assert [each.class_path for each in triggers.waits(tx, [first])] == ["bells.Other"]
