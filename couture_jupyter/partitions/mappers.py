"""To which partitions of a waiting DAG an update belongs: the mappers that know keys only as text, and their base."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from couture_jupyter.exceptions import TimetableError
from couture_jupyter.partitions.arguments import MadeOfArguments
from couture_jupyter.partitions.keys import PartitionKeyError


class PartitionMapper(MadeOfArguments):
    """Says for the key of an update to which keys of the waiting DAG it belongs.

    Args:
        max_downstream_keys: how many these may be for one update; more are refused. ``None``: 1,000.

    A window works on keys in their *decoded* form (``expected_decoded_type``): text, or a moment of the wall clock.
    """

    expected_decoded_type: ClassVar[type] = str

    def __init__(self, *, max_downstream_keys: int | None = None) -> None:
        is_number = isinstance(max_downstream_keys, int) and not isinstance(max_downstream_keys, bool)
        if max_downstream_keys is not None and not (is_number and max_downstream_keys >= 1):
            raise TimetableError(f"max_downstream_keys is a number from 1, or None, not {max_downstream_keys!r}.")
        self.max_downstream_keys = max_downstream_keys

    def to_downstream(self, key: str) -> str | Iterable[str]:
        """The key, or keys, to which an update with ``key`` belongs. ``ValueError`` for a key that it cannot read."""
        raise NotImplementedError

    def decode_downstream(self, downstream_key: str) -> Any:
        """A key of the waiting DAG as windows take it."""
        return downstream_key

    def encode_upstream(self, decoded: Any) -> str:
        """The key of an update from what a window says."""
        return str(decoded)

    def format(self, decoded: Any) -> str:
        """A key of the waiting DAG from what a window says."""
        return decoded.isoformat() if isinstance(decoded, datetime) else str(decoded)

    def to_partition_date(self, downstream_key: str) -> datetime | None:
        """The moment (aware) that a key of the waiting DAG names; ``None``: none."""
        return None

    def carry_partition_date(self, source_partition_date: datetime | None) -> datetime | None:
        """The date of the run that made the update, where it holds for the waiting run as well."""
        return None


class IdentityMapper(PartitionMapper):
    """The same key; the date of the run that made the update holds as well."""

    def to_downstream(self, key: str) -> str:
        """``key``."""
        return key

    def carry_partition_date(self, source_partition_date: datetime | None) -> datetime | None:
        """The same date."""
        return source_partition_date


class AllowedKeyMapper(PartitionMapper):
    """The same key, if it is one of these."""

    def __init__(self, allowed_keys: Sequence[str], *, max_downstream_keys: int | None = None) -> None:
        super().__init__(max_downstream_keys=max_downstream_keys)
        self.allowed_keys = list(allowed_keys)

    def to_downstream(self, key: str) -> str:
        """``key``; ``PartitionKeyError`` for one that is not allowed."""
        if key not in self.allowed_keys:
            raise PartitionKeyError(f"The key {key!r} is none of {', '.join(map(repr, self.allowed_keys))}.")
        return key

    def arguments(self) -> dict[str, Any]:
        """The keys."""
        return {"allowed_keys": self.allowed_keys}


class FixedKeyMapper(PartitionMapper):
    """Always this key, whatever the update's is."""

    def __init__(self, downstream_key: str, *, max_downstream_keys: int | None = None) -> None:
        if not isinstance(downstream_key, str) or not downstream_key:
            raise TimetableError(f"FixedKeyMapper takes a key that is not empty, not {downstream_key!r}.")
        super().__init__(max_downstream_keys=max_downstream_keys)
        self.downstream_key = downstream_key

    def to_downstream(self, key: str) -> str:
        """The fixed key."""
        return self.downstream_key

    def arguments(self) -> dict[str, Any]:
        """The key."""
        return {"downstream_key": self.downstream_key}


class _Several(PartitionMapper):
    """What is made of other mappers, two at least."""

    def __init__(self, *mappers: PartitionMapper, max_downstream_keys: int | None = None) -> None:
        super().__init__(max_downstream_keys=max_downstream_keys)
        if len(mappers) < 2 or not all(isinstance(each, PartitionMapper) for each in mappers):
            raise TimetableError(f"{type(self).__name__} takes two or more partition mappers.")
        self.mappers = list(mappers)

    def arguments(self) -> dict[str, Any]:
        """The mappers."""
        return {"mappers": self.mappers}


class ProductMapper(_Several):
    """A mapper for each part of the key: ``us|2026-03-04T10:00:00``. A mapper that gives several keys does not go
    here."""

    def __init__(self, *mappers: PartitionMapper, delimiter: str = "|", max_downstream_keys: int | None = None) -> None:
        super().__init__(*mappers, max_downstream_keys=max_downstream_keys)
        self.delimiter = delimiter

    def to_downstream(self, key: str) -> str:
        """The parts, mapped and put together again."""
        parts = key.split(self.delimiter)
        if len(parts) != len(self.mappers):
            raise PartitionKeyError(
                f"The key {key!r} has {len(parts)} parts between {self.delimiter!r}; {len(self.mappers)} are needed."
            )
        return self.delimiter.join(_one(*pair) for pair in zip(self.mappers, parts, strict=True))

    def to_partition_date(self, downstream_key: str) -> datetime | None:
        """That of the one part that names a moment; ``None`` when none or several do."""
        parts = downstream_key.split(self.delimiter)
        if len(parts) != len(self.mappers):
            return None
        dates = [mapper.to_partition_date(part) for mapper, part in zip(self.mappers, parts, strict=True)]
        known = [each for each in dates if each is not None]
        return known[0] if len(known) == 1 else None

    def arguments(self) -> dict[str, Any]:
        """The mappers, and what stands between the parts."""
        return {**super().arguments(), "delimiter": self.delimiter}


class ChainMapper(_Several):
    """One mapper after the other."""

    def to_downstream(self, key: str) -> list[str]:
        """What the last one says."""
        keys = [key]
        for mapper in self.mappers:
            keys = [found for each in keys for found in downstream_keys(mapper, each)]
        return keys

    def to_partition_date(self, downstream_key: str) -> datetime | None:
        """The last one has written the key."""
        return self.mappers[-1].to_partition_date(downstream_key)


def downstream_keys(mapper: PartitionMapper, key: str) -> list[str]:
    """What ``to_downstream`` says, as a list."""
    found = mapper.to_downstream(key)
    return [found] if isinstance(found, str) else list(found)


def _one(mapper: PartitionMapper, part: str) -> str:
    found = mapper.to_downstream(part)
    if not isinstance(found, str):
        raise PartitionKeyError(f"{type(mapper).__name__} gives several keys: it cannot map a part of one.")
    return found
