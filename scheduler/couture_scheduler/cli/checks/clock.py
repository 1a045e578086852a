"""Does the machine know the time and the time zones?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from couture_scheduler.cli.checks.check import Check
from couture_scheduler.cli.session import Session

EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)  # this program is not older


def look(session: Session) -> Iterator[Check]:
    """The clock, the time zone data, the default time zone."""
    now = datetime.now(UTC)
    sentence = f"It is {now:%Y-%m-%d %H:%M:%S} UTC, {now.astimezone():%H:%M:%S %Z} here"
    yield Check("clock", now >= EARLIEST, sentence, "Set the machine's clock: runs would start at the wrong time")
    count = len(available_timezones())
    yield Check("time zones", count > 100, f"{count} time zones are known", "pip install --upgrade tzdata")
    name = session.settings.default_timezone
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        mend = "Set COUTURE_DEFAULT_TIMEZONE to an IANA name such as Europe/Helsinki"
        yield Check("default time zone", False, f"There is no time zone {name!r}", mend)
    else:
        yield Check("default time zone", True, name)
