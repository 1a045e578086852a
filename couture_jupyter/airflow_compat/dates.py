"""``airflow.utils.dates``: what DAG files of Airflow 1 and 2 count days with."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from couture_jupyter.airflow_compat.moments import is_naive, make_aware, make_naive, parse, utcnow
from couture_jupyter.timetables.cron_expression import CronExpression

cron_presets: dict[str, str] = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@quarterly": "0 0 1 */3 *",
    "@yearly": "0 0 1 1 *",
}
_LENGTHS = {"days": 86400, "hours": 3600, "minutes": 60}


def days_ago(n: int, hour: int = 0, minute: int = 0, second: int = 0, microsecond: int = 0) -> datetime:
    """Midnight (or the given time) in UTC, ``n`` days back."""
    midnight = utcnow().replace(hour=hour, minute=minute, second=second, microsecond=microsecond)
    return midnight - timedelta(days=n)


def date_range(
    start_date: datetime, end_date: datetime | None = None, num: int | None = None, delta: Any = None
) -> list[datetime]:
    """Moments from ``start_date`` to ``end_date`` (now), both included, or ``num`` of them (backwards when negative).

    ``delta`` is a cron expression, a ``timedelta`` or a ``relativedelta``; without it the list is empty.
    """
    if not delta:
        return []
    if end_date and num:
        raise ValueError("date_range takes end_date or num, not both.")
    if end_date and start_date > end_date:
        raise ValueError("The start_date of date_range comes after its end_date.")
    zone = start_date.tzinfo
    first = start_date if not isinstance(delta, str) or is_naive(start_date) else make_naive(start_date, zone)
    steps = _steps(first, delta, backwards=(num or 1) < 0)
    found = islice(steps, abs(num)) if num else _until(steps, end_date or utcnow(), first)
    return sorted(make_aware(each, zone) if is_naive(each) else each for each in found)


def _until(steps: Iterator[datetime], end: datetime, first: datetime) -> Iterator[datetime]:
    last = make_naive(end, UTC) if is_naive(first) and not is_naive(end) else end
    for each in steps:
        if each > last:
            return
        yield each


def _steps(first: datetime, delta: Any, *, backwards: bool) -> Iterator[datetime]:
    """``first``, and what follows, or what was before."""
    if isinstance(delta, str):
        yield from _cron_steps(first, CronExpression(cron_presets.get(delta, delta)), backwards)
        return
    length = abs(delta)
    while True:
        yield first
        first = first - length if backwards else first + length


def _cron_steps(first: datetime, cron: CronExpression, backwards: bool) -> Iterator[datetime]:
    moment: datetime | None = first.replace(tzinfo=UTC)
    while moment is not None:
        yield moment.replace(tzinfo=None)
        moment = cron.until(moment - timedelta(seconds=1)) if backwards else cron.after(moment)


def round_time(dt: datetime, delta: Any, start_date: datetime | None = None) -> datetime:
    """The moment ``start_date + i * delta`` that is nearest to ``dt``; for a cron expression its last moment up to
    ``start_date``."""
    begin = start_date or make_aware(datetime.min)
    if isinstance(delta, str):
        zone = begin.tzinfo
        found = CronExpression(delta).until(make_naive(begin, zone).replace(tzinfo=UTC))
        moment: datetime = make_aware(found.replace(tzinfo=None), zone) if found else begin
        return moment
    wanted = dt.replace(microsecond=0)
    if is_naive(wanted) and not is_naive(begin):
        begin = begin.replace(tzinfo=None)
    steps = _count(wanted, delta, begin)
    before, after = begin + steps * delta, begin + (steps + 1) * delta
    nearest: datetime = after if after - wanted <= wanted - before else before
    return nearest


def _count(wanted: datetime, delta: Any, begin: datetime) -> int:
    """How many whole steps lead from ``begin`` to just before ``wanted``; a step's length may vary, as months do."""
    upper = 1
    while begin + upper * delta < wanted:
        upper *= 2
    lower = upper // 2
    while upper - lower > 1:
        middle = (lower + upper) // 2
        if begin + middle * delta < wanted:
            lower = middle
        else:
            upper = middle
    return lower


def infer_time_unit(time_seconds_arr: Collection[float]) -> str:
    """The unit in which such lengths read best: it changes at two of the next."""
    longest = max(time_seconds_arr, default=3600.0 * 3)
    if longest <= 2 * _LENGTHS["minutes"]:
        return "seconds"
    if longest <= 2 * _LENGTHS["hours"]:
        return "minutes"
    return "hours" if longest <= 2 * _LENGTHS["days"] else "days"


def scale_time_units(time_seconds_arr: Collection[float], unit: str) -> list[float]:
    """Lengths in seconds, in another unit."""
    return [each / _LENGTHS.get(unit, 1) for each in time_seconds_arr]


def parse_execution_date(execution_date_str: str) -> datetime:
    """A moment that is written down."""
    return parse(execution_date_str)
