"""``airflow.secrets``: the base of classes that look up variables and connections elsewhere."""

from __future__ import annotations

from typing import Any

from couture_jupyter.connections import Connection


class BaseSecretsBackend:
    """Looks up connections and variables in a store of secrets. Subclasses override ``get_conn_value`` (a URI or JSON)
    and ``get_variable``; ``None`` means that the store does not have it."""

    def __init__(self, **kwargs: Any) -> None:
        self.options = kwargs

    @staticmethod
    def build_path(path_prefix: str, secret_id: str, sep: str = "/") -> str:
        """Where a store with folders keeps a secret."""
        return f"{path_prefix}{sep}{secret_id}"

    def get_conn_value(self, conn_id: str) -> str | None:
        """The connection's URI or JSON."""
        raise NotImplementedError(f"{type(self).__name__} has no get_conn_value.")

    def deserialize_connection(self, conn_id: str, value: str) -> Connection:
        """The connection that a URI or JSON describes."""
        return Connection.from_text(conn_id, value)

    def get_connection(self, conn_id: str) -> Connection | None:
        """The connection; ``None`` when the store does not have it."""
        value = self.get_conn_value(conn_id)
        return self.deserialize_connection(conn_id, value) if value else None

    def get_variable(self, key: str) -> str | None:
        """The variable's value."""
        raise NotImplementedError(f"{type(self).__name__} has no get_variable.")

    def get_config(self, key: str) -> str | None:
        """An option's value."""
        return None
