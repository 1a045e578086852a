"""Notifications to any address that takes JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import requests

from couture_jupyter.connections import Connection
from couture_jupyter.exceptions import TaskError
from couture_jupyter.notifiers.base import BaseNotifier, Context

TIMEOUT = 30.0  # seconds
_TOLD = 200  # characters of a refusal


class WebhookNotifier(BaseNotifier):
    """Posts JSON to the address of a connection: its host, which may be a whole address, or ``url`` in its extra.

    Args:
        conn_id: the connection; its other extras are headers.
        body: what is posted; templated. By default it tells of the DAG, the run, the task, its try and its error.
        timeout: how many seconds the other side may take.
        context: as every notifier takes it.
    """

    template_fields: Sequence[str] = ("conn_id", "body")

    def __init__(
        self, conn_id: str, body: Any = None, *, timeout: float = TIMEOUT, context: Context | None = None
    ) -> None:
        super().__init__(context)
        self.conn_id = conn_id
        self.body = body
        self.timeout = timeout

    def notify(self, context: Context) -> None:
        """Post it."""
        connection = Connection.get(self.conn_id)
        headers = {name: str(value) for name, value in connection.extra_dejson.items() if name != "url"}
        body = _told(context) if self.body is None else self.body
        post(address(connection), body, headers=headers, timeout=self.timeout, where=self.conn_id)
        self.log.info("Posted to the connection %s.", self.conn_id)


def post(
    url: str,
    body: Any,
    *,
    where: str,
    headers: dict[str, str] | None = None,
    timeout: float = TIMEOUT,
    proxy: str | None = None,
) -> requests.Response:
    """Post ``body`` as JSON; the answer. ``TaskError`` names the connection ``where``, never the address: that may hold
    a secret."""
    proxies = {"http": proxy, "https": proxy} if proxy else None
    text = body if isinstance(body, str) else json.dumps(body, default=str)
    try:
        answer = requests.post(
            url,
            data=text.encode(),
            headers={"Content-Type": "application/json", **(headers or {})},
            timeout=timeout,
            proxies=proxies,
        )
    except requests.RequestException as error:
        raise TaskError(f"What the connection {where} names does not answer: {type(error).__name__}.") from None
    if answer.status_code >= 400:
        said = " ".join(answer.text.split())[:_TOLD]
        raise TaskError(f"What the connection {where} names refused the message: {answer.status_code} {said}".strip())
    return answer


def address(connection: Connection) -> str:
    """The whole address of a connection."""
    whole = str(connection.extra_dejson.get("url") or connection.host or "")
    if not whole:
        raise TaskError(f"The connection {connection.conn_id} has no address: its host, or url in its extra.")
    if "://" in whole:
        return whole
    scheme = connection.schema if connection.schema in ("http", "https") else "https"
    port = f":{connection.port}" if connection.port else ""
    return f"{scheme}://{whole}{port}"


def _told(context: Context) -> dict[str, Any]:
    """What is posted when nobody says what."""
    ti, run = context.get("ti"), context.get("dag_run")
    dag = context.get("dag")
    told = {
        "dag_id": getattr(run or ti or dag, "dag_id", None),
        "run_id": getattr(run or ti, "run_id", None),
        "logical_date": getattr(run, "logical_date", None),
        "task_id": getattr(ti, "task_id", None),
        "map_index": getattr(ti, "map_index", None),
        "try_number": getattr(ti, "try_number", None),
        "state": getattr(ti, "state", None),
        "reason": context.get("reason"),
        "error": str(context["exception"]) if context.get("exception") else None,
        "task_list": context.get("task_list"),
    }
    return {name: value for name, value in told.items() if value is not None}
