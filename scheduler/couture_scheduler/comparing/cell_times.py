"""What is usual for a cell: when it has become slow, and how long a running notebook still takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

FEWEST = 5  # earlier runs below which nothing is called usual
SPREADS = 4.0  # how many spreads above the median are slow
SHARE = 0.25  # and at least this part of the median
LEAST = 0.5  # and at least so many seconds
TO_DEVIATION = 1.4826  # makes the median absolute deviation comparable to a standard deviation
PACES = (0.25, 4.0)  # how much slower or faster than usual this run may be taken to be
ENOUGH = 1.0  # seconds of usual work after which this run's pace is believed


@dataclass(frozen=True, slots=True)
class Usual:
    """What ``count`` earlier runs took: median, and the median distance from it."""

    seconds: float
    spread: float
    count: int

    @property
    def limit(self) -> float:
        """More seconds than these are slow."""
        return self.seconds + max(SPREADS * TO_DEVIATION * self.spread, SHARE * self.seconds, LEAST)


@dataclass(frozen=True, slots=True)
class Estimate:
    """How long it still takes; ``at_least``: some of the cells that are to come have never run before."""

    seconds: float
    at_least: bool


def usual(seconds: Sequence[float]) -> Usual | None:
    """What is usual, of earlier runs of the same source; ``None`` when there were none."""
    if not seconds:
        return None
    middle = median(seconds)
    return Usual(middle, median(abs(each - middle) for each in seconds), len(seconds))


def slow_down(seconds: float, earlier: Usual | None) -> str:
    """A sentence when this is much slower than usual, else nothing."""
    if earlier is None or earlier.count < FEWEST or seconds <= earlier.limit:
        return ""
    return (
        f"Slow: {span(seconds)}, usually {span(earlier.seconds)} "
        f"(the median of {earlier.count} earlier runs of the same source)."
    )


def estimate(
    to_come: Sequence[str], done: Mapping[str, float], usually: Mapping[str, float], running: tuple[str, float] | None
) -> Estimate | None:
    """How long cells still take. ``to_come`` are the keys of cells that have not begun, ``done`` the seconds of those
    that have ended, ``running`` the one at work and for how long. ``None`` when nothing is known of what is to come."""
    ahead = [*to_come, *([running[0]] if running else [])]
    known = [key for key in ahead if key in usually]
    if ahead and not known:
        return None
    speed = pace(done, usually)
    left = sum(usually[key] * speed for key in to_come if key in usually)
    if running and running[0] in usually:
        left += max(0.0, usually[running[0]] * speed - running[1])
    return Estimate(left, len(known) < len(ahead))


def pace(done: Mapping[str, float], usually: Mapping[str, float]) -> float:
    """How much slower (above 1) or faster this run is than usual."""
    both = [key for key in done if key in usually]
    expected = sum(usually[key] for key in both)
    if expected < ENOUGH:
        return 1.0
    return min(max(sum(done[key] for key in both) / expected, PACES[0]), PACES[1])


def span(seconds: float) -> str:
    """``20 ms``, ``0.4 s``, ``12 s``, ``3 min 05 s``, ``2 h 10 min``."""
    whole = int(seconds)
    if seconds < 0.1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 10:
        return f"{seconds:.1f} s"
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
