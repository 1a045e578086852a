"""Notifications to Slack: through an incoming webhook, or as an app with a token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from couture_jupyter.connections import Connection
from couture_jupyter.exceptions import TaskError
from couture_jupyter.notifiers.base import BaseNotifier, Context
from couture_jupyter.notifiers.webhook import TIMEOUT, address, post

API = "https://slack.com/api/"
WEBHOOKS = "https://hooks.slack.com/services"


class SlackWebhookNotifier(BaseNotifier):
    """Posts to an incoming webhook of Slack.

    Args:
        slack_webhook_conn_id: the connection: its password is the secret end of the webhook's address, or the whole.
        text: the message; templated.
        blocks: Slack's blocks; templated.
        unfurl_links: whether Slack shows what links lead to.
        unfurl_media: the same for images and films.
        proxy: the address of a proxy; templated.
        timeout: how many seconds Slack may take; templated.
        attachments: Slack's older blocks; templated.
        kwargs: ``retry_handlers`` is accepted for Airflow's sake. ``context`` as every notifier takes it.
    """

    template_fields: Sequence[str] = ("slack_webhook_conn_id", "text", "attachments", "blocks", "proxy", "timeout")

    def __init__(
        self,
        *,
        slack_webhook_conn_id: str = "slack_default",
        text: str,
        blocks: list[Any] | None = None,
        unfurl_links: bool | None = None,
        unfurl_media: bool | None = None,
        proxy: str | None = None,
        timeout: int | None = None,
        attachments: list[Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(kwargs.get("context"))
        self.slack_webhook_conn_id = slack_webhook_conn_id
        self.text = text
        self.blocks = blocks
        self.unfurl_links = unfurl_links
        self.unfurl_media = unfurl_media
        self.proxy = proxy
        self.timeout = timeout
        self.attachments = attachments

    def notify(self, context: Context) -> None:
        """Post it."""
        body = {name: getattr(self, name) for name in ("text", "blocks", "unfurl_links", "unfurl_media", "attachments")}
        body = {name: value for name, value in body.items() if value is not None}
        connection = Connection.get(self.slack_webhook_conn_id)
        url, timeout = webhook_address(connection), float(self.timeout or TIMEOUT)
        post(url, body, timeout=timeout, proxy=self.proxy, where=self.slack_webhook_conn_id)
        self.log.info("Posted to Slack.")


class SlackNotifier(BaseNotifier):
    """Posts to a channel of Slack, as an app whose token is the password of the connection.

    Args:
        slack_conn_id: the connection; templated.
        text: the message; templated.
        channel: where it goes; templated.
        username: who says it; templated.
        icon_url: the address of that one's picture.
        attachments: Slack's older blocks; templated.
        blocks: Slack's blocks; templated.
        base_url: where Slack's API is, if it is not where everybody's is.
        proxy: the address of a proxy.
        timeout: how many seconds Slack may take.
        unfurl_links: whether Slack shows what links lead to.
        unfurl_media: the same for images and films.
        kwargs: ``retry_handlers`` is accepted for Airflow's sake. ``context`` as every notifier takes it.
    """

    template_fields: Sequence[str] = ("text", "channel", "username", "attachments", "blocks", "slack_conn_id")

    def __init__(
        self,
        *,
        slack_conn_id: str = "slack_api_default",
        text: str = "This is a default message",
        channel: str = "#general",
        username: str = "Couture Jupyter",
        icon_url: str | None = None,
        attachments: Sequence[Any] = (),
        blocks: Sequence[Any] = (),
        base_url: str | None = None,
        proxy: str | None = None,
        timeout: int | None = None,
        unfurl_links: bool = True,
        unfurl_media: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(kwargs.get("context"))
        self.slack_conn_id = slack_conn_id
        self.text = text
        self.channel = channel
        self.username = username
        self.icon_url = icon_url
        self.attachments = attachments
        self.blocks = blocks
        self.base_url = base_url
        self.proxy = proxy
        self.timeout = timeout
        self.unfurl_links = unfurl_links
        self.unfurl_media = unfurl_media

    def notify(self, context: Context) -> None:
        """Post it. Slack answers a refusal with status 200, too."""
        names = ("text", "channel", "username", "icon_url", "attachments", "blocks", "unfurl_links", "unfurl_media")
        found = {name: getattr(self, name) for name in names}
        body = {name: value for name, value in found.items() if value not in (None, (), [])}
        connection = Connection.get(self.slack_conn_id)
        base = str(self.base_url or connection.extra_dejson.get("base_url") or API)
        headers = {"Authorization": f"Bearer {connection.password or ''}"}
        url, timeout = f"{base.rstrip('/')}/chat.postMessage", float(self.timeout or TIMEOUT)
        answer = post(url, body, headers=headers, timeout=timeout, proxy=self.proxy, where=self.slack_conn_id)
        if not _accepted(answer):
            raise TaskError(f"Slack refused the message: {_why(answer)}.")
        self.log.info("Posted to %s.", self.channel)


def webhook_address(connection: Connection) -> str:
    """The address of an incoming webhook: host and the secret end in the password, as Airflow keeps them."""
    secret = connection.password or ""
    if secret.startswith(("http://", "https://")):
        return secret
    base = address(connection) if connection.host or connection.extra_dejson.get("url") else WEBHOOKS
    return f"{base.rstrip('/')}/{secret.lstrip('/')}" if secret else base


def _answered(answer: Any) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _accepted(answer: Any) -> bool:
    return bool(_answered(answer).get("ok"))


def _why(answer: Any) -> str:
    return str(_answered(answer).get("error") or "it did not say why")


send_slack_notification = SlackNotifier
send_slack_webhook_notification = SlackWebhookNotifier
