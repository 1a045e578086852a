"""Partitions of assets (Airflow 3.2 and 3.3), as DAG files write them: one test a rule.

Source: the section "Asset partitions" of the page "Asset definitions" of Airflow's documentation, and its example.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from couture_scheduler.engine import partitions
from couture_scheduler.engine.assets import Came
from couture_scheduler.engine.partitions import CamePartitions

from couture_jupyter.exceptions import DagError
from couture_jupyter.partitions import PartitionKeyError
from couture_jupyter.serialization import DagSpec
from couture_jupyter.serialization.load import DagFileError, load_dag_file
from couture_jupyter.serialization.serialize import serialize_dag
from couture_jupyter.timetables import from_json

Read = Callable[[str], dict[str, DagSpec]]
SDK = (
    "AllowedKeyMapper Asset ChainMapper CronPartitionTimetable DAG DayWindow FanOutMapper FixedKeyMapper "
    "IdentityMapper MinimumCount MonthWindow PartitionedAssetTimetable PartitionedAtRuntime ProductMapper "
    "RollupMapper SegmentWindow StartOfDayMapper StartOfHourMapper StartOfMonthMapper StartOfWeekMapper "
    "StartOfYearMapper WaitForAll WeekWindow Window task"
)
NAMES = f"from airflow.sdk import {', '.join(SDK.split())}\nhourly, sales = Asset('hourly'), Asset('sales')\n"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """What the engine reads of the DAGs whose schedules these are, ``name = schedule`` a line."""

    def read(source: str) -> dict[str, DagSpec]:
        made = ["def dag(name, schedule):\n    with DAG(name, schedule=schedule) as made: pass\n    return made\n"]
        for line in textwrap.dedent(source).strip().splitlines():
            name, _, schedule = line.partition(" = ")
            made.append(f"{name} = dag('{name}', {schedule})\n")
        file = tmp_path / "file.py"
        file.write_text(NAMES + "".join(made))
        return {dag_id: serialize_dag(each) for dag_id, each in load_dag_file(file).dags.items()}

    return read


def keys(spec: DagSpec, key: str, asset: str = "hourly") -> list[str]:
    return partitions.keys_for(spec, Came(asset, asset), key)


def complete(spec: DagSpec, key: str, *came: str, asset: str = "hourly") -> bool:
    found = [CamePartitions(Came(asset, asset), frozenset(came))]
    return partitions.is_complete(partitions.awaited(spec), key, found)


def test_all_names_come_from_the_sdk_and_from_where_airflow_has_them(tmp_path: Path) -> None:
    """``airflow.sdk``, ``airflow.partition_mappers…`` and ``airflow.timetables…`` lead to the same classes."""
    file = tmp_path / "file.py"
    file.write_text(
        "from airflow.sdk import CronPartitionTimetable, PartitionedAssetTimetable, RollupMapper, StartOfDayMapper\n"
        "from airflow.partition_mappers import StartOfQuarterMapper, WaitForAll, WeekWindow, Window\n"
        "from airflow.partition_mappers.base import RollupMapper as rollup\n"
        "from airflow.partition_mappers.temporal import StartOfDayMapper as day\n"
        "from airflow.partition_mappers.window import DayWindow\n"
        "from airflow.partition_mappers.wait_policy import MinimumCount\n"
        "from airflow.timetables.simple import PartitionedAssetTimetable as by_assets, PartitionedAtRuntime\n"
        "from airflow.timetables.trigger import CronPartitionTimetable as cron\n"
        "assert (rollup, day) == (RollupMapper, StartOfDayMapper)\n"
        "assert (by_assets, cron) == (PartitionedAssetTimetable, CronPartitionTimetable)\n"
    )
    load_dag_file(file)


def test_a_run_by_cron_has_its_moment_as_key_in_the_timetables_zone(read: Read) -> None:
    """``run_offset`` shifts the partition by so many moments; ``key_format`` writes it."""
    found = read(
        """
        plain = CronPartitionTimetable("0 0 * * *", timezone="Asia/Taipei")
        yesterday = CronPartitionTimetable("0 0 * * *", timezone="UTC", run_offset=-1, key_format="%Y%m%d")
        """
    )
    moments = {name: from_json(spec.timetable).partition_date_of for name, spec in found.items()}  # type: ignore[attr-defined]
    midnight = moments["plain"]("2026-03-05T00:00:00")
    assert (midnight.hour, partitions.scheduled(found["plain"], midnight).key) == (16, "2026-03-05T00:00:00")
    run = moments["yesterday"]("20260305")
    assert partitions.scheduled(found["yesterday"], run).key == "20260304"


def test_without_a_mapper_the_key_is_passed_on(read: Read) -> None:
    """``IdentityMapper`` is the default."""
    spec = read("d = PartitionedAssetTimetable(assets=hourly)")["d"]
    assert keys(spec, "anything") == ["anything"]
    assert complete(spec, "anything", "anything")


def test_a_mapper_may_be_given_for_single_assets(read: Read) -> None:
    """``partition_mapper_config``; all others have the default mapper. Keys that never meet never start a run."""
    schedule = "assets=hourly & Asset.ref(name='sales'), default_partition_mapper=StartOfHourMapper()"
    config = "{Asset.ref(name='sales'): StartOfYearMapper()}"
    spec = read(f"d = PartitionedAssetTimetable({schedule}, partition_mapper_config={config})")["d"]
    moment = "2026-03-04T10:00:00"
    assert (keys(spec, moment), keys(spec, moment, "sales")) == (["2026-03-04T10"], ["2026"])
    assert not complete(spec, "2026-03-04T10", moment)


@pytest.mark.parametrize(
    ("mapper", "key"),
    [
        ("StartOfHourMapper()", "2026-03-04T10"),
        ("StartOfDayMapper()", "2026-03-04"),
        ("StartOfWeekMapper()", "2026-03-02 (W10)"),
        ("StartOfMonthMapper()", "2026-03"),
        ("StartOfYearMapper()", "2026"),
        ("ChainMapper(StartOfHourMapper(), StartOfDayMapper(input_format='%Y-%m-%dT%H'))", "2026-03-04"),
        ("FixedKeyMapper('all')", "all"),
    ],
)
def test_a_time_becomes_the_period_in_which_it_lies(read: Read, mapper: str, key: str) -> None:
    """Each mapper has Airflow's format of keys."""
    spec = read(f"d = PartitionedAssetTimetable(assets=hourly, default_partition_mapper={mapper})")["d"]
    assert keys(spec, "2026-03-04T10:42:15") == [key]


