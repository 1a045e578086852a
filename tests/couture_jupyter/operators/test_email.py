"""EmailOperator, with a real mail server."""

from __future__ import annotations

import json

import pytest
from message_sinks import mail_server

from couture_jupyter.operators.email import EmailOperator


def letter(tmp_path, **more):
    (tmp_path / "numbers.csv").write_text("1,2\n")
    return EmailOperator(
        task_id="a",
        to="ada@example.org, bob@example.org",
        bcc=["eve@example.org"],
        subject="Report of {{ ds }}",
        html_content="<p>{{ run_id }}</p>",
        files=[str(tmp_path / "numbers.csv")],
        **more,
    )


def test_a_message_goes_through_the_connection(worker, tmp_path):
    with mail_server() as box:
        extra = json.dumps({"disable_ssl": True, "disable_tls": True, "from_email": "couture@example.org"})
        worker.connections["smtp_default"] = {"host": "127.0.0.1", "port": box.port, "extra": extra}
        worker.do(letter(tmp_path))
        worker.do(letter(tmp_path, from_email="other@example.org"))
    first, second = box.messages
    assert first["Subject"] == "Report of 2026-03-04"
    assert (first["To"], first["Bcc"]) == ("ada@example.org, bob@example.org", None)
    assert (first["From"], second["From"]) == ("couture@example.org", "other@example.org")
    body, attached = first.iter_parts()
    assert "scheduled__2026-03-04" in body.get_content()
    assert attached.get_filename() == "numbers.csv"


def test_a_message_goes_as_airflows_options_say(worker, tmp_path, monkeypatch):
    with pytest.raises(LookupError, match="smtp_default"):
        worker.do(letter(tmp_path))
    with mail_server() as box:
        options = {"HOST": "127.0.0.1", "PORT": box.port, "STARTTLS": False, "MAIL_FROM": "airflow@example.org"}
        for name, value in options.items():
            monkeypatch.setenv(f"AIRFLOW__SMTP__SMTP_{name}", str(value))
        worker.do(letter(tmp_path))
    assert box.messages[0]["From"] == "airflow@example.org"
