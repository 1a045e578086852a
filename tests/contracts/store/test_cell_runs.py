"""What cells took, and failures by their fingerprint, on the three databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from couture_scheduler.errors import ConflictError
from couture_scheduler.files.cells import CellRun
from couture_scheduler.store import cell_runs, fingerprints, task_instances, tries
from couture_scheduler.store.fingerprints import FailureFilter
from couture_scheduler.store.session import Store
from store_rows import NOW, chain, new_run, register

CELL = CellRun(3, "abc", "abc", "f" * 64, "success", NOW, 1.5, 2**40, 2**33, "kernel-1")


def runs(store: Store, dag_id: str = "sales", number: int = 3) -> list[int]:
    """Runs of a DAG with the task ``extract``; the ids of its task instances."""
    spec = chain(dag_id, "extract")
    with store.transaction() as tx:
        dag = register(tx, spec, file=f"{dag_id}.py")
        made = [new_run(tx, dag, hour) for hour in range(number)]
        return [view.id for run in made for view in task_instances.insert_for_run(tx, run, spec)]


def test_cells_are_written_once_however_often_they_are_taken(store: Store) -> None:
    first, *_ = runs(store)
    for _ in range(2):
        with store.transaction() as tx:
            cell_runs.put(tx, first, 1, [CELL, replace(CELL, index=4, memory_bytes=None, cell_id=None)])
    with store.reading() as tx:
        found = cell_runs.of_task_instance(tx, first)
    assert [each.cell for each in found] == [CELL, replace(CELL, index=4, memory_bytes=None, cell_id=None)]


def test_cells_of_a_task_instance_that_is_gone_are_refused(store: Store) -> None:
    with pytest.raises(ConflictError), store.transaction() as tx:
        cell_runs.put(tx, 12345, 1, [CELL])


def test_the_newest_runs_with_records_come_first(store: Store) -> None:
    ids = runs(store)
    with store.transaction() as tx:
        for each in (ids[0], ids[2]):
            cell_runs.put(tx, each, 1, [CELL])
    with store.reading() as tx:
        found = cell_runs.newest_runs(tx, "sales", "extract", 5)
        assert [each.task_instance_id for each in found] == [ids[2], ids[0]]
        earlier = cell_runs.newest_runs(tx, "sales", "extract", 5, before=NOW + timedelta(hours=2))
        assert [each.task_instance_id for each in earlier] == [ids[0]]
        assert cell_runs.newest_runs(tx, "sales", "load", 5) == []
        assert len(cell_runs.of_task_instances(tx, ids)) == 2


def test_the_same_failure_is_one_group(store: Store) -> None:
    sales, stock = runs(store), runs(store, "stock", 1)
    seen = [(sales[0], 1, "a"), (sales[0], 2, "a"), (sales[1], 1, "b"), (stock[0], 1, "a"), (sales[2], 1, None)]
    with store.transaction() as tx:
        for hour, (task, number, fingerprint) in enumerate(seen):
            row = {"task_instance_id": task, "try_number": number, "state": "failed", "fingerprint": fingerprint}
            tries.record_end(tx, [{**row, "ended_at": NOW + timedelta(hours=hour), "error": f"error {hour}"}])
    with store.reading() as tx:
        everything = fingerprints.groups(tx, FailureFilter(), 10, 0)
        assert [(each.fingerprint, each.tries, each.runs) for each in everything] == [("a", 3, 2), ("b", 1, 1)]
        first = everything[0]
        assert (first.dag_ids, first.first.error, first.last.error) == (("sales", "stock"), "error 0", "error 3")
        assert [each.dag_id for each in fingerprints.tries_of(tx, "a", 2)] == ["stock", "sales"]
        assert fingerprints.count(tx, FailureFilter()) == 2
        lately = FailureFilter(since=NOW + timedelta(hours=3))
        assert [each.fingerprint for each in fingerprints.groups(tx, lately, 10, 0)] == ["a"]
        assert fingerprints.count(tx, lately) == 1
        (own,) = fingerprints.groups(tx, FailureFilter(dag_id="stock"), 10, 0)
        assert (own.tries, own.dag_ids, own.first.dag_id) == (1, ("stock",), "stock")


def test_ended_tries_are_found_again(store: Store) -> None:
    ids = runs(store)
    with store.transaction() as tx:
        for task in ids[:2]:
            row = {"task_instance_id": task, "try_number": 1, "state": "success", "started_at": NOW}
            tries.record_start(tx, [row if task == ids[0] else {**row, "ended_at": NOW}])
    with store.reading() as tx:
        ((dag_id, _, task_id, map_index, number),) = cell_runs.newest_tries(tx, 100)
    assert (dag_id, task_id, map_index, number) == ("sales", "extract", -1, 1)
