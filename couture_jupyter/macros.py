"""What templates reach as ``macros``: Airflow's functions and a few modules."""

from __future__ import annotations

import json as json
import random as random
import time as time
import uuid as uuid
from datetime import datetime as datetime
from datetime import timedelta as timedelta

_DAY = "%Y-%m-%d"


def ds_add(ds: str, days: int) -> str:
    """The date ``days`` after ``ds`` (before, when negative), both as YYYY-MM-DD."""
    return (datetime.strptime(str(ds), _DAY) + timedelta(days=days)).strftime(_DAY)


def ds_format(ds: str, input_format: str, output_format: str) -> str:
    """``ds`` read with one format and written with another."""
    return datetime.strptime(str(ds), input_format).strftime(output_format)


def datetime_diff_for_humans(dt: datetime, since: datetime | None = None) -> str:
    """How long ago ``dt`` was, in words."""
    import pendulum

    other = pendulum.instance(since) if since else None
    return str(pendulum.instance(dt).diff_for_humans(other))
