"""Partitions of a waiting DAG: where an update belongs, when one is complete, which moment it names. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from couture_scheduler.engine import partitions
from couture_scheduler.engine.assets import Came, WaitingEvent
from couture_scheduler.engine.partitions import CamePartitions, Partition, Progress

from couture_jupyter.assets import Asset, BaseAsset
from couture_jupyter.partitions import (
    AllowedKeyMapper,
    DayWindow,
    FanOutMapper,
    FixedKeyMapper,
    IdentityMapper,
    MinimumCount,
    PartitionKeyError,
    PartitionMapper,
    RollupMapper,
    SegmentWindow,
    StartOfDayMapper,
    StartOfHourMapper,
    StartOfWeekMapper,
    WeekWindow,
)
from couture_jupyter.serialization import DagSpec
from couture_jupyter.timetables import (
    AssetOrTimeSchedule,
    CronPartitionTimetable,
    CronTrigger,
    PartitionedAssetTimetable,
    PartitionedAtRuntime,
)

A, B = Asset("a"), Asset("b")
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
REGIONS = SegmentWindow(["us", "eu", "apac"])


def awaits(mapper: PartitionMapper, assets: BaseAsset = A, **config: PartitionMapper) -> DagSpec:
    own: dict[BaseAsset, PartitionMapper] = {Asset.ref(name=name): each for name, each in config.items()}
    timetable = PartitionedAssetTimetable(assets=assets, default_partition_mapper=mapper, partition_mapper_config=own)
    return DagSpec("d", timetable.to_json(), ())


def came(name: str, *keys: str) -> CamePartitions:
    return CamePartitions(Came(name, name), frozenset(keys))


def complete(spec: DagSpec, key: str, *found: CamePartitions) -> bool:
    return partitions.is_complete(partitions.awaited(spec), key, found)


def date(spec: DagSpec, key: str, *events: WaitingEvent) -> datetime | None:
    return partitions.date_of(partitions.awaited(spec), key, events)


def event(name: str, moment: datetime | None = None) -> WaitingEvent:
    return WaitingEvent(1, NOW, None, name, name, moment)


def test_an_update_belongs_where_the_mapper_of_its_asset_says() -> None:
    spec = awaits(StartOfDayMapper(), A & B, b=StartOfHourMapper())
    assert partitions.keys_for(spec, Came("a", "a"), "2026-03-04T10:42:15") == ["2026-03-04"]
    assert partitions.keys_for(spec, Came("b", "b"), "2026-03-04T10:42:15") == ["2026-03-04T10"]


@pytest.mark.parametrize(
    ("mapper", "key", "says"),
    [
        (IdentityMapper(), None, "no partition key"),
        (StartOfDayMapper(), "us", "cannot use the partition key 'us'"),
        (AllowedKeyMapper(["us"]), "eu", "none of 'us'"),
        (StartOfDayMapper(timezone="Asia/Taipei"), "0001-01-01T00:00:00", "cannot use"),
        (RollupMapper(upstream_mapper=StartOfWeekMapper(), window=WeekWindow()), "9999-12-31T00:00:00", "cannot use"),
        (
            FanOutMapper(upstream_mapper=StartOfWeekMapper(), window=WeekWindow(), max_downstream_keys=6),
            "2026-03-04T00:00:00",
            "belongs to 7 of the DAG's; 6 are allowed",
        ),
        (
            RollupMapper(upstream_mapper=FixedKeyMapper("all"), window=REGIONS, wait_policy=MinimumCount(4)),
            "us",
            "more than the 3 partitions",
        ),
    ],
)
def test_an_update_that_is_of_no_use_says_why(mapper: Any, key: str | None, says: str) -> None:
    with pytest.raises(PartitionKeyError, match=says):
        partitions.keys_for(awaits(mapper), Came("a", "a"), key)


def test_a_partition_is_complete_when_all_its_assets_have_come_for_it() -> None:
    both, one = awaits(IdentityMapper(), A & B), awaits(IdentityMapper(), A | B)
    assert not complete(both, "us", came("a", "us"))
    assert complete(both, "us", came("a", "us"), came("b", "us"))
    assert complete(one, "us", came("b", "us"))


def test_a_rollup_waits_for_as_many_of_its_window_as_its_policy_says() -> None:
    hours = [f"2026-03-04T{hour:02}:00:00" for hour in range(24)]
    day = awaits(RollupMapper(upstream_mapper=StartOfDayMapper(), window=DayWindow()))
    assert not complete(day, "2026-03-04", came("a", *hours[1:], "2026-03-05T00:00:00"))
    assert complete(day, "2026-03-04", came("a", *hours))
    early = awaits(RollupMapper(upstream_mapper=FixedKeyMapper("all"), window=REGIONS, wait_policy=MinimumCount(-1)))
    assert not complete(early, "all", came("a", "us", "mars"))
    assert complete(early, "all", came("a", "us", "eu"))


def test_a_partitions_date_is_that_on_which_the_mappers_agree() -> None:
    day = datetime(2026, 3, 4, tzinfo=UTC)
    spec = awaits(StartOfDayMapper(), A & B, b=StartOfDayMapper(timezone="Europe/Helsinki"))
    assert date(spec, "2026-03-04", event("a")) == day
    assert date(spec, "2026-03-04", event("a"), event("b")) is None
    assert date(awaits(StartOfDayMapper()), "us", event("a")) is None


def test_a_key_that_is_passed_on_has_the_date_of_the_runs_that_made_it_if_they_agree() -> None:
    spec, other = awaits(IdentityMapper(), A & B), NOW - timedelta(days=1)
    assert date(spec, "x", event("a", NOW), event("b")) == NOW
    assert date(spec, "x", event("a", NOW), event("b", other)) is None
    assert date(spec, "x", event("a")) is None
    mixed = awaits(IdentityMapper(), A & B, b=StartOfDayMapper())
    assert date(mixed, "2026-03-04", event("a", NOW), event("b")) == datetime(2026, 3, 4, tzinfo=UTC)


def test_a_scheduled_run_has_the_partition_of_its_moment_if_its_timetable_names_one() -> None:
    named = DagSpec("d", CronPartitionTimetable("0 * * * *").to_json(), ())
    assert partitions.scheduled(named, NOW) == Partition("2026-03-04T12:00:00", NOW)
    assert partitions.scheduled(DagSpec("d", CronTrigger("0 * * * *").to_json(), ()), NOW) == Partition()
    both = AssetOrTimeSchedule(timetable=CronPartitionTimetable("0 * * * *"), assets=A)
    assert partitions.scheduled(DagSpec("d", both.to_json(), ()), NOW) == Partition("2026-03-04T12:00:00", NOW)


def test_a_person_may_ask_for_a_partition_that_the_dag_has() -> None:
    named = DagSpec("d", CronPartitionTimetable("0 * * * *").to_json(), ())
    assert partitions.asked(named, "2026-03-04T12:00:00") == Partition("2026-03-04T12:00:00", NOW)
    assert partitions.asked(named, None) == Partition()
    free = DagSpec("d", PartitionedAtRuntime().to_json(), ())
    assert partitions.asked(free, "us") == Partition("us")
    east = CronPartitionTimetable("0 * * * *", timezone="Asia/Taipei").to_json()
    with pytest.raises(PartitionKeyError, match="no key of this DAG"):
        partitions.asked(DagSpec("d", east, ()), "0001-01-01T00:00:00")
    with pytest.raises(PartitionKeyError, match="at most 250"):
        partitions.asked(free, "x" * 251)
    with pytest.raises(PartitionKeyError, match="no partitions"):
        partitions.asked(DagSpec("d", {"kind": "none"}, ()), "us")
    assert [partitions.takes_key(each) for each in (free, DagSpec("d", {"kind": "none"}, ()))] == [True, False]


def test_other_mappers_are_other_rules_and_another_expression_is_none() -> None:
    assert partitions.rules(awaits(IdentityMapper(), A)) == partitions.rules(awaits(IdentityMapper(), A & B))
    assert partitions.rules(awaits(IdentityMapper())) != partitions.rules(awaits(StartOfDayMapper()))
    assert partitions.rules(DagSpec("d", {"kind": "none"}, ())) is None


def test_how_far_a_key_is_counts_for_each_asset_of_the_schedule() -> None:
    whole = RollupMapper(upstream_mapper=StartOfDayMapper(), window=DayWindow())
    spec = awaits(StartOfDayMapper(), A & B & Asset.ref(name="c"), b=whole)
    found = partitions.progress(
        partitions.awaited(spec), "2026-03-04", [came("b", "2026-03-04T03:00:00", "x"), came("c", "y")]
    )
    assert found == [Progress("a", 0, 1), Progress("b", 1, 24), Progress("c", 1, 1)]
