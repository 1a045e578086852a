"""Values that tasks pass on: their JSON form. The promise of a value is in ``xcom_args``.

What JSON has not gets a tag: ``{"__couture__": "datetime", "value": "2026-01-01T00:00:00+00:00"}``.
``decode`` turns any JSON with tags back, so it also works on a list of encoded values.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any
from uuid import UUID

from couture_jupyter.exceptions import TaskError

TAG = "__couture__"
RETURN_KEY = "return_value"
MAX_BYTES = 1_000_000

_READERS: dict[str, Callable[[Any], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda value: timedelta(days=value[0], seconds=value[1], microseconds=value[2]),
    "bytes": base64.b64decode,
    "decimal": Decimal,
    "uuid": UUID,
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
    "dict": dict,
}


class XComError(TaskError):
    """A value cannot be passed to other tasks."""


def encode(value: Any, key: str = RETURN_KEY) -> Any:
    """``value`` as JSON-safe data.

    Raises:
        XComError: the value has no JSON form or is larger than ``MAX_BYTES``; the message says what to do
        instead.
    """
    encoded = _encode(value, key)
    size = len(json.dumps(encoded))
    if size > MAX_BYTES:
        raise XComError(
            f'The XCom "{key}" is too large: {size:,} bytes of JSON, the limit is {MAX_BYTES:,}. '
            "Write it to a file and pass the path."
        )
    return encoded


def decode(value: Any) -> Any:
    """The value that ``encode`` was given."""
    if isinstance(value, list):
        return [decode(each) for each in value]
    if not isinstance(value, dict):
        return value
    reader = _READERS.get(value[TAG]) if TAG in value else None
    if reader is not None:
        return reader(decode(value["value"]))
    return {key: decode(each) for key, each in value.items()}


def _encode(value: Any, key: str) -> Any:
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, list):
        return [_encode(each, key) for each in value]
    if isinstance(value, dict):
        return _encode_dict(value, key)
    tagged = _tagged(value)
    if tagged is not None:
        kind, inner = tagged
        return {TAG: kind, "value": _encode(inner, key)}
    return _encode(_simpler(value, key), key)


def _encode_dict(value: dict[Any, Any], key: str) -> Any:
    if all(type(name) is str for name in value) and TAG not in value:
        return {name: _encode(each, key) for name, each in value.items()}
    return {TAG: "dict", "value": [[_encode(name, key), _encode(each, key)] for name, each in value.items()]}


def _tagged(value: Any) -> tuple[str, Any] | None:
    if isinstance(value, datetime | date | time):
        kind = "datetime" if isinstance(value, datetime) else "date" if isinstance(value, date) else "time"
        return kind, value.isoformat()
    if isinstance(value, timedelta):
        return "timedelta", [value.days, value.seconds, value.microseconds]
    if isinstance(value, bytes | bytearray):
        return "bytes", base64.b64encode(value).decode()
    if isinstance(value, Decimal | UUID):
        return type(value).__name__.lower(), str(value)
    if isinstance(value, tuple | set | frozenset) and not hasattr(value, "_asdict"):
        return type(value).__name__, list(value)
    return None


def _simpler(value: Any, key: str) -> Any:
    """The nearest plain value of what has no tag; other tasks get that."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, str | int | float):
        return _plain(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if hasattr(value, "_asdict"):
        return value._asdict()
    if type(value).__module__ == "numpy" and getattr(value, "ndim", None) == 0:
        return value.item()
    raise XComError(_refusal(value, key))


def _plain(value: str | float) -> Any:
    return next(plain(value) for plain in (str, int, float) if isinstance(value, plain))


def _refusal(value: Any, key: str) -> str:
    kind = f"{type(value).__module__}.{type(value).__qualname__}"
    advice = "Return plain values (numbers, text, lists, dicts), or write a file and pass its path."
    if kind.startswith("pandas."):
        advice = "Return df.to_dict(orient='records') of something small, or write a Parquet file and pass its path."
    elif kind.startswith("numpy."):
        advice = "Return array.tolist() of something small, or write a .npy file and pass its path."
    return f'The XCom "{key}" holds a {kind}, which cannot be passed to other tasks. {advice}'
