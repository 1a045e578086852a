"""Backfills and the runs to come on the command line, without an engine."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.cli.session import Session
from couture_scheduler.store import dags

from couture_jupyter import DAG, EmptyOperator
from couture_jupyter.serialization.serialize import serialize_dag

DATES = ("--from-date", "2026-01-01", "--to-date", "2026-01-03T00:00:00+00:00")


@pytest.fixture(autouse=True)
def daily(workspace: Path) -> None:
    """A workspace with a DAG."""
    session = Session(workspace)
    context = session.actions_anywhere
    with DAG("daily", schedule="@daily") as made:
        EmptyOperator(task_id="load")
    with context.store.transaction() as tx:
        now = datetime.now(UTC)
        dags.register(tx, serialize_dag(made), source="#", kind=dags.FILE, file="d.py", commit=None, now=now)
        dags.set_paused(tx, "daily", False, now)
    context.store.close()


def test_a_dry_run_lists_the_runs_to_come(couture: Any) -> None:
    done = couture("backfills", "create", "daily", *DATES, "--run-backwards", "--dry-run", "--output", "plain")
    assert done.status == 0
    assert [line[:10] for line in done.out.splitlines()[1:]] == ["2026-01-03", "2026-01-02", "2026-01-01"]
    assert "3 runs. Nothing was changed." in done.err
    assert couture("backfills", "list").out.strip() == "No backfills."


def test_a_backfill_is_made_shown_held_and_cancelled(couture: Any) -> None:
    done = couture("backfills", "create", "--dag-id", "daily", *DATES, "--max-active-runs", "2")
    assert done.status == 0, done.err
    assert "The backfill 1 of daily has 3 runs to make." in done.out
    assert "No engine is running" in done.err
    shown = couture("backfills", "show", "1", "--output", "json").json
    assert shown["backfill"]["days"] == {"waiting": 3}
    assert [day["sort_ordinal"] for day in shown["days"]] == [1, 2, 3]
    assert couture("backfills", "pause", "1").status == 0
    told = couture("backfills", "show", "1").out
    assert "paused" in told
    assert told.count("waits") == 3
    assert couture("backfills", "unpause", "1").status == 0
    assert couture("backfills", "create", "daily", *DATES).status == 1  # one at a time
    assert couture("backfills", "cancel", "1").status == 0
    listed = couture("backfills", "list", "daily", "--output", "json").json
    assert (listed["total_entries"], listed["backfills"][0]["days"]) == (1, {"cancelled": 3})
    assert couture("backfills", "list", "--active").out.strip() == "No backfills."


def test_airflow_2s_word_means_the_same(couture: Any) -> None:
    done = couture("dags", "backfill", "daily", "-s", "2026-01-01", "-e", "2026-01-02", "--rerun-failed-tasks", "-B")
    assert done.status == 0, done.err
    made = couture("backfills", "show", "1", "--output", "json").json["backfill"]["backfill"]
    assert (made["reprocess_behavior"], made["is_reversed"]) == ("failed", True)


def test_what_is_wrong_names_its_field(couture: Any) -> None:
    wrong = couture("backfills", "create", "daily", "--from-date", "2026-01-02", "--to-date", "2026-01-01")
    assert (wrong.status, wrong.err.strip()) == (2, "to_date: The last date comes before the first.")
    assert couture("backfills", "create", *DATES).status == 2
    assert couture("backfills", "show", "7").status == 1


def test_the_next_runs_are_named(couture: Any) -> None:
    done = couture("dags", "next-execution", "daily", "-n", "2", "--output", "json")
    assert done.status == 0
    assert len(done.json["runs"]) == 2
    assert done.json["sentence"] == "At 00:00 every day"
    assert "At 00:00 every day (UTC)" in couture("dags", "next-execution", "daily").err
