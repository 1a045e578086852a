"""What the pages of lists ask for: orders, counts, whole lists, missed SLAs and the audit log, narrowed down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from couture_scheduler.access import Actor, Role
from couture_scheduler.store import dag_listing, dag_runs, event_logs, run_listing, sla_misses, task_listing
from couture_scheduler.store.dag_listing import DagFilter
from couture_scheduler.store.event_logs import EventFilter
from couture_scheduler.store.matching import Bound, TextMatch
from couture_scheduler.store.run_listing import RunFilter
from couture_scheduler.store.session import Store
from couture_scheduler.store.sla_misses import SlaMissFilter, SlaMissRecord
from couture_scheduler.store.task_instances import insert_for_run
from couture_scheduler.store.task_listing import TaskFilter
from store_rows import NOW, chain, new_run, register

from couture_jupyter.states import DagRunState

ANY = frozenset(DagRunState)
HOUR = timedelta(hours=1)


@pytest.fixture
def fleet(store: Store) -> None:
    """Three DAGs: ``a`` failed last, ``b`` succeeded last and runs again, ``c`` never ran."""
    with store.transaction() as tx:
        for dag_id, states in (("a", ["success", "failed"]), ("b", ["success", "running"]), ("c", [])):
            dag = register(tx, chain(dag_id, owner=f"ada, team-{dag_id}", schedule_summary=f"Each {dag_id}"))
            for hour, state in enumerate(states):
                run = new_run(tx, dag, hour)
                insert_for_run(tx, run, chain(dag_id))
                dag_runs.set_state(tx, run, DagRunState.RUNNING, allowed=ANY, at=NOW + hour * HOUR)
                if state != "running":
                    dag_runs.set_state(tx, run, DagRunState(state), allowed=ANY, at=NOW + (hour + 1) * HOUR)


def test_dags_are_ordered_and_narrowed_by_their_last_run(store: Store, fleet: None) -> None:
    with store.reading() as tx:
        assert dag_listing.ids(tx, DagFilter(), "last_run_state") == ["a", "b", "c"]
        assert dag_listing.ids(tx, DagFilter(), "-schedule") == ["c", "b", "a"]
        assert dag_listing.ids(tx, DagFilter(last_run_state=DagRunState.FAILED), "dag_id") == ["a"]
        assert dag_listing.ids(tx, DagFilter(last_run_state=DagRunState.SUCCESS), "dag_id") == []
        assert dag_listing.owners(tx) == ["ada", "team-a", "team-b", "team-c"]


def test_runs_are_counted_and_named(store: Store, fleet: None) -> None:
    with store.reading() as tx:
        counts = run_listing.state_counts_per_dag(tx, ["a", "b", "c"])
        assert counts["a"] == {DagRunState.SUCCESS: 1, DagRunState.FAILED: 1}
        assert "c" not in counts
        active = run_listing.active_ids_per_dag(tx, ["a", "b"])
        assert list(active) == ["b"]
        listed = run_listing.page(tx, RunFilter(), "-start_date", 9, 0)
        assert run_listing.ids(tx, RunFilter(), "-start_date") == [run.id for run in listed]


def test_task_instances_are_narrowed_by_their_run_and_by_the_owner_of_their_dag(store: Store, fleet: None) -> None:
    with store.reading() as tx:
        running = TaskFilter(run_states=(DagRunState.RUNNING,))
        assert task_listing.count(tx, running) == 3
        assert task_listing.count(tx, TaskFilter(owner_text="TEAM-A")) == 6
        listed = task_listing.page(tx, running, "-task_id", 9, 0)
        assert task_listing.ids(tx, running, "-task_id") == [task.id for task in listed]


def test_missed_slas_are_narrowed_and_ordered(store: Store, fleet: None) -> None:
    with store.transaction() as tx:
        for number, (dag_id, note) in enumerate((("a", None), ("b", "the disk was full"))):
            missed = NOW + number * HOUR
            sla_misses.add_absent(tx, SlaMissRecord(dag_id, "load", NOW, None, missed, None, note))

        def dag_ids(order_by: str = "-missed_at", **asked: object) -> list[str]:
            return [key[0] for key in sla_misses.keys(tx, SlaMissFilter(**asked), order_by)]  # type: ignore[arg-type]

        assert dag_ids() == ["b", "a"]
        assert dag_ids("dag_id") == ["a", "b"]
        assert dag_ids(is_noted=False) == ["a"]
        assert dag_ids(matches=(TextMatch("description", "DISK"),)) == ["b"]
        assert dag_ids(matches=(Bound("missed_at", "lte", NOW),)) == ["a"]
        found, total = sla_misses.listing(tx, SlaMissFilter(), 1, 0, "missed_at")
        assert ([each.dag_id for each in found], total) == (["a"], 2)


def test_the_audit_log_is_searched_by_source_and_details(store: Store) -> None:
    with store.transaction() as tx:
        for name, source, details in (("ada", "10.0.0.7", {"note": "first"}), ("eve", "cli", None)):
            event_logs.write(tx, Actor(name, Role.ADMIN.rights, source), "pause_dag", "a", None, None, details, NOW)
        assert event_logs.names(tx) == ["pause_dag"]
        everything = event_logs.ids(tx, EventFilter())
        assert [each.actor for each in event_logs.get_many(tx, everything).values()] == ["ada", "eve"]
        for name, text in (("source", "10.0"), ("extra", "FIRST")):
            found = event_logs.listing(tx, EventFilter(matches=(TextMatch(name, text),)))
            assert [each.actor for each in found] == ["ada"]
