"""The states of runs and of their tasks, for whoever waits for them."""

from __future__ import annotations

from datetime import timedelta

from couture_scheduler.store import run_states
from couture_scheduler.store.session import Store
from store_rows import NOW, chain, new_run, register, run_with_tasks

from couture_jupyter.states import DagRunState


def test_runs_are_found_by_date_and_by_id(store: Store) -> None:
    run_with_tasks(store, chain("sales", "a", "b"))
    with store.reading() as tx:
        by_date = run_states.find(tx, "sales", logical_dates=[NOW, NOW - timedelta(days=1)], task_ids=["a", "b", "z"])
        by_id = run_states.find(tx, "sales", run_ids=[by_date[0].run_id, "nobody"])
        nothing = run_states.find(tx, "sales")
        other = run_states.find(tx, "other", logical_dates=[NOW])
    (found,) = by_date
    assert (found.logical_date, found.tasks) == (NOW, {"a": [None], "b": [None]})
    assert found.state in tuple(DagRunState)
    assert [(each.run_id, each.tasks) for each in by_id] == [(found.run_id, {})]
    assert nothing == other == []


def test_the_newest_runs_are_found_without_naming_them(store: Store) -> None:
    """No more than asked for, the oldest first; together with those that are named."""
    with store.transaction() as tx:
        dag = register(tx, chain("sales", "a"))
        for hours in range(3):
            new_run(tx, dag, hours)
    with store.reading() as tx:
        two = run_states.find(tx, "sales", newest=2)
        all_three = run_states.find(tx, "sales", newest=2, logical_dates=[NOW])
    assert [each.logical_date for each in two] == [NOW + timedelta(hours=hours) for hours in (1, 2)]
    assert [each.logical_date for each in all_three] == [NOW + timedelta(hours=hours) for hours in range(3)]
