"""``airflow.utils.timezone``: moments with a zone, as pendulum makes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import pendulum
from dateutil.relativedelta import relativedelta
from pendulum import DateTime as DateTime
from pendulum import FixedTimezone, Timezone
from pendulum.datetime import DateTime as _Moment

utc = pendulum.timezone("UTC")
_DAYS_OF_A_MONTH = 30
_UNITS = (("years", "y"), ("months", "m"), ("days", "d"), ("hours", "h"), ("minutes", "M"), ("seconds", "s"))


def is_localized(value: datetime) -> bool:
    """Whether it has a zone."""
    return value.utcoffset() is not None


def is_naive(value: datetime) -> bool:
    """Whether it has none."""
    return value.utcoffset() is None


def utcnow() -> datetime:
    """The present moment, with its zone."""
    return datetime.now(UTC)


def utc_epoch() -> datetime:
    """1 January 1970."""
    return datetime(1970, 1, 1, tzinfo=utc)


def convert_to_utc(value: datetime | None) -> DateTime | None:
    """The same moment in UTC; a time without a zone is in the DAGs' own, which is UTC."""
    if value is None:
        return None
    return pendulum.instance(make_aware(value) if is_naive(value) else value).in_timezone(utc)


def make_aware(value: datetime | None, timezone: tzinfo | None = None) -> Any:
    """The time on the clocks of ``timezone`` (UTC). ``ValueError`` when it has a zone already."""
    if value is None:
        return None
    if is_localized(value):
        raise ValueError(f"make_aware is for times without a zone, not {value!r}.")
    zone = timezone or utc
    aware = value.replace(tzinfo=zone)
    return pendulum.instance(aware) if isinstance(value, _Moment) else aware


def make_naive(value: datetime, timezone: tzinfo | None = None) -> datetime:
    """What the clocks of ``timezone`` (UTC) show at that moment. ``ValueError`` when it has no zone."""
    if is_naive(value):
        raise ValueError(f"make_naive is for times with a zone, not {value!r}.")
    there = value.astimezone(timezone or utc)
    return datetime(*there.timetuple()[:6], there.microsecond)


def aware_datetime(*args: Any, **kwargs: Any) -> datetime:
    """A datetime in UTC where no zone is given."""
    made = datetime(*args, **kwargs)
    return made if made.tzinfo else made.replace(tzinfo=utc)


def parse(string: str, timezone: Any = None, *, strict: bool = False) -> DateTime:
    """A moment that is written down; in ``timezone`` (UTC) where the text names none."""
    found = pendulum.parse(string, tz=timezone or utc, strict=strict)
    if not isinstance(found, DateTime):
        raise ValueError(f"{string!r} is no moment.")
    return found


def coerce_datetime(v: datetime | None, tz: tzinfo | None = None) -> DateTime | None:
    """A pendulum moment of any datetime; in ``tz`` (UTC) where it has no zone."""
    if v is None:
        return None
    return pendulum.instance(v if v.tzinfo else make_aware(v, tz))


def td_format(td_object: timedelta | float | None) -> str | None:
    """How long, in letters: ``1h:2M:32s``; months have thirty days; ``<1s`` for less than a second."""
    if not td_object:
        return None
    length = relativedelta(seconds=td_object.total_seconds() if isinstance(td_object, timedelta) else int(td_object))
    months, length.days = divmod(length.days, _DAYS_OF_A_MONTH)
    length = length.normalized() + relativedelta(months=months)
    parts = [f"{int(getattr(length, unit))}{letter}" for unit, letter in _UNITS if getattr(length, unit) >= 1]
    return ":".join(parts) or "<1s"


def parse_timezone(name: str | int) -> Timezone | FixedTimezone:
    """The zone of a name, or of an offset in seconds."""
    return pendulum.timezone(name)


def local_timezone() -> Timezone | FixedTimezone:
    """The zone of this machine."""
    return pendulum.local_timezone()


def from_timestamp(timestamp: float, tz: Any = "UTC") -> DateTime:
    """The moment so many seconds after 1970, in ``tz``; ``"local"`` is this machine's zone."""
    zone = local_timezone() if isinstance(tz, str) and tz.lower() == "local" else tz
    return pendulum.from_timestamp(timestamp).in_timezone(zone)


def initialize(default_timezone: str) -> None:
    """Airflow tells its zone here; ours is UTC whatever is said."""
