"""Variables and connections for ``%dag test``: of the environment, else of the server, as far as it shows them.

The server never gives a secret away, to a notebook neither: whoever tries out a task that needs one puts it into the
environment of the kernel.
"""

from __future__ import annotations

from typing import Any

from couture_jupyter.client import Client, ClientError, part
from couture_jupyter.exceptions import TaskError
from couture_jupyter.jupyter_servers import NoServerError
from couture_jupyter.local_task import LocalSecrets
from couture_jupyter.secret_sources import chosen
from couture_jupyter.sensitive import HIDDEN

_FIELDS = ("conn_type", "host", "schema", "login", "password", "port", "extra", "description", "number")
_MOST = 1000  # connections in an answer


class ServerSecrets(LocalSecrets):
    """What the environment and the server know."""

    def __init__(self, client: Client) -> None:
        super().__init__(None, None)
        self._client = client

    def fetch(self, kind: str, name: str) -> dict[str, Any] | None:
        """The fields, or ``None``. Raises ``TaskError`` for what the server keeps to itself."""
        found = super().fetch(kind, name)
        if found is not None:
            return found
        try:
            every = self._variable(name) if kind == "variable" else self._every_connection(name)
        except NoServerError:
            return None
        _refuse_secrets(kind.removesuffix("s"), name, every)
        return chosen(kind, every)

    def _variable(self, key: str) -> list[dict[str, Any]]:
        try:
            return [{"value": self._client.get(f"variables/{part(key)}")["value"]}]
        except ClientError as error:
            if error.status == 404:
                return []
            raise

    def _every_connection(self, conn_id: str) -> list[dict[str, Any]]:
        """All with that id."""
        found = self._client.get("connections", connection_id_pattern=conn_id, limit=_MOST)["connections"]
        return [_connection(each) for each in found if each["connection_id"] == conn_id]


def _connection(answer: dict[str, Any]) -> dict[str, Any]:
    return {"conn_id": answer["connection_id"], **{field: answer.get(field) for field in _FIELDS}}


def _refuse_secrets(kind: str, name: str, every: list[dict[str, Any]]) -> None:
    """Raise ``TaskError`` when the server hides a part of one of them."""
    if any(isinstance(value, str) and HIDDEN in value for fields in every for value in fields.values()):
        stand_in = f"COUTURE_{'VAR' if kind == 'variable' else 'CONN'}_{name.upper()}"
        told = f"The {kind} {name!r} is secret, and %dag test runs in your notebook."
        raise TaskError(f"{told} Set the environment variable {stand_in} to try it, or use %dag run.")