def test_a_product_maps_each_part_of_a_key(read: Read) -> None:
    """``region|time``: each part by its own mapper."""
    mapper = "ProductMapper(IdentityMapper(), StartOfDayMapper())"
    spec = read(f"d = PartitionedAssetTimetable(assets=hourly, default_partition_mapper={mapper})")["d"]
    assert keys(spec, "us|2026-06-14T03:00:00") == ["us|2026-06-14"]


def test_a_key_that_is_not_allowed_starts_nothing(read: Read) -> None:
    """``AllowedKeyMapper``; the audit log says so."""
    mapper = "AllowedKeyMapper(['us', 'eu'])"
    spec = read(f"d = PartitionedAssetTimetable(assets=hourly, default_partition_mapper={mapper})")["d"]
    assert keys(spec, "us") == ["us"]
    with pytest.raises(PartitionKeyError, match="'mars' is none of"):
        keys(spec, "mars")


def test_a_rollup_waits_for_its_whole_window_or_as_its_policy_says(read: Read) -> None:
    """``WaitForAll`` is the default; ``MinimumCount(n)`` wants n, ``MinimumCount(-n)`` misses n at the most."""
    hours = [f"2026-03-04T{hour:02}:00:00" for hour in range(24)]
    found = read(
        "\n".join(
            f"{name} = PartitionedAssetTimetable(assets=hourly, default_partition_mapper=RollupMapper("
            f"upstream_mapper=StartOfDayMapper(), window=DayWindow(){policy}))"
            for name, policy in (
                ("plain", ""),
                ("every", ", wait_policy=WaitForAll()"),
                ("two", ", wait_policy=MinimumCount(2)"),
                ("but_one", ", wait_policy=MinimumCount(-1)"),
            )
        )
    )
    first = {
        name: next(n for n in range(25) if complete(spec, "2026-03-04", *hours[:n])) for name, spec in found.items()
    }
    assert first == {"plain": 24, "every": 24, "two": 2, "but_one": 23}


