"""The outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from couture_scheduler.store import dag_runs, notifications, tries
from couture_scheduler.store.notifications import NewNotification, NotificationFilter, NotificationState
from couture_scheduler.store.session import Store
from store_rows import NOW, new_run, register, run_with_tasks

from couture_jupyter.states import DagRunState, TaskInstanceState

LATER = NOW + timedelta(minutes=1)
ACTIVE = frozenset({DagRunState.QUEUED, DagRunState.RUNNING})


def message(run: int, **more: object) -> NewNotification:
    values = {"event": "failure", "event_key": "k", "rule_key": "r", "channel": "email", "recipient": "ada@x.org"}
    return NewNotification(run, **{**values, **more})  # type: ignore[arg-type]


def test_a_message_is_written_once(store: Store) -> None:
    run, _ = run_with_tasks(store)
    news = [message(run), message(run, rule_key="s"), message(run)]
    with store.transaction() as tx:
        assert notifications.add_absent(tx, news, NOW) == 2
    with store.transaction() as tx:
        assert notifications.add_absent(tx, news, NOW) == 0
        assert notifications.add_absent(tx, [message(run + 1000)], NOW) == 0  # its run is gone
        assert notifications.listing(tx, NotificationFilter(dag_id="sales"))[1] == 2
        assert notifications.listing(tx, NotificationFilter(dag_id="other"))[1] == 0


def test_a_message_waits_is_missed_and_is_sent(store: Store) -> None:
    run, _ = run_with_tasks(store)
    with store.transaction() as tx:
        notifications.add_absent(tx, [message(run, details={"a": 1}), message(run, channel="slack", rule_key="t")], NOW)
        (due,) = notifications.due(tx, ["email"], NOW)
        assert (due.dag_id, due.state, due.tries, due.details) == ("sales", NotificationState.WAITING, 0, {"a": 1})
        notifications.mark_missed(tx, due.id, "no", LATER)
        assert notifications.due(tx, ["email"], NOW) == []
        assert notifications.next_moment(tx, ["email"]) == LATER
        assert [each.error for each in notifications.due(tx, ["email"], LATER)] == ["no"]
        notifications.mark_sent(tx, due.id, LATER)
        sent = notifications.get(tx, due.id)
        assert sent is not None
        assert (sent.state, sent.tries, sent.error, sent.next_at) == (NotificationState.SENT, 2, None, None)
        assert notifications.next_moment(tx, ["email"]) is None
        assert not notifications.send_again(tx, due.id, LATER)
        assert notifications.was_told(tx, run, "failure")
        assert not notifications.was_told(tx, run, "late")


def test_a_message_that_failed_can_be_sent_again(store: Store) -> None:
    run, _ = run_with_tasks(store)
    with store.transaction() as tx:
        notifications.add_absent(tx, [message(run)], NOW)
        (due,) = notifications.due(tx, ["email"], NOW)
        notifications.mark_missed(tx, due.id, "never", None)
        found, total = notifications.listing(tx, NotificationFilter(states=(NotificationState.FAILED,)))
        assert (total, found[0].next_at) == (1, None)
        assert notifications.send_again(tx, due.id, LATER)
        (again,) = notifications.due(tx, ["email"], LATER)
        assert again.tries == 0


def test_ended_runs_and_repeated_tries_are_found_again(store: Store) -> None:
    run, tasks = run_with_tasks(store)
    with store.transaction() as tx:
        failed = {"state": TaskInstanceState.FAILED, "ended_at": NOW}
        rows = [{"task_instance_id": each, "try_number": 0, **failed} for each in tasks[:1]]
        tries.record_end(tx, [*rows, {"task_instance_id": tasks[1], "try_number": 1, **failed}])
        assert notifications.tries_failed_since(tx, NOW) == []  # no try follows
        tries.record_end(tx, [{"task_instance_id": tasks[0], "try_number": -1, **failed}])
        (found,) = notifications.tries_failed_since(tx, NOW)
        assert (found.dag_run_id, found.task_id, found.map_index, found.try_number) == (run, "extract", -1, -1)
        assert notifications.tries_failed_since(tx, LATER) == []
        assert notifications.runs_ended_since(tx, NOW) == []
        dag_runs.set_state(tx, run, DagRunState.FAILED, allowed=ACTIVE, at=NOW)
        assert [each.id for each in notifications.runs_ended_since(tx, NOW)] == [run]
        assert notifications.runs_ended_since(tx, LATER) == []
        assert len(notifications.runs_ended_since(tx, NOW, untold=True)) == 1
        notifications.add_absent(tx, [message(run)], NOW)
        assert notifications.runs_ended_since(tx, NOW, untold=True) == []


def test_the_run_before_is_the_one_that_began_last(store: Store) -> None:
    with store.transaction() as tx:
        dag = register(tx)
        runs = [new_run(tx, dag, number) for number in range(3)]
        dag_runs.set_state(tx, runs[0], DagRunState.SUCCESS, allowed=ACTIVE, at=NOW)
        dag_runs.set_state(tx, runs[1], DagRunState.FAILED, allowed=ACTIVE, at=NOW)
        found = dag_runs.get_many(tx, runs)
        assert notifications.state_before(tx, found[runs[2]]) is DagRunState.FAILED
        assert notifications.state_before(tx, found[runs[1]]) is DagRunState.SUCCESS
        assert notifications.state_before(tx, found[runs[0]]) is None
        assert notifications.state_before(tx, replace(found[runs[2]], dag_id="other")) is None
