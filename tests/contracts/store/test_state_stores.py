"""State that tasks keep: a task instance's own, until it expires or its run goes, and that of assets."""

from __future__ import annotations

from datetime import datetime, timedelta

from couture_scheduler.store import asset_states, assets, dag_runs, dags, task_states
from couture_scheduler.store.asset_states import API, TASK, AssetStateRecord, Writer
from couture_scheduler.store.session import Store
from couture_scheduler.store.task_states import TaskStateRecord
from store_rows import NOW, chain, register, run_with_tasks

from couture_jupyter.serialization import DagSpec, TaskSpec

LATER = NOW + timedelta(hours=1)
ORDERS = {"asset": {"name": "orders", "uri": "s3://orders", "group": "asset", "extra": {}}}


def keep(store: Store, task: int, key: str, value: object, expires_at: datetime | None = None) -> None:
    with store.transaction() as tx:
        task_states.put(tx, task, TaskStateRecord(key, value, NOW, expires_at))


def kept(store: Store, task: int, now: datetime = NOW) -> dict[str, object]:
    with store.reading() as tx:
        found = task_states.page(tx, task, now, 100, 0)
        assert task_states.count(tx, task, now) == len(found)
        return {each.key: each.value for each in found}


def test_a_task_instance_keeps_its_own_values(store: Store) -> None:
    _, (first, second, _) = run_with_tasks(store)
    keep(store, first, "job", {"id": 7}, LATER)
    keep(store, first, "job", {"id": 8})
    keep(store, first, "done", False)
    keep(store, second, "job", [])
    with store.reading() as tx:
        assert task_states.get(tx, first, "job", LATER) == TaskStateRecord("job", {"id": 8}, NOW, None)
        assert task_states.get(tx, first, "other", NOW) is None
        assert [each.key for each in task_states.page(tx, first, NOW, 1, 1)] == ["job"]
    with store.transaction() as tx:
        task_states.remove(tx, first, "job")
        task_states.remove(tx, first, "job")
    assert (kept(store, first), kept(store, second)) == ({"done": False}, {"job": []})
    with store.transaction() as tx:
        task_states.clear(tx, [first, second])
        task_states.clear(tx, [])
    assert (kept(store, first), kept(store, second)) == ({}, {})


def test_what_has_expired_is_not_there_and_may_go(store: Store) -> None:
    _, (first, second, _) = run_with_tasks(store)
    keep(store, first, "hour", 1, LATER)
    keep(store, first, "ever", 2)
    keep(store, second, "hour", 3, LATER)
    assert kept(store, first, LATER - timedelta(microseconds=1)) == {"hour": 1, "ever": 2}
    assert kept(store, first, LATER) == {"ever": 2}
    with store.transaction() as tx:
        assert task_states.expired(tx, NOW, 10) == []
        assert task_states.remove_expired(tx, NOW) == 0
        assert [(each.task_id, each.key) for each in task_states.expired(tx, LATER, 10)] == [
            ("extract", "hour"),
            ("transform", "hour"),
        ]
        assert task_states.remove_expired(tx, LATER) == 2
    assert (kept(store, first), kept(store, second)) == ({"ever": 2}, {})


def test_state_goes_with_the_run(store: Store) -> None:
    run, (first, *_) = run_with_tasks(store)
    keep(store, first, "job", 1)
    with store.transaction() as tx:
        assert dag_runs.remove(tx, run)
    assert kept(store, first) == {}


def test_an_asset_keeps_values_and_who_wrote_them(store: Store) -> None:
    by_task = Writer(TASK, "sales", "run", "load", -1)
    with store.transaction() as tx:
        orders = assets.asset_id(tx, ORDERS, NOW)
        other = assets.asset_id(tx, {"asset_ref": {"name": "other"}}, NOW)
        asset_states.put(tx, orders, AssetStateRecord("watermark", "2026-03-01", NOW, by_task))
        asset_states.put(tx, orders, AssetStateRecord("watermark", "2026-03-02", LATER, Writer(API)))
        asset_states.put(tx, orders, AssetStateRecord("rows", 7, NOW, by_task))
        asset_states.put(tx, other, AssetStateRecord("rows", 8, NOW, by_task))
    with store.transaction() as tx:
        assert asset_states.asset_id(tx, {"uri": "s3://orders"}) == orders
        assert asset_states.asset_id(tx, {"name": "strange"}) is None
        assert asset_states.get(tx, orders, "rows") == AssetStateRecord("rows", 7, NOW, by_task)
        changed = AssetStateRecord("watermark", "2026-03-02", LATER, Writer(API))
        assert asset_states.page(tx, orders, 1, 1) == [changed]
        asset_states.remove(tx, orders, "rows")
        assert (asset_states.count(tx, orders), asset_states.count(tx, other)) == (1, 1)
        asset_states.remove(tx, orders, None)
        assert (asset_states.count(tx, orders), asset_states.count(tx, other)) == (0, 1)


def test_the_state_of_an_asset_goes_when_no_dag_names_it(store: Store) -> None:
    """A DAG names it as long as it is there; an alias names what was updated under it."""
    use = ({"alias": {"name": "many"}},)
    named = TaskSpec("load", "EmptyOperator", outlets=(ORDERS,))
    with store.transaction() as tx:
        register(tx, DagSpec("named", chain().timetable, (named,)))
        register(tx, DagSpec("by_alias", chain().timetable, (TaskSpec("load", "EmptyOperator", inlets=use),)))
        numbers = [asset_states.asset_id(tx, {"name": "orders"})]
        for name in ("aliased", "alone"):
            numbers.append(assets.asset_id(tx, {"asset_ref": {"name": name}}, NOW))
        orders, aliased, alone = (number for number in numbers if number is not None)
        assets.link(tx, assets.alias_id(tx, {"name": "many"}), aliased)
        assert asset_states.aliased(tx, "many") == ["aliased"]
        for number in (orders, aliased, alone):
            asset_states.put(tx, number, AssetStateRecord("rows", 1, NOW, Writer(API)))
    with store.transaction() as tx:
        assert asset_states.remove_unused(tx) == 1
        assert [asset_states.count(tx, each) for each in (orders, aliased, alone)] == [1, 1, 0]
        dags.remove(tx, "named")
        assert asset_states.remove_unused(tx) == 1
        assert [asset_states.count(tx, each) for each in (orders, aliased, alone)] == [0, 1, 0]
