"""Runs: at most one for each (DAG, logical date), guarded moves, lists."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from couture_scheduler.access import Actor
from couture_scheduler.errors import ConflictError, InvalidInputError
from couture_scheduler.store import dag_listing, dag_runs, event_logs, run_listing, task_instances, versions
from couture_scheduler.store.dag_listing import DagFilter
from couture_scheduler.store.event_logs import EventFilter
from couture_scheduler.store.matching import TextMatch
from couture_scheduler.store.run_listing import RunFilter
from couture_scheduler.store.session import Store
from couture_scheduler.store.task_instances import TaskChange
from store_rows import NOW, chain, new_run, register

from couture_jupyter.states import DagRunState, DagRunType, TaskInstanceState

HOUR = timedelta(hours=1)
ANY = frozenset(DagRunState)


def test_a_second_run_with_the_same_id_or_date_is_a_conflict(store: Store) -> None:
    with store.transaction() as tx:
        dag = register(tx)
        new_run(tx, dag)
        with pytest.raises(ConflictError, match="already"):
            new_run(tx, dag, run_id="another")
        with pytest.raises(ConflictError, match="already"):
            new_run(tx, dag, logical_date=NOW + HOUR)
        assert new_run(tx, dag, 1)  # the transaction goes on


def test_of_engines_that_make_the_same_run_exactly_one_does(store: Store) -> None:
    with store.transaction() as tx:
        dag = register(tx)
    barrier, made = threading.Barrier(5), []

    def race() -> None:
        barrier.wait(60)
        try:
            with store.transaction() as tx:
                made.append(new_run(tx, dag))
        except ConflictError:
            pass

    threads = [threading.Thread(target=race) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    with store.reading() as tx:
        assert made == dag_runs.active_ids(tx)
    assert len(made) == 1


def test_a_move_needs_an_allowed_state_and_sets_the_times(store: Store) -> None:
    with store.transaction() as tx:
        run = new_run(tx, register(tx))
        queued = frozenset({DagRunState.QUEUED})
        assert dag_runs.set_state(tx, run, DagRunState.RUNNING, allowed=queued, at=NOW + HOUR, because="room")
        assert not dag_runs.set_state(tx, run, DagRunState.RUNNING, allowed=queued, at=NOW)
        record = dag_runs.get_many(tx, [run])[run]
        assert (record.state, record.started_at, record.sort_at) == (DagRunState.RUNNING, NOW + HOUR, NOW + HOUR)
        assert dag_runs.set_state(tx, run, DagRunState.FAILED, allowed=ANY, at=NOW + 2 * HOUR)
        record = dag_runs.get_many(tx, [run])[run]
        assert (record.ended_at, record.because) == (NOW + 2 * HOUR, None)


def test_views_hold_the_states_of_the_run_before_when_a_task_asks_for_them(store: Store) -> None:
    import dataclasses

    spec = chain()
    asking = dataclasses.replace(spec, tasks=(dataclasses.replace(spec.tasks[0], depends_on_past=True),))
    with store.transaction() as tx:
        dag = register(tx, asking)
        first, second = new_run(tx, dag), new_run(tx, dag, 1)
        views = [task_instances.insert_for_run(tx, run, asking)[0] for run in (first, second)]
        change = TaskChange(views[0].id, TaskInstanceState.FAILED, frozenset({None}))
        assert task_instances.apply(tx, [change]) == []
        found = dag_runs.load_views(tx, [second, 987_654, first], lambda id_: versions.get(tx, id_).spec)
    assert [view.id for view in found] == [second, first]
    assert found[0].previous == {("extract", -1): TaskInstanceState.FAILED}
    assert found[1].previous is None


def test_what_a_task_may_know_of_its_run(store: Store) -> None:
    spec = chain(params={"country": {"value": "FI", "schema": {}}, "rows": {"value": 3, "schema": {}}})
    with store.transaction() as tx:
        dag = register(tx, spec)
        first, second = new_run(tx, dag), new_run(tx, dag, 1)
        third = new_run(tx, dag, 2, conf={"rows": 5, "more": True}, triggering_user="ada")
        dag_runs.set_state(tx, first, DagRunState.SUCCESS, allowed=ANY, at=NOW)
        dag_runs.set_state(tx, second, DagRunState.FAILED, allowed=ANY, at=NOW)
        infos = dag_runs.infos(tx, [first, third])
    assert infos[third]["params"] == {"country": "FI", "rows": 5, "more": True}
    assert infos[third]["conf"] == {"rows": 5, "more": True}
    assert infos[third]["prev_logical_date"] == (NOW + HOUR).isoformat()
    assert infos[third]["prev_data_interval_end_success"] == NOW.isoformat()
    assert infos[first]["prev_logical_date"] is None


def fill(store: Store) -> None:
    with store.transaction() as tx:
        for dag_id, runs in (("sales", 12), ("stock_1", 3), ("empty", 0)):
            dag = register(tx, chain(dag_id, tags=(dag_id[:2], "all"), is_paused_upon_creation=dag_id == "empty"))
            for number in range(runs):
                run = new_run(tx, dag, number, triggering_user="ada" if number else None)
                task_instances.insert_for_run(tx, run, chain(dag_id))
                if number % 2:
                    dag_runs.set_state(tx, run, DagRunState.FAILED, allowed=ANY, at=NOW)


def test_lists_of_runs_are_filtered_sorted_and_counted(store: Store) -> None:
    fill(store)

    def ask(order_by: str = "-start_date", limit: int = 100, **filters: object) -> list[int]:
        with store.reading() as tx:
            wanted = RunFilter(**filters)  # type: ignore[arg-type]
            found = run_listing.page(tx, wanted, order_by, limit, 0)
            assert limit < 100 or run_listing.count(tx, wanted) == len(found)
            return [round((run.logical_date - NOW) / HOUR) for run in found]

    assert ask(dag_ids=("sales",), limit=3) == [11, 10, 9]
    assert ask(states=(DagRunState.FAILED,), matches=(TextMatch("dag_id", "STOCK_"),)) == [1]
    assert ask(matches=(TextMatch("dag_id", "stock/"),)) == []
    assert ask(matches=(TextMatch("triggering_user_name", "ad"), TextMatch("dag_id", "stock"))) == [2, 1]
    assert ask("logical_date", dag_ids=("stock_1",)) == [0, 1, 2]
    assert ask(started_from=NOW + 10 * HOUR) == [11, 10]
    assert ask(run_types=(DagRunType.MANUAL,)) == []
    with store.reading() as tx:
        assert run_listing.state_counts(tx, RunFilter()) == {DagRunState.QUEUED: 8, DagRunState.FAILED: 7}
        newest = run_listing.page(tx, RunFilter(), "-start_date", 1, 0)
        assert run_listing.task_counts(tx, [newest[0].id]) == {newest[0].id: {"none": 3}}
    with pytest.raises(InvalidInputError, match="order by 'nonsense'"):
        ask("nonsense")


def test_of_several_tasks_the_urgent_one_is_looked_at_first(store: Store) -> None:
    spec, moves = chain(), {name: frozenset({None, *TaskInstanceState}) for name in ("extract", "transform", "load")}
    with store.transaction() as tx:
        dag = register(tx, spec)
        runs = [new_run(tx, dag, number) for number in range(3)]
        views = [{view.key[0]: view.id for view in task_instances.insert_for_run(tx, run, spec)} for run in runs]

        def first(*tasks: str) -> list[str | None]:
            found = run_listing.first_to_look_at(tx, [(runs[:2], tasks), (runs[2:], ("load",))])
            return [found.get(run) for run in runs]

        def move(run: int, task: str, to: TaskInstanceState, hour: int) -> None:
            change = TaskChange(views[run][task], to, moves[task], {"started_at": NOW + hour * HOUR})
            assert task_instances.apply(tx, [change]) == []

        assert first("transform", "extract") == ["extract", "extract", "load"]
        move(0, "extract", TaskInstanceState.SUCCESS, 1)
        move(0, "transform", TaskInstanceState.SUCCESS, 2)
        move(1, "extract", TaskInstanceState.FAILED, 1)
        move(1, "transform", TaskInstanceState.SUCCESS, 2)
        assert first("extract", "transform") == ["transform", "extract", "load"]
        move(1, "load", TaskInstanceState.RUNNING, 0)
        assert first("extract", "transform", "load") == ["transform", "load", "load"]
        assert first() == [None, None, "load"]
        assert run_listing.first_to_look_at(tx, []) == {}
        many = [([run], ("load",)) for run in runs] + [([-number], ("load",)) for number in range(250)]
        assert run_listing.first_to_look_at(tx, many) == dict.fromkeys(runs, "load")


def test_lists_of_dags_show_their_newest_runs(store: Store) -> None:
    fill(store)
    with store.reading() as tx:

        def ask(order_by: str = "dag_id", **filters: object) -> list[str]:
            found = dag_listing.page(tx, DagFilter(**filters), order_by, 100, 0)  # type: ignore[arg-type]
            assert dag_listing.count(tx, DagFilter(**filters)) == len(found)  # type: ignore[arg-type]
            return [record.dag_id for record in found]

        assert ask() == ["empty", "sales", "stock_1"]
        assert ask("-active_runs") == ["sales", "stock_1", "empty"]
        assert ask("last_run") == ["stock_1", "sales", "empty"]
        assert ask(paused=True) == ["empty"]
        assert ask(text="SA all") == ["sales"]
        assert ask(tags=("sa", "st")) == ["sales", "stock_1"]
        assert ask(tags=("all", "st"), all_tags=True) == ["stock_1"]
        assert ask(kind="notebook_schedule") == []
        marks = dag_listing.recent_runs(tx, ["sales", "stock_1", "empty"])
        assert [len(marks.get(dag_id, [])) for dag_id in ("sales", "stock_1", "empty")] == [10, 3, 0]
        assert marks["stock_1"][0].run_id.endswith((NOW + 2 * HOUR).isoformat())
        assert dag_listing.all_tags(tx) == ["all", "em", "sa", "st"]


def test_the_audit_log_is_found_by_who_what_and_when(store: Store) -> None:
    with store.transaction() as tx:
        for number, name in enumerate(("ada", "bob", "ada")):
            event_logs.write(tx, Actor(name), "pause_dag", "sales", None, None, {"n": number}, NOW + number * HOUR)
        found = event_logs.listing(tx, EventFilter(actor="ada"))
        assert [each.details for each in found] == [{"n": 2}, {"n": 0}]
        assert event_logs.count(tx, EventFilter(after=NOW, before=NOW + 3 * HOUR)) == 2
        assert event_logs.get(tx, found[0].id) == found[0]
