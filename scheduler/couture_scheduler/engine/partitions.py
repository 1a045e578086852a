"""Which partitions of a waiting DAG an update belongs to, when such a partition is complete, and the moment it names.

An update with a key belongs to one or more keys of each DAG that awaits its asset by partitions; it waits for each of
them by itself. A key is complete when the DAG's expression is true of the assets whose partitions have come for it: of
an asset with a rollup, when as many keys of its window have come as the wait policy asks for.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from couture_jupyter import timetables
from couture_jupyter.assets import leaves
from couture_jupyter.partitions import PartitionKeyError, PartitionMapper, RollupMapper, check_key
from couture_jupyter.partitions.mappers import downstream_keys
from couture_jupyter.serialization import DagSpec
from couture_jupyter.timetables import CronPartitionTimetable, PartitionedAssetTimetable
from couture_scheduler.engine.assets import Came, WaitingEvent, is_met

MOST_KEYS = 1_000  # of one update, where its mapper says nothing else
_PARTITIONED = ("partitioned_assets", "partitioned_at_runtime", "cron_partition")


@dataclass(frozen=True, slots=True)
class CamePartitions:
    """An asset, and which of its partitions have come for one key of the waiting DAG."""

    asset: Came
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Partition:
    """The key of a run, and the moment that it names; both ``None``: the run has none."""

    key: str | None = None
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Of an asset's partitions for a key, how many have come and how many there are."""

    asset: str
    received: int
    required: int


def awaits_partitions(spec: DagSpec) -> bool:
    """Whether partitions of assets start the DAG."""
    return bool(spec.timetable["kind"] == PartitionedAssetTimetable.kind)


def rules(spec: DagSpec) -> list[Any] | None:
    """What says how updates become partitions. When it changes, what waits is forgotten."""
    return [spec.timetable[name] for name in ("mapper", "mappers")] if awaits_partitions(spec) else None


def awaited(spec: DagSpec) -> PartitionedAssetTimetable:
    """The timetable of a DAG that awaits partitions."""
    return PartitionedAssetTimetable.from_json(spec.timetable)


def keys_for(spec: DagSpec, asset: Came, key: str | None) -> list[str]:
    """To which keys of the DAG an update belongs. ``PartitionKeyError`` says why to none."""
    if key is None:
        raise PartitionKeyError("The update has no partition key, and the DAG waits for partitions.")
    mapper = awaited(spec).get_partition_mapper(name=asset.name, uri=asset.uri)
    try:
        found = sorted({check_key(each) for each in downstream_keys(mapper, key)})
        for each in found:
            _check_rollup(mapper, each)
    except (ValueError, OverflowError) as error:  # a time before the year 1 or after 9999 overflows
        raise PartitionKeyError(f"The DAG cannot use the partition key {key!r}: {error}") from error
    most = mapper.max_downstream_keys or MOST_KEYS
    if len(found) > most:
        raise PartitionKeyError(f"The partition {key!r} belongs to {len(found)} of the DAG's; {most} are allowed.")
    return found


def _check_rollup(mapper: PartitionMapper, key: str) -> None:
    """Raise ``ValueError`` for a key of a rollup that cannot be read back, and for one that never becomes complete."""
    if isinstance(mapper, RollupMapper) and mapper.wait_policy.is_unreachable(count := len(mapper.to_upstream(key))):
        raise PartitionKeyError(f"{mapper.wait_policy!r} asks for more than the {count} partitions of the window.")


def is_complete(timetable: PartitionedAssetTimetable, key: str, came: Collection[CamePartitions]) -> bool:
    """Whether a key has all that its run waits for."""
    enough = [each.asset for each in came if _is_enough(timetable, key, each)]
    return is_met(timetable.assets.to_json(), enough)


def _is_enough(timetable: PartitionedAssetTimetable, key: str, came: CamePartitions) -> bool:
    mapper = timetable.get_partition_mapper(name=came.asset.name, uri=came.asset.uri)
    if not isinstance(mapper, RollupMapper):
        return True
    wanted = mapper.to_upstream(key)
    return mapper.wait_policy.is_satisfied(len(wanted & came.keys), len(wanted))


def progress(timetable: PartitionedAssetTimetable, key: str, came: Collection[CamePartitions]) -> list[Progress]:
    """How far a key is: for each asset in the DAG's schedule."""
    found = []
    for leaf in leaves(timetable.assets.to_json()):
        ((_, facts),) = leaf.items()
        own = next((each for each in came if is_met(leaf, [each.asset])), None)
        name, uri = (own.asset.name, own.asset.uri) if own else (facts.get("name") or "", facts.get("uri") or "")
        mapper = timetable.get_partition_mapper(name=name, uri=uri)
        wanted = mapper.to_upstream(key) if isinstance(mapper, RollupMapper) else None
        keys = own.keys if own else frozenset[str]()
        received, required = (len(wanted & keys), len(wanted)) if wanted is not None else (int(bool(own)), 1)
        found.append(Progress(name or uri, received, required))
    return found


def date_of(timetable: PartitionedAssetTimetable, key: str, events: Collection[WaitingEvent]) -> datetime | None:
    """The moment that the key names: on which the mappers of the updated assets agree. Where none of them knows times,
    that of the runs which made the updates, if their keys are passed on as they are and they agree."""
    pairs = [(timetable.get_partition_mapper(name=each.name, uri=each.uri), each) for each in events]
    try:
        named = {mapper.to_partition_date(key) for mapper, _ in pairs} - {None}
    except (ValueError, OverflowError):
        return None
    found = named or {mapper.carry_partition_date(each.partition_date) for mapper, each in pairs} - {None}
    return found.pop() if len(found) == 1 else None


def scheduled(spec: DagSpec, moment: datetime) -> Partition:
    """The partition of a run that the DAG's timetable makes; of ``AssetOrTimeSchedule`` the timetable in it."""
    document = spec.timetable.get("timetable", spec.timetable)
    timetable = timetables.from_json(document) if document["kind"] == CronPartitionTimetable.kind else None
    found = timetable.partition_at(moment) if isinstance(timetable, CronPartitionTimetable) else None
    return Partition(*found) if found else Partition()


def asked(spec: DagSpec, key: str | None) -> Partition:
    """The partition that a person asks for. ``PartitionKeyError`` when the DAG has none or not this one."""
    if key is None:
        return Partition()
    if spec.timetable["kind"] not in _PARTITIONED:
        raise PartitionKeyError("This DAG has no partitions: its schedule is none of the partitioned ones.")
    timetable: Any = timetables.from_json(spec.timetable)
    return Partition(key, timetable.partition_date_of(key))


def takes_key(spec: DagSpec) -> bool:
    """Whether a run by hand may be given a partition key."""
    return spec.timetable["kind"] in _PARTITIONED
