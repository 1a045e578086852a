"""What the views of a DAG's page are drawn from."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

from couture_scheduler.store import grid, run_days, run_listing, timelines, tries
from couture_scheduler.store.run_listing import RunFilter
from couture_scheduler.store.session import Store, Transaction
from couture_scheduler.store.tables import task_instance
from couture_scheduler.store.types import NAME
from sqlalchemy import insert
from store_rows import NOW, chain, new_run, register, run_with_tasks

from couture_jupyter.states import DagRunState, TaskInstanceState

SECOND = timedelta(seconds=1)
SUCCESS, FAILED = TaskInstanceState.SUCCESS, TaskInstanceState.FAILED


def put(tx: Transaction, run: int, task_id: str, map_index: int = -1, **values: Any) -> int:
    """A task instance as it would be after some work; its id."""
    row = {
        **{"dag_run_id": run, "task_id": task_id, "map_index": map_index, "state": None, "try_number": 1},
        **{"max_tries": 0, "launch": 1, "operator": "EmptyOperator", "pool": "default_pool", "pool_slots": 1},
        **{"priority_weight": 1},
        **values,
    }
    key: Any = tx.execute(insert(task_instance).values(**row)).inserted_primary_key
    return int(key[0])


def times(*seconds: float | None) -> dict[str, datetime | None]:
    names = ("queued_at", "started_at", "ended_at")
    return {name: None if each is None else NOW + each * SECOND for name, each in zip(names, seconds, strict=True)}


def rows(cells: grid.GridCells) -> list[tuple[Any, ...]]:
    """The cells one by one, by task and state."""
    columns = (getattr(cells, each.name) for each in fields(cells))
    return sorted(zip(*columns, strict=True), key=str)


def test_the_cells_of_many_tasks_arrive_whole(store: Store) -> None:
    names = [f"{number:05}".ljust(NAME, "x") for number in range(5000)]  # more than MariaDB lists by itself
    with store.transaction() as tx:
        run = new_run(tx, register(tx))
        row = {"dag_run_id": run, "map_index": -1, "try_number": 0, "max_tries": 0, "launch": 0, "pool_slots": 1}
        row |= {"operator": "EmptyOperator", "pool": "default_pool", "priority_weight": 1}
        tx.execute(insert(task_instance), [{**row, "task_id": name} for name in names])
        assert sorted(grid.cells(tx, [run])[run].task_id) == names


def test_a_cell_is_a_task_of_a_run_with_seconds_since_the_run_was_queued(store: Store) -> None:
    with store.transaction() as tx:
        dag = register(tx)
        run = new_run(tx, dag)
        put(tx, run, "extract", state=SUCCESS, **times(0.5, 1.25, 3))
        put(tx, run, "load", try_number=0)
        empty = new_run(tx, dag, 1)
        found = grid.cells(tx, [run, empty])
        only = grid.cells(tx, [run], ["load"])
    assert rows(found[run]) == [
        ("extract", SUCCESS, 0, 1, 0.5, 1.25, 3.0),
        ("load", None, 0, 0, None, None, None),
    ]
    assert (rows(found[empty]), rows(only[run])) == ([], [("load", None, 0, 0, None, None, None)])


def test_a_try_that_gave_its_process_back_began_when_it_first_did(store: Store) -> None:
    with store.transaction() as tx:
        run = new_run(tx, register(tx))
        put(tx, run, "wait", state=SUCCESS, first_started_at=NOW + SECOND, **times(0, 60, 61))
        found = grid.cells(tx, [run])[run]
    assert (found.start, found.end) == ([1.0], [61.0])


def test_mapped_instances_are_counted_by_their_state(store: Store) -> None:
    with store.transaction() as tx:
        run = new_run(tx, register(tx))
        put(tx, run, "each", 0, state=SUCCESS, map_label="FI", **times(0, 2, 9))
        put(tx, run, "each", 1, state=SUCCESS, try_number=3, **times(0, 1, 4))
        put(tx, run, "each", 2, state=FAILED, **times(0, 1, 5))
        put(tx, run, "once", state=SUCCESS, **times(0, 1, 2))
        cells = rows(grid.cells(tx, [run])[run])
        single = grid.mapped_cells(tx, [run], "each")
    assert cells == [
        ("each", FAILED, 1, 1, 0.0, 1.0, 5.0),
        ("each", SUCCESS, 2, 3, 0.0, 1.0, 9.0),
        ("once", SUCCESS, 0, 1, 0.0, 1.0, 2.0),
    ]
    assert [(each.map_index, each.label, each.state) for each in single] == [
        (0, "FI", SUCCESS),
        (1, None, SUCCESS),
        (2, None, FAILED),
    ]


def test_older_runs_follow_the_one_that_is_named_even_where_several_were_due_at_once(store: Store) -> None:
    with store.transaction() as tx:
        dag = register(tx)
        for number in range(6):
            new_run(tx, dag, number, run_after=NOW + number // 2 * SECOND, run_id=f"run {number}")
        wanted = RunFilter(dag_ids=("sales",))
        seen: list[str] = []
        while page := run_listing.page(tx, wanted, "-run_after", 3, 0):
            seen += [run.run_id for run in page]
            wanted = RunFilter(dag_ids=("sales",), due_before=page[-1])
        named = run_listing.page(tx, RunFilter(run_ids=("run 2", "run 4")), "-run_after", 9, 0)
    assert seen == [f"run {number}" for number in (5, 4, 3, 2, 1, 0)]
    assert [run.run_id for run in named] == ["run 4", "run 2"]


def test_the_timeline_has_every_try_and_what_waits_for_its_first(store: Store) -> None:
    with store.transaction() as tx:
        run = new_run(tx, register(tx))
        again = put(tx, run, "again", state=TaskInstanceState.RUNNING, try_number=2, **times(5, 6, None))
        cleared = put(tx, run, "cleared", state=None)
        put(tx, run, "later", try_number=0)
        ended = {"state": FAILED, **times(0, 1, 2)}
        tries.record_end(tx, [{"task_instance_id": each, "try_number": 1, **ended} for each in (again, cleared)])
        tries.record_start(tx, [{"task_instance_id": again, "try_number": 2, **times(5, 6, None)}])
        found = timelines.of_run(tx, run)
    assert [(each.task_id, each.try_number, each.state) for each in found] == [
        ("again", 1, FAILED),
        ("again", 2, TaskInstanceState.RUNNING),
        ("cleared", 1, FAILED),
        ("later", 0, None),
    ]
    assert (found[1].queued_at, found[1].started_at, found[1].ended_at) == (NOW + 5 * SECOND, NOW + 6 * SECOND, None)


def test_the_timeline_of_many_mapped_instances_tells_those_that_matter_and_counts_all(store: Store) -> None:
    with store.transaction() as tx:
        run = new_run(tx, register(tx))
        put(tx, run, "first", state=SUCCESS, **times(0, 1, 2))
        for number in range(6):
            put(tx, run, "each", number, state=FAILED if number == 4 else SUCCESS, **times(number, number + 1, 9))
        found = timelines.of_run(tx, run, most=3)
        (many,) = timelines.many_of_run(tx, run, most=3)
        assert timelines.many_of_run(tx, run, most=6) == []
    assert [(each.task_id, each.map_index) for each in found if each.task_id == "each"] == [
        ("each", 0),
        ("each", 1),
        ("each", 4),
    ]
    assert [each.task_id for each in found if each.map_index < 0] == ["first"]
    assert (many.task_id, many.counts) == ("each", {SUCCESS: 5, FAILED: 1})
    assert (many.queued_at, many.started_at, many.ended_at) == (NOW, NOW + SECOND, NOW + 9 * SECOND)


def test_runs_are_counted_by_the_quarter_of_an_hour(store: Store) -> None:
    run_with_tasks(store, chain("other"))  # of another DAG
    with store.transaction() as tx:
        dag = register(tx, chain("sales"))
        for number, minutes in enumerate((0, 14, 15, 46)):
            new_run(tx, dag, number, run_after=NOW.replace(minute=0) + timedelta(minutes=minutes))
        found = run_days.counts(tx, "sales", NOW.replace(hour=0), NOW.replace(minute=46, second=0, microsecond=0))
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert [(each.since - noon, each.state, each.number) for each in found] == [
        (timedelta(0), DagRunState.QUEUED, 2),
        (timedelta(minutes=15), DagRunState.QUEUED, 1),
    ]
