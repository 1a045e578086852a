"""Callbacks that are owed, SLAs, deadlines, and questions to people: the same on each database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from couture_scheduler.engine.callbacks import CallbackKind, NewCallback
from couture_scheduler.store import callbacks, dag_runs, deadlines, human_inputs, sla_misses, task_instances
from couture_scheduler.store.callbacks import CallbackState
from couture_scheduler.store.deadlines import DeadlineRecord
from couture_scheduler.store.human_inputs import HumanInputFilter
from couture_scheduler.store.session import Store
from couture_scheduler.store.sla_misses import SlaMissFilter, SlaMissRecord
from couture_scheduler.store.task_instances import TaskChange
from store_rows import NOW, chain, new_run, register, run_with_tasks

from couture_jupyter.states import DagRunState
from couture_jupyter.states import TaskInstanceState as State

SOON = NOW + timedelta(minutes=1)


def test_a_callback_is_begun_and_ended_once(store: Store) -> None:
    run, _ = run_with_tasks(store)
    with store.transaction() as tx:
        new = [NewCallback(run, CallbackKind.FAILURE, {"reason": "x"}), NewCallback(run, CallbackKind.SLA_MISS)]
        callbacks.add(tx, new, NOW)
        first, second = callbacks.in_state(tx, CallbackState.DUE)
        assert (first.kind, first.details, first.run_id[:9], first.tries) == (
            "failure",
            {"reason": "x"},
            "scheduled",
            0,
        )
        assert callbacks.begin(tx, first.id, 1, {"reason": "x"})
        assert [each.id for each in callbacks.in_state(tx, CallbackState.RUNNING)] == [first.id]
        callbacks.end(tx, first.id, "it broke", SOON)
        callbacks.end(tx, second.id, None, SOON)
        assert not callbacks.begin(tx, first.id, 2, {})
        assert not callbacks.are_owed(tx)
    with store.reading() as tx:
        found, total = callbacks.of_run(tx, run, 1, 1)
        assert ([each.id for each in found], total) == ([second.id], 2)
        kept = callbacks.get(tx, first.id)
    assert kept is not None
    assert (kept.state, kept.error, kept.ended_at) == (CallbackState.FAILED, "it broke", SOON)


def test_an_sla_is_missed_once(store: Store) -> None:
    run_with_tasks(store)
    first = SlaMissRecord("sales", "load", NOW, "run", SOON, None, None)
    later = SlaMissRecord("sales", "extract", NOW, "run", SOON + timedelta(hours=1), SOON, None)
    with store.transaction() as tx:
        assert [sla_misses.add_absent(tx, each) for each in (first, later, first)] == [True, True, False]
        sla_misses.describe(tx, "sales", "load", NOW, "the disk was full")
    with store.reading() as tx:
        found, total = sla_misses.listing(tx, SlaMissFilter(dag_id="sales"), 1, 0)
        assert (found, total) == ([later], 2)
        (kept,), _ = sla_misses.listing(tx, SlaMissFilter(task_id="load"), 10, 0)
    assert kept.description == "the disk was full"


def test_deadlines_are_found_by_their_moment(store: Store) -> None:
    run, _ = run_with_tasks(store)
    rows = [DeadlineRecord(run, position, "x", NOW + timedelta(minutes=position), None) for position in range(3)]
    with store.transaction() as tx:
        deadlines.put(tx, rows)
        assert deadlines.next_due(tx) == NOW
        assert [each.position for each in deadlines.due(tx, SOON)] == [0, 1]
        assert [deadlines.mark_missed(tx, rows[0], SOON) for _ in range(2)] == [True, False]
        deadlines.meet(tx, run, SOON)
        assert [(each.position, each.missed_at) for each in deadlines.of_run(tx, run)] == [(0, SOON)]
        assert deadlines.next_due(tx) is None


def test_the_average_runtime_is_that_of_the_last_successes(store: Store) -> None:
    active = frozenset({DagRunState.QUEUED, DagRunState.RUNNING})
    with store.transaction() as tx:
        dag = register(tx, chain())
        for number in range(3):
            run = new_run(tx, dag, number)
            dag_runs.set_state(tx, run, DagRunState.RUNNING, allowed=active, at=NOW + timedelta(hours=number))
            ended = NOW + timedelta(hours=number, minutes=10 * (number + 1))
            dag_runs.set_state(tx, run, DagRunState.SUCCESS, allowed=active, at=ended)
        assert deadlines.average_runtime(tx, "sales", 2, 2) == timedelta(minutes=25)
        assert deadlines.average_runtime(tx, "sales", 10, 4) is None


QUESTION: dict[str, Any] = {
    "subject": "Which Region?",
    "body": None,
    "options": ["a", "b"],
    "defaults": None,
    "is_multiple": False,
    "params": {"x": {"value": 1}},
    "assigned_users": [],
    "timeout_at": SOON,
}


def test_a_question_waits_is_answered_once_and_asked_anew(store: Store) -> None:
    _, (task, other, _) = run_with_tasks(store)
    with store.transaction() as tx:
        for number in (task, other):
            human_inputs.ask(tx, number, QUESTION, NOW)
            wait = TaskChange(number, State.DEFERRED, frozenset({None}), {"try_number": 1, "launch": 1})
            task_instances.apply(tx, [wait])
        assert human_inputs.next_timeout(tx) == SOON
        assert human_inputs.overdue(tx, NOW) == []
        answer: dict[str, Any] = {"chosen": ["a"], "params": {"x": 2}, "by": "ada", "now": SOON}
        assert [human_inputs.answer(tx, task, **answer) for _ in range(2)] == [True, False]
        (found,) = human_inputs.answered(tx)
        assert (found.launch_id, found.chosen_options, found.responded_by) == (f"{task}.1.1", ["a"], "ada")
        assert [each.task_instance_id for each in human_inputs.overdue(tx, SOON)] == [other]
        for wanted, expected in (
            (HumanInputFilter(waiting=True), [other]),
            (HumanInputFilter(response_received=True, states=(State.DEFERRED,)), [task]),
            (HumanInputFilter(response_received=False), [other]),
            (HumanInputFilter(dag_id="sales", task_id="extract", map_index=-1), [task]),
            (HumanInputFilter(subject_contains="region", run_id="none"), []),
            (HumanInputFilter(subject_contains="region"), [other, task]),
        ):
            listed, total = human_inputs.listing(tx, wanted)
            assert ([each.task_instance_id for each in listed], total) == (expected, len(expected))
        human_inputs.ask(tx, task, QUESTION, SOON)
        again = human_inputs.get(tx, task)
    assert again is not None
    assert (again.responded_at, again.chosen_options, again.is_open) == (None, None, True)
