"""Mappers with a window: several partitions become one (rollup), or one becomes several (fan out)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from couture_jupyter.exceptions import TimetableError
from couture_jupyter.partitions.keys import PartitionKeyError
from couture_jupyter.partitions.mappers import PartitionMapper
from couture_jupyter.partitions.temporal import StartOfDayMapper, StartOfHourMapper, StartOfMonthMapper
from couture_jupyter.partitions.wait_policies import WaitForAll, WaitPolicy
from couture_jupyter.partitions.windows import Window


class RollupMapper(PartitionMapper):
    """Several partitions of an asset make up one of the waiting DAG: 24 hours make a day.

    Args:
        upstream_mapper: to which key of the waiting DAG an update belongs.
        window: which keys of updates make up that one.
        wait_policy: how many of them are enough. Default: all.
    """

    def __init__(
        self,
        *,
        upstream_mapper: PartitionMapper,
        window: Window,
        wait_policy: WaitPolicy | None = None,
        max_downstream_keys: int | None = None,
    ) -> None:
        super().__init__(max_downstream_keys=max_downstream_keys)
        if upstream_mapper.expected_decoded_type is not window.expected_decoded_type:
            raise TimetableError(
                f"{type(window).__name__} and {type(upstream_mapper).__name__} do not go together: one is for times, "
                "the other for other keys."
            )
        self.upstream_mapper, self.window = upstream_mapper, window
        self.wait_policy = wait_policy or WaitForAll()

    def to_downstream(self, key: str) -> Any:
        """As the upstream mapper says."""
        return self.upstream_mapper.to_downstream(key)

    def to_upstream(self, downstream_key: str) -> frozenset[str]:
        """The keys of updates that make up a key of the waiting DAG; ``ValueError`` for one that cannot be read."""
        parts = self.window.to_upstream(self.upstream_mapper.decode_downstream(downstream_key))
        return frozenset(map(self.upstream_mapper.encode_upstream, parts))

    def to_partition_date(self, downstream_key: str) -> datetime | None:
        """As the upstream mapper says."""
        return self.upstream_mapper.to_partition_date(downstream_key)

    def arguments(self) -> dict[str, Any]:
        """The mapper, the window and the wait policy."""
        return {"upstream_mapper": self.upstream_mapper, "window": self.window, "wait_policy": self.wait_policy}


class FanOutMapper(PartitionMapper):
    """One partition of an asset belongs to several of the waiting DAG: a week to its seven days.

    Args:
        upstream_mapper: reads the key of the update.
        window: the parts of what it names.
        downstream_mapper: writes each part as a key. Default, by the window: hours for ``DayWindow``, days for
            ``WeekWindow`` and ``MonthWindow``, months for ``QuarterWindow`` and ``YearWindow``.
    """

    default_downstream_mapper_by_window_name: ClassVar[dict[str, type[PartitionMapper]]] = {
        "DayWindow": StartOfHourMapper,
        "WeekWindow": StartOfDayMapper,
        "MonthWindow": StartOfDayMapper,
        "QuarterWindow": StartOfMonthMapper,
        "YearWindow": StartOfMonthMapper,
    }

    def __init__(
        self,
        *,
        upstream_mapper: PartitionMapper,
        window: Window,
        downstream_mapper: PartitionMapper | None = None,
        max_downstream_keys: int | None = None,
    ) -> None:
        super().__init__(max_downstream_keys=max_downstream_keys)
        default = self.default_downstream_mapper_by_window_name.get(type(window).__name__)
        if downstream_mapper is None and default is None:
            raise TimetableError(f"FanOutMapper with {type(window).__name__} needs a downstream_mapper.")
        self.upstream_mapper, self.window = upstream_mapper, window
        self.downstream_mapper = downstream_mapper or (default or PartitionMapper)()

    def to_downstream(self, key: str) -> list[str]:
        """A key for each part."""
        found = self.upstream_mapper.to_downstream(key)
        if not isinstance(found, str):
            raise PartitionKeyError("The upstream mapper of a FanOutMapper gives several keys; it may give one.")
        parts = self.window.to_upstream(self.upstream_mapper.decode_downstream(found))
        return [self.downstream_mapper.format(each) for each in parts]

    def to_partition_date(self, downstream_key: str) -> datetime | None:
        """As the downstream mapper says."""
        return self.downstream_mapper.to_partition_date(downstream_key)

    def arguments(self) -> dict[str, Any]:
        """Both mappers and the window."""
        names = ("upstream_mapper", "window", "downstream_mapper")
        return {name: getattr(self, name) for name in names}
