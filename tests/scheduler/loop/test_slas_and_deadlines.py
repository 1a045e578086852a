"""Which SLAs and deadlines are missed, and what is owed then; by the duties alone, with a clock that stands still."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from couture_scheduler.events import Change
from couture_scheduler.loop.deadlines import Deadlines
from couture_scheduler.loop.slas import Slas
from couture_scheduler.loop.telling import Telling
from couture_scheduler.store import callbacks, dag_runs, sla_misses, task_instances, tries
from couture_scheduler.store import deadlines as stored
from couture_scheduler.store import notifications as outbox
from couture_scheduler.store.callbacks import CallbackRecord, CallbackState
from couture_scheduler.store.notifications import NotificationFilter
from couture_scheduler.store.session import Store
from couture_scheduler.store.sla_misses import SlaMissFilter
from couture_scheduler.store.task_instances import TaskChange
from people import Clock
from store_rows import NOW, chain, new_run, register

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunState, DagRunType
from couture_jupyter.states import TaskInstanceState as State

ACTIVE = frozenset({DagRunState.QUEUED, DagRunState.RUNNING})


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.now = NOW
    return clock


def ignore(changes: list[Change]) -> None:
    """Nobody listens."""


def promising(**more: Any) -> DagSpec:
    """A DAG whose tasks have SLAs of one and two hours; the first one's author left an address."""
    spec = chain("sales", "extract", "load", callbacks=("sla_miss_callback",), **more)
    first, last = spec.tasks
    return replace(spec, tasks=(replace(first, sla=3600.0, email=("ada@example.org",)), replace(last, sla=7200.0)))


def begun(store: Store, spec: DagSpec, number: int = 0, **more: Any) -> tuple[int, dict[str, int]]:
    """A run with its task instances: its id, and theirs by task."""
    with store.transaction() as tx:
        run = new_run(tx, register(tx, spec), number, **more)
        return run, {view.task_id: view.id for view in task_instances.insert_for_run(tx, run, spec)}


def put(store: Store, number: int, state: State, at: datetime) -> None:
    """Move a task instance."""
    with store.transaction() as tx:
        task_instances.apply(tx, [TaskChange(number, state, frozenset({None}), {"ended_at": at, "try_number": 1})])


def end(store: Store, run: int, state: DagRunState, at: datetime) -> Change:
    """End a run; the news of it."""
    with store.transaction() as tx:
        dag_runs.set_state(tx, run, DagRunState.RUNNING, allowed=ACTIVE, at=at - timedelta(minutes=10))
        dag_runs.set_state(tx, run, state, allowed=ACTIVE, at=at)
        found = dag_runs.get_many(tx, [run])[run]
    return Change("dag_run", dag_id=found.dag_id, run_id=found.run_id, state=state)


def misses(store: Store) -> list[str]:
    with store.reading() as tx:
        return sorted(each.task_id for each in sla_misses.listing(tx, SlaMissFilter(), 100, 0)[0])


def owed(store: Store) -> list[CallbackRecord]:
    with store.reading() as tx:
        return callbacks.in_state(tx, CallbackState.DUE)


def mails(store: Store) -> list[tuple[str, str, dict[str, Any]]]:
    with store.reading() as tx:
        found, _ = outbox.listing(tx, NotificationFilter())
    return [(each.event, each.recipient, each.details) for each in reversed(found)]


def test_a_task_that_has_not_succeeded_in_time_misses_its_sla_once(store: Store, clock: Clock) -> None:
    run, tasks = begun(store, promising())
    duty = Slas(store, clock, ignore)
    duty.catch_up()
    clock.forward(minutes=59)
    assert 50 < duty.turn() <= 60
    assert misses(store) == []
    clock.forward(minutes=1)
    duty.turn()
    assert misses(store) == ["extract"]
    (callback,) = owed(store)
    assert (callback.dag_run_id, callback.kind) == (run, "sla_miss")
    assert callback.details["task_ids"] == ["extract"]
    assert [each["task_id"] for each in callback.details["blocking"]] == ["extract", "load"]
    assert mails(store) == [("sla_miss", "ada@example.org", {"task_ids": ["extract"]})]
    put(store, tasks["extract"], State.SUCCESS, clock())
    put(store, tasks["load"], State.SKIPPED, clock())
    heir = Slas(store, clock, ignore)
    heir.catch_up()
    clock.forward(hours=2)
    heir.turn()
    assert (misses(store), len(owed(store)), len(mails(store))) == (["extract"], 1, 1)


