"""A cron expression in a time zone: its fields, its times, and what happens when the clocks change.

Five fields as in Debian's cron (minute, hour, day of month, month, day of week); a sixth, at the end as in
Airflow, is the second. ``?`` means ``*``. When both day fields are given, either may match; when one starts
with ``*``, both must.

When the clocks change, as in Debian's cron:

- An expression with a fixed minute and hour ("30 2 * * *") means a time of day. A time that the clock skips
  comes at the first moment after the gap; a time that comes twice counts once, the first time.
- An expression whose minute or hour starts with ``*`` ("*/15 * * * *") means a rhythm. It follows the clock
  on the
  wall: skipped times do not come, an hour that comes twice counts twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import takewhile

from cronsim import CronSim, CronSimError
from cronsim.cronsim import SYMBOLIC_DAYS, SYMBOLIC_MONTHS

from couture_jupyter.arguments import zone
from couture_jupyter.exceptions import TimetableError
from couture_jupyter.timetables.zones import Stretch, stretches_after, stretches_before

FIELDS = (
    ("minute", "0 to 59"),
    ("hour", "0 to 23"),
    ("day of month", "1 to 31, L or LW"),
    ("month", "1 to 12 or JAN to DEC"),
    ("day of week", "0 to 7 or SUN to SAT"),
    ("second", "0 to 59"),
)
FIRST_AND_LAST = (("0", "59"), ("0", "23"), ("1", "31"), ("1", "12"), ("0", "6"), ("0", "59"))
PRESETS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@quarterly": "0 0 1 */3 *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_SECOND = timedelta(seconds=1)
_SOME_DAY = datetime(2000, 1, 1)
_HORIZON = timedelta(days=366 * 50)


class CronExpression:
    """The moments of one expression in one time zone; both are checked here.

    Raises ``TimetableError`` with a sentence that names the field.
    """

    __slots__ = ("_is_time_of_day", "_simulated", "_zone", "text", "timezone")

    def __init__(self, text: str, timezone: str = "UTC") -> None:
        self.text = " ".join(text.split())
        self.timezone = timezone
        self._zone = zone(timezone)
        self._simulated = _checked(self.text)
        _, minute, hour, *_ = self._simulated.split()
        self._is_time_of_day = not minute.startswith("*") and not hour.startswith("*")

    def after(self, moment: datetime) -> datetime | None:
        """The first moment after ``moment``, in UTC; ``None`` when there is none within 50 years."""
        if self.timezone == "UTC":
            return next((each.replace(tzinfo=UTC) for each in self._wall_after(_naive(moment))), None)
        if not self._is_time_of_day:
            return self._rhythm_after(moment)
        local = moment.astimezone(self._zone).replace(tzinfo=None, fold=0)
        found = (self._moment_of(each) for each in self._wall_after(local))
        return next((each for each in found if each > moment), None)

    def until(self, moment: datetime) -> datetime | None:
        """The last moment not after ``moment``, in UTC; ``None`` when there is none within 50 years."""
        if self.timezone == "UTC":
            return next((each.replace(tzinfo=UTC) for each in self._wall_until(_naive(moment))), None)
        if not self._is_time_of_day:
            return self._rhythm_until(moment)
        local = moment.astimezone(self._zone)
        # In the second pass through a repeated hour, times later on the wall already came in the first pass.
        repeated = _offset(local.replace(fold=0)) - _offset(local)
        wall = local.replace(tzinfo=None, fold=0) + repeated
        found = (self._moment_of(each) for each in self._wall_until(wall))
        return next((each for each in found if each <= moment), None)

    def summary(self) -> str:
        """The expression in words, e.g. "At 09:00 every day"."""
        words = str(CronSim(self._simulated, _SOME_DAY).explain())
        minute, hour, *_ = self.text.split()
        # "Every 15th minute of every hour" is how cronsim says "Every 15 minutes".
        if minute.startswith("*/") and 60 % int(minute[2:]) == 0:
            words = re.sub(r"^Every \w+ minute( of every hour)?", f"Every {minute[2:]} minutes", words)
        if hour.startswith("*/") and 24 % int(hour[2:]) == 0:
            words = re.sub(r"^At minute 0 past every \w+ hour", f"Every {hour[2:]} hours", words)
        return words

    def _wall_after(self, wall: datetime) -> Iterator[datetime]:
        return _endless(CronSim(self._simulated, wall))

    def _wall_until(self, wall: datetime) -> Iterator[datetime]:
        return _endless(CronSim(self._simulated, wall.replace(microsecond=0) + _SECOND, reverse=True))

    def _moment_of(self, wall: datetime) -> datetime:
        """The moment at which the wall clock shows ``wall``, for the first time, or would have."""
        local = wall.replace(tzinfo=self._zone)
        moment = local.astimezone(UTC)
        if moment.astimezone(self._zone).replace(tzinfo=None) == wall:
            return moment
        return next(stretches_before(self._zone, moment)).start  # in a gap: where the gap ends

    def _rhythm_after(self, moment: datetime) -> datetime | None:
        for stretch in _within(stretches_after(self._zone, moment), moment + _HORIZON):
            # A moment that begins a stretch counts, so the search starts a second before it.
            begin = max(moment, stretch.start - _SECOND)
            wall = next(self._wall_after(_naive(begin + stretch.offset)), None)
            if wall is not None and (found := stretch.moment(wall)) < stretch.end:
                return found
        return None

    def _rhythm_until(self, moment: datetime) -> datetime | None:
        earliest = moment - _HORIZON
        stretches = stretches_before(self._zone, moment)
        for stretch in takewhile(lambda each: each.end > earliest, stretches):
            end = min(moment, stretch.end - _SECOND)
            wall = next(self._wall_until(_naive(end + stretch.offset)), None)
            if wall is not None and (found := stretch.moment(wall)) >= stretch.start:
                return found
        return None


def _within(stretches: Iterator[Stretch], latest: datetime) -> Iterator[Stretch]:
    return takewhile(lambda stretch: stretch.start < latest, stretches)


def _naive(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or timedelta(0)


def _endless(simulation: CronSim) -> Iterator[datetime]:
    """The times of ``simulation``; it ends quietly at the edges of the calendar."""
    while True:
        try:
            yield next(simulation)
        except (StopIteration, OverflowError):
            return


@lru_cache(maxsize=4096)
def _checked(text: str) -> str:
    """The expression as cronsim reads it: second first."""
    fields = text.upper().split()
    if len(fields) not in (5, 6):
        raise TimetableError(
            f'The cron expression "{text}" has {len(fields)} fields; it takes 5: '
            "minute, hour, day of month, month, day of week (and, if need be, second)."
        )
    fields = [_unwrapped(field, *FIRST_AND_LAST[place]) for place, field in enumerate(fields)]
    for position, field in enumerate(fields):
        _check_field(text, position, field)
    second = fields[5] if len(fields) == 6 else "0"
    simulated = " ".join((second, *fields[:5]))
    _check_whole(text, simulated)
    return simulated


def _unwrapped(field: str, first: str, last: str) -> str:
    """``?`` as ``*``, and a range over the end (22-2, FRI-MON) as two: it goes on from the field's first value."""
    if field == "?":
        return "*"

    def unwrap(match: re.Match[str]) -> str:
        begin, end = match.groups()
        return f"{begin}-{last},{first}-{end}" if _rank(begin) > _rank(end) else match.group()

    return field if "/" in field else re.sub(r"(\w+)-(\w+)", unwrap, field)


def _rank(value: str) -> int:
    """Where a value stands in its field; unknown words stand first and are refused later."""
    if value.isdigit():
        return int(value)
    names = SYMBOLIC_DAYS if value in SYMBOLIC_DAYS else SYMBOLIC_MONTHS
    return names.index(value) + (names is SYMBOLIC_MONTHS) if value in names else -1


def _check_field(text: str, position: int, field: str) -> None:
    name, allowed = FIELDS[position]
    alone = ["0", "*", "*", "*", "*", "*"]
    alone[(position + 1) % 6] = field
    if not _can_simulate(" ".join(alone)):
        raise TimetableError(f'The {name} of the cron expression "{text}" cannot be "{field}": it takes {allowed}.')


def _check_whole(text: str, simulated: str) -> None:
    if not _can_simulate(simulated) or next(_endless(CronSim(simulated, _SOME_DAY)), None) is None:
        raise TimetableError(f'The cron expression "{text}" never comes: no such day of month exists in its months.')


def _can_simulate(simulated: str) -> bool:
    try:
        CronSim(simulated, _SOME_DAY)
    except CronSimError:
        return False
    return True
