"""When a DAG that waits for assets is due, and what its run is like."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunType
from couture_scheduler.engine.decisions import NewRun


@dataclass(frozen=True, slots=True)
class Came:
    """An asset that was updated since the last run, and the aliases under which it ever was."""

    name: str
    uri: str
    aliases: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """An update of an asset that no run has taken yet; ``interval`` is the data interval of the run that made it, and
    ``partition_date`` the date of its partition, if the update is of the same one."""

    id: int
    timestamp: datetime
    interval: tuple[datetime, datetime] | None = None
    name: str = ""
    uri: str = ""
    partition_date: datetime | None = None


def is_due(spec: DagSpec, came: Collection[Came], active_runs: int, now: datetime) -> bool:
    """Whether a run is to be made: all that the DAG's schedule asks for has come, and it may begin."""
    return may_begin(spec, active_runs, now) and "assets" in spec.timetable and is_met(spec.timetable["assets"], came)


def may_begin(spec: DagSpec, active_runs: int, now: datetime) -> bool:
    """Whether updates may start a run now.

    Not before its start date nor after its end date; and of a DAG that skips runs that overlap not while one is
    active. What has come waits.
    """
    is_early = spec.start_date is not None and now < spec.start_date
    is_late = spec.end_date is not None and now > spec.end_date
    return not (is_early or is_late or (spec.overlap == "skip" and active_runs))


def is_met(expression: dict[str, Any], came: Collection[Came]) -> bool:
    """Whether an expression (see ``couture_jupyter.assets``) is true. Of nothing, all have come, and none of any."""
    ((kind, value),) = expression.items()
    match kind:
        case "all":
            return all(is_met(each, came) for each in value)
        case "any":
            return any(is_met(each, came) for each in value)
        case "alias":
            return any(value["name"] in each.aliases for each in came)
        case "asset_ref":
            return any(getattr(each, field) == text for field, text in value.items() for each in came)
    return any(each.name == value["name"] for each in came)


def new_run(events: Sequence[WaitingEvent], now: datetime) -> NewRun:
    """The run that these events start: its logical date is the newest of them, its data interval spans the intervals
    of the runs that made them (Airflow's rule); an event without a run counts with its own moment."""
    spans = [each.interval or (each.timestamp, each.timestamp) for each in events]
    interval = (min(start for start, _ in spans), max(end for _, end in spans))
    return NewRun(DagRunType.ASSET_TRIGGERED, max(each.timestamp for each in events), interval, now)
