"""Mappers, windows and wait policies: from keys to keys, to dates, and through JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from couture_jupyter.exceptions import TimetableError
from couture_jupyter.partitions import (
    AllowedKeyMapper,
    ChainMapper,
    DayWindow,
    FanOutMapper,
    FixedKeyMapper,
    HourWindow,
    IdentityMapper,
    MinimumCount,
    MonthWindow,
    PartitionKeyError,
    PartitionMapper,
    ProductMapper,
    QuarterWindow,
    RollupMapper,
    SegmentWindow,
    StartOfDayMapper,
    StartOfHourMapper,
    StartOfMonthMapper,
    StartOfQuarterMapper,
    StartOfWeekMapper,
    StartOfYearMapper,
    WaitForAll,
    WeekWindow,
    Window,
    YearWindow,
)
from couture_jupyter.partitions.documents import from_json, to_json
from couture_jupyter.timetables import CronPartitionTimetable

BACKWARD = Window.Direction.BACKWARD


def again(mapper: Any) -> Any:
    """Through JSON."""
    found = from_json(json.loads(json.dumps(to_json(mapper))))
    assert found == mapper
    return found


@pytest.mark.parametrize(
    ("mapper", "key", "date"),
    [
        (StartOfHourMapper(), "2026-03-04T10", datetime(2026, 3, 4, 10, tzinfo=UTC)),
        (StartOfDayMapper(), "2026-03-04", datetime(2026, 3, 4, tzinfo=UTC)),
        (StartOfWeekMapper(), "2026-03-02 (W10)", datetime(2026, 3, 2, tzinfo=UTC)),
        (StartOfMonthMapper(), "2026-03", datetime(2026, 3, 1, tzinfo=UTC)),
        (StartOfQuarterMapper(), "2026-Q1", datetime(2026, 1, 1, tzinfo=UTC)),
        (StartOfYearMapper(), "2026", datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_time_belongs_to_the_period_in_which_it_lies(mapper: Any, key: str, date: datetime) -> None:
    assert again(mapper).to_downstream("2026-03-04T10:42:15") == key
    assert mapper.to_partition_date(key) == date


def test_a_time_is_read_and_written_in_the_mappers_zone_and_formats() -> None:
    mapper = again(StartOfDayMapper(timezone="Asia/Taipei", input_format="%Y-%m-%dT%H%z", output_format="%d.%m.%Y"))
    assert mapper.to_downstream("2026-03-04T17+0000") == "05.03.2026"
    assert mapper.to_partition_date("05.03.2026") == datetime(2026, 3, 4, 16, tzinfo=UTC)


def test_a_week_or_quarter_whose_key_cannot_be_read_back_says_what_its_format_lacks() -> None:
    mapper = StartOfWeekMapper(output_format="W%V")
    assert mapper.to_downstream("2026-03-04T10:42:15") == "W10"
    with pytest.raises(PartitionKeyError, match="must have Y and m and d"):
        mapper.to_partition_date("W10")
    with pytest.raises(TimetableError, match="quarter} twice"):
        StartOfQuarterMapper(output_format="%Y-Q{quarter}{quarter}")


def test_a_format_that_cannot_be_read_at_all_is_refused_where_the_mapper_is_made() -> None:
    with pytest.raises(TimetableError, match="cannot be read back"):
        StartOfDayMapper(input_format="%Y-%Y")
    with pytest.raises(TimetableError, match="cannot be read back"):
        StartOfDayMapper(output_format="%d %d")
    with pytest.raises(TimetableError, match="cannot be read back"):
        CronPartitionTimetable("0 0 * * *", key_format="%H%H")


def test_mappers_of_text() -> None:
    assert again(IdentityMapper()).to_downstream("us") == "us"
    assert again(FixedKeyMapper("all")).to_downstream("us") == "all"
    allowed = again(AllowedKeyMapper(["us", "eu"]))
    assert allowed.to_downstream("eu") == "eu"
    with pytest.raises(PartitionKeyError, match="none of 'us', 'eu'"):
        allowed.to_downstream("apac")


def test_a_product_maps_each_part_and_has_the_date_of_the_one_part_that_names_one() -> None:
    mapper = again(ProductMapper(IdentityMapper(), StartOfDayMapper()))
    assert mapper.to_downstream("us|2026-06-14T03:00:00") == "us|2026-06-14"
    assert mapper.to_partition_date("us|2026-06-14") == datetime(2026, 6, 14, tzinfo=UTC)
    with pytest.raises(PartitionKeyError, match="has 1 parts"):
        mapper.to_downstream("us")
    both = ProductMapper(StartOfDayMapper(), StartOfDayMapper(), delimiter="/")
    assert both.to_partition_date("2026-06-14/2026-06-15") is None
    several = ProductMapper(IdentityMapper(), FanOutMapper(upstream_mapper=StartOfWeekMapper(), window=WeekWindow()))
    with pytest.raises(PartitionKeyError, match="several keys"):
        several.to_downstream("us|2026-06-14T03:00:00")


def test_a_chain_is_one_mapper_after_the_other_and_passes_several_keys_on() -> None:
    days = FanOutMapper(upstream_mapper=StartOfWeekMapper(), window=WeekWindow())
    mapper = again(ChainMapper(days, AllowedKeyMapper([f"2026-03-0{day}" for day in range(2, 9)])))
    assert mapper.to_downstream("2026-03-04T10:00:00") == [f"2026-03-0{day}" for day in range(2, 9)]
    hours = ChainMapper(StartOfHourMapper(), StartOfDayMapper(input_format="%Y-%m-%dT%H"))
    assert hours.to_downstream("2026-03-04T10:42:15") == ["2026-03-04"]
    assert hours.to_partition_date("2026-03-04") == datetime(2026, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mapper", "window", "key", "first", "last", "count"),
    [
        (StartOfHourMapper(), HourWindow(), "2026-03-04T10", "2026-03-04T10:00:00", "2026-03-04T10:59:00", 60),
        (StartOfDayMapper(), DayWindow(), "2026-03-04", "2026-03-04T00:00:00", "2026-03-04T23:00:00", 24),
        (StartOfWeekMapper(), WeekWindow(), "2026-03-02 (W10)", "2026-03-02T00:00:00", "2026-03-08T00:00:00", 7),
        (StartOfMonthMapper(), MonthWindow(), "2028-02", "2028-02-01T00:00:00", "2028-02-29T00:00:00", 29),
        (StartOfQuarterMapper(), QuarterWindow(), "2026-Q4", "2026-10-01T00:00:00", "2026-12-01T00:00:00", 3),
        (StartOfYearMapper(), YearWindow(), "2026", "2026-01-01T00:00:00", "2026-12-01T00:00:00", 12),
        (
            StartOfMonthMapper(),
            MonthWindow(direction=BACKWARD),
            "2026-03",
            "2026-02-02T00:00:00",
            "2026-03-01T00:00:00",
            28,
        ),
        (
            StartOfYearMapper(),
            YearWindow(direction=BACKWARD),
            "2026",
            "2025-02-01T00:00:00",
            "2026-01-01T00:00:00",
            12,
        ),
    ],
)
def test_a_window_says_which_keys_make_up_a_period(
    mapper: PartitionMapper, window: Window, key: str, first: str, last: str, count: int
) -> None:
    found = sorted(again(RollupMapper(upstream_mapper=mapper, window=window)).to_upstream(key))
    assert (found[0], found[-1], len(found)) == (first, last, count)


def test_an_hour_that_a_clock_change_leaves_out_is_not_waited_for() -> None:
    mapper = RollupMapper(upstream_mapper=StartOfDayMapper(timezone="Europe/Helsinki"), window=DayWindow())
    keys = mapper.to_upstream("2026-03-29")
    assert len(keys) == 23
    assert "2026-03-29T03:00:00" not in keys


def test_segments_are_the_same_whatever_the_key_is() -> None:
    mapper = again(RollupMapper(upstream_mapper=FixedKeyMapper("all"), window=SegmentWindow(["us", "eu", "us"])))
    assert mapper.to_downstream("us") == "all"
    assert mapper.to_upstream("all") == {"us", "eu"}
    for wrong in ([], [""], [3]):
        with pytest.raises(TimetableError, match="one or more keys"):
            SegmentWindow(wrong)  # type: ignore[arg-type]


def test_a_window_of_times_does_not_go_with_a_mapper_of_text() -> None:
    with pytest.raises(TimetableError, match="do not go together"):
        RollupMapper(upstream_mapper=IdentityMapper(), window=DayWindow())


def test_one_partition_fans_out_to_those_of_its_window() -> None:
    forward = again(FanOutMapper(upstream_mapper=StartOfWeekMapper(), window=WeekWindow(), max_downstream_keys=7))
    assert forward.to_downstream("2026-03-04T00:00:00") == [f"2026-03-0{day}" for day in range(2, 9)]
    backward = again(FanOutMapper(upstream_mapper=StartOfWeekMapper(), window=WeekWindow(direction=BACKWARD)))
    assert backward.to_downstream("2026-03-09T00:00:00") == [f"2026-03-0{day}" for day in range(3, 10)]
    segments = FanOutMapper(
        upstream_mapper=IdentityMapper(), window=SegmentWindow(["us", "eu"]), downstream_mapper=IdentityMapper()
    )
    assert again(segments).to_downstream("x") == ["eu", "us"]
    with pytest.raises(TimetableError, match="needs a downstream_mapper"):
        FanOutMapper(upstream_mapper=IdentityMapper(), window=SegmentWindow(["us"]))


def test_wait_policies() -> None:
    assert [WaitForAll().is_satisfied(count, 3) for count in (2, 3)] == [False, True]
    assert [MinimumCount(2).is_satisfied(count, 3) for count in (1, 2, 3)] == [False, True, True]
    assert [MinimumCount(-1).is_satisfied(count, 3) for count in (1, 2)] == [False, True]
    assert MinimumCount(4).is_unreachable(3)
    assert not MinimumCount(-4).is_unreachable(3)
    with pytest.raises(TimetableError, match="wait for nothing"):
        MinimumCount(0)


def test_a_limit_of_keys_is_a_number_from_one() -> None:
    assert again(StartOfDayMapper(max_downstream_keys=3)).max_downstream_keys == 3
    for wrong in (0, True, "3"):
        with pytest.raises(TimetableError, match="a number from 1"):
            IdentityMapper(max_downstream_keys=wrong)  # type: ignore[arg-type]
