"""Partitions of assets (Airflow 3.2): the names that DAG files use. They are read; runs do not follow partitions.

A DAG that awaits partitions is drawn, and a person starts its runs; one that makes them at times runs at those times,
and its runs have no partition key.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar

from couture_jupyter.timetables.cron import CronTrigger
from couture_jupyter.timetables.simple import Never


@dataclass(frozen=True, slots=True, init=False)
class PartitionedAssetTimetable(Never):
    """A run for each partition of assets: here none comes by itself."""

    kind: ClassVar[str] = "partitions"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Its arguments say how partitions go together."""

    def summary(self) -> str:
        """A phrase."""
        return "By partitions of assets, which are not followed here: only by hand"


class PartitionedAtRuntime(PartitionedAssetTimetable):
    """Whoever starts a run says its partition."""


class CronPartitionTimetable(CronTrigger):
    """A run at each moment of the expression; in Airflow it has that moment as its partition."""

    __slots__ = ()

    def __init__(self, cron: str, timezone: Any = "UTC", *, run_immediately: Any = False, **kwargs: Any) -> None:
        super().__init__(cron, timezone, run_immediately=run_immediately)


class PartitionMapper:
    """Which partition of a DAG's own assets one of another asset belongs to. Subclasses say it in ``to_downstream``."""

    def __init__(self, *args: Any, max_downstream_keys: int | None = None, **kwargs: Any) -> None:
        self.max_downstream_keys = max_downstream_keys


class Window:
    """A stretch of partitions that go together. Subclasses say in ``to_upstream`` which."""

    class Direction(Enum):
        """Whether it begins or ends with the partition that names it."""

        FORWARD = "forward"
        BACKWARD = "backward"

    expected_decoded_type: ClassVar[type] = object

    def __init__(self, *args: Any, direction: Direction = Direction.FORWARD, **kwargs: Any) -> None:
        self.direction = direction


class MinimumCount:
    """Not all partitions of a window need to be there."""

    def __init__(self, n: int) -> None:
        self.n = n


class WaitForAll:
    """All partitions of a window need to be there."""


class AllowedKeyMapper(PartitionMapper):
    """Keys of a list."""


class ChainMapper(PartitionMapper):
    """One mapper after the other."""


class FanOutMapper(PartitionMapper):
    """One partition becomes several."""


class FixedKeyMapper(PartitionMapper):
    """Always the same key."""


class IdentityMapper(PartitionMapper):
    """The same key."""


class ProductMapper(PartitionMapper):
    """A mapper for each part of a key."""


class RollupMapper(PartitionMapper):
    """Several partitions become one."""


class StartOfHourMapper(PartitionMapper):
    """The hour of a time."""


class StartOfDayMapper(PartitionMapper):
    """The day of a time."""


class StartOfWeekMapper(PartitionMapper):
    """The week of a time."""


class StartOfMonthMapper(PartitionMapper):
    """The month of a time."""


class StartOfQuarterMapper(PartitionMapper):
    """The quarter of a time."""


class StartOfYearMapper(PartitionMapper):
    """The year of a time."""


class SegmentWindow(Window):
    """Keys of a list."""


class HourWindow(Window):
    """The minutes of an hour."""


class DayWindow(Window):
    """The hours of a day."""


class WeekWindow(Window):
    """The days of a week."""


class MonthWindow(Window):
    """The days of a month."""


class QuarterWindow(Window):
    """The months of a quarter."""


class YearWindow(Window):
    """The months of a year."""
