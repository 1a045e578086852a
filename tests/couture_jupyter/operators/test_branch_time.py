"""Branches by time, and the newest run only."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from couture_jupyter import DAG, EmptyOperator
from couture_jupyter.exceptions import DagError
from couture_jupyter.operators.branch_time import BranchDateTimeOperator, BranchDayOfWeekOperator, bounds
from couture_jupyter.operators.latest_only import LatestOnlyOperator

WAYS = {"follow_task_ids_if_true": "yes", "follow_task_ids_if_false": "no"}
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lower", "upper", "between"),
    [
        (time(11), time(13), True),
        (time(13), time(14), False),
        (time(11), time(1), True),  # until one in the night
        (None, datetime(2026, 3, 4, 12), True),
        (datetime(2026, 3, 4, 13), None, False),
        (time(11), None, True),
    ],
)
def test_between_two_times(worker, lower, upper, between):
    worker.run = replace(worker.run, logical_date=NOON)
    with DAG("demo"):
        task = BranchDateTimeOperator(
            task_id="a", target_lower=lower, target_upper=upper, use_task_logical_date=True, **WAYS
        )
        task >> [EmptyOperator(task_id="yes"), EmptyOperator(task_id="no")]
    assert worker.do(task).return_value == ("yes" if between else "no")


def test_a_night_ends_on_the_next_day():
    first, last = bounds(NOON, time(22), time(6))
    assert last - first == timedelta(hours=8)
    with pytest.raises(DagError, match="target_lower"):
        BranchDateTimeOperator(task_id="a", target_lower=None, target_upper=None, **WAYS)


def test_on_some_days_of_the_week(worker):
    with DAG("demo"):
        task = BranchDayOfWeekOperator(task_id="a", week_day={"Wednesday"}, use_task_logical_date=True, **WAYS)
        task >> [EmptyOperator(task_id="yes"), EmptyOperator(task_id="no")]
    assert worker.do(task).skip == ("no",)


def latest(worker, **changes):
    worker.run = replace(worker.run, **changes)
    with DAG("demo", schedule="@daily", start_date=datetime(2026, 1, 1)):
        task = LatestOnlyOperator(task_id="a")
        task >> EmptyOperator(task_id="after")
    return worker.do(task).skip == ()


def test_only_the_newest_run_goes_on(worker):
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    yesterday = today - timedelta(days=1)
    assert not latest(worker)
    assert latest(worker, run_type="manual")
    assert latest(worker, run_type="scheduled", logical_date=yesterday, run_after=today)
