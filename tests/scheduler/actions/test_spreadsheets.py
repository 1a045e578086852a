"""CSV that spreadsheets read without taking a text for a formula."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from couture_scheduler.actions import spreadsheets


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "\tx", "\rx"])
def test_a_formula_is_marked_as_text(text: str) -> None:
    assert spreadsheets.cell(text) == f"'{text}"


def test_what_is_written_is_read_back() -> None:
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    row = ["plain", 'a "quoted", text\nof two lines', -1.5, None, True, {"ä": [1]}, moment]
    (read,) = csv.reader(io.StringIO(spreadsheets.lines([row])))
    assert read == [*row[:2], "-1.5", "", "True", '{"ä": [1]}', "2026-03-01T12:00:00+00:00"]


def test_long_lists_are_asked_for_in_parts() -> None:
    keys = range(spreadsheets.PART * 2 + 1)
    assert [len(part) for part in spreadsheets.parts(keys)] == [spreadsheets.PART, spreadsheets.PART, 1]
    assert list(spreadsheets.parts([])) == []
