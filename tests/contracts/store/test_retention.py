"""What may go: finished runs, the protected ones apart; what rows still speak of."""

from __future__ import annotations

from datetime import timedelta

from couture_scheduler.store import (
    asset_events,
    asset_waits,
    dag_runs,
    dags,
    held_kernels,
    retention,
    task_instances,
    versions,
)
from couture_scheduler.store.asset_events import EventFilter, NewEvent
from couture_scheduler.store.session import Store, Transaction
from store_rows import NOW, chain, new_run, register

from couture_jupyter.assets import Asset
from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunState

ANY = frozenset(DagRunState)


def end(tx: object, run: int, state: DagRunState, hours: int) -> None:
    """The run has ended so many hours after the first one was due."""
    at = NOW + timedelta(hours=hours)
    dag_runs.set_state(tx, run, DagRunState.RUNNING, allowed=ANY, at=at)  # type: ignore[arg-type]
    dag_runs.set_state(tx, run, state, allowed=ANY, at=at)  # type: ignore[arg-type]


def test_finished_runs_are_found_and_the_protected_ones_named(store: Store) -> None:
    with store.transaction() as tx:
        dag = register(tx)
        runs = [new_run(tx, dag, number) for number in range(5)]
        for number, state in enumerate((DagRunState.SUCCESS, DagRunState.SUCCESS, DagRunState.FAILED)):
            end(tx, runs[number], state, number)
        dag_runs.set_state(tx, runs[3], DagRunState.RUNNING, allowed=ANY, at=NOW + timedelta(hours=3))
        spec = versions.latest(tx, dag.dag_id).spec  # type: ignore[union-attr]
        task_instances.insert_tasks(tx, runs[0], spec.tasks)
        task = task_instances.of_run(tx, runs[0])[0]
        held_kernels.add(tx, held(task.id))
    with store.reading() as tx:
        found = retention.finished(tx, dag.dag_id)
        assert [each.id for each in found] == [runs[2], runs[1], runs[0]]
        assert found[0].ended_at == NOW + timedelta(hours=2)
        # kept kernel, last good one, running, newest
        assert retention.protected(tx, dag.dag_id) == {runs[0], runs[1], runs[3], runs[4]}
        assert f"scheduled__{NOW.isoformat()}" in retention.run_ids(tx, dag.dag_id)
        assert retention.dag_ids(tx) == [dag.dag_id]


def held(task_instance_id: int) -> dict[str, object]:
    """A kernel that is kept."""
    names = {"kernel_id": "k", "kernel_name": "python3", "host": "h", "connection_file": "k.json"}
    moments = {"held_at": NOW, "held_until": NOW + timedelta(hours=1)}
    return {"task_instance_id": task_instance_id, "try_number": 1, "pid": 1, "process_started": 1.0, **names, **moments}


def test_only_a_run_that_is_still_finished_is_removed(store: Store) -> None:
    with store.transaction() as tx:
        dag = register(tx)
        first, second = new_run(tx, dag), new_run(tx, dag, 1)
        end(tx, first, DagRunState.FAILED, 0)
    with store.transaction() as tx:
        assert retention.remove_finished(tx, first)
        assert not retention.remove_finished(tx, first)
        assert not retention.remove_finished(tx, second)
        assert set(dag_runs.get_many(tx, [first, second])) == {second}


def test_old_updates_of_assets_go_unless_somebody_needs_them(store: Store) -> None:
    """The newest of each asset, what waits for a run, and what started one that is there."""
    prices, rates = Asset("prices").to_json(), Asset("rates").to_json()
    with store.transaction() as tx:
        run = new_run(tx, register(tx))
        first, second, third, newest = (
            asset_events.add(tx, NewEvent(prices, {}), NOW + timedelta(hours=number)) for number in range(4)
        )
        alone = asset_events.add(tx, NewEvent(rates, {}), NOW)
        asset_waits.consume(tx, "sales", run, [first])
        dags.register(tx, awaiting(), source="", kind=dags.FILE, file="waits.py", commit=None, now=NOW)
        waits = asset_events.add(tx, NewEvent(prices, {}), NOW + timedelta(hours=4))
        last = asset_events.add(tx, NewEvent(prices, {}), NOW + timedelta(days=2))
    with store.transaction() as tx:
        assert retention.remove_asset_events(tx, NOW) == 0
        assert retention.remove_asset_events(tx, NOW + timedelta(hours=2)) == 1
        assert left(tx) == {first, third, newest, alone, waits, last} - {second}
        assert retention.remove_asset_events(tx, NOW + timedelta(days=3)) == 2
        assert left(tx) == {first, alone, waits, last}
        dag_runs.remove(tx, run)
        dags.remove(tx, "waits")
        assert retention.remove_asset_events(tx, NOW + timedelta(days=3)) == 2
        assert left(tx) == {alone, last}


def awaiting() -> DagSpec:
    """A DAG that is on and waits for an asset."""
    timetable = {"kind": "assets", "assets": Asset("prices").to_json()}
    return DagSpec("waits", timetable, (), is_paused_upon_creation=False)


def left(tx: Transaction) -> set[int]:
    """The updates that are there."""
    return {each.id for each in asset_events.page(tx, EventFilter(), "id", 100, 0)}


def test_what_versions_speak_of_is_known(store: Store) -> None:
    used, unused = "a" * 64, "b" * 64
    with store.transaction() as tx:
        dags.register(tx, chain(), source=f"code = {used!r}", kind=dags.FILE, file="sales.py", commit=None, now=NOW)
        mine = versions.latest(tx, "sales").source_hash  # type: ignore[union-attr]
        assert retention.known_sources(tx, {mine, unused}) == {mine}
        assert retention.known_snapshots(tx, {used, unused}) == {used}
