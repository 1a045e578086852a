"""What messages say."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import hmac
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from couture_scheduler.messages import email, webhook
from couture_scheduler.messages.failed_cell import failed_cell, last_lines
from couture_scheduler.messages.rules import Target, lateness, of_success, wanting
from couture_scheduler.messages.story import FailedCell, Story

from couture_jupyter.notebook_options import NotifyRule

from .conftest import NOW, PNG


def test_an_email_tells_what_failed_where_and_how_to_get_there(story: Story) -> None:
    message = email.compose(story, "couture@example.org", "ada@example.org", key="7", now=NOW)
    assert message["Subject"] == "✗ Daily <sales> failed"
    assert message["Message-ID"] == "<couture-7@example.org>"
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    for words in ("daily_sales", "2026-03-02 14:00:01 EET", "1:01", "country", "Cell 3 failed", "row 2", "Open run"):
        assert words in text
        assert words in html
    assert "total / rows  # &lt;b&gt;" in html
    assert "cid:image-0-7@couture" in html
    images = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert [(part["Content-ID"], part.get_content()) for part in images] == [("<image-0-7@couture>", PNG)]


def test_what_a_notebook_wrote_is_text_in_an_email_and_never_html(story: Story) -> None:
    bad = "</pre><script>alert(1)</script><img src=x onerror=alert(1)>"
    cell = FailedCell(1, bad, bad, bad)
    told = dataclasses.replace(story, title=bad, parameters={bad: bad}, cell=cell, because=bad, log=bad)
    html = email.compose(told, "c@example.org", "ada@example.org", key="7", now=NOW).get_body(("html",)).get_content()
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("&lt;script&gt;") >= 8
    unsafe = dataclasses.replace(story, links={"run": 'https://x.org/"><script>'})
    html = email.compose(unsafe, "c@example.org", "ada@example.org", key="7", now=NOW).get_body(("html",)).get_content()
    assert "<script" not in html


def test_an_email_without_an_address_of_ours_tells_the_way(story: Story) -> None:
    told = dataclasses.replace(story, links={}, where="Open JupyterLab.", title="two\nlines", cell=None, log="the end")
    message = email.compose(told, "Couture <couture@example.org>", "ada@example.org", key="7", now=NOW)
    assert message["Subject"] == "✗ two lines failed"
    assert "Open JupyterLab." in message.get_body(("plain",)).get_content()
    assert "the end" in message.get_body(("html",)).get_content()


def test_a_webhook_is_versioned_and_its_signature_can_be_checked(story: Story) -> None:
    body = webhook.as_json(story, "7")
    document = json.loads(body)
    assert document["version"] == 1
    assert (document["event"], document["dag_run_id"], document["seconds"]) == ("failure", story.run_id, 61.0)
    assert document["failed_cell"]["number"] == 3
    headers = webhook.headers(story, body, "hush", key="7", now=NOW)
    signed = f"{headers['X-Couture-Timestamp']}.".encode() + body
    assert headers["X-Couture-Signature"] == "v1=" + hmac.new(b"hush", signed, hashlib.sha256).hexdigest()
    assert "X-Couture-Signature" not in webhook.headers(story, body, None, key="7", now=NOW)


def test_the_check_of_a_signature_in_the_documentation_works(story: Story) -> None:
    page = (Path(__file__).parents[3] / "docs" / "notifications.md").read_text(encoding="utf-8")
    (code,) = [block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "X-Couture-Signature" in block]
    known: dict[str, Any] = {}
    exec(code, known)
    body = webhook.as_json(story, "7")
    headers = webhook.headers(story, body, "hush", key="7", now=datetime.now(UTC))
    assert known["is_genuine"](headers, body, b"hush")
    assert not known["is_genuine"](headers, body + b" ", b"hush")
    assert not known["is_genuine"](headers, body, b"other")
    old = webhook.headers(story, body, "hush", key="7", now=NOW)
    assert not known["is_genuine"](old, body, b"hush")


def test_slack_gets_blocks_within_its_limits(story: Story) -> None:
    cell = dataclasses.replace(story.cell, error="<x>" * 5000)  # type: ignore[type-var]
    document = json.loads(webhook.as_slack(dataclasses.replace(story, cell=cell)))
    assert document["text"] == "✗ Daily &lt;sales&gt; failed"
    texts = [block["text"]["text"] for block in document["blocks"] if "text" in block]
    assert all(len(text) <= 3000 for text in texts)
    assert "Open run" in json.dumps(document["blocks"][-1])


def test_a_failing_cell_is_shown_with_its_error_without_colours_and_small_images_only() -> None:
    small = base64.b64encode(PNG).decode()
    huge = base64.b64encode(PNG + bytes(200_000)).decode()
    outputs = [
        {"output_type": "stream", "text": ["10 %\r", "100 %\n", *(f"line {n}\n" for n in range(50))]},
        {"output_type": "display_data", "data": {"image/png": small, "text/plain": "<Figure>"}},
        {"output_type": "display_data", "data": {"image/png": huge}},
        {"output_type": "error", "ename": "E", "evalue": "bad", "traceback": ["\x1b[0;31mE\x1b[0m: bad"]},
    ]
    cell = {"cell_type": "code", "source": ["a\n", "b"], "outputs": outputs}
    found = failed_cell({"cells": [{"cell_type": "markdown", "source": "#"}, cell]}, 1)
    assert (found.number, found.source, found.error) == (1, "a\nb", "E: bad")
    assert found.images == (PNG,)
    assert found.output.splitlines()[-1] == "line 49"
    assert len(found.output.splitlines()) == 20
    assert last_lines("10 %\r100 %") == "100 %"


def test_rules_name_each_recipient_once() -> None:
    rules = [
        NotifyRule(("success", "recovery"), "email", ("ada@x.org",)),
        NotifyRule(("success",), "email", ("ada@x.org ", "bob@x.org")),
        NotifyRule(("late",), "slack", ("team",), 60.0),
    ]
    ada, bob = Target("email", "ada@x.org"), Target("email", "bob@x.org")
    assert wanting(rules, "success") == [ada, bob]
    assert list(of_success(rules, recovered=True)) == [("recovery", ada), ("success", bob)]
    assert list(of_success(rules, recovered=False)) == [("success", ada), ("success", bob)]
    assert lateness(rules) == {60.0: [Target("slack", "team")]}
    assert ada.key != Target("webhook", "ada@x.org").key
