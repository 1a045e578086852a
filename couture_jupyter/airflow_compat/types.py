"""Names for types, and other small things that provider packages import."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from typing import Literal as Literal
from typing import Protocol as Protocol
from typing import TypedDict as TypedDict

from couture_jupyter.connections import Connection
from couture_jupyter.context import TaskInstance

Logger = logging.Logger
RuntimeTaskInstanceProtocol = TaskInstance


class ProvidersManager:
    """Airflow's list of installed providers; each is found when it is imported here."""

    providers: dict[str, Any] = {}
    hooks: dict[str, Any] = {}
    dialects: dict[str, Any] = {}
    field_behaviours: dict[str, Any] = {}

    def initialize_providers_list(self) -> None:
        """There is nothing to prepare."""


async def get_async_connection(conn_id: str) -> Connection:
    """A connection, for code that must not wait for it."""
    return await asyncio.to_thread(Connection.get, conn_id)


def get_attr_renderer() -> dict[str, Any]:
    """How Airflow's web pages show operators' arguments; ours have their own way."""
    return {}
