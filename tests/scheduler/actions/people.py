"""Who asks, when, and who hears of it; how people sign in; a connection, and the notebooks they have."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from couture_scheduler.actions import event_logs
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.events import Change

from couture_jupyter.connections import Connection

ROOT_PASSWORD = "the way back in"  # of the Admin whom the fixture ``root`` enters
EXTRA = json.dumps({"timeout": 30, "nested": {"api_key": "deep-secret"}})
DATABASE = Connection("db", "postgres", "db.example", "sales", "ada", "s3cr:t/@", 5432, EXTRA)
REGISTERING = {"auth_user_registration": True, "auth_user_registration_role": "Viewer"}


@dataclass
class Ear:
    """A notifier that remembers."""

    heard: list[Change] = field(default_factory=list)

    def notify(self, *changes: Change) -> None:
        """Remember."""
        self.heard += changes

    def last(self) -> dict[str, Any]:
        """The newest change."""
        return self.heard[-1].to_json()


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> datetime:
        """Let time go by."""
        self.now += timedelta(**amount)
        return self.now


def because(root: ActionContext) -> str:
    """What the audit log says of the newest sign-in that was refused."""
    entries = event_logs.list_event_logs(root, limit=100).entries
    return str(next(each.details for each in entries if each.event == "sign_in_refused"))


def write_notebook(path: Path, parameters: list[str] | None, kernel: str | None = "python3") -> None:
    """A small notebook file."""
    cells = [{"cell_type": "markdown", "metadata": {}, "source": "# Report"}]
    if parameters is not None:
        cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": parameters}
        cells.append({**cell, "outputs": [], "execution_count": None})
    cells.append({"cell_type": "code", "metadata": {}, "source": "1 + 1", "outputs": [], "execution_count": None})
    metadata: dict[str, Any] = {"language_info": {"name": "python"}}
    if kernel:
        metadata["kernelspec"] = {"name": kernel, "display_name": kernel, "language": "python"}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}))
