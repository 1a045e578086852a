"""Partitions of assets: an update may be one of a part of an asset, named by a key such as an hour or a region.

Vocabulary:

*partition key*   names a part: ``2026-03-04T10:00:00``, ``us``, ``us|2026-03-04``. A run and an update of an asset have
                  one or none.
*partition date*  the moment that a key names, where it names one.
*mapper*          says for the key of an update (*upstream*) to which keys of the DAG that waits (*downstream*) it
                  belongs.
*window*          the upstream keys that make up one downstream key: the 24 hours of a day.
*wait policy*     how many of a window must have come before the run starts.

All of it is plain data (``documents.py``): the engine decides with it and never runs an author's code.
"""

from couture_jupyter.partitions.keys import LONGEST_KEY, PartitionKeyError, check_key
from couture_jupyter.partitions.mappers import (
    AllowedKeyMapper,
    ChainMapper,
    FixedKeyMapper,
    IdentityMapper,
    PartitionMapper,
    ProductMapper,
)
from couture_jupyter.partitions.temporal import (
    StartOfDayMapper,
    StartOfHourMapper,
    StartOfMonthMapper,
    StartOfQuarterMapper,
    StartOfWeekMapper,
    StartOfYearMapper,
)
from couture_jupyter.partitions.wait_policies import MinimumCount, WaitForAll, WaitPolicy
from couture_jupyter.partitions.windowed import FanOutMapper, RollupMapper
from couture_jupyter.partitions.windows import (
    DayWindow,
    HourWindow,
    MonthWindow,
    QuarterWindow,
    SegmentWindow,
    WeekWindow,
    Window,
    YearWindow,
)

__all__ = [
    "LONGEST_KEY",
    "AllowedKeyMapper",
    "ChainMapper",
    "DayWindow",
    "FanOutMapper",
    "FixedKeyMapper",
    "HourWindow",
    "IdentityMapper",
    "MinimumCount",
    "MonthWindow",
    "PartitionKeyError",
    "PartitionMapper",
    "ProductMapper",
    "QuarterWindow",
    "RollupMapper",
    "SegmentWindow",
    "StartOfDayMapper",
    "StartOfHourMapper",
    "StartOfMonthMapper",
    "StartOfQuarterMapper",
    "StartOfWeekMapper",
    "StartOfYearMapper",
    "WaitForAll",
    "WaitPolicy",
    "WeekWindow",
    "Window",
    "YearWindow",
    "check_key",
]
