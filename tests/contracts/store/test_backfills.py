"""Backfills on each database: their days are settled once, and counted by what became of them."""

from __future__ import annotations

from datetime import timedelta

from couture_scheduler.engine.backfills import DayProblem, Reprocess
from couture_scheduler.store import backfills, dag_runs, dags
from couture_scheduler.store.backfills import NewBackfill
from couture_scheduler.store.session import Store, Transaction
from store_rows import NOW, new_run, register

from couture_jupyter.states import DagRunState, DagRunType
from couture_jupyter.timetables import TimetableRun

HOUR = timedelta(hours=1)
RUNS = [TimetableRun(NOW + n * HOUR, (NOW + n * HOUR, NOW + (n + 1) * HOUR), NOW + (n + 1) * HOUR) for n in range(4)]


def make(tx: Transaction, dag_id: str) -> int:
    """A backfill of four hours; the first has a run already."""
    new = NewBackfill(dag_id, NOW, NOW + 3 * HOUR, "ada", NOW, {"x": 1}, True, Reprocess.FAILED, max_active_runs=2)
    return backfills.add(tx, new, [(run, DayProblem.ALREADY_EXISTS if not n else None) for n, run in enumerate(RUNS)])


def test_days_are_settled_once_and_counted(store: Store) -> None:
    with store.transaction() as tx:
        dag = register(tx)
        number = make(tx, dag.dag_id)
        made = new_run(tx, dag, 1, run_type=DagRunType.BACKFILL, backfill_id=number)
        assert backfills.settle_day(tx, number, RUNS[1].logical_date, run=made)
        assert not backfills.settle_day(tx, number, RUNS[1].logical_date, problem=DayProblem.CANCELLED)
        assert [day.run for day in backfills.waiting_days(tx, number, 9)] == RUNS[2:]
        assert backfills.counts(tx, [number, number + 1]) == {
            number: {"already exists": 1, "queued": 1, "waiting": 2},
            number + 1: {},
        }
        assert backfills.queued_runs(tx, number) == [(dag.dag_id, f"scheduled__{RUNS[1].logical_date.isoformat()}")]
        assert backfills.settle_waiting(tx, number, DayProblem.CANCELLED) == 2
        dag_runs.remove(tx, made)
        assert backfills.counts(tx, [number])[number] == {"already exists": 1, "cancelled": 2, "deleted": 1}
        days = backfills.days(tx, number, limit=2, offset=1)
        assert [(day.sort_ordinal, day.run, day.problem) for day in days] == [
            (2, RUNS[1], None),
            (3, RUNS[2], DayProblem.CANCELLED),
        ]


def test_a_backfill_is_open_until_it_is_complete(store: Store) -> None:
    with store.transaction() as tx:
        dag = register(tx)
        first, second = make(tx, dag.dag_id), make(tx, dag.dag_id)
        record = backfills.get(tx, first)
        assert record is not None
        assert (record.conf, record.is_reversed, record.reprocess_behavior) == ({"x": 1}, True, Reprocess.FAILED)
        assert [each.id for each in backfills.open_ones(tx)] == [first, second]
        assert backfills.may_go_on(tx)
        assert backfills.complete(tx, first, NOW)
        assert not backfills.complete(tx, first, NOW)
        assert not backfills.set_paused(tx, first, True, NOW)
        assert backfills.set_paused(tx, second, True, NOW)
        assert not backfills.may_go_on(tx)
        assert [each.id for each in backfills.listing(tx, dag.dag_id)] == [second, first]
        assert [each.id for each in backfills.listing(tx, None, active=True)] == [second]
        assert backfills.count(tx, dag.dag_id, active=False) == 1
        dags.set_paused(tx, dag.dag_id, True, NOW)
        assert backfills.held_dags(tx, [dag.dag_id]) == {dag.dag_id}
        dags.remove(tx, dag.dag_id)
        assert backfills.get(tx, first) is None


def test_the_states_of_runs_at_many_dates_are_found(store: Store) -> None:
    with store.transaction() as tx:
        dag = register(tx)
        made = new_run(tx, dag, 2, state=DagRunState.FAILED)
        moments = [NOW + n * HOUR for n in range(1200)]
        assert backfills.states_at(tx, dag.dag_id, moments) == {NOW + 2 * HOUR: DagRunState.FAILED}
        found = backfills.run_at(tx, dag.dag_id, NOW + 2 * HOUR)
        assert (found.id, found.state, found.backfill_id) == (made, DagRunState.FAILED, None)
        backfills.adopt_run(tx, 7, made, {"run_type": DagRunType.BACKFILL})
        assert backfills.run_at(tx, dag.dag_id, NOW + 2 * HOUR).backfill_id == 7
        assert dag_runs.interval_at(tx, dag.dag_id, NOW) == (NOW, NOW)


def test_what_comes_next_may_be_said_from_outside(store: Store) -> None:
    with store.transaction() as tx:
        dag = register(tx)
        (due,) = dags.unasked(tx, "cron_trigger")
        assert dags.unasked(tx, "custom") == []
        assert dags.plan_run(tx, due, RUNS[0])
        assert not dags.plan_run(tx, due, RUNS[1])  # it is planned by now
        assert dags.unasked(tx, "cron_trigger") == []
        planned = dags.one(tx, dag.dag_id)
        assert planned is not None
        assert (planned.next_logical_date, planned.next_interval) == (NOW, RUNS[0].data_interval)
