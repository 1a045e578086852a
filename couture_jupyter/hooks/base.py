"""BaseHook: what all hooks have in common, and which hook a connection's type asks for."""

from __future__ import annotations

import asyncio
import importlib.metadata
import logging
from typing import Any

from couture_jupyter.airflow_compat.calling import import_string
from couture_jupyter.airflow_compat.errors import AirflowNotFoundException
from couture_jupyter.connections import Connection
from couture_jupyter.exceptions import TaskError
from couture_jupyter.hooks.installed_types import ENTRY_POINTS

# Our own hooks, for connections whose provider is not installed.
_SQL = ("postgres", "postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle", "generic")
OWN_HOOKS: dict[str, str] = {
    **dict.fromkeys(_SQL, "couture_jupyter.hooks.sql.DbApiHook"),
    **dict.fromkeys(("http", "https"), "couture_jupyter.hooks.http.HttpHook"),
    "fs": "couture_jupyter.hooks.filesystem.FSHook",
    "ssh": "couture_jupyter.hooks.ssh.SSHHook",
}


class BaseHook:
    """Reaches another system. Subclasses say in ``get_conn`` how, and name their connections' type.

    ``conn_name_attr`` is the name of the argument with the connection's id.
    """

    conn_name_attr: str = "conn_id"
    default_conn_name: str = "default_conn_id"
    conn_type: str = "none"
    hook_name: str = "None"

    def __init__(self, logger_name: str | None = None, **kwargs: Any) -> None:
        super().__init__()

    @property
    def log(self) -> logging.Logger:
        """A logger whose lines go to the task's log."""
        return logging.getLogger(f"couture.task.{type(self).__name__}")

    @classmethod
    def get_connection(cls, conn_id: str) -> Connection:
        """The connection ``conn_id``, of several one at random. ``AirflowNotFoundException`` when there is none."""
        try:
            return Connection.get(conn_id)
        except LookupError as error:
            raise AirflowNotFoundException(str(error)) from error

    @classmethod
    async def aget_connection(cls, conn_id: str) -> Connection:
        """The same, for code that must not wait for it."""
        return await asyncio.to_thread(cls.get_connection, conn_id)

    @classmethod
    def get_connections(cls, conn_id: str) -> list[Connection]:
        """All connections with that id, as in Airflow 1. ``AirflowNotFoundException`` when there is none."""
        try:
            return Connection.get_all(conn_id)
        except LookupError as error:
            raise AirflowNotFoundException(str(error)) from error

    @classmethod
    def get_hook(cls, conn_id: str, hook_params: dict[str, Any] | None = None) -> Any:
        """The hook that the connection's type asks for."""
        return hook_for(cls.get_connection(conn_id), hook_params)

    def get_conn(self) -> Any:
        """What talks to the other system. Subclasses override this."""
        raise NotImplementedError(f"{type(self).__name__} has no get_conn method.")

    @classmethod
    def get_connection_form_widgets(cls) -> dict[str, Any]:
        """Fields of Airflow's connection form; ours needs none."""
        return {}

    @classmethod
    def get_ui_field_behaviour(cls) -> dict[str, Any]:
        """How Airflow's connection form shows its fields."""
        return {}


def hook_for(connection: Connection, hook_params: dict[str, Any] | None = None) -> Any:
    """The hook for a connection: an installed provider's, else one of ours.

    Raises ``TaskError`` with a sentence when there is none for its type.
    """
    path = _provider_hook(connection.conn_type) or OWN_HOOKS.get(connection.conn_type)
    if path is None:
        name = connection.conn_type.replace("_", "-") or "…"
        raise TaskError(
            f'There is no hook for the connection {connection.conn_id!r} of type "{connection.conn_type}". It may come '
            f"with an Airflow provider: pip install --no-deps apache-airflow-providers-{name}"
        )
    hook = import_string(path)
    return hook(**{hook.conn_name_attr: connection.conn_id, **(hook_params or {})})


def _provider_hook(conn_type: str) -> str | None:
    """The class that an installed provider names for a type of connections."""
    for entry in importlib.metadata.entry_points(group=ENTRY_POINTS):
        for each in entry.load()().get("connection-types", []):
            if each["connection-type"] == conn_type:
                return str(each["hook-class-name"])
    return None
