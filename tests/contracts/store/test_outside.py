"""Tokens, arrivals, recorded values and sweeps."""

from __future__ import annotations

from datetime import timedelta

from couture_scheduler.store import arrivals, dag_runs, dags, recorded_values, sweeps, task_instances, trigger_tokens
from couture_scheduler.store.arrivals import Arrival
from couture_scheduler.store.session import Store
from store_rows import NOW, chain, new_run, register, run_with_tasks

from couture_jupyter.states import DagRunState

HOUR = timedelta(hours=1)
FILES = {"kind": "file", "pattern": "in/*.csv", "settle": 5.0}


def test_a_token_is_kept_as_a_hash_and_goes_with_its_dag(store: Store) -> None:
    with store.transaction() as tx:
        dag = register(tx)
        made = trigger_tokens.create(tx, dag.dag_id, "ci", "a" * 64, "ada", NOW, NOW + HOUR)
        trigger_tokens.mark_used(tx, made, NOW)
        (token,) = trigger_tokens.listing(tx, dag.dag_id)
        assert (token.id, token.token_hash, token.expires_at, token.used_at) == (made, "a" * 64, NOW + HOUR, NOW)
        assert not trigger_tokens.remove(tx, "another", made)
        dags.remove(tx, dag.dag_id)
        assert trigger_tokens.listing(tx, dag.dag_id) == []


def test_dags_that_follow_events_are_found_and_what_came_is_remembered(store: Store) -> None:
    with store.transaction() as tx:
        register(tx)
        register(tx, chain("on_file", timetable=FILES, is_paused_upon_creation=False), file="on_file.py")
        register(tx, chain("after", timetable={"kind": "after", "dag_id": "sales"}), file="after.py")
        (follower,) = arrivals.followers(tx, "file")
        assert (follower.dag_id, follower.is_paused, arrivals.waits_since(tx, follower)) == ("on_file", False, NOW)
        assert [each.dag_id for each in arrivals.followers(tx, "after")] == ["after"]
        first, second = Arrival("in/ä.csv", "1-2"), Arrival("in/b.csv", "3-4")
        arrivals.note(tx, "on_file", [first, second], NOW)
        arrivals.note(tx, "on_file", [Arrival("in/ä.csv", "5-6")], NOW + HOUR)
        assert arrivals.known(tx, "on_file") == {first.key: "5-6", second.key: "3-4"}
        arrivals.forget_before(tx, "on_file", NOW + HOUR)
        assert arrivals.known(tx, "on_file") == {first.key: "5-6"}
        assert arrivals.existing(tx, ["sales", "nothing"]) == {"sales"}


def test_a_dag_waits_since_it_was_told_to_not_since_it_was_made(store: Store) -> None:
    with store.transaction() as tx:
        register(tx, chain("on_file", timetable={"kind": "cron", "cron": "@daily", "timezone": "UTC"}))
        for hour, settle in enumerate((5.0, 9.0), 1):
            spec = chain("on_file", timetable={**FILES, "settle": settle})
            register(tx, spec, source=f"source {hour}", now=NOW + hour * HOUR)
        (follower,) = arrivals.followers(tx, "file")
        assert arrivals.waits_since(tx, follower) == NOW + HOUR
        register(tx, chain("on_file", timetable={**FILES, "pattern": "*.txt"}), source="other", now=NOW + 3 * HOUR)
        (follower,) = arrivals.followers(tx, "file")
        assert arrivals.waits_since(tx, follower) == NOW + 3 * HOUR


def test_successes_are_found_in_the_order_of_their_ends(store: Store) -> None:
    with store.transaction() as tx:
        dag = register(tx)
        for number, state in enumerate((DagRunState.SUCCESS, DagRunState.FAILED, DagRunState.SUCCESS)):
            run = new_run(tx, dag, number)
            dag_runs.set_state(tx, run, state, allowed=frozenset(DagRunState), at=NOW - number * HOUR)
        new_run(tx, dag, 5)
        found = arrivals.successes(tx, dag.dag_id, NOW - 3 * HOUR)
        assert [each.ended_at for each in found] == [NOW - 2 * HOUR, NOW]
        assert len(arrivals.successes(tx, dag.dag_id, NOW)) == 1
        assert arrivals.waiting_runs(tx, dag.dag_id) == 1


def test_of_recorded_values_those_of_the_newest_try_count(store: Store) -> None:
    run, (extract, transform, _) = run_with_tasks(store)
    with store.transaction() as tx:
        recorded_values.put(tx, extract, 1, {"old": 1, "rows": 1})
        recorded_values.put(tx, extract, 2, {"rows": 2})
        recorded_values.put(tx, extract, 2, {"rows": 2.5})
        recorded_values.put(tx, transform, 1, {"nothing": None, "list": [1, "ä"]})
        found = recorded_values.of_runs(tx, [run])[run]
        assert {each.name: each.value for each in found} == {"rows": 2.5, "nothing": None, "list": [1, "ä"]}
        assert recorded_values.of_runs(tx, []) == {}


def test_a_sweep_is_what_its_runs_share(store: Store) -> None:
    with store.transaction() as tx:
        dag = register(tx)
        for number in range(3):
            new_run(tx, dag, number, sweep_id="sweep__1", sweep_limit=2, triggering_user="ada")
        new_run(tx, dag, 7)
        first = sweeps.runs(tx, "sweep__1")[0]
        dag_runs.set_state(tx, first.id, DagRunState.RUNNING, allowed=frozenset(DagRunState), at=NOW)
        (sweep,) = sweeps.listing(tx, dag.dag_id, 10)
        assert sweep == sweeps.get(tx, "sweep__1")
        assert (sweep.states, sweep.at_once, sweep.started_at) == ({"queued": 2, "running": 1}, 2, NOW)
        assert sweeps.listing(tx, "another", 10) == []
        view = dag_runs.load_view(tx, first.id, lambda _: chain())
        assert view is not None
        assert (view.sweep_limit, view.limited_with) == (2, "sweep__1")
        assert task_instances.of_run(tx, first.id) == []
