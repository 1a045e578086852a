"""XCom values: there and back, and what is refused."""

import dataclasses
import json
from collections import namedtuple
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from couture_jupyter.xcom import MAX_BYTES, XComError, decode, encode

leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.datetimes(timezones=st.sampled_from([None, UTC]))
    | st.dates()
    | st.timedeltas()
    | st.decimals(allow_nan=False)
    | st.uuids()
)
hashable = st.text() | st.integers() | st.dates() | st.tuples(st.integers(), st.text())
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(hashable, inner)
        | st.tuples(inner, inner)
        | st.sets(hashable)
        | st.frozensets(hashable)
    ),
    max_leaves=20,
)


@given(values)
def test_values_come_back_as_they_were(value):
    assert decode(json.loads(json.dumps(encode(value)))) == value


@pytest.mark.parametrize(
    "value", [{"__couture__": "datetime", "value": "x"}, [{"__couture__": 1}], {1: {2: 3}}, time(9, 30)]
)
def test_unusual_values_come_back(value):
    assert decode(json.loads(json.dumps(encode(value)))) == value


@dataclasses.dataclass
class Point:
    x: int
    when: date


class Colour(StrEnum):
    RED = "red"


Pair = namedtuple("Pair", "left right")


@pytest.mark.parametrize(
    ("value", "simpler"),
    [
        (Point(1, date(2026, 1, 1)), {"x": 1, "when": date(2026, 1, 1)}),
        (Pair(1, 2), {"left": 1, "right": 2}),
        (Colour.RED, "red"),
        (Path("/a/b"), "/a/b"),
    ],
)
def test_other_values_become_the_nearest_plain_value(value, simpler):
    assert decode(encode(value)) == simpler


def test_a_moment_keeps_its_instant():
    value = datetime(2026, 1, 1, tzinfo=ZoneInfo("Europe/Helsinki"))
    assert decode(encode(value)) == value
    assert encode(UUID(int=1))["value"] == str(UUID(int=1))
    assert decode(encode(Decimal("1.10"))) == Decimal("1.10")
    assert decode(encode(timedelta(days=-1, microseconds=3))) == timedelta(days=-1, microseconds=3)


def of_library(module, name, **attributes):
    """An object of a class as that library would have it; the libraries themselves are not needed here."""
    return type(name, (), {"__module__": module, **attributes})()


def test_numpy_numbers_become_numbers_and_arrays_are_refused():
    number = of_library("numpy", "int64", ndim=0, item=lambda self: 5)
    assert encode({"n": number}) == {"n": 5}
    with pytest.raises(XComError, match=r"array\.tolist\(\)"):
        encode(of_library("numpy", "ndarray", ndim=1))


def test_a_data_frame_is_refused_with_advice():
    with pytest.raises(XComError, match=r"pandas.*DataFrame.*write a Parquet file"):
        encode(of_library("pandas.core.frame", "DataFrame"))


def test_an_unknown_object_is_refused():
    with pytest.raises(XComError, match=r'The XCom "result" holds a builtins\.object'):
        encode(object(), "result")


def test_too_much_is_refused():
    with pytest.raises(XComError, match="the limit is 1,000,000"):
        encode("x" * MAX_BYTES)
