"""Updates of partitions in the store: they wait for the runs of the partitions to which they belong."""

from __future__ import annotations

from datetime import timedelta

from couture_scheduler.store import asset_events, asset_waits, dag_runs, dags, event_logs
from couture_scheduler.store.asset_events import EventFilter, NewEvent
from couture_scheduler.store.dag_runs import NewDagRun
from couture_scheduler.store.session import Store, Transaction
from store_rows import NOW

from couture_jupyter.assets import Asset, BaseAsset
from couture_jupyter.partitions import IdentityMapper, PartitionMapper, StartOfDayMapper
from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunType
from couture_jupyter.timetables import AssetTriggeredTimetable, PartitionedAssetTimetable

A, B = Asset("a", "s3://bucket/a"), Asset("b")


def by_day(mapper: PartitionMapper | None = None, assets: BaseAsset = A & B) -> DagSpec:
    timetable = PartitionedAssetTimetable(assets=assets, default_partition_mapper=mapper or StartOfDayMapper())
    return DagSpec("days", timetable.to_json(), (), is_paused_upon_creation=False)


def register(tx: Transaction, spec: DagSpec) -> None:
    dags.register(tx, spec, source="", kind="file", file=f"{spec.dag_id}.py", commit=None, now=NOW)


def update(tx: Transaction, of: Asset, key: str | None, run_id: str | None = None) -> int:
    source = {"dag_id": "makes", "run_id": run_id, "task_id": "t", "map_index": -1} if run_id else {}
    return asset_events.add(tx, NewEvent(of.to_json(), {}, partition_key=key, **source), NOW)  # type: ignore[arg-type]


def waiting(tx: Transaction) -> dict[str, dict[str, set[str]]]:
    """For each key the assets that have come for it, and their keys."""
    (found,) = asset_waits.dags(tx)
    return {key: {each.asset.name: set(each.keys) for each in came} for key, came in found.partitions.items()}


def test_updates_wait_for_the_partitions_to_which_they_belong_and_are_taken_by_their_runs(store: Store) -> None:
    with store.transaction() as tx:
        register(tx, by_day())
        first = update(tx, A, "2026-03-05T10:00:00")
        update(tx, A, "2026-03-04T10:00:00")
        again = update(tx, A, "2026-03-05T11:00:00")
        other = update(tx, B, "2026-03-05T00:00:00")
        found = waiting(tx)
        assert list(found) == ["2026-03-05", "2026-03-04"]  # in the order in which they came
        assert found["2026-03-05"]["a"] == {"2026-03-05T10:00:00", "2026-03-05T11:00:00"}
        events = asset_waits.events(tx, "days", "2026-03-05")
        assert [each.id for each in events] == [first, again, other]
        assert {(each.name, each.uri) for each in events} == {("a", "s3://bucket/a"), ("b", "b")}
        asset_waits.consume(tx, "days", _run(tx, "days", "r"), [first, again, other], "2026-03-05")
        assert waiting(tx) == {"2026-03-04": {"a": {"2026-03-04T10:00:00"}}}
        (event,) = asset_events.page(tx, EventFilter(id=first), "id", 1, 0)
        assert (event.partition_key, event.started[0].partition_key) == ("2026-03-05T10:00:00", "2026-03-05")


def test_an_update_of_a_partition_starts_no_dag_that_awaits_the_whole_asset_and_the_other_way_round(
    store: Store,
) -> None:
    """What is of no use stands in the audit log."""
    whole = DagSpec("whole", AssetTriggeredTimetable(A).to_json(), (), is_paused_upon_creation=False)
    with store.transaction() as tx:
        register(tx, by_day())
        register(tx, whole)
        update(tx, A, "2026-03-05T10:00:00")
        assert [each.dag_id for each in asset_waits.dags(tx)] == ["days"]
        update(tx, A, None)
        found = {each.dag_id: (len(each.came), list(each.partitions)) for each in asset_waits.dags(tx)}
        assert found == {"days": (0, ["2026-03-05"]), "whole": (1, [])}
        update(tx, A, "us")
        noted = event_logs.listing(tx, event_logs.EventFilter(event="ignore_asset_event"), 10, 0)
    assert [(each.dag_id, (each.details or {})["partition_key"]) for each in noted] == [("days", "us"), ("days", None)]


def test_the_date_of_the_run_that_made_an_update_goes_with_one_of_its_own_partition(store: Store) -> None:
    with store.transaction() as tx:
        register(tx, by_day(IdentityMapper(), A))
        register(tx, DagSpec("makes", {"kind": "continuous"}, (), is_paused_upon_creation=False))
        _run(tx, "makes", "m", "x")
        update(tx, A, "x", "m")
        update(tx, A, "y", "m")
        dates = {key: [each.partition_date for each in asset_waits.events(tx, "days", key)] for key in "xy"}
    assert dates == {"x": [NOW], "y": [None]}


def test_what_waits_by_other_mappers_is_forgotten(store: Store) -> None:
    with store.transaction() as tx:
        register(tx, by_day())
        update(tx, A, "2026-03-05T10:00:00")
        register(tx, by_day(assets=A))
        assert waiting(tx) == {"2026-03-05": {"a": {"2026-03-05T10:00:00"}}}
        register(tx, by_day(IdentityMapper()))
        assert asset_waits.dags(tx) == []


def _run(tx: Transaction, dag_id: str, run_id: str, key: str = "2026-03-05") -> int:
    moment = NOW + timedelta(hours=1)
    version = dags.one(tx, dag_id)
    assert version is not None
    new = NewDagRun(
        dag_id=dag_id,
        run_id=run_id,
        version_id=version.version_id,
        run_type=DagRunType.ASSET_TRIGGERED,
        logical_date=moment,
        data_interval=(moment, moment),
        run_after=moment,
        queued_at=NOW,
        partition_key=key,
        partition_date=NOW,
    )
    return dag_runs.insert(tx, new)
