"""Assets on the command line, without an engine."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.cli.session import Session
from couture_scheduler.store import dags

from couture_jupyter import DAG, Asset, AssetAlias, EmptyOperator
from couture_jupyter.partitions import DayWindow, RollupMapper, StartOfDayMapper
from couture_jupyter.serialization.serialize import serialize_dag
from couture_jupyter.timetables import PartitionedAssetTimetable


@pytest.fixture(autouse=True)
def two_dags(workspace: Path) -> None:
    """A workspace with a DAG that makes an asset and one that waits for it."""
    context = Session(workspace).actions_anywhere
    with DAG("makes", schedule=None) as makes:
        EmptyOperator(task_id="t", outlets=[Asset("prices", "s3://bucket/prices"), AssetAlias("al")])
    with DAG("waits", schedule=Asset.ref(name="prices") & Asset("rates")) as waits:
        EmptyOperator(task_id="t", inlets=[Asset("prices", "s3://bucket/prices")])
    now = datetime.now(UTC)
    with context.store.transaction() as tx:
        for dag in (makes, waits):
            spec = serialize_dag(dag)
            dags.register(tx, spec, source="#", kind=dags.FILE, file=f"{dag.dag_id}.py", commit=None, now=now)
            dags.set_paused(tx, dag.dag_id, False, now)
    context.store.close()


def test_assets_and_aliases_are_listed_and_shown(couture: Any) -> None:
    lines = couture("assets", "list", "--output", "plain").out.splitlines()
    assert "makes.t" in lines[1]
    assert [line.split()[0] for line in lines[1:]] == ["prices", "rates"]
    shown = couture("assets", "details", "s3://bucket/prices").out
    assert ["waits.t" in shown, "makes.t" in shown] == [True, True]
    assert "al" in couture("assets", "list", "--alias").out
    assert couture("assets", "details", "al", "--alias", "--output", "json").json["uses"][0][:2] == ["makes", "t"]
    missing = couture("assets", "details", "nothing")
    assert (missing.status, missing.err.strip()) == (1, "There is no asset 'nothing'.")


def test_an_update_by_hand_is_listed_and_waits_until_it_is_forgotten(couture: Any) -> None:
    done = couture("assets", "update", "prices", "--extra", '{"rows": 3}')
    assert "The update 1 of prices was noted." in done.out
    assert "No engine is running" in done.err
    listed = couture("assets", "events", "prices", "--output", "json").json
    assert (listed["total_entries"], listed["asset_events"][0]["extra"]["rows"]) == (1, 3)
    waiting = couture("assets", "queued", "waits", "--output", "plain")
    assert ["has come" in line for line in waiting.out.splitlines()[1:]] == [True, False]
    assert "It runs when prices and rates came." in waiting.err
    assert couture("assets", "queued", "waits", "--forget").out.strip() == "1 updates were forgotten."
    assert couture("assets", "queued", "waits", "--forget").status == 1
    assert couture("assets", "queued", "makes").out.strip() == "No asset starts makes."


def test_materialize_starts_the_dag_that_makes_the_asset(couture: Any) -> None:
    assert "of makes was started." in couture("assets", "materialize", "prices", "--note", "now").out
    refused = couture("assets", "materialize", "rates")
    assert (refused.status, "No DAG makes" in refused.err) == (1, True)


def test_an_update_of_a_partition_waits_for_its_run(workspace: Path, couture: Any) -> None:
    days = RollupMapper(upstream_mapper=StartOfDayMapper(), window=DayWindow())
    with DAG("days", schedule=PartitionedAssetTimetable(assets=Asset("rates"), default_partition_mapper=days)) as dag:
        EmptyOperator(task_id="t")
    context, now = Session(workspace).actions_anywhere, datetime.now(UTC)
    with context.store.transaction() as tx:
        dags.register(tx, serialize_dag(dag), source="#", kind=dags.FILE, file="d.py", commit=None, now=now)
        dags.set_paused(tx, "days", False, now)
    context.store.close()
    couture("assets", "update", "rates", "--partition-key", "2026-03-04T10:00:00")
    assert "2026-03-04T10:00:00" in couture("assets", "events", "rates").out
    assert "rates 1 of 24" in couture("assets", "queued", "days").out
    refused = couture("assets", "update", "rates", "--partition-key", " ")
    assert (refused.status, "not empty" in refused.err) == (2, True)
    assert couture("dags", "trigger", "days", "--partition-key", "2026-03-04").status == 0
    assert "2026-03-04" in couture("runs", "show", "days").out
    wrong = couture("dags", "trigger", "makes", "--partition-key", "us")
    assert (wrong.status, "no partitions" in wrong.err) == (2, True)
