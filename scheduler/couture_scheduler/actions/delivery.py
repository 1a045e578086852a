"""Delivers a message: finds the mail server or the webhook's address, and sends."""

from __future__ import annotations

from datetime import datetime

from couture_jupyter.connections import Connection
from couture_scheduler.actions.connections import fetch
from couture_scheduler.config import Settings
from couture_scheduler.errors import SchedulerError
from couture_scheduler.messages import email, smtp, webhook
from couture_scheduler.messages.delivery import DeliveryError
from couture_scheduler.messages.http_post import post
from couture_scheduler.messages.rules import Target
from couture_scheduler.messages.smtp import PORTS, MailServer
from couture_scheduler.messages.story import Story
from couture_scheduler.store.session import Store

WEBHOOK_TYPES = ("http", "https", "slack", "slackwebhook", "webhook")
MAIL_TYPE = "smtp"


def deliver(store: Store, settings: Settings, story: Story, to: Target, *, key: str, now: datetime) -> None:
    """Send the story. Raises ``DeliveryError`` when it did not get through."""
    if to.channel == "email":
        server = mail_server(store, settings)
        try:
            message = email.compose(story, server.sender, to.recipient, key=key, now=now)
        except ValueError as error:  # e.g. a line break in the sender
            raise DeliveryError(f"The e-mail cannot be written: {error}.", is_final=True) from error
        smtp.send(server, message)
        return
    connection = _connection(store, settings, to.recipient)
    if to.channel == "slack":
        body, headers = webhook.as_slack(story), {"Content-Type": "application/json"}
    else:
        body = webhook.as_json(story, key)
        headers = webhook.headers(story, body, connection.password, key=key, now=now)
    post(address_of(connection, to.channel), body, headers, private=settings.webhook_private)


def mail_server(store: Store, settings: Settings) -> MailServer:
    """The mail server of the settings, else of the connection that they name."""
    if settings.smtp_host:
        server = MailServer(
            settings.smtp_host,
            settings.smtp_from or settings.smtp_user,
            settings.smtp_port,
            settings.smtp_security,
            settings.smtp_user,
            settings.smtp_password,
            settings.smtp_ca_file,
            settings.smtp_timeout,
        )
    else:
        server = _of_connection(_mail_connection(store, settings), settings)
    if server.security not in PORTS:
        raise DeliveryError(f"smtp_security cannot be {server.security!r}. It is one of: {', '.join(PORTS)}.")
    if not server.sender or "@" not in server.sender:
        raise DeliveryError("It is not said who sends the e-mail. An administrator sets smtp_from.")
    return server


def address_of(connection: Connection, channel: str) -> str:
    """Where a webhook goes: the connection's host, which may be a whole address. For Slack the password is the secret
    end of the address, as in Airflow; for others it signs. An address that is secret as a whole stands as ``url`` in
    the extra, which is encrypted."""
    whole = connection.extra_dejson.get("url") or connection.host or ""
    if "://" not in whole:
        scheme = connection.schema if connection.schema in ("http", "https") else "https"
        port = f":{connection.port}" if connection.port else ""
        whole = f"{scheme}://{whole}{port}"
    if channel == "slack" and connection.password:
        return f"{whole.rstrip('/')}/{connection.password.lstrip('/')}"
    return str(whole)


def connection_problem(conn_type: str | None, conn_id: str) -> str | None:
    """Why this is no connection for a webhook; its type is ``None`` when there is none."""
    if conn_type is None:
        return f"There is no connection {conn_id!r}. Make one with: couture connections set {conn_id} --type webhook"
    if conn_type not in WEBHOOK_TYPES:
        return f"The connection {conn_id!r} is of the type {conn_type}, not {' or '.join(WEBHOOK_TYPES)}."
    return None


def _connection(store: Store, settings: Settings, conn_id: str) -> Connection:
    found = _fetched(store, settings, conn_id)
    problem = connection_problem(found.conn_type if found else None, conn_id)
    if problem or found is None:
        raise DeliveryError(str(problem))
    return found


def _mail_connection(store: Store, settings: Settings) -> Connection:
    conn_id = settings.smtp_connection
    found = _fetched(store, settings, conn_id)
    if found is None or not found.host:
        raise DeliveryError(
            "E-mail is not set up here. An administrator sets smtp_host and smtp_from, or makes the connection "
            f"{conn_id!r} of the type {MAIL_TYPE}."
        )
    if found.conn_type != MAIL_TYPE:
        raise DeliveryError(f"The connection {conn_id!r} is of the type {found.conn_type}, not {MAIL_TYPE}.")
    return found


def _fetched(store: Store, settings: Settings, conn_id: str) -> Connection | None:
    try:
        return fetch(store, settings.home, conn_id)
    except SchedulerError as error:  # e.g. the key that opens it is gone
        raise DeliveryError(str(error)) from error


def _of_connection(found: Connection, settings: Settings) -> MailServer:
    """``security``, ``from`` and ``ca_file`` of its extra go before the settings."""
    extra = found.extra_dejson
    return MailServer(
        found.host or "",
        str(extra.get("from") or settings.smtp_from or found.login or ""),
        found.port or 0,
        str(extra.get("security") or settings.smtp_security),
        found.login or "",
        found.password or "",
        str(extra.get("ca_file") or settings.smtp_ca_file),
        settings.smtp_timeout,
    )
