"""When a DAG runs: pure timetables, without a clock.

Vocabulary:

*logical date*   the moment that names a run; unique within its DAG.
*data interval*  the stretch of time whose data the run works on.
*run after*      the moment from which on the run may start.
*window*         the author's ``start_date`` and ``end_date``: logical dates lie in it, both ends included.
"""

from couture_jupyter.timetables.assets import AssetOrTimeSchedule, AssetTriggeredTimetable
from couture_jupyter.timetables.contract import EPOCH, Timetable, TimetableRun, Window
from couture_jupyter.timetables.cron import CronInterval, CronTrigger
from couture_jupyter.timetables.events import EventsTimetable
from couture_jupyter.timetables.interval import DeltaTrigger, Interval
from couture_jupyter.timetables.multiple import MultipleCronTrigger
from couture_jupyter.timetables.outside import AfterDag, FileArrival
from couture_jupyter.timetables.parse import from_json, parse_schedule
from couture_jupyter.timetables.partitions import (
    CronPartitionTimetable,
    PartitionedAssetTimetable,
    PartitionedAtRuntime,
)
from couture_jupyter.timetables.simple import Continuous, Never, Once

__all__ = [
    "EPOCH",
    "AfterDag",
    "AssetOrTimeSchedule",
    "AssetTriggeredTimetable",
    "Continuous",
    "CronInterval",
    "CronPartitionTimetable",
    "CronTrigger",
    "DeltaTrigger",
    "EventsTimetable",
    "FileArrival",
    "Interval",
    "MultipleCronTrigger",
    "Never",
    "Once",
    "PartitionedAssetTimetable",
    "PartitionedAtRuntime",
    "Timetable",
    "TimetableRun",
    "Window",
    "from_json",
    "parse_schedule",
]