def test_a_task_that_came_late_while_no_engine_was_there_has_missed_its_sla(store: Store, clock: Clock) -> None:
    run, tasks = begun(store, promising())
    put(store, tasks["extract"], State.SUCCESS, NOW + timedelta(minutes=59))
    put(store, tasks["load"], State.SUCCESS, NOW + timedelta(minutes=121))
    end(store, run, DagRunState.SUCCESS, NOW + timedelta(minutes=121))
    clock.forward(hours=5)
    duty = Slas(store, clock, ignore)
    duty.catch_up()
    duty.turn()
    assert misses(store) == ["load"]


def test_a_run_that_has_ended_when_it_is_heard_of_may_have_missed_its_sla(store: Store, clock: Clock) -> None:
    duty = Slas(store, clock, ignore)
    duty.catch_up()
    run, tasks = begun(store, promising())
    for task in tasks.values():
        put(store, task, State.SUCCESS, NOW + timedelta(hours=5))
    clock.forward(hours=5)
    duty.hear([end(store, run, DagRunState.SUCCESS, clock())])
    duty.turn()
    assert misses(store) == ["extract", "load"]


def test_an_sla_holds_for_scheduled_runs_only(store: Store, clock: Clock) -> None:
    begun(store, promising(), run_type=DagRunType.MANUAL)
    duty = Slas(store, clock, ignore)
    duty.catch_up()
    clock.forward(hours=3)
    duty.turn()
    assert misses(store) == []


def a_deadline(kind: str = "queued_at", **more: Any) -> dict[str, Any]:
    return {"name": "soon", "reference": {"type": kind, **more}, "interval": 600.0, "callback": "x.y"}


def deadline_moments(store: Store, run: int) -> list[tuple[datetime, bool]]:
    with store.reading() as tx:
        return [(each.due_at, each.missed_at is not None) for each in stored.of_run(tx, run)]


def test_a_deadline_that_is_missed_owes_its_callback_once(store: Store, clock: Clock) -> None:
    run, _ = begun(store, chain(deadlines=(a_deadline(), a_deadline("fixed", at="2026-03-01T15:00:00+00:00"))))
    for _ in range(2):
        duty = Deadlines(store, clock, ignore)
        duty.catch_up()
    fixed = datetime.fromisoformat("2026-03-01T15:10:00+00:00")
    assert deadline_moments(store, run) == [(NOW + timedelta(minutes=10), False), (fixed, False)]
    clock.forward(minutes=9)
    assert 50 < duty.turn() <= 60
    clock.forward(minutes=1)
    duty.turn()
    duty.turn()
    (callback,) = owed(store)
    assert (callback.kind, callback.details["position"]) == ("deadline", 0)
    assert callback.details["deadline"]["name"] == "soon"
    assert deadline_moments(store, run)[0][1]


def test_a_run_that_succeeds_in_time_meets_its_deadlines_and_one_that_fails_misses_them(
    store: Store, clock: Clock
) -> None:
    spec = chain(deadlines=(a_deadline("logical_date"),))
    made = [begun(store, spec, number)[0] for number in range(3)]
    duty = Deadlines(store, clock, ignore)
    duty.catch_up()
    states = (DagRunState.SUCCESS, DagRunState.FAILED, DagRunState.SUCCESS)
    minutes = (5, 65, 140)  # the last one, whose end nobody tells of, is late
    for run, state, late in zip(made, states, minutes, strict=True):
        news = end(store, run, state, NOW + timedelta(minutes=late))
        if run != made[2]:
            duty.hear([news])
    assert [len(deadline_moments(store, run)) for run in made] == [0, 1, 1]
    clock.forward(hours=5)
    duty.turn()
    assert sorted(each.dag_run_id for each in owed(store)) == made[1:]


