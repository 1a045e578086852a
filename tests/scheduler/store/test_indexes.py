"""Lists are found by an index, however many rows there are: SQLite says so itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.store import dag_listing, dag_runs, dags, event_logs, retention, run_listing, task_instances
from couture_scheduler.store.dag_listing import DagFilter
from couture_scheduler.store.event_logs import EventFilter
from couture_scheduler.store.run_listing import RunFilter
from couture_scheduler.store.session import Store, Transaction
from sqlalchemy import event

from couture_jupyter.states import DagRunState

NOW = datetime(2026, 3, 1, tzinfo=UTC)
NEWEST = ("-start_date", 50, 0)
QUERIES: dict[str, tuple[str, Callable[[Transaction], Any]]] = {
    "all runs": ("ix_dag_run_sort_at_id", lambda tx: run_listing.page(tx, RunFilter(), *NEWEST)),
    "runs since": ("ix_dag_run_sort_at_id", lambda tx: run_listing.page(tx, RunFilter(started_from=NOW), *NEWEST)),
    "runs of a DAG": (
        "ix_dag_run_dag_id_sort_at_id",
        lambda tx: run_listing.page(tx, RunFilter(dag_ids=("sales",)), *NEWEST),
    ),
    "failed runs": (
        "ix_dag_run_state_sort_at_id",
        lambda tx: run_listing.page(tx, RunFilter(states=(DagRunState.FAILED,)), *NEWEST),
    ),
    "counting": ("COVERING INDEX", lambda tx: run_listing.count(tx, RunFilter())),
    "active runs": ("ix_dag_run_state_sort_at_id", dag_runs.active_ids),
    "live processes": ("ix_task_instance_held", dag_runs.unfinished_ids),
    "due DAGs": ("ix_dag_next_run_after", lambda tx: dags.due(tx, NOW)),
    "tasks of a run": (
        "uq_task_instance_dag_run_id_task_id_map_index|sqlite_autoindex_task_instance",
        lambda tx: task_instances.of_run(tx, 1),
    ),
    "notebooks to look at": (
        "uq_task_instance_dag_run_id_task_id_map_index|sqlite_autoindex_task_instance",
        lambda tx: run_listing.first_to_look_at(tx, [([1, 2], ["a", "b"]), ([3], ["c", "d"])]),
    ),
    "newest runs of DAGs": (
        "ix_dag_run_dag_id_sort_at_id",
        lambda tx: dag_listing.recent_runs(tx, ["sales", "stock"]),
    ),
    "the sidebar": ("sqlite_autoindex_dag", lambda tx: dag_listing.page(tx, DagFilter(), "dag_id", 100, 0)),
    "old updates of assets": (
        "ix_asset_event_timestamp",
        lambda tx: retention.remove_asset_events(tx, NOW),
    ),
    "the audit log": ("ix_event_log_at", lambda tx: event_logs.listing(tx, EventFilter())),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("indexes")
    store = Store(f"sqlite:///{folder / 'couture.db'}")
    store.upgrade()
    yield store
    store.close()


@pytest.mark.parametrize("name", QUERIES)
def test_the_list_is_found_by_an_index(store: Store, name: str) -> None:
    index, query = QUERIES[name]
    asked: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", listen)
    try:
        with store.reading() as tx:
            query(tx)
    finally:
        event.remove(store.engine, "before_cursor_execute", listen)
    with store.reading() as tx:
        plans = [
            row[3]
            for statement, parameters in asked
            for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    assert any(each in plan for plan in plans for each in index.split("|")), plans
