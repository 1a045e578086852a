"""Notifications by e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from couture_jupyter.airflow_compat.mail import send_email
from couture_jupyter.notifiers.base import BaseNotifier, Context

# Without a subject or a text of its own.
SUBJECT = (
    "{% if ti is defined %}DAG {{ ti.dag_id }}: task {{ ti.task_id }}"
    "{% if ti.map_index >= 0 %} [{{ ti.map_index }}]{% endif %}, run {{ ti.run_id }}"
    "{% elif slas is defined %}DAG {{ dag.dag_id }}: SLA missed"
    "{% else %}DAG {{ (dag or dag_run).dag_id }}{% endif %}"
)
TEXT = (
    "{% if ti is defined %}<p>DAG: {{ ti.dag_id }}<br>Run: {{ ti.run_id }}<br>Task: {{ ti.task_id }}<br>"
    "Try: {{ ti.try_number }} of {{ ti.max_tries + 1 }}</p>"
    "{% if reason is defined %}<p>Reason: {{ reason }}</p>{% endif %}"
    "{% if exception is defined and exception %}<pre>{{ exception | string | e }}</pre>{% endif %}"
    "{% elif slas is defined %}<p>These tasks missed their SLA:</p><pre>{{ task_list | e }}</pre>"
    "<p>They wait for:</p><pre>{{ blocking_task_list | e }}</pre>{% endif %}"
)


class SmtpNotifier(BaseNotifier):
    """Sends an e-mail through an SMTP connection, ``smtp_default`` unless ``smtp_conn_id`` says otherwise.

    Args:
        to: one address, several with commas between, or a list; templated.
        from_email: the sender; by default the connection's. Templated.
        subject: templated; by default it names the DAG, the task and the run.
        html_content: the text, as HTML; templated. By default it tells of the try and its error.
        files: paths of what is attached; templated.
        cc: who gets a copy; templated.
        bcc: who gets a copy that nobody sees; templated.
        custom_headers: further headers; templated.
        smtp_conn_id: the connection.
        template: a file with the text, in place of ``html_content``.
        mime_subtype: of the message.
        mime_charset: of its text.
        auth_type: accepted for Airflow's sake: the login is the connection's.
        kwargs: ``context`` as every notifier takes it.
    """

    template_fields: Sequence[str] = (
        *("from_email", "to", "subject", "html_content", "files", "cc", "bcc", "custom_headers", "smtp_conn_id"),
    )

    def __init__(
        self,
        to: str | Iterable[str],
        from_email: str | None = None,
        subject: str | None = None,
        html_content: str | None = None,
        files: list[str] | None = None,
        cc: str | Iterable[str] | None = None,
        bcc: str | Iterable[str] | None = None,
        mime_subtype: str = "mixed",
        mime_charset: str = "utf-8",
        custom_headers: dict[str, Any] | None = None,
        smtp_conn_id: str | None = None,
        auth_type: str = "basic",
        *,
        template: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(kwargs.get("context"))
        if html_content is None and template is not None:
            html_content = Path(template).read_text(encoding="utf-8")
        self.to = to if isinstance(to, str) else list(to)
        self.from_email = from_email
        self.subject = SUBJECT if subject is None else subject
        self.html_content = TEXT if html_content is None else html_content
        self.files = files
        self.cc = cc
        self.bcc = bcc
        self.mime_subtype = mime_subtype
        self.mime_charset = mime_charset
        self.custom_headers = custom_headers
        self.auth_type = auth_type
        self.smtp_conn_id = smtp_conn_id

    def notify(self, context: Context) -> None:
        """Send it."""
        send_email(
            self.to,
            " ".join(self.subject.split()),
            self.html_content,
            files=self.files,
            cc=self.cc,
            bcc=self.bcc,
            mime_subtype=self.mime_subtype,
            mime_charset=self.mime_charset,
            conn_id=self.smtp_conn_id,
            custom_headers=self.custom_headers,
            from_email=self.from_email,
        )
        self.log.info("Sent an e-mail: %s", " ".join(self.subject.split()))


send_smtp_notification = SmtpNotifier