@pytest.mark.parametrize("is_heard", [True, False], ids=["heard of after its end", "found by a fresh engine"])
def test_a_run_that_has_ended_before_it_is_known_has_its_deadlines(store: Store, clock: Clock, is_heard: bool) -> None:
    passed = a_deadline("fixed", at=(NOW - timedelta(days=1)).isoformat())
    duty = Deadlines(store, clock, ignore)
    duty.catch_up()
    late, _ = begun(store, chain("late", deadlines=(passed, a_deadline())))
    failed_run, _ = begun(store, chain("failing", deadlines=(a_deadline(),)))
    quick, _ = begun(store, chain("quick", deadlines=(a_deadline(),)))
    states = {late: DagRunState.SUCCESS, failed_run: DagRunState.FAILED, quick: DagRunState.SUCCESS}
    news = [end(store, run, state, NOW + timedelta(seconds=1)) for run, state in states.items()]
    clock.forward(seconds=1)
    for _ in range(2):  # to hear of it once more changes nothing
        duty.hear(news) if is_heard else Deadlines(store, clock, ignore).catch_up()
        duty.turn()
    assert [(each.dag_run_id, each.details["position"]) for each in owed(store)] == [(late, 0)]
    clock.forward(hours=1)
    duty.turn()
    assert sorted(each.dag_run_id for each in owed(store)) == sorted([late, failed_run])
    assert deadline_moments(store, quick) == []


def test_a_deadline_may_count_from_the_average_runtime(store: Store, clock: Clock) -> None:
    spec = chain(deadlines=(a_deadline("average_runtime", max_runs=10, min_runs=2),))
    duty = Deadlines(store, clock, ignore)
    first, _ = begun(store, spec, 0)
    second, _ = begun(store, spec, 1)
    duty.catch_up()
    assert deadline_moments(store, first) == []
    for run in (first, second):
        duty.hear([end(store, run, DagRunState.SUCCESS, NOW)])  # ten minutes each
    third, _ = begun(store, spec, 2)
    duty.catch_up()
    assert deadline_moments(store, third) == [(NOW + timedelta(hours=2, minutes=20), False)]


def failed(store: Store, number: int, try_number: int, to: State) -> Change:
    """A try that ended in failure; the news of it."""
    with store.transaction() as tx:
        row = {"task_instance_id": number, "try_number": try_number, "state": State.FAILED, "ended_at": NOW}
        tries.record_end(tx, [row])
        allowed = frozenset({None, State.UP_FOR_RETRY})
        task_instances.apply(tx, [TaskChange(number, to, allowed, {"try_number": try_number})])
        dag_id, run_id, task_id, index = task_instances.name_of(tx, number) or ("", "", "", -1)
    place: dict[str, Any] = {"dag_id": dag_id, "run_id": run_id, "task_id": task_id, "map_index": index}
    return Change("task_instance", **place, try_number=try_number, state=to)


def test_the_addresses_of_a_task_hear_of_its_retries_and_of_its_failure_once(store: Store, clock: Clock) -> None:
    spec = promising()
    silent = replace(spec.tasks[1], email=("bob@example.org",), email_on_retry=False, email_on_failure=False)
    _, tasks = begun(store, replace(spec, tasks=(spec.tasks[0], silent)))
    duty = Telling(store, clock, ignore)
    duty.catch_up()
    for task in tasks.values():
        duty.hear([failed(store, task, 1, State.UP_FOR_RETRY)])
        duty.hear([failed(store, task, 2, State.FAILED)])
    heir = Telling(store, clock, ignore)
    heir.catch_up()
    told = [(event, to, details["try_number"]) for event, to, details in mails(store)]
    assert told == [("task_retry", "ada@example.org", 1), ("task_failure", "ada@example.org", 2)]


def test_nobody_is_told_of_a_task_that_a_person_marked_as_failed(store: Store, clock: Clock) -> None:
    run, tasks = begun(store, promising())
    duty = Telling(store, clock, ignore)
    duty.catch_up()
    put(store, tasks["extract"], State.FAILED, NOW)
    with store.reading() as tx:
        found = dag_runs.get_many(tx, [run])[run]
    place = {"dag_id": found.dag_id, "run_id": found.run_id, "task_id": "extract"}
    duty.hear([Change("task_instance", **place, map_index=-1, try_number=1, state=State.FAILED)])
    assert mails(store) == []
