"""Patterns, prefixes, bounds and durations mean the same on every database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.store import dag_listing, dag_runs, favorites, run_listing, task_instances, task_listing
from couture_scheduler.store.dag_listing import DagFilter
from couture_scheduler.store.matching import Bound, TextMatch
from couture_scheduler.store.run_listing import RunFilter
from couture_scheduler.store.session import Store
from couture_scheduler.store.task_instances import TaskChange
from couture_scheduler.store.task_listing import TaskFilter
from store_rows import NOW, chain, new_run, register

from couture_jupyter.states import DagRunState, TaskInstanceState

ANY = frozenset(DagRunState)


@pytest.fixture
def runs(store: Store) -> None:
    """Runs of three DAGs; those of ``sales`` took 0, 60 and 120 seconds, those of the others have not ended."""
    with store.transaction() as tx:
        for dag_id, number in (("sales", 3), ("Sales_eu", 1), ("stock", 1)):
            dag = register(tx, chain(dag_id, owner=f"{dag_id}-team,ops"))
            for hour in range(number):
                run = new_run(tx, dag, hour, conf={"day": hour})
                (task, *_) = task_instances.insert_for_run(tx, run, chain(dag_id))
                started = NOW + timedelta(hours=hour)
                dag_runs.set_state(tx, run, DagRunState.RUNNING, allowed=ANY, at=started)
                if dag_id == "sales":
                    ended = started + timedelta(minutes=hour)
                    state = DagRunState.FAILED if hour == 1 else DagRunState.SUCCESS
                    dag_runs.set_state(tx, run, state, allowed=ANY, at=ended)
                    times = {"started_at": started, "ended_at": ended, "try_number": hour}
                    change = TaskChange(task.id, TaskInstanceState.SUCCESS, frozenset({None}), times)
                    assert task_instances.apply(tx, [change]) == []


@pytest.mark.parametrize(
    ("given", "is_prefix", "fitting"),
    [
        ("SALES", False, ["Sales_eu", "sales"]),
        ("s%es_e", False, ["Sales_eu"]),
        ("e_u", False, []),
        ("eu | ock", False, ["Sales_eu", "stock"]),
        ("~", False, ["Sales_eu", "sales", "stock"]),
        ("Sal", True, ["Sales_eu"]),
        ("s", True, ["sales", "stock"]),
        ("s%", True, []),
        ("sto|Sales_e", True, ["Sales_eu", "stock"]),
        ("~", True, ["Sales_eu", "sales", "stock"]),
    ],
)
def test_texts_fit_patterns_and_prefixes(
    store: Store, runs: None, given: str, *, is_prefix: bool, fitting: list[str]
) -> None:
    match = TextMatch("dag_id", given, is_prefix)
    with store.reading() as tx:
        found = {each.dag_id for each in dag_listing.page(tx, DagFilter(matches=(match,)), "dag_id", 9, 0)}
    assert sorted(found) == fitting
    assert [each for each in ("Sales_eu", "sales", "stock") if match.fits(each)] == fitting


def test_durations_are_bounded_in_seconds(store: Store, runs: None) -> None:
    with store.reading() as tx:

        def hours(*bounds: Bound, order_by: str = "duration") -> list[int]:
            found = run_listing.page(tx, RunFilter(dag_ids=("sales",), matches=bounds), order_by, 9, 0)
            return [each.logical_date.hour - NOW.hour for each in found]

        assert hours(Bound("duration", "gte", 60)) == [1, 2]
        assert hours(Bound("duration", "gt", 60)) == [2]
        assert hours(Bound("duration", "lt", 60.5), order_by="-duration") == [1, 0]
        assert run_listing.count(tx, RunFilter(matches=(Bound("duration", "gte", 0),))) == 3  # the others go on
        wanted = TaskFilter(matches=(Bound("duration", "gt", 59), Bound("duration", "lte", 60)))
        assert [each.try_number for each in task_listing.page(tx, wanted, "id", 9, 0)] == [1]


def test_runs_by_their_conf_and_version(store: Store, runs: None) -> None:
    with store.reading() as tx:
        found = run_listing.page(tx, RunFilter(conf_text='"day":2', version_numbers=(1,)), "id", 9, 0)
        assert [each.dag_id for each in found] == ["sales"]
        assert run_listing.count(tx, RunFilter(version_numbers=(2,))) == 0
        assert run_listing.count(tx, RunFilter(asset_text="anything")) == 0


def test_task_instances_by_what_they_are_called(store: Store, runs: None) -> None:
    with store.reading() as tx:

        def count(**wanted: object) -> int:
            return task_listing.count(tx, TaskFilter(**wanted))  # type: ignore[arg-type]

        assert count() == count(queues=("default",)) == count(matches=(TextMatch("pool_name", "default_"),)) == 15
        assert count(queues=("gpu",)) == count(matches=(TextMatch("queue_name", "gpu"),)) == 0
        assert count(matches=(TextMatch("rendered_map_index", "-1"),), try_numbers=(2,), version_numbers=(1, 7)) == 1
        assert count(matches=(TextMatch("task_display_name", "ext", is_prefix=True),)) == 5


def test_dags_by_their_owner_runs_and_favourites(store: Store, runs: None) -> None:
    with store.transaction() as tx:
        assert favorites.add(tx, "ada", "sales")
        assert not favorites.add(tx, "ada", "sales")

        def dags(**wanted: object) -> list[str]:
            which = DagFilter(**wanted)  # type: ignore[arg-type]
            found = [each.dag_id for each in dag_listing.page(tx, which, "dag_id", 9, 0)]
            assert dag_listing.count(tx, which) == len(found)
            return found

        assert dags(owners=("STOCK-team", "none")) == ["stock"]
        assert dags(run_state=DagRunState.FAILED) == ["sales"]
        assert dags(last_run_state=DagRunState.FAILED) == []
        assert dags(last_run_state=DagRunState.RUNNING) == ["Sales_eu", "stock"]
        assert dags(last_run=(Bound("start_date", "gte", NOW + timedelta(hours=2)),)) == ["sales"]
        assert dags(has_import_errors=True) == dags(has_asset_schedule=True) == dags(asset_text="s3") == []
        assert len(dags(has_import_errors=False, has_asset_schedule=False)) == 3
        assert dags(is_favorite=True, person="ada") == ["sales"]
        assert dags(is_favorite=True, person="bob") == []
        assert dags(is_favorite=False, person="ada") == ["Sales_eu", "stock"]
        assert favorites.remove(tx, "ada", "sales")
        assert not favorites.remove(tx, "ada", "sales")


def test_several_words_order_a_list(store: Store, runs: None) -> None:
    with store.reading() as tx:
        found = run_listing.page(tx, RunFilter(), "-state,-logical_date", 9, 0)
        assert [(each.state, each.logical_date.hour - NOW.hour) for each in found][:3] == [
            ("success", 2),
            ("success", 0),
            ("running", 0),
        ]
        with pytest.raises(InvalidInputError, match="order by 'x'"):
            run_listing.page(tx, RunFilter(), "state,x", 9, 0)
