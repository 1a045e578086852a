"""What templates reach as ``var`` and ``conn``: ``{{ var.value.region }}``, ``{{ var.json.limits.most }}``,
``{{ conn.warehouse.host }}``. Nothing is fetched before a template names it."""

from __future__ import annotations

from typing import Any

from couture_jupyter.connections import Connection
from couture_jupyter.secret_sources import ask_again
from couture_jupyter.variables import Variable

_NOT_GIVEN: Any = object()


class VariableValues:
    """Variables by their keys, as text or with ``deserialize_json`` as what their JSON says."""

    def __init__(self, *, deserialize_json: bool = False) -> None:
        self._deserialize = deserialize_json

    def __getattr__(self, key: str) -> Any:
        if key.startswith("__"):
            raise AttributeError(key)
        return Variable.get(key, deserialize_json=self._deserialize)

    def __getitem__(self, key: str) -> Any:
        return Variable.get(key, deserialize_json=self._deserialize)

    def get(self, key: str, default_var: Any = _NOT_GIVEN, default: Any = _NOT_GIVEN) -> Any:
        """The variable, or the default when there is none; without a default that is an error."""
        fallback = default if default_var is _NOT_GIVEN else default_var
        given = {} if fallback is _NOT_GIVEN else {"default": fallback}
        return Variable.get(key, deserialize_json=self._deserialize, **given)

    def __repr__(self) -> str:
        return "<variables>"


class ConnectionValues:
    """Connections by their ids; of several with one id the same in all of a run."""

    def __getattr__(self, conn_id: str) -> Connection:
        if conn_id.startswith("__"):
            raise AttributeError(conn_id)
        return _connection(conn_id)

    def __getitem__(self, conn_id: str) -> Connection:
        return _connection(conn_id)

    def get(self, conn_id: str, default_conn: Any = None) -> Any:
        """The connection, or ``default_conn`` when there is none."""
        try:
            return _connection(conn_id)
        except LookupError:
            return default_conn

    def __repr__(self) -> str:
        return "<connections>"


def _connection(conn_id: str) -> Connection:
    return Connection(**ask_again(conn_id))


VALUES: dict[str, Any] = {
    "var": {"value": VariableValues(), "json": VariableValues(deserialize_json=True)},
    "conn": ConnectionValues(),
}
