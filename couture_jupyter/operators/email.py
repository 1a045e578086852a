"""EmailOperator: send a message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from couture_jupyter.airflow_compat.mail import send_email
from couture_jupyter.operators.base import BaseOperator, Context


class EmailOperator(BaseOperator):
    """Sends an e-mail through an SMTP connection, ``smtp_default`` unless ``conn_id`` says otherwise.

    Args:
        to: one address, several with commas or semicolons between, or a list; templated.
        subject: templated.
        html_content: the text, as HTML; templated, also a ``.html`` file.
        files: paths of what is attached; templated.
        from_email: the sender; by default the connection's.
        cc: who gets a copy; templated.
        bcc: who gets a copy that nobody sees; templated.
        mime_subtype: of the message.
        mime_charset: of its text.
        conn_id: the connection.
        custom_headers: further headers.
    """

    template_fields: Sequence[str] = ("to", "subject", "html_content", "files", "cc", "bcc", "from_email")
    template_ext: Sequence[str] = (".html",)
    template_fields_renderers: ClassVar[dict[str, str]] = {"html_content": "html"}
    ui_color = "#e6faf9"

    def __init__(
        self,
        *,
        to: str | Iterable[str],
        subject: str,
        html_content: str,
        files: Sequence[str] | None = None,
        from_email: str | None = None,
        cc: str | Iterable[str] | None = None,
        bcc: str | Iterable[str] | None = None,
        mime_subtype: str = "mixed",
        mime_charset: str = "utf-8",
        conn_id: str | None = None,
        custom_headers: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.to = to
        self.subject = subject
        self.html_content = html_content
        self.files = files or []
        self.from_email = from_email
        self.cc = cc
        self.bcc = bcc
        self.mime_subtype = mime_subtype
        self.mime_charset = mime_charset
        self.conn_id = conn_id
        self.custom_headers = custom_headers

    def execute(self, context: Context) -> None:
        """Send it."""
        send_email(
            self.to,
            self.subject,
            self.html_content,
            files=list(self.files),
            cc=self.cc,
            bcc=self.bcc,
            mime_subtype=self.mime_subtype,
            mime_charset=self.mime_charset,
            conn_id=self.conn_id,
            custom_headers=self.custom_headers,
            from_email=self.from_email,
        )
        self.log.info("Sent %r.", self.subject)
