"""The calendar of a DAG: days of its time zone, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from couture_scheduler.actions import dag_views
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.store import dag_runs, dags
from couture_scheduler.store.dag_runs import NewDagRun
from people import Clock

from couture_jupyter import DAG
from couture_jupyter.serialization.serialize import serialize_dag
from couture_jupyter.states import DagRunState, DagRunType
from couture_jupyter.timetables import CronTrigger

HELSINKI = "Europe/Helsinki"


def register(ctx: ActionContext, schedule: Any, **arguments: Any) -> int:
    """The DAG "asked"; the id of its version."""
    spec = serialize_dag(DAG("asked", schedule=schedule, **arguments))
    with ctx.store.transaction() as tx:
        made = dags.register(tx, spec, source="#", kind=dags.FILE, file="asked.py", commit=None, now=ctx.clock())
        return made.version_id


def test_a_run_belongs_to_the_day_on_which_it_was_due_where_the_dag_lives(ctx: ActionContext) -> None:
    version = register(ctx, CronTrigger("0 0 * * *", HELSINKI))
    with ctx.store.transaction() as tx:
        for due in ("2026-02-28T21:59", "2026-02-28T22:00", "2026-03-28T22:00", "2026-03-29T20:59", "2026-03-29T21:00"):
            moment = datetime.fromisoformat(due).replace(tzinfo=UTC)
            state = DagRunState.SUCCESS if due.endswith("22:00") else DagRunState.FAILED
            new = NewDagRun(
                *("asked", f"at {due}", version, DagRunType.MANUAL, moment, (moment, moment), moment, moment),
                state=state,
            )
            dag_runs.insert(tx, new)
    found = dag_views.calendar(ctx, "asked", date(2026, 3, 1), date(2026, 3, 29))
    assert found.timezone == HELSINKI
    assert found.days == {  # 29 March has 23 hours there
        date(2026, 3, 1): {DagRunState.SUCCESS: 1},
        date(2026, 3, 29): {DagRunState.SUCCESS: 1, DagRunState.FAILED: 1},
    }


def test_planned_runs_are_counted_by_day_and_end_with_the_asked_days(ctx: ActionContext, clock: Clock) -> None:
    register(ctx, CronTrigger("0 */6 * * *", HELSINKI))  # now is Monday, 14:00 in Helsinki
    found = dag_views.planned_days(ctx, "asked", date(2026, 3, 1), date(2026, 3, 4))
    assert found.days == {date(2026, 3, 2): 1, date(2026, 3, 3): 4, date(2026, 3, 4): 4}
    assert (found.is_paused, found.known_until) == (True, None)
    assert dag_views.planned_days(ctx, "asked", date(2026, 2, 1), date(2026, 2, 28)).days == {}


def test_too_many_planned_runs_are_counted_as_far_as_is_said(ctx: ActionContext, clock: Clock) -> None:
    register(ctx, CronTrigger("* * * * *", "UTC"))
    found = dag_views.planned_days(ctx, "asked", date(2026, 3, 1), date(2026, 12, 31))
    assert sum(found.days.values()) == dag_views.MOST_PLANNED
    assert found.known_until == clock() + timedelta(minutes=dag_views.MOST_PLANNED)


@pytest.mark.parametrize("schedule", [None, "@continuous"])
def test_nothing_is_planned_of_what_follows_events_or_people(ctx: ActionContext, schedule: str | None) -> None:
    arguments = {"max_active_runs": 1} if schedule else {}
    register(ctx, schedule, **arguments)
    assert dag_views.planned_days(ctx, "asked", date(2026, 3, 1), date(2026, 12, 31)).days == {}
