"""State that tasks keep, on the command line, without an engine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.actions import runs, task_states
from couture_scheduler.cli.session import Session
from couture_scheduler.store import dags

from couture_jupyter import DAG, Asset, EmptyOperator
from couture_jupyter.serialization.serialize import serialize_dag

TASK = ("--dag", "makes", "--run", "one", "--task", "t")


@pytest.fixture(autouse=True)
def a_run(workspace: Path) -> None:
    """A run of a DAG, with state of its task that has expired."""
    context = Session(workspace).actions_anywhere
    with DAG("makes", schedule=None) as makes:
        EmptyOperator(task_id="t", outlets=[Asset("prices", "s3://bucket/prices")])
    with context.store.transaction() as tx:
        spec = serialize_dag(makes)
        dags.register(tx, spec, source="#", kind=dags.FILE, file="makes.py", commit=None, now=datetime.now(UTC))
    runs.trigger(context, "makes", run_id="one")
    past = datetime.now(UTC) - timedelta(days=1)
    task_states.put(context, ("makes", "one", "t", -1), "old", 1, past)
    context.store.close()


def test_state_of_a_task_is_set_listed_and_deleted(couture: Any) -> None:
    assert couture("state-store", "list", *TASK).out.strip() == "Nothing is kept."
    assert couture("state-store", "set", "job", '{"id": 7}', *TASK).out.strip() == "job is kept."
    assert couture("state-store", "set", "word", "hei", "--never-expire", *TASK).status == 0
    found = couture("state-store", "list", *TASK, "--output", "json").json
    kept = [(each["key"], each["value"], each["expires_at"] is None) for each in found["task_state_store"]]
    assert kept == [("job", {"id": 7}, False), ("word", "hei", True)]
    assert '{"id": 7}' in couture("state-store", "list", *TASK).out
    assert couture("state-store", "delete", "job", *TASK).out.strip() == "It is forgotten."
    assert couture("state-store", "delete", "--yes", *TASK).status == 0
    assert couture("state-store", "list", *TASK, "--output", "json").json["total_entries"] == 0


def test_state_of_an_asset_tells_who_wrote_it(couture: Any) -> None:
    of_asset = ("--asset", "s3://bucket/prices")
    assert couture("state-store", "set", "rows", "3", *of_asset).status == 0
    shown = couture("state-store", "list", "--asset", "prices", "--output", "plain").out.splitlines()[1]
    assert (shown.split()[:2], "by hand" in shown) == (["rows", "3"], True)
    assert couture("state-store", "delete", "rows", *of_asset).status == 0
    assert couture("state-store", "list", *of_asset).out.strip() == "Nothing is kept."


def test_it_must_be_said_whose_state_is_meant(couture: Any) -> None:
    for wrong in ((), ("--dag", "makes"), (*TASK, "--asset", "prices")):
        refused = couture("state-store", "list", *wrong)
        assert (refused.status, "Give --dag, --run and --task, or --asset." in refused.err) == (2, True)
    refused = couture("state-store", "set", "k", "null", *TASK)
    assert (refused.status, refused.err.startswith("value: The state 'k' cannot be None")) == (2, True)


def test_what_has_expired_is_shown_and_deleted(couture: Any) -> None:
    assert couture("state-store", "clean", "--dry-run", "--output", "json").json["expired"] == [
        {"dag_id": "makes", "run_id": "one", "task_id": "t", "map_index": -1, "key": "old"}
    ]
    assert couture("state-store", "clean").out.strip() == "1 values were deleted."
    assert couture("state-store", "clean", "--dry-run").out.strip() == "Nothing has expired."
