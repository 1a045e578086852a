"""What changed: the small messages that keep every open page up to date.

The engine publishes them after the commit that made them true; the server passes them on to each browser whose
person may hear of them. They carry identity and state, never content: whoever wants more asks the REST API. Losing
one is harmless: pages refetch when they reconnect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    ``subject`` is ``dag``, ``dag_run``, ``task_instance``, ``progress`` (a notebook's cell), ``log`` (a log grew),
    ``import_error``, ``dag_file`` (its ``detail`` names it), ``pool``, ``code_brick``, ``asset``, ``backfill``,
    ``notification``, ``callback``, ``human_input``, ``sla_miss``, ``notebook`` (somebody looks at one in order to run
    it), ``held_kernel``, ``user``, ``role`` or ``engine``; ``what`` is ``created``, ``changed`` or ``deleted``.
    ``state`` is the new state if there is one; ``detail`` is small JSON, e.g. ``{"cell": 3, "cells": 9}``.
    """

    subject: str
    what: str = "changed"
    dag_id: str | None = None
    run_id: str | None = None
    task_id: str | None = None
    map_index: int | None = None
    try_number: int | None = None
    state: str | None = None
    user: str | None = None
    detail: dict[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """The change as a JSON-safe dict without its empty fields."""
        values = ((name, getattr(self, name)) for name in self.__dataclass_fields__)
        return {name: value for name, value in values if value is not None}

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Change:
        """The change that ``to_json`` wrote."""
        return cls(**document)


class Notifier(Protocol):
    """Tells the engine, and through it every open page, that something was changed by a person."""

    def notify(self, *changes: Change) -> None:
        """Pass the changes on. Never raises and never blocks: a lost nudge is caught by the engine's sweep."""


class NoNotifier:
    """For places without an engine, e.g. ``couture db upgrade``."""

    def notify(self, *changes: Change) -> None:
        """Do nothing."""
