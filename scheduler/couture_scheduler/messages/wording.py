"""The facts of a story as words: the same in e-mails, in Slack and in plain text."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from couture_scheduler.messages.story import Story

LONGEST_VALUE = 200
LINKS = (("run", "Open run"), ("live", "Open live"))


def facts(story: Story) -> list[tuple[str, str]]:
    """Names and values, in the order in which a person wants them."""
    due = story.run_after
    given = [
        ("DAG", story.dag_id),
        ("Run", story.run_id),
        ("State", story.state),
        ("Task", story.task_id if story.event not in ("success", "recovery", "late") else None),
        ("Try", str(story.try_number) if story.event in ("retry", "task_retry") and story.try_number else None),
        ("Next try", _moment(story.retry_at, story)),
        ("Due", _moment(due, story)),
        ("Late after", duration(story.late_after) if story.event == "late" else None),
        ("Started", _moment(story.started_at, story)),
        ("Ended", _moment(story.ended_at, story)),
        ("Took", duration(story.seconds)),
        ("Because", story.because if story.event != "success" else None),
    ]
    return [(name, value) for name, value in given if value]


def parameters(story: Story) -> list[tuple[str, str]]:
    """The parameters with their values as short texts."""
    return [(name, _value(value)) for name, value in story.parameters.items()]


def duration(seconds: float | None) -> str | None:
    """``0.4 s``, ``3:05``, ``1:02:03``."""
    if seconds is None:
        return None
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _moment(moment: datetime | None, story: Story) -> str | None:
    if moment is None:
        return None
    try:
        zone = ZoneInfo(story.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a zone that this machine does not know
        return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}"


def _value(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 2]} …"
