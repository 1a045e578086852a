"""What templates reach as ``macros``: Airflow's functions and a few modules."""

from __future__ import annotations

import json as json
import random as random
import time as time
import uuid as uuid
from datetime import datetime as datetime
from datetime import timedelta as timedelta
from typing import Any

_DAY = "%Y-%m-%d"


def ds_add(ds: str, days: int) -> str:
    """The date ``days`` after ``ds`` (before, when negative), both as YYYY-MM-DD."""
    return (datetime.strptime(str(ds), _DAY) + timedelta(days=days)).strftime(_DAY)


def ds_format(ds: str, input_format: str, output_format: str) -> str:
    """``ds`` read with one format and written with another."""
    return datetime.strptime(str(ds), input_format).strftime(output_format)


def ds_format_locale(ds: str, input_format: str, output_format: str, locale: str | None = None) -> str:
    """``ds`` read with one format and written in Babel's (``EEEE d MMMM yyyy``), in the language of ``locale``, such as
    ``fi_FI``; without one in that of ``LC_TIME``, else in English."""
    from babel import Locale, default_locale
    from babel.dates import format_datetime

    language = locale or default_locale("LC_TIME") or Locale("en", "US")
    return str(format_datetime(datetime.strptime(str(ds), input_format), format=output_format, locale=language))


def datetime_diff_for_humans(dt: datetime, since: datetime | None = None) -> str:
    """How long ago ``dt`` was, in words."""
    import pendulum

    other = pendulum.instance(since) if since else None
    return str(pendulum.instance(dt).diff_for_humans(other))


def __getattr__(name: str) -> Any:
    """Modules that few templates use are imported when one does."""
    import importlib

    if name not in ("dateutil", "yaml"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "dateutil":
        importlib.import_module("dateutil.relativedelta")
    return importlib.import_module(name)
