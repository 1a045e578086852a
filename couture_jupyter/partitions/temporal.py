"""Keys that are times: to the hour, day, week … in which an update's lies."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, ClassVar

from couture_jupyter.arguments import zone, zone_name
from couture_jupyter.exceptions import TimetableError
from couture_jupyter.partitions.keys import PartitionKeyError
from couture_jupyter.partitions.mappers import PartitionMapper

KEY_FORMAT = "%Y-%m-%dT%H:%M:%S"
_DIGITS = {"%Y": r"\d{4}"} | dict.fromkeys(("%m", "%d", "%H", "%M", "%S", "%V", "%U", "%W"), r"\d{2}")


class TemporalMapper(PartitionMapper):
    """What the mappers of times have in common.

    Args:
        timezone: that of keys which name none, and of the keys that come out.
        input_format: how the updates' keys are written, as ``strptime`` reads it.
        output_format: how the keys of the waiting DAG are written.
    """

    expected_decoded_type: ClassVar[type] = datetime
    default_output_format: ClassVar[str]

    def __init__(
        self,
        *,
        timezone: str | tzinfo = "UTC",
        input_format: str = KEY_FORMAT,
        output_format: str | None = None,
        max_downstream_keys: int | None = None,
    ) -> None:
        super().__init__(max_downstream_keys=max_downstream_keys)
        self.timezone = zone_name(timezone)
        zone(self.timezone)
        self.input_format = check_format(input_format)
        self.output_format = check_format(output_format or self.default_output_format)

    def to_downstream(self, key: str) -> str:
        """The period in which the time lies. ``ValueError`` for a key in another format."""
        moment = datetime.strptime(key, self.input_format)
        return self.format(self.normalize(moment_in(moment, self.timezone)))

    def normalize(self, dt: datetime) -> datetime:
        """The begin of the period in which ``dt`` lies."""
        raise NotImplementedError

    def format(self, decoded: Any) -> str:
        """The begin of a period as a key."""
        return str(decoded.strftime(self.output_format))

    def decode_downstream(self, downstream_key: str) -> datetime:
        """The begin of the period; ``ValueError`` for a key in another format."""
        return datetime.strptime(downstream_key, self.output_format)

    def encode_upstream(self, decoded: Any) -> str:
        """The key of an update at this time of the wall clock; one that a clock change leaves out becomes the next."""
        return moment_in(decoded, self.timezone).strftime(self.input_format)

    def to_partition_date(self, downstream_key: str) -> datetime | None:
        """The begin of the period."""
        return moment_in(self.normalize(self.decode_downstream(downstream_key)), self.timezone).astimezone(UTC)

    def arguments(self) -> dict[str, Any]:
        """The time zone and both formats."""
        return {"timezone": self.timezone, "input_format": self.input_format, "output_format": self.output_format}


class StartOfHourMapper(TemporalMapper):
    """``2026-03-04T10:42:15`` → ``2026-03-04T10``."""

    default_output_format = "%Y-%m-%dT%H"

    def normalize(self, dt: datetime) -> datetime:
        """The full hour."""
        return dt.replace(minute=0, second=0, microsecond=0)


class StartOfDayMapper(TemporalMapper):
    """``2026-03-04T10:42:15`` → ``2026-03-04``."""

    default_output_format = "%Y-%m-%d"

    def normalize(self, dt: datetime) -> datetime:
        """Midnight."""
        return dt.replace(hour=0, minute=0, second=0, microsecond=0)


class StartOfMonthMapper(TemporalMapper):
    """``2026-03-04T10:42:15`` → ``2026-03``."""

    default_output_format = "%Y-%m"

    def normalize(self, dt: datetime) -> datetime:
        """The first of the month."""
        return dt.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


class StartOfYearMapper(TemporalMapper):
    """``2026-03-04T10:42:15`` → ``2026``."""

    default_output_format = "%Y"

    def normalize(self, dt: datetime) -> datetime:
        """The first of January."""
        return dt.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


class _Patterned(TemporalMapper):
    """Keys with a word that ``strptime`` cannot read back: a pattern does. Its ``needed`` parts say the begin."""

    needed: ClassVar[tuple[str, ...]]

    def decode_downstream(self, downstream_key: str) -> datetime:
        """The begin of the period; ``ValueError`` for a key in another format."""
        found = re.fullmatch(key_pattern(self.output_format), downstream_key)
        if found is None or not set(self.needed) <= found.groupdict().keys():
            raise PartitionKeyError(
                f"{type(self).__name__} cannot read the key {downstream_key!r} back with its output format "
                f"{self.output_format!r}, which must have {' and '.join(self.needed)}."
            )
        return self.begin({name: int(found[name]) for name in self.needed})

    def begin(self, parts: dict[str, int]) -> datetime:
        """The begin of the period from the parts of a key."""
        raise NotImplementedError

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        key_pattern(self.output_format)  # one that cannot be read back is said where the mapper is made


class StartOfWeekMapper(_Patterned):
    """``2026-03-04T10:42:15`` → ``2026-03-02 (W10)``: the Monday, and the number of the ISO week. The output format
    needs ``%Y``, ``%m`` and ``%d``."""

    default_output_format = "%Y-%m-%d (W%V)"
    needed = ("Y", "m", "d")

    def normalize(self, dt: datetime) -> datetime:
        """Monday."""
        return (dt - timedelta(days=dt.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)

    def begin(self, parts: dict[str, int]) -> datetime:
        """The day that the key names."""
        return datetime(parts["Y"], parts["m"], parts["d"])


class StartOfQuarterMapper(_Patterned):
    """``2026-03-04T10:42:15`` → ``2026-Q1``. The output format needs ``%Y`` and ``{quarter}``."""

    default_output_format = "%Y-Q{quarter}"
    needed = ("Y", "quarter")

    def normalize(self, dt: datetime) -> datetime:
        """The first of January, April, July or October."""
        month = (dt.month - 1) // 3 * 3 + 1
        return dt.replace(month=month, day=1, hour=0, minute=0, second=0, microsecond=0)

    def format(self, decoded: Any) -> str:
        """The quarter as a key."""
        return super().format(decoded).replace("{quarter}", str((decoded.month - 1) // 3 + 1))

    def begin(self, parts: dict[str, int]) -> datetime:
        """The first day of the quarter."""
        return datetime(parts["Y"], (parts["quarter"] - 1) * 3 + 1, 1)


def moment_in(moment: datetime, timezone: str) -> datetime:
    """The moment in a time zone; without one of its own it is the time on the wall there."""
    place = zone(timezone)
    aware = moment.replace(tzinfo=place) if moment.tzinfo is None else moment
    return aware.astimezone(UTC).astimezone(place)


def check_format(key_format: str) -> str:
    """``key_format``, unless ``strptime`` cannot work with it at all, as with a directive twice: ``TimetableError``."""
    try:
        datetime.strptime("", key_format)
    except ValueError:
        return key_format  # the empty text does not fit, or the format can be written and not read
    except re.error as error:
        raise TimetableError(f"The format {key_format!r} cannot be read back: {error}.") from error
    return key_format


def key_pattern(output_format: str) -> str:
    """A pattern that reads back what the format wrote; ``TimetableError`` for one with a part twice."""
    parts, seen = [], set()
    for word in re.split(r"(%[YmdHMSVUW]|\{quarter\})", output_format):
        name = word.strip("%{}")
        is_part = word in _DIGITS or word == "{quarter}"
        if is_part and name in seen:
            raise TimetableError(f"The output format {output_format!r} has {word} twice.")
        seen |= {name} if is_part else set()
        parts.append(f"(?P<{name}>{_DIGITS.get(word, '[1-4]')})" if is_part else re.escape(word))
    return "".join(parts)
