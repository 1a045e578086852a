"""Kernels that are kept after a failure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from couture_scheduler.store import dag_runs, held_kernels, notebook_schedules
from couture_scheduler.store.session import Store
from store_rows import NOW, run_with_tasks

LATER = NOW + timedelta(hours=1)


def row(task: int, try_number: int = 1, **more: Any) -> dict[str, Any]:
    values = {
        "task_instance_id": task,
        "try_number": try_number,
        "kernel_id": f"kernel-1-{try_number}",
        "kernel_name": "python3",
        "host": "here",
        "pid": 4711,
        "process_started": 12345.67,
        "connection_file": "/tmp/couture/kernel-1-1.json",
        "held_at": NOW + timedelta(seconds=try_number),
        "held_until": LATER,
        "memory_bytes": 3_000_000_000,
    }
    return {**values, **more}


def test_kept_kernels_are_listed_with_their_runs(store: Store) -> None:
    _, (first, second, _) = run_with_tasks(store)
    with store.transaction() as tx:
        held_kernels.add(tx, row(first))
        held_kernels.add(tx, row(second, 2))
        newest, oldest = held_kernels.listing(tx)
        assert (newest.task_id, newest.try_number, newest.memory_bytes) == ("transform", 2, 3_000_000_000)
        assert (oldest.dag_id, oldest.task_id, oldest.process_started) == ("sales", "extract", 12345.67)
        assert held_kernels.listing(tx, dag_id="other") == []
        assert len(held_kernels.listing(tx, dag_id="sales", run_id=oldest.run_id)) == 2
        assert held_kernels.of_try(tx, first, 1) == oldest
        assert held_kernels.of_try(tx, first, 2) is None
        assert held_kernels.known_task_instances(tx, [first, 10**9]) == {first}
        notebook_schedules.put(tx, "sales", "a.ipynb", {}, "ada", NOW)
        assert held_kernels.task_instances_of(tx, [first, 10**9], "ada") == {first}
        assert held_kernels.task_instances_of(tx, [first], "bob") == set()


def test_the_newest_try_that_still_has_its_kernel_is_found(store: Store) -> None:
    _, (task, other, _) = run_with_tasks(store)
    with store.transaction() as tx:
        for number in (1, 2, 3):
            held_kernels.add(tx, row(task, number))
        newest = held_kernels.newest_held(tx, task)
        assert newest is not None
        assert newest.try_number == 3
        held_kernels.end(tx, newest.id, LATER, "Its time was over.")
        earlier = held_kernels.newest_held(tx, task)
        assert earlier is not None
        assert earlier.try_number == 2
        assert held_kernels.newest_held(tx, other) is None


def test_a_kernel_is_refreshed_claimed_and_ends_once(store: Store) -> None:
    _, (task, *_) = run_with_tasks(store)
    with store.transaction() as tx:
        held_kernels.add(tx, row(task))
        (kernel,) = held_kernels.listing(tx)
        assert held_kernels.refresh(tx, kernel.id, LATER + timedelta(hours=1), 5)
        assert held_kernels.set_until(tx, kernel.id, LATER)
        assert held_kernels.claim(tx, kernel.id, "ada")
        assert held_kernels.end(tx, kernel.id, LATER, "Its time was over.")
        assert not held_kernels.end(tx, kernel.id, LATER, "Something else.")
        assert not held_kernels.claim(tx, kernel.id, "bob")
        assert not held_kernels.set_until(tx, kernel.id, LATER)
        assert held_kernels.listing(tx) == []
        (ended,) = held_kernels.listing(tx, only_held=False)
        assert (ended.used_by, ended.memory_bytes, ended.because) == ("ada", 5, "Its time was over.")


def test_a_kernel_goes_with_its_run(store: Store) -> None:
    run, (task, *_) = run_with_tasks(store)
    with store.transaction() as tx:
        held_kernels.add(tx, row(task))
        dag_runs.remove(tx, run)
        assert held_kernels.listing(tx, only_held=False) == []
