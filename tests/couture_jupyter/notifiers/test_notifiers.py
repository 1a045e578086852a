"""Notifiers, with a real mail server and a real address that takes JSON."""

from __future__ import annotations

import json

import pytest
from message_sinks import http_sink, mail_server

from couture_jupyter import DAG, BaseOperator, PythonOperator
from couture_jupyter.exceptions import TaskError
from couture_jupyter.notifiers import BaseNotifier
from couture_jupyter.notifiers.slack import SlackNotifier, SlackWebhookNotifier, send_slack_webhook_notification
from couture_jupyter.notifiers.smtp import SmtpNotifier, send_smtp_notification
from couture_jupyter.notifiers.webhook import WebhookNotifier


class Fails(BaseOperator):
    def execute(self, context):
        raise ValueError("no data")


class Noting(BaseNotifier):
    template_fields = ("message",)

    def __init__(self, message, heard):  # as DAG files do: without super().__init__()
        self.message, self.heard = message, heard

    def notify(self, context):
        self.heard.append((self.message, context["message"], context["ti"].task_id))


class NotingSla(Noting):
    def notify(self, context):
        self.heard.append((self.message, context["slas"]))


class NotingLater(BaseNotifier):
    def __init__(self, heard):
        super().__init__()
        self.heard = heard

    async def async_notify(self, context):
        self.heard.append(context["ti"].task_id)


def tell(**context):
    WebhookNotifier("pager", "x")(context)


def fail(worker, task_id, callback):
    with pytest.raises(ValueError, match="no data"):
        worker.do(Fails(task_id=task_id, on_failure_callback=callback))


def test_a_notifier_of_ones_own_is_rendered_each_time(worker):
    heard = []
    notifier = Noting("{{ ti.task_id }} of {{ ds }}", heard)
    fail(worker, "a", notifier)
    fail(worker, "b", [notifier])
    assert heard == [("a of 2026-03-04", "a of 2026-03-04", "a"), ("b of 2026-03-04", "b of 2026-03-04", "b")]


def test_a_notifier_that_sends_in_a_coroutine_serves_as_callback_too(worker):
    heard = []
    fail(worker, "a", NotingLater(heard))
    assert heard == ["a"]


def test_a_notifier_hears_of_a_missed_sla(worker):
    heard = []
    notifier = NotingSla("{{ dag.dag_id }}: {{ task_list }}", heard)
    notifier(DAG("demo"), "a on 2026-03-04", "", [], [])
    assert heard == [("demo: a on 2026-03-04", [])]


def test_an_e_mail_tells_of_the_failure(worker):
    with mail_server() as box:
        extra = json.dumps({"disable_ssl": True, "disable_tls": True, "from_email": "couture@example.org"})
        worker.connections["smtp_default"] = {"host": "127.0.0.1", "port": box.port, "extra": extra}
        fail(worker, "a", SmtpNotifier(to="ada@example.org"))
        fail(worker, "b", send_smtp_notification(to=["bob@example.org"], subject="{{ ti.task_id }}", html_content="no"))
    first, second = box.messages
    assert first["Subject"] == "DAG demo: task a, run scheduled__2026-03-04T00:00:00+00:00"
    assert (first["To"], first["From"]) == ("ada@example.org", "couture@example.org")
    assert "no data" in first.get_content()
    assert "Try: 1 of 1" in first.get_content()
    assert (second["Subject"], second["To"], second.get_content().strip()) == ("b", "bob@example.org", "no")


def test_slack_gets_a_message_through_a_webhook(worker):
    with http_sink() as web:
        worker.connections["slack_default"] = {"host": f"{web.url}/services", "password": "T0/B0/secret"}
        notifier = send_slack_webhook_notification(text="{{ ti.task_id }} failed", unfurl_links=False)
        assert isinstance(notifier, SlackWebhookNotifier)
        fail(worker, "a", notifier)
    assert web.got[0][0] == "/services/T0/B0/secret"
    assert web.documents() == [{"text": "a failed", "unfurl_links": False}]


def test_slack_gets_a_message_of_an_app(worker, caplog):
    with http_sink() as web:
        worker.connections["slack_api_default"] = {"password": "xoxb-1", "extra": json.dumps({"base_url": web.url})}
        fail(worker, "a", SlackNotifier(text="{{ ti.task_id }}", channel="#data"))
    assert web.got[0][0] == "/chat.postMessage"
    assert web.got[0][1]["Authorization"] == "Bearer xoxb-1"
    assert "Slack refused the message" in caplog.text  # this server never says "ok"


def test_any_address_gets_what_happened(worker):
    with http_sink() as web:
        worker.connections["pager"] = {"extra": json.dumps({"url": f"{web.url}/page", "X-Team": "data"})}
        fail(worker, "a", WebhookNotifier("pager"))
        fail(worker, "b", WebhookNotifier("pager", {"text": "{{ ti.task_id }}"}))
    told = web.documents()
    assert (told[0]["task_id"], told[0]["error"], told[1]) == ("a", "no data", {"text": "b"})
    assert web.got[0][1]["X-Team"] == "data"


def test_an_address_that_does_not_answer_is_not_repeated_in_the_error(worker):
    worker.connections["pager"] = {"host": "http://127.0.0.1:9/secret"}
    with pytest.raises(TaskError, match="What the connection pager names does not answer: ConnectionError") as failed:
        worker.do(PythonOperator(task_id="a", python_callable=tell))
    assert "secret" not in str(failed.value)
