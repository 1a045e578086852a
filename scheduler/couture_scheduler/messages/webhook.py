"""A story as JSON for programs, signed, and as blocks for Slack."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from couture_scheduler.messages.story import SIGNS, Story
from couture_scheduler.messages.wording import LINKS, facts, parameters

VERSION = 1
_LONGEST_SECTION = 2_900  # Slack takes 3,000 characters
_LONGEST_FIELD = 300  # it takes 2,000, some of them longer when escaped
_MOST_FIELDS = 10  # in one section


def as_json(story: Story, key: str) -> bytes:
    """The body of a generic webhook; docs/notifications.md describes it. ``key`` names the message."""
    cell = story.cell
    document = {
        "version": VERSION,
        "key": key,
        "event": story.event,
        "test": story.is_test,
        "text": story.headline,
        "dag_id": story.dag_id,
        "dag_display_name": story.title,
        "dag_run_id": story.run_id,
        "state": story.state,
        "run_after": _iso(story.run_after),
        "start_date": _iso(story.started_at),
        "end_date": _iso(story.ended_at),
        "seconds": story.seconds,
        "parameters": story.parameters,
        "task_id": story.task_id,
        "try_number": story.try_number,
        "next_try_at": _iso(story.retry_at),
        "because": story.because,
        "error": story.error,
        "failed_cell": {"number": cell.number, "source": cell.source, "error": cell.error, "output": cell.output}
        if cell
        else None,
        "links": story.links,
    }
    return json.dumps(document, default=str).encode()


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """``v1=`` and the HMAC-SHA256 of the timestamp, a dot and the body, in hex."""
    return "v1=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def headers(story: Story, body: bytes, secret: str | None, *, key: str, now: datetime) -> dict[str, str]:
    """The headers of a generic webhook; signed when there is a secret."""
    timestamp = str(int(now.timestamp()))
    given = {
        "Content-Type": "application/json",
        "X-Couture-Event": story.event,
        "X-Couture-Key": key,
        "X-Couture-Timestamp": timestamp,
    }
    return given | ({"X-Couture-Signature": signature(secret, timestamp, body)} if secret else {})


def as_slack(story: Story) -> bytes:
    """The body of a Slack incoming webhook."""
    headline = f"{SIGNS[story.event]} {story.headline}"
    fields = [_mrkdwn(f"*{name}*\n{_escaped(value[:_LONGEST_FIELD])}") for name, value in facts(story)]
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": headline[:150]}},
        {"type": "section", "fields": fields[:_MOST_FIELDS]},
    ]
    if story.parameters:
        listed = "\n".join(f"{name} = {value}" for name, value in parameters(story))
        blocks.append(_section("*Parameters*", listed))
    if story.cell:
        blocks.append(_section(f"*Cell {story.cell.number} failed*", story.cell.source))
        blocks.append(_section("", story.cell.error))
    elif story.error:
        blocks.append(_section("", story.error))
    links = [f"<{address}|{label}>" for name, label in LINKS if (address := story.links.get(name))]
    if links or story.where:
        blocks.append({"type": "context", "elements": [_mrkdwn(" · ".join(links) or _escaped(story.where))]})
    return json.dumps({"text": _escaped(headline), "blocks": blocks}).encode()


def _section(title: str, code: str) -> dict[str, Any]:
    kept = _escaped(code)
    kept = kept if len(kept) <= _LONGEST_SECTION else f"… {kept[-_LONGEST_SECTION:]}"
    return {"type": "section", "text": _mrkdwn(f"{title}\n```{kept}```".strip())}


def _mrkdwn(text: str) -> dict[str, str]:
    return {"type": "mrkdwn", "text": text}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
