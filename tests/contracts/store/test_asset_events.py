"""Assets in the store: entered as DAGs name them; their events wait for the DAGs that await them, once each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from couture_scheduler.store import asset_events, asset_listing, asset_waits, assets, dag_runs, dags
from couture_scheduler.store.asset_events import EventFilter, NewEvent
from couture_scheduler.store.asset_listing import AssetFilter, AssetRecord, Use
from couture_scheduler.store.dag_runs import NewDagRun
from couture_scheduler.store.matching import TextMatch
from couture_scheduler.store.session import Store, Transaction
from store_rows import NOW

from couture_jupyter.assets import Asset, AssetAlias, BaseAsset
from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.states import DagRunType

LATER = NOW + timedelta(hours=1)
A, B, NEW, ALIAS = Asset("a", "s3://bucket/a", extra={"k": 1}), Asset("b"), Asset("new"), AssetAlias("al")


def waits(expression: BaseAsset, dag_id: str = "waits") -> DagSpec:
    return DagSpec(dag_id, {"kind": "assets", "assets": expression.to_json()}, (), is_paused_upon_creation=False)


def makes(*outlets: BaseAsset, inlets: tuple[BaseAsset, ...] = ()) -> DagSpec:
    task = TaskSpec(
        "t",
        "EmptyOperator",
        inlets=tuple(each.to_json() for each in inlets),
        outlets=tuple(each.to_json() for each in outlets),
    )
    return DagSpec("makes", {"kind": "none"}, (task,))


def register(tx: Transaction, spec: DagSpec) -> None:
    dags.register(tx, spec, source="", kind="file", file=f"{spec.dag_id}.py", commit=None, now=NOW)


def listed(tx: Transaction, **wanted: object) -> dict[str, AssetRecord]:
    found = asset_listing.page(tx, replace(AssetFilter(), **wanted), "name", 100, 0)  # type: ignore[arg-type]
    assert asset_listing.count(tx, replace(AssetFilter(), **wanted)) == len(found)  # type: ignore[arg-type]
    return {each.name: each for each in found}


def event(of: Asset, **source: object) -> NewEvent:
    return NewEvent(of.to_json(), {"rows": 3}, **source)  # type: ignore[arg-type]


def waiting(tx: Transaction) -> dict[str, list[str]]:
    return {each.dag_id: sorted(came.name for came in each.came) for each in asset_waits.dags(tx)}


def test_an_asset_is_listed_with_who_makes_reads_and_awaits_it(store: Store) -> None:
    with store.transaction() as tx:
        register(tx, makes(A, inlets=(B,)))
        register(tx, waits(A & B))
        found = listed(tx)
    assert found["a"].uses == (Use("makes", "t", "outlet"), Use("waits", "", "schedule"))
    assert found["b"].uses == (Use("makes", "t", "inlet"), Use("waits", "", "schedule"))
    assert (found["a"].uri, found["a"].extra, found["b"].group) == ("s3://bucket/a", {"k": 1}, "asset")


def test_an_asset_that_no_dag_names_any_more_is_not_listed_unless_asked_for(store: Store) -> None:
    with store.transaction() as tx:
        register(tx, makes(A, B))
        register(tx, makes(B))
        assert set(listed(tx)) == {"b"}
        assert set(listed(tx, only_active=False)) == {"a", "b"}
        dags.retire_file(tx, "makes.py")
        assert listed(tx) == {}


def test_assets_are_found_by_a_part_of_name_or_uri_and_by_dag(store: Store) -> None:
    with store.transaction() as tx:
        register(tx, makes(A, B))
        register(tx, waits(B))
        assert set(listed(tx, matches=(TextMatch("uri", "bucket"),))) == {"a"}
        assert set(listed(tx, matches=(TextMatch("name", "b"),))) == {"b"}
        assert set(listed(tx, dag_ids=("waits",))) == {"b"}


def test_another_description_of_the_asset_replaces_the_one_before(store: Store) -> None:
    with store.transaction() as tx:
        register(tx, makes(A))
        assets.asset_id(tx, Asset("a", "s3://other").to_json(), LATER)
        found = listed(tx)["a"]
    assert (found.uri, found.extra, found.created_at, found.updated_at) == ("s3://other/", {}, NOW, LATER)


def test_a_reference_is_the_asset_that_is_there_or_one_with_nothing_but_a_name(store: Store) -> None:
    with store.transaction() as tx:
        known = assets.asset_id(tx, A.to_json(), NOW)
        assert assets.asset_id(tx, Asset.ref(name="a").to_json(), NOW) == known
        assert assets.asset_id(tx, Asset.ref(uri="s3://bucket/a").to_json(), NOW) == known
        assets.asset_id(tx, Asset.ref(name="later").to_json(), NOW)
        assert assets.named(tx, "later") == {"name": "later", "uri": "later", "group": "asset", "extra": {}}


def test_events_wait_for_the_dags_that_are_on_and_await_the_asset(store: Store) -> None:
    with store.transaction() as tx:
        register(tx, waits(A & B))
        register(tx, waits(B, "only_b"))
        register(tx, waits(A, "off"))
        dags.set_paused(tx, "off", True, NOW)
        asset_events.add(tx, event(A), NOW)
        assert waiting(tx) == {"waits": ["a"]}
        asset_events.add(tx, event(B), NOW)
        assert waiting(tx) == {"waits": ["a", "b"], "only_b": ["b"]}
        dags.set_paused(tx, "off", False, NOW)
        assert "off" not in waiting(tx)  # what came while it was off has passed by


def test_a_dag_that_awaits_an_alias_awaits_each_asset_that_was_updated_under_it(store: Store) -> None:
    with store.transaction() as tx:
        register(tx, waits(ALIAS))
        asset_events.add(tx, event(NEW), NOW)
        assert waiting(tx) == {}
        asset_events.add(tx, event(NEW, aliases=[{"name": "al", "group": "asset"}]), NOW)
        (found,) = asset_waits.dags(tx)
        assert [(each.name, each.aliases) for each in found.came] == [("new", frozenset({"al"}))]
        (alias,) = asset_listing.aliases(tx, (), "name", 10, 0)
        assert ([name for _, name in alias.assets], alias.uses) == (["new"], (Use("waits", "", "schedule"),))
        assert set(listed(tx)) == {"new"}


def test_a_schedule_that_names_an_asset_no_more_forgets_its_events_and_keeps_the_others(store: Store) -> None:
    with store.transaction() as tx:
        register(tx, waits(A & B))
        asset_events.add(tx, event(A), NOW)
        asset_events.add(tx, event(B), NOW)
        register(tx, waits(B & NEW))
        assert waiting(tx) == {"waits": ["b"]}


def test_an_asset_names_the_watchers_that_its_dags_give_it(store: Store) -> None:
    watcher = {"asset": "a", "name": "files", "class": "x.Y", "kwargs": {}}
    with store.transaction() as tx:
        register(tx, replace(waits(A), asset_watchers=(watcher,)))
        assert listed(tx)["a"].watchers == ("files",)
        assert asset_waits.watchers(tx) == [watcher]
        dags.set_paused(tx, "waits", True, NOW)
        assert asset_waits.watchers(tx) == []


def run_of(tx: Transaction, dag_id: str, run_id: str) -> int:
    version = dags.one(tx, dag_id)
    assert version is not None
    interval = (NOW - timedelta(days=1), NOW)
    return dag_runs.insert(
        tx, NewDagRun(dag_id, run_id, version.version_id, DagRunType.MANUAL, NOW, interval, NOW, NOW)
    )


def test_what_a_run_has_consumed_waits_no_longer_and_is_told_to_its_tasks(store: Store) -> None:
    with store.transaction() as tx:
        register(tx, waits(A))
        register(tx, waits(A, "other"))
        source = run_of(tx, "other", "made_it")
        asset_events.add(tx, event(A, dag_id="other", run_id="made_it", task_id="t", map_index=-1), NOW)
        (found,) = asset_waits.events(tx, "waits")
        assert found.interval == (NOW - timedelta(days=1), NOW)
        run = run_of(tx, "waits", "started")
        asset_waits.consume(tx, "waits", run, [found.id])
        assert waiting(tx) == {"other": ["a"]}
        (told,) = asset_events.told(tx, EventFilter(run=run))
        assert (told["asset"]["name"], told["extra"], told["source_dag_run"]["run_id"]) == ("a", {"rows": 3}, "made_it")
        (stored,) = asset_events.page(tx, EventFilter(name="a"), "-timestamp", 10, 0)
        assert [(each.dag_id, each.run_id) for each in stored.started] == [("waits", "started")]
        assert asset_events.told(tx, EventFilter(run=source)) == []


def test_queued_events_are_grouped_by_dag_and_asset_and_can_be_forgotten(store: Store) -> None:
    with store.transaction() as tx:
        register(tx, waits(A & B))
        asset_events.add(tx, event(A), NOW)
        asset_events.add(tx, event(A), LATER)
        asset_events.add(tx, event(B), LATER)
        rows = asset_waits.queued(tx, dag_id="waits")
        assert [(row.name, row.since) for row in rows] == [("a", NOW), ("b", LATER)]
        assert asset_waits.forget(tx, dag_id="waits", asset_id=rows[0].asset_id) == 2
        assert waiting(tx) == {"waits": ["b"]}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, [0, 1, 2]),
        ({"ascending": False}, [2, 1, 0]),
        ({"limit": 1}, [0]),
        ({"limit": 1, "ascending": False}, [2]),
    ],
)
def test_a_task_is_told_of_events_in_the_order_it_asks_for(
    store: Store, options: dict[str, object], expected: list[int]
) -> None:
    with store.transaction() as tx:
        ids = [asset_events.add(tx, event(A), NOW + timedelta(minutes=n)) for n in range(3)]
        told = asset_events.told(tx, EventFilter(uri="s3://bucket/a"), **options)  # type: ignore[arg-type]
        assert [ids.index(each["id"]) for each in told] == expected
        assert asset_events.count(tx, EventFilter(after=NOW + timedelta(minutes=1))) == 2
