"""How answers are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from couture_scheduler.cli.output import STATE_SIGNS, cell, duration, plain, state

from couture_jupyter.states import DagRunState, TaskInstanceState


@dataclass
class Thing:
    at: datetime
    where: Path
    states: tuple[DagRunState, ...]


def test_records_become_plain_json() -> None:
    thing = Thing(datetime(2026, 1, 1, tzinfo=UTC), Path("a/b"), (DagRunState.FAILED,))
    assert plain({"thing": thing}) == {
        "thing": {"at": "2026-01-01T00:00:00+00:00", "where": "a/b", "states": ["failed"]}
    }


def test_every_state_has_a_sign_of_its_own_meaning() -> None:
    assert set(STATE_SIGNS) == {each.value for each in (*TaskInstanceState, *DagRunState)}
    assert state(DagRunState.SUCCESS).plain() == "✓ success"
    assert state(None).plain() == "· waiting"


def test_what_people_wrote_is_no_markup() -> None:
    assert cell("[red]x[/]") == r"\[red]x\[/]"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.42, "0.4 s"), (59.9, "59.9 s"), (185, "3:05"), (3723, "1:02:03"), (90061, "25:01:01")]
)
def test_a_duration_is_as_exact_as_it_matters(seconds: float, words: str) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert duration(start, start + timedelta(seconds=seconds)) == words


def test_what_has_not_started_took_no_time() -> None:
    assert duration(None, None) == ""
