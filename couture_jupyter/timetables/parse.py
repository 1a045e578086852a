"""From what an author or a database row says to a timetable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from couture_jupyter.assets import BaseAsset
from couture_jupyter.exceptions import TimetableError
from couture_jupyter.timetables import lengths
from couture_jupyter.timetables.assets import AssetOrTimeSchedule, AssetTriggeredTimetable
from couture_jupyter.timetables.contract import Timetable
from couture_jupyter.timetables.cron import CronInterval, CronTrigger
from couture_jupyter.timetables.cron_expression import PRESETS
from couture_jupyter.timetables.custom import AuthorsTimetable, CustomTimetable
from couture_jupyter.timetables.events import EventsTimetable
from couture_jupyter.timetables.interval import DeltaTrigger, Interval
from couture_jupyter.timetables.lengths import LENGTHS
from couture_jupyter.timetables.multiple import MultipleCronTrigger
from couture_jupyter.timetables.outside import AfterDag, FileArrival
from couture_jupyter.timetables.partitions import (
    CronPartitionTimetable,
    PartitionedAssetTimetable,
    PartitionedAtRuntime,
)
from couture_jupyter.timetables.simple import Continuous, Never, Once

_WORDS: dict[str, Callable[[], Timetable]] = {
    "@once": Once,
    "@continuous": Continuous,
    "@none": Never,
    "none": Never,
}

_READERS: dict[str, Callable[[dict[str, Any]], Timetable]] = {
    "none": lambda _: Never(),
    "once": lambda document: Once(datetime.fromisoformat(document["at"]) if document.get("at") else None),
    "continuous": lambda _: Continuous(),
    "interval": lambda document: Interval(lengths.from_json(document["seconds"])),
    "cron": lambda document: CronInterval(document["expression"], document.get("timezone", "UTC")),
    "cron_trigger": CronTrigger.from_json,
    "multiple_cron_trigger": MultipleCronTrigger.from_json,
    "delta_trigger": DeltaTrigger.from_json,
    "events": EventsTimetable.from_json,
    "assets": AssetTriggeredTimetable.from_json,
    "partitioned_assets": PartitionedAssetTimetable.from_json,
    "partitioned_at_runtime": lambda _: PartitionedAtRuntime(),
    "cron_partition": CronPartitionTimetable.from_json,
    "asset_or_time": AssetOrTimeSchedule.from_json,
    "file": lambda document: FileArrival(document["pattern"], document.get("settle", 5.0)),
    "custom": AuthorsTimetable,
    "after": lambda document: AfterDag(document["dag_id"]),
}


def from_json(document: dict[str, Any]) -> Timetable:
    """The timetable whose ``to_json`` gave ``document``; ``TimetableError`` for an unknown kind."""
    reader = _READERS.get(document.get("kind", ""))
    if reader is None:
        raise TimetableError(f"There is no kind of timetable called {document.get('kind')!r}.")
    return reader(document)


def parse_schedule(schedule: Any, timezone: str = "UTC") -> Timetable:
    """The timetable that ``DAG(schedule=…)`` means.

    Args:
        schedule: ``None``; a preset such as ``"@daily"``, ``"@once"`` or ``"@continuous"``; a cron
        expression; a ``timedelta`` or ``relativedelta``; a timetable; an asset, a list or an expression of assets.
        timezone: IANA name for presets and cron expressions.

    Raises:
        TimetableError: the schedule cannot be understood; the message says why.
    """
    if schedule is None:
        return Never()
    if isinstance(schedule, str):
        return _parse_text(schedule.strip(), timezone)
    if isinstance(schedule, LENGTHS):
        return Interval(schedule)
    if isinstance(schedule, BaseAsset | list | tuple | set):
        return AssetTriggeredTimetable(schedule)
    if _is_authors(schedule):
        return CustomTimetable(schedule)
    if isinstance(schedule, Timetable) and not isinstance(schedule, type):
        return schedule
    raise TimetableError(
        f"A schedule is None, a preset such as '@daily', a cron expression, a timedelta, a "
        f"relativedelta, a timetable, an asset or a list of assets, "
        f"not {type(schedule).__name__}."
    )


def _is_authors(schedule: Any) -> bool:
    """Whether it is a timetable that people wrote, on its own or from one of ours."""
    kind = type(schedule)
    return callable(getattr(schedule, "next_dagrun_info", None)) and not (
        isinstance(schedule, type) or kind.__module__.startswith("couture_jupyter.timetables.")
    )


def _parse_text(text: str, timezone: str) -> Timetable:
    word = text.lower()
    if word in _WORDS:
        return _WORDS[word]()
    if word.startswith("@") and word not in PRESETS:
        known = ", ".join(sorted([*PRESETS, "@once", "@continuous"]))
        raise TimetableError(f'There is no schedule preset "{text}". Presets are: {known}.')
    return CronInterval(text, timezone)
