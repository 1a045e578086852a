"""``couture runs rerun``, ``tasks delete`` and favourites, without an engine."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.cli.session import Session
from couture_scheduler.store import dags

from couture_jupyter import DAG, EmptyOperator
from couture_jupyter.serialization.serialize import serialize_dag


def register(workspace: Path, description: str) -> None:
    context = Session(workspace).actions_anywhere
    with DAG("sales", description=description, params={"rows": 3}) as made:
        EmptyOperator(task_id="load")
    with context.store.transaction() as tx:
        now = datetime.now(UTC)
        dags.register(tx, serialize_dag(made), source=description, kind=dags.FILE, file="s.py", commit=None, now=now)
    context.store.close()


@pytest.fixture(autouse=True)
def run(workspace: Path, couture: Any) -> None:
    """A run of a DAG whose file was changed since."""
    register(workspace, "first")
    assert couture("dags", "trigger", "sales", "-r", "old", "-c", '{"rows": 7}').status == 0
    register(workspace, "second")


def test_a_run_is_started_again_on_the_newest_code_or_its_own(couture: Any) -> None:
    done = couture("runs", "rerun", "sales", "old")
    assert (done.status, "on version 2 of its code" in done.out) == (0, True), done.err
    done = couture("runs", "rerun", "sales", "old", "--no-run-on-latest-version", "-p", "rows=9", "--output", "json")
    assert (done.json["version"]["number"], done.json["run"]["conf"]) == (1, {"rows": 9})
    assert couture("runs", "rerun", "sales", "nothing").status != 0


def test_a_dag_is_a_favourite_of_ones_own(couture: Any) -> None:
    assert couture("dags", "list", "--favorites").out.startswith("No DAGs.")
    assert couture("dags", "favorite", "sales").status == 0
    assert couture("dags", "list", "--favorites", "--output", "json").json["total_entries"] == 1
    assert "already" in couture("dags", "favorite", "sales").err
    assert couture("dags", "unfavorite", "sales").status == 0


def test_a_task_instance_of_an_ended_run_is_deleted(couture: Any) -> None:
    assert "is active" in couture("tasks", "delete", "sales", "load", "old", "--yes").err
    assert couture("runs", "stop", "sales", "old").status == 0
    done = couture("tasks", "delete", "sales", "load", "old", "--yes", "--output", "json")
    assert (done.status, done.json["deleted"]) == (0, True)
    assert couture("tasks", "delete", "sales", "load", "old", "--yes").status != 0
