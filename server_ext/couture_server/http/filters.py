"""From the words of Airflow's lists (``…_pattern``, ``…_prefix_pattern``, ``…_gte`` …) to what narrows ours."""

from __future__ import annotations

from typing import Annotated, Any

from couture_scheduler.store.matching import Bound, TextMatch
from pydantic import BaseModel, Field

_PREFIX, _PATTERN = "_prefix_pattern", "_pattern"
_SIDES = ("gte", "gt", "lte", "lt")

Seconds = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
Counted = Annotated[int, Field(ge=-1, le=2**31 - 1)]


class DurationBounds(BaseModel):
    """How long something took, in seconds; what has not ended fits none of them."""

    duration_gte: Seconds | None = None
    duration_gt: Seconds | None = None
    duration_lte: Seconds | None = None
    duration_lt: Seconds | None = None


def matches_of(query: BaseModel, *bounded: str, but: str = "") -> tuple[TextMatch | Bound, ...]:
    """All patterns and prefixes that are given, except for those of the name ``but``, and the bounds of ``bounded``."""
    found: list[TextMatch | Bound] = []
    for field in type(query).model_fields:
        given = getattr(query, field)
        for suffix, is_prefix in ((_PREFIX, True), (_PATTERN, False)):
            if field.endswith(suffix):
                name = field.removesuffix(suffix)
                found += [TextMatch(name, given, is_prefix)] if given and name != but else []
                break
    return (*found, *(bound for name in bounded for bound in bounds_on(query, name)))


def bounds_on(query: BaseModel, name: str, told: str | None = None) -> list[Bound]:
    """The bounds of the fields ``<name>_gte`` and so on; they are of what is called ``told``."""
    given: dict[Any, Any] = {side: getattr(query, f"{name}_{side}") for side in _SIDES}
    return [Bound(told or name, side, value) for side, value in given.items() if value is not None]


def fits(query: BaseModel, name: str, text: str) -> bool:
    """Whether a text fits the query's pattern and prefix of this name."""
    return all(each.fits(text) for each in matches_of(query) if isinstance(each, TextMatch) and each.name == name)