def test_rollups_can_follow_each_other(read: Read) -> None:
    """Hours make a day and days a month: the second one reads the keys of the first."""
    spec = read(
        "d = PartitionedAssetTimetable(assets=hourly, default_partition_mapper=RollupMapper("
        "upstream_mapper=StartOfMonthMapper(input_format='%Y-%m-%d'), window=MonthWindow()))"
    )["d"]
    days = [f"2026-02-{day:02}" for day in range(1, 29)]
    assert keys(spec, days[3]) == ["2026-02"]
    assert [complete(spec, "2026-02", *days[:-1]), complete(spec, "2026-02", *days)] == [False, True]


def test_a_rollup_of_segments_waits_for_a_fixed_set_of_keys(read: Read) -> None:
    """``FixedKeyMapper`` with ``SegmentWindow``."""
    spec = read(
        "d = PartitionedAssetTimetable(assets=hourly, default_partition_mapper=RollupMapper("
        "upstream_mapper=FixedKeyMapper('all'), window=SegmentWindow(['us', 'eu'])))"
    )["d"]
    assert [complete(spec, "all", "us", "mars"), complete(spec, "all", "us", "eu")] == [False, True]


def test_a_fan_out_starts_a_run_for_each_part_forward_or_backward(read: Read) -> None:
    """A week has seven days: those that begin with its key, or those that end with it."""
    found = read(
        """
        forward = PartitionedAssetTimetable(assets=hourly, default_partition_mapper=FanOutMapper(upstream_mapper=StartOfWeekMapper(), window=WeekWindow()))
        backward = PartitionedAssetTimetable(assets=hourly, default_partition_mapper=FanOutMapper(upstream_mapper=StartOfWeekMapper(), window=WeekWindow(direction=Window.Direction.BACKWARD)))
        """  # noqa: E501
    )
    assert keys(found["forward"], "2026-03-09T00:00:00") == [f"2026-03-{day:02}" for day in range(9, 16)]
    assert keys(found["backward"], "2026-03-09T00:00:00") == [f"2026-03-{day:02}" for day in range(3, 10)]


def test_a_fan_out_over_its_limit_starts_nothing(read: Read) -> None:
    """``max_downstream_keys``; the audit log says so."""
    spec = read(
        "d = PartitionedAssetTimetable(assets=hourly, default_partition_mapper=FanOutMapper("
        "upstream_mapper=StartOfWeekMapper(), window=WeekWindow(), max_downstream_keys=6))"
    )["d"]
    with pytest.raises(PartitionKeyError, match="6 are allowed"):
        keys(spec, "2026-03-09T00:00:00")


def test_a_fan_out_over_segments_needs_a_downstream_mapper(tmp_path: Path) -> None:
    """There is none by default for ``SegmentWindow`` and ``HourWindow``."""
    file = tmp_path / "file.py"
    file.write_text(NAMES + "FanOutMapper(upstream_mapper=IdentityMapper(), window=SegmentWindow(['us']))\n")
    with pytest.raises((DagError, DagFileError), match="needs a downstream_mapper"):
        load_dag_file(file)


def test_a_task_names_the_partitions_that_it_has_updated(tmp_path: Path) -> None:
    """An event for each key, one for the same key twice; without keys one event with the key of the run."""
    file = tmp_path / "file.py"
    file.write_text(
        NAMES + "with DAG('d', schedule=PartitionedAtRuntime()):\n"
        "    @task(outlets=[hourly, sales])\n"
        "    def name_them(*, outlet_events):\n"
        "        outlet_events[hourly].add_partitions(['us', 'eu'])\n"
        "        outlet_events[hourly].add_partitions('us')\n"
        "        outlet_events[hourly].extra = {'rows': 3}\n"
        "    name_them()\n"
    )
    events = load_dag_file(file).dags["d"].test().asset_events
    found = [(each.asset.name, each.partition_key, each.extra) for each in events]
    assert found == [("hourly", "eu", {"rows": 3}), ("hourly", "us", {"rows": 3}), ("sales", None, {})]


@pytest.mark.parametrize("wrong", ["''", "' '", "3", "'x' * 251", "['us', None]"])
def test_a_key_is_text_of_250_characters_at_most(tmp_path: Path, wrong: str) -> None:
    """The task that names another one fails."""
    file = tmp_path / "file.py"
    file.write_text(
        NAMES + "with DAG('d', schedule=None):\n"
        "    @task(outlets=[hourly])\n"
        f"    def name_them(*, outlet_events):\n        outlet_events[hourly].add_partitions({wrong})\n"
        "    name_them()\n"
    )
    run = load_dag_file(file).dags["d"].test()
    assert (run.state, run.asset_events) == ("failed", [])
