"""``-p name=value``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import click
import pytest
from couture_scheduler.cli.parameters import aware, json_object, moment, name_value, typed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("0.5", 0.5),
        ("true", True),
        ("True", True),
        ("None", None),
        ("null", None),
        ("FI", "FI"),
        ("", ""),
        ("007", "007"),
        ("NaN", "NaN"),
        ('["a", 1]', ["a", 1]),
        ("a=b", "a=b"),
        ('"3"', "3"),
    ],
)
def test_values_have_the_type_they_look_like(text: str, value: Any) -> None:
    found = typed([name_value(f"x={text}")])["x"]
    assert (found, type(found)) == (value, type(value))


def test_a_parameter_that_is_text_stays_text() -> None:
    assert typed([("zip", "12345"), ("n", "1")], {"zip": "str", "n": "int"}) == {"zip": "12345", "n": 1}


@pytest.mark.parametrize("text", ["x", "=3", ""])
def test_what_is_no_name_and_value_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        name_value(text)


@pytest.mark.parametrize("text", ["[1]", "{", "3"])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        json_object(text)


def test_a_moment_without_offset_is_in_the_zone_that_was_given() -> None:
    assert aware(moment("2026-07-01T09:00"), "Europe/Helsinki") == datetime(2026, 7, 1, 6, tzinfo=UTC)
    assert aware(moment("2026-07-01T09:00+02:00"), "Europe/Helsinki").utcoffset() == timedelta(hours=2)
    assert aware(moment("2026-07-01T09:00")).tzinfo is not None
    assert aware(None) is None
