"""Timetables of runs with partition keys: a key for each moment, for each partition of assets, or by whoever starts it.

The vocabulary is in ``couture_jupyter.partitions``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, ClassVar

from couture_jupyter import assets as asset_language
from couture_jupyter.assets import BaseAsset
from couture_jupyter.exceptions import TimetableError
from couture_jupyter.partitions.documents import from_json as mapper_from_json
from couture_jupyter.partitions.documents import to_json as mapper_to_json
from couture_jupyter.partitions.keys import PartitionKeyError, check_key
from couture_jupyter.partitions.mappers import IdentityMapper, PartitionMapper
from couture_jupyter.partitions.temporal import KEY_FORMAT, check_format, moment_in
from couture_jupyter.timetables.assets import when_updated
from couture_jupyter.timetables.contract import TimetableRun, Window
from couture_jupyter.timetables.cron import CronTrigger, read_immediately
from couture_jupyter.timetables.simple import Never

_TICK = timedelta(microseconds=1)


class PartitionedAssetTimetable:
    """A run for each partition of assets, when what it is made of has come.

    Args:
        assets: an asset, a list of them (all), or an expression.
        partition_mapper_config: mappers of single assets.
        default_partition_mapper: that of all others. Default: the same key.

    Raises ``TimetableError`` for mappers that an author wrote.
    """

    kind: ClassVar[str] = "partitioned_assets"

    def __init__(
        self,
        *,
        assets: Any,
        partition_mapper_config: Mapping[BaseAsset, PartitionMapper] | None = None,
        default_partition_mapper: PartitionMapper | None = None,
    ) -> None:
        self.assets = asset_language.expression(assets)
        self.default_partition_mapper = default_partition_mapper or IdentityMapper()
        self._mappers: dict[str, dict[str, PartitionMapper]] = {"name": {}, "uri": {}}
        for each, mapper in (partition_mapper_config or {}).items():
            self._note(each, mapper)
        self.to_json()

    def _note(self, key: BaseAsset, mapper: PartitionMapper) -> None:
        for leaf in asset_language.leaves(asset_language.expression(key).to_json()):
            ((kind, facts),) = leaf.items()
            if kind == "alias":
                raise TimetableError(
                    f'partition_mapper_config has the alias "{facts["name"]}": it takes assets. What comes by an alias '
                    "goes by the default mapper."
                )
            for field in ("name", "uri"):
                if facts.get(field):
                    self._mappers[field][facts[field]] = mapper

    @property
    def asset_condition(self) -> BaseAsset:
        """The expression."""
        return self.assets

    def get_partition_mapper(self, *, name: str = "", uri: str = "") -> PartitionMapper:
        """The mapper of an asset."""
        return self._mappers["name"].get(name) or self._mappers["uri"].get(uri) or self.default_partition_mapper

    def partition_date_of(self, key: str) -> datetime | None:
        """The moment that a key names; ``None`` when it names none or the assets' mappers disagree.
        ``PartitionKeyError`` for a key that one of them cannot read."""
        found = set()
        for mapper in self._all_mappers():
            try:
                found.add(mapper.to_partition_date(check_key(key)))
            except (ValueError, OverflowError) as error:
                raise PartitionKeyError(f"{key!r} is no key of this DAG's partitions: {error}.") from error
        found.discard(None)
        return found.pop() if len(found) == 1 else None

    def _all_mappers(self) -> Iterator[PartitionMapper]:
        for leaf in asset_language.leaves(self.assets.to_json()):
            ((kind, facts),) = leaf.items()
            if kind != "alias":
                yield self.get_partition_mapper(name=facts.get("name") or "", uri=facts.get("uri") or "")

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
        return f"{when_updated(self.assets.to_json())}, for each partition"

    def to_json(self) -> dict[str, Any]:
        """JSON."""
        known = {
            field: {key: mapper_to_json(mapper) for key, mapper in each.items()}
            for field, each in self._mappers.items()
            if each
        }
        mapper = mapper_to_json(self.default_partition_mapper)
        return {"kind": self.kind, "assets": self.assets.to_json(), "mapper": mapper, "mappers": known}

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> PartitionedAssetTimetable:
        """The timetable that ``to_json`` wrote."""
        assets, mapper = asset_language.from_json(document["assets"]), mapper_from_json(document["mapper"])
        made = cls(assets=assets, default_partition_mapper=mapper)
        for field, each in document["mappers"].items():
            made._mappers[field] = {key: mapper_from_json(one) for key, one in each.items()}
        return made

    def __eq__(self, other: object) -> bool:
        return self.to_json() == other.to_json() if isinstance(other, PartitionedAssetTimetable) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.kind, self.assets))


class PartitionedAtRuntime(Never):
    """Whoever starts a run says its partition key, or its tasks say which partitions of their outlets they have
    updated (``outlet_events[asset].add_partitions(…)``)."""

    kind: ClassVar[str] = "partitioned_at_runtime"

    def partition_date_of(self, key: str) -> datetime | None:
        """Always ``None``. ``PartitionKeyError`` for what is no key."""
        check_key(key)
        return None

    def summary(self) -> str:
        """A phrase."""
        return "Only by hand; partitions are named when it runs"


class CronPartitionTimetable(CronTrigger):
    """A run at each moment of the expression, with a partition that the moment names.

    Args:
        cron: the expression.
        timezone: of the expression and of the keys.
        run_offset: how many moments of the expression the partition lies after (or before: a negative number) the run.
        run_immediately: as for ``CronTrigger``.
        key_format: how the partition's date is written as a key, as for ``strftime``.
    """

    kind: ClassVar[str] = "cron_partition"
    __slots__ = ("key_format", "run_offset")

    def __init__(
        self,
        cron: str,
        *,
        timezone: str | tzinfo = "UTC",
        run_offset: int | None = None,
        run_immediately: Any = False,
        key_format: str = KEY_FORMAT,
    ) -> None:
        if run_offset is not None and (not isinstance(run_offset, int) or isinstance(run_offset, bool)):
            raise TimetableError(f"run_offset is a whole number of moments, not {run_offset!r}.")
        super().__init__(cron, timezone, run_immediately=run_immediately)
        self.run_offset, self.key_format = run_offset or 0, check_format(key_format)

    def partition_at(self, run_after: datetime) -> tuple[str, datetime] | None:
        """The key and the date of the partition of the run that starts at a moment; ``None``: the expression has no
        moment so far away."""
        date: datetime | None = run_after
        for _ in range(abs(self.run_offset)):
            date = date and (self._cron.after(date) if self.run_offset > 0 else self._cron.until(date - _TICK))
        return (moment_in(date, self.timezone).strftime(self.key_format), date) if date else None

    def partition_date_of(self, key: str) -> datetime | None:
        """The moment that a key names; ``PartitionKeyError`` for a key in another format."""
        try:
            found = datetime.strptime(check_key(key), self.key_format)
            return moment_in(found, self.timezone).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise PartitionKeyError(f"{key!r} is no key of this DAG's partitions: {error}.") from error

    def to_json(self) -> dict[str, Any]:
        """JSON."""
        return {**super().to_json(), "run_offset": self.run_offset, "key_format": self.key_format}

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> CronPartitionTimetable:
        """The timetable that ``to_json`` wrote."""
        return cls(
            document["expression"],
            timezone=document["timezone"],
            run_offset=document["run_offset"],
            run_immediately=read_immediately(document),
            key_format=document["key_format"],
        )


Partitioned = PartitionedAssetTimetable | PartitionedAtRuntime | CronPartitionTimetable
