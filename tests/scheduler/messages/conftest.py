"""A story to tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from couture_scheduler.messages.story import FailedCell, Story

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000ffff03000006000557"
    "bfabd40000000049454e44ae426082"
)


@pytest.fixture
def story() -> Story:
    """A failed run of a notebook."""
    return Story(
        "failure",
        "daily_sales",
        "Daily <sales>",
        "scheduled__2026-03-02T12:00:00+00:00",
        "failed",
        NOW,
        started_at=NOW + timedelta(seconds=1),
        ended_at=NOW + timedelta(seconds=62),
        timezone="Europe/Helsinki",
        parameters={"country": "FI", "api_token": "***", "rows": 3},
        task_id="notebook",
        try_number=1,
        error="ZeroDivisionError: division by zero",
        cell=FailedCell(3, "total / rows  # <b>", "ZeroDivisionError: division by zero", "row 1\nrow 2", (PNG,)),
        links={"run": "https://jupyter.example.org/lab/couture/run/daily_sales/r1"},
    )
