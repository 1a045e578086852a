"""Bounds of time, in Airflow's words: ``start_date_gte`` and its like for each date that runs and tasks have."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pydantic import BaseModel

from couture_server.http.models import GivenMoment

_TICK = timedelta(microseconds=1)  # the finest that any of our databases keeps
_NAMES = {"start_date": "started", "end_date": "ended", "run_after": "run_after", "logical_date": "logical_date"}


class StartDateBounds(BaseModel):
    """From when to when: ``_gte`` and ``_lte`` with the moment itself, ``_gt`` and ``_lt`` without."""

    start_date_gte: GivenMoment | None = None
    start_date_gt: GivenMoment | None = None
    start_date_lte: GivenMoment | None = None
    start_date_lt: GivenMoment | None = None


class EndDateBounds(BaseModel):
    """From when to when: ``_gte`` and ``_lte`` with the moment itself, ``_gt`` and ``_lt`` without."""

    end_date_gte: GivenMoment | None = None
    end_date_gt: GivenMoment | None = None
    end_date_lte: GivenMoment | None = None
    end_date_lt: GivenMoment | None = None


class RunAfterBounds(BaseModel):
    """From when to when: ``_gte`` and ``_lte`` with the moment itself, ``_gt`` and ``_lt`` without."""

    run_after_gte: GivenMoment | None = None
    run_after_gt: GivenMoment | None = None
    run_after_lte: GivenMoment | None = None
    run_after_lt: GivenMoment | None = None


class LogicalDateBounds(BaseModel):
    """From when to when: ``_gte`` and ``_lte`` with the moment itself, ``_gt`` and ``_lt`` without."""

    logical_date_gte: GivenMoment | None = None
    logical_date_gt: GivenMoment | None = None
    logical_date_lte: GivenMoment | None = None
    logical_date_lt: GivenMoment | None = None


class MomentBounds(LogicalDateBounds, RunAfterBounds, EndDateBounds, StartDateBounds):
    """All of them."""


def bounds_of(asked: MomentBounds) -> dict[str, Any]:
    """The same as inclusive bounds ``started_from``, ``started_to`` and so on, as the filters of lists have them."""
    found: dict[str, Any] = {}
    for name, word in _NAMES.items():
        gte, gt, lte, lt = (getattr(asked, f"{name}_{each}") for each in ("gte", "gt", "lte", "lt"))
        found[f"{word}_from"] = max((each for each in (gte, gt and gt + _TICK) if each), default=None)
        found[f"{word}_to"] = min((each for each in (lte, lt and lt - _TICK) if each), default=None)
    return found
