"""Timetables of runs with partition keys: which key and which date, and back from a key to its date."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from couture_jupyter import DAG, Asset, AssetAlias, EmptyOperator
from couture_jupyter.exceptions import TimetableError
from couture_jupyter.partitions import (
    IdentityMapper,
    PartitionKeyError,
    PartitionMapper,
    StartOfDayMapper,
    StartOfHourMapper,
    StartOfYearMapper,
)
from couture_jupyter.serialization import from_json, to_json
from couture_jupyter.serialization.serialize import serialize_dag
from couture_jupyter.timetables import Window
from couture_jupyter.timetables import from_json as timetable_from_json
from couture_jupyter.timetables.partitions import (
    CronPartitionTimetable,
    PartitionedAssetTimetable,
    PartitionedAtRuntime,
)

A, B = Asset("a", "s3://bucket/a"), Asset("b")


def through_json(schedule: Any) -> Any:
    """As the engine reads it."""
    with DAG("d", schedule=schedule) as dag:
        EmptyOperator(task_id="only")
    spec = serialize_dag(dag)
    again = from_json(json.loads(json.dumps(to_json(spec))))
    assert again == spec
    found = timetable_from_json(again.timetable)
    assert found == schedule
    return found


def test_each_asset_has_its_mapper_or_the_default_also_after_a_round_trip() -> None:
    schedule = PartitionedAssetTimetable(
        assets=A & B & Asset.ref(name="c") & Asset.ref(uri="s3://d/x"),
        partition_mapper_config={
            A: StartOfHourMapper(timezone="Europe/Helsinki"),
            Asset.ref(name="c"): StartOfYearMapper(),
            Asset.ref(uri="s3://d/x"): IdentityMapper(),
        },
        default_partition_mapper=StartOfDayMapper(max_downstream_keys=3),
    )
    found = through_json(schedule)
    assert found.get_partition_mapper(name="a", uri="s3://bucket/a") == StartOfHourMapper(timezone="Europe/Helsinki")
    assert found.get_partition_mapper(name="b", uri="b") == StartOfDayMapper(max_downstream_keys=3)
    assert found.get_partition_mapper(name="c", uri="x") == StartOfYearMapper()
    assert found.get_partition_mapper(name="d", uri="s3://d/x") == IdentityMapper()
    assert found.next_run(None, Window()) is None
    assert "for each partition" in found.summary()


def test_a_mapper_of_ones_own_is_refused_where_the_schedule_is_made() -> None:
    class Mine(PartitionMapper):
        def to_downstream(self, key: str) -> str:
            return key

    with pytest.raises(TimetableError, match="Mine is a class of your own"):
        PartitionedAssetTimetable(assets=A, default_partition_mapper=Mine())


def test_an_alias_has_no_mapper_of_its_own() -> None:
    with pytest.raises(TimetableError, match='the alias "al"'):
        PartitionedAssetTimetable(assets=A, partition_mapper_config={AssetAlias("al"): IdentityMapper()})


def test_a_key_of_partitions_of_assets_names_the_date_on_which_the_mappers_agree() -> None:
    both = PartitionedAssetTimetable(assets=A & B, default_partition_mapper=StartOfDayMapper())
    assert both.partition_date_of("2026-03-04") == datetime(2026, 3, 4, tzinfo=UTC)
    with pytest.raises(PartitionKeyError, match="no key of this DAG"):
        both.partition_date_of("us")
    zones = {A: StartOfDayMapper(), B: StartOfDayMapper(timezone="Europe/Helsinki")}
    assert (
        PartitionedAssetTimetable(assets=A & B, partition_mapper_config=zones).partition_date_of("2026-03-04") is None
    )
    assert PartitionedAssetTimetable(assets=A).partition_date_of("us") is None


def test_a_cron_partition_is_named_by_the_moment_in_its_time_zone() -> None:
    timetable = through_json(CronPartitionTimetable("0 0 * * *", timezone="Asia/Taipei"))
    run = timetable.next_run(datetime(2026, 3, 4, tzinfo=UTC), Window())
    moment = datetime(2026, 3, 4, 16, tzinfo=UTC)
    assert run.run_after == run.logical_date == moment
    assert timetable.partition_at(moment) == ("2026-03-05T00:00:00", moment)
    assert timetable.partition_date_of("2026-03-05T00:00:00") == moment


def test_a_cron_partition_may_lie_some_moments_before_or_after_its_run() -> None:
    moment = datetime(2026, 3, 4, tzinfo=UTC)
    before = through_json(CronPartitionTimetable("0 0 * * *", run_offset=-2, key_format="%Y%m%d"))
    assert before.partition_at(moment) == ("20260302", datetime(2026, 3, 2, tzinfo=UTC))
    after = CronPartitionTimetable("0 0 * * *", run_offset=1, key_format="%Y%m%d")
    assert after.partition_at(moment) == ("20260305", datetime(2026, 3, 5, tzinfo=UTC))
    with pytest.raises(TimetableError, match="whole number"):
        CronPartitionTimetable("0 0 * * *", run_offset="1")  # type: ignore[arg-type]
    with pytest.raises(PartitionKeyError, match="no key"):
        after.partition_date_of("2026-03-04")


def test_a_dag_with_partitions_at_runtime_makes_no_run_by_itself_and_takes_any_key() -> None:
    timetable = through_json(PartitionedAtRuntime())
    assert timetable.next_run(None, Window()) is None
    assert timetable.partition_date_of("us") is None
    with pytest.raises(PartitionKeyError, match="not empty"):
        timetable.partition_date_of(" ")
