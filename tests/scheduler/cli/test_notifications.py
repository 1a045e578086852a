"""``couture notifications``, and ``--notify``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest
from couture_scheduler.cli.notify_options import rule
from message_sinks import http_sink, mail_server
from people import write_notebook

from couture_jupyter.notebook_options import NotifyRule


def test_a_rule_is_read_from_one_word() -> None:
    assert rule("failure,recovery=email:ada@x.org, bob@x.org") == NotifyRule(
        ("failure", "recovery"), "email", ("ada@x.org", "bob@x.org")
    )
    assert rule("late=slack:team;late-after=600") == NotifyRule(("late",), "slack", ("team",), 600.0)


@pytest.mark.parametrize(
    "text", ["", "failure", "failure=ada@x.org", "failure=pigeon:ada", "burning=email:a@x.org", "failure=email:",
             "late=email:a@x.org", "late=email:a@x.org;late-after=soon"]
)  # fmt: skip
def test_a_wrong_rule_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        rule(text)


def test_a_notebook_is_scheduled_with_rules(couture: Any, workspace: Path) -> None:
    write_notebook(workspace / "told.ipynb", ["a = 1"])
    rules = ("--notify", "failure=email:ada@example.org", "--notify", "late=email:bob@example.org;late-after=60")
    assert couture("notebooks", "schedule", "told.ipynb", "--manual", *rules).status == 0
    source = couture("dags", "show", "told", "--output", "json")
    assert source.status == 0
    refused = couture("notebooks", "schedule", "told.ipynb", "--manual", "--name", "b", "--notify", "failure=email:bob")
    assert refused.status == 2
    assert "notify.0.to.0: 'bob' is no e-mail address" in refused.err


def test_a_test_message_says_what_became_of_it(couture: Any, monkeypatch: pytest.MonkeyPatch, workspace: Path) -> None:
    assert couture("db", "upgrade").status == 0
    answer = couture("notifications", "test", "--to", "ada@example.org")
    assert answer.status == 1
    assert "E-mail is not set up here" in answer.out
    with mail_server() as box:
        for name, value in {"HOST": "127.0.0.1", "PORT": str(box.port), "SECURITY": "none", "FROM": "c@x.org"}.items():
            monkeypatch.setenv(f"COUTURE_SMTP_{name}", value)
        assert couture("notifications", "test", "--to", "ada@example.org").status == 0
        assert box.messages[0]["Subject"].startswith("✗ Test: ")
        monkeypatch.setenv("COUTURE_SMTP_FROM", "c@x.org\nBcc: everybody@x.org")
        refused = couture("notifications", "test", "--to", "ada@example.org")
        assert refused.status == 1
        assert "The e-mail cannot be written" in refused.out
        assert len(box.messages) == 1
    with http_sink() as sink:
        monkeypatch.setenv("COUTURE_WEBHOOK_PRIVATE", "true")
        assert couture("connections", "set", "team", "--type", "webhook", "--host", sink.url).status == 0
        assert couture("notifications", "test", "--channel", "webhook", "--to", "team").status == 0
        assert couture("notifications", "test", "--channel", "slack", "--to", "team").status == 0
        hook, slack = sink.documents()
    assert (hook["test"], hook["version"]) == (True, 1)
    assert slack["blocks"]
    assert couture("notifications", "list").out == "No messages.\n"
    assert couture("notifications", "send", "1").status == 1
