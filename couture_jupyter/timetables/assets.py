"""Timetables that follow assets: a run when the expression of assets is true, or also at times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from couture_jupyter import assets as asset_language
from couture_jupyter.assets import BaseAsset
from couture_jupyter.exceptions import TimetableError
from couture_jupyter.timetables.contract import Timetable, TimetableRun, Window

LONGEST_PHRASE = 200
_BY_ASSETS = ("assets", "asset_or_time", "partitioned_assets", "partitioned_at_runtime")
_WITHOUT_TIMES = ("custom", "none", "once", "continuous", "file", "after", *_BY_ASSETS)


@dataclass(frozen=True, slots=True)
class AssetTriggeredTimetable:
    """``schedule=[a, b]``: a run when all these assets have been updated since the last one; ``schedule=(a | b)``: when
    one of them has."""

    kind: ClassVar[str] = "assets"
    assets: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "assets", asset_language.expression(self.assets))

    @property
    def asset_condition(self) -> BaseAsset:
        """The expression."""
        found: BaseAsset = self.assets
        return found

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """Always ``None``: nobody knows when."""
        return None

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """Always ``None``."""
        return None

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """The moment itself."""
        return (moment, moment)

    def summary(self) -> str:
        """A phrase."""
        return when_updated(self.assets.to_json())

    def to_json(self) -> dict[str, Any]:
        """JSON."""
        return {"kind": self.kind, "assets": self.assets.to_json()}

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> AssetTriggeredTimetable:
        """The timetable that ``to_json`` wrote."""
        return cls(asset_language.from_json(document["assets"]))


class AssetOrTimeSchedule:
    """``schedule=AssetOrTimeSchedule(timetable=CronTrigger("0 1 * * *"), assets=(a & b))``: runs by the timetable, and
    others whenever the assets have been updated."""

    kind: ClassVar[str] = "asset_or_time"
    __slots__ = ("assets", "timetable")

    def __init__(self, *, timetable: Any, assets: Any = None, datasets: Any = None) -> None:
        from couture_jupyter.timetables.parse import parse_schedule

        self.timetable: Timetable = parse_schedule(timetable)
        if self.timetable.kind in _WITHOUT_TIMES:
            raise TimetableError(
                f'AssetOrTimeSchedule needs a timetable that names times, such as a cron one, not "{timetable}".'
            )
        self.assets = asset_language.expression(datasets if assets is None else assets)

    @property
    def asset_condition(self) -> BaseAsset:
        """The expression."""
        return self.assets

    @property
    def timezone(self) -> str | None:
        """That of the timetable."""
        return getattr(self.timetable, "timezone", None)

    def next_run(self, last: datetime | None, window: Window) -> TimetableRun | None:
        """The next run by time."""
        return self.timetable.next_run(last, window)

    def last_run_before(self, moment: datetime, window: Window) -> TimetableRun | None:
        """The newest run by time."""
        return self.timetable.last_run_before(moment, window)

    def manual_interval(self, moment: datetime) -> tuple[datetime, datetime]:
        """As by the timetable alone."""
        return self.timetable.manual_interval(moment)

    def summary(self) -> str:
        """A phrase."""
        assets = when_updated(self.assets.to_json())
        return f"{self.timetable.summary()}, and {assets[0].lower()}{assets[1:]}"

    def to_json(self) -> dict[str, Any]:
        """JSON."""
        return {"kind": self.kind, "timetable": self.timetable.to_json(), "assets": self.assets.to_json()}

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> AssetOrTimeSchedule:
        """The timetable that ``to_json`` wrote."""
        from couture_jupyter.timetables.parse import from_json

        inner = from_json(document["timetable"])
        return cls(timetable=inner, assets=asset_language.from_json(document["assets"]))

    def __eq__(self, other: object) -> bool:
        return self.to_json() == other.to_json() if isinstance(other, AssetOrTimeSchedule) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.timetable, self.assets))


def when_updated(document: dict[str, Any]) -> str:
    """An expression as a phrase; many assets are only counted."""
    (kind,) = document
    text, verb = asset_language.shown(document), "have" if kind == "all" and len(document["all"]) > 1 else "has"
    if len(text) > LONGEST_PHRASE:
        count = sum(1 for _ in asset_language.leaves(document))
        text = f"{count} assets" if kind == "all" else f"one of {count} assets"
    return f"When {text} {verb} been updated"
