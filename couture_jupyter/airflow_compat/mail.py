"""``airflow.utils.email``: mail from within a task."""

from __future__ import annotations

import json
import mimetypes
import re
import smtplib
from collections.abc import Iterable
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Any

from couture_jupyter.airflow_compat.texts import to_boolean
from couture_jupyter.configuration import conf
from couture_jupyter.connections import Connection


def get_email_address_list(addresses: str | Iterable[str]) -> list[str]:
    """Addresses: a list as it is, a text divided at commas and semicolons."""
    if isinstance(addresses, str):
        return [part.strip() for part in re.split(r"[,;]", addresses) if part.strip()]
    return list(addresses)


def build_mime_message(
    mail_from: str | None,
    to: str | Iterable[str],
    subject: str,
    html_content: str,
    files: Iterable[str] | None = None,
    cc: str | Iterable[str] | None = None,
    bcc: str | Iterable[str] | None = None,
    date: Any = None,
    custom_headers: dict[str, Any] | None = None,
    **rest: Any,
) -> tuple[EmailMessage, list[str]]:
    """A message, and the addresses that get it: those of ``to``, ``cc`` and ``bcc``."""
    message = EmailMessage()
    people = {"To": to, "Cc": cc or [], "Bcc": bcc or []}
    lists = {header: get_email_address_list(addresses) for header, addresses in people.items()}
    message["Subject"], message["From"], message["Date"] = subject, mail_from or "", date or formatdate(localtime=True)
    for header in ("To", "Cc"):
        if lists[header]:
            message[header] = ", ".join(lists[header])
    for header, value in (custom_headers or {}).items():
        message[header] = str(value)
    message.set_content(html_content, subtype="html")
    for file in files or []:
        _attach(message, Path(file))
    return message, [address for addresses in lists.values() for address in addresses]


def send_email(
    to: str | Iterable[str],
    subject: str,
    html_content: str,
    files: list[str] | None = None,
    dryrun: bool = False,
    cc: str | Iterable[str] | None = None,
    bcc: str | Iterable[str] | None = None,
    mime_subtype: str = "mixed",
    mime_charset: str = "utf-8",
    conn_id: str | None = None,
    custom_headers: dict[str, Any] | None = None,
    from_email: str | None = None,
    **rest: Any,
) -> None:
    """Send a message through the connection ``conn_id``; with ``dryrun`` only make it. Without one it goes through
    ``smtp_default``, or as Airflow's options in ``[smtp]`` say where that connection does not exist."""
    message, people = build_mime_message(None, to, subject, html_content, files, cc, bcc, custom_headers=custom_headers)
    if not dryrun:
        _send(message, people, _connection(conn_id), from_email)


def _connection(conn_id: str | None) -> Connection:
    try:
        return Connection.get(conn_id or "smtp_default")
    except LookupError:
        host = conf.get("smtp", "smtp_host", fallback="")
        if conn_id or not host:
            raise
    extra = {
        "disable_ssl": not conf.getboolean("smtp", "smtp_ssl", fallback=False),
        "disable_tls": not conf.getboolean("smtp", "smtp_starttls", fallback=True),
        "from_email": conf.get("smtp", "smtp_mail_from", fallback=""),
    }
    return Connection(
        "smtp_default",
        "smtp",
        host=host,
        login=conf.get("smtp", "smtp_user", fallback="") or None,
        password=conf.get("smtp", "smtp_password", fallback="") or None,
        port=conf.getint("smtp", "smtp_port", fallback=25),
        extra=json.dumps(extra),
    )


def _send(message: EmailMessage, people: list[str], connection: Connection, from_email: str | None) -> None:
    """Over TLS from the start unless the connection's extra says ``disable_ssl``; then by STARTTLS unless it says
    ``disable_tls``. The sender is the extra's ``from_email``, or the login."""
    extra = connection.extra_dejson
    plain = _yes(extra.get("disable_ssl"))
    kind = smtplib.SMTP if plain else smtplib.SMTP_SSL
    port = connection.port or (25 if plain else 465)
    sender = str(from_email or extra.get("from_email") or connection.login or "")
    message.replace_header("From", sender)
    with kind(connection.host or "localhost", port, timeout=float(extra.get("timeout", 30))) as server:
        if plain and not _yes(extra.get("disable_tls")):
            server.starttls()
        if connection.login:
            server.login(connection.login, connection.password or "")
        server.send_message(message, sender, people)


def _yes(value: Any) -> bool:
    return to_boolean(str(value))


def _attach(message: EmailMessage, file: Path) -> None:
    kind, _, subkind = (mimetypes.guess_type(file.name)[0] or "application/octet-stream").partition("/")
    message.add_attachment(file.read_bytes(), maintype=kind, subtype=subkind, filename=file.name)
