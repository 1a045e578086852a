"""Which changes somebody may hear of: one table, subject -> the permission to see such a thing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from couture_scheduler.access import PERMISSIONS, SEE, Rights
from couture_scheduler.events import Change

SUBJECTS = {
    "asset": "assets:read",
    "backfill": "runs:read",
    "callback": "runs:read",
    "code_brick": "bricks:read",
    "connection": "connections:read",
    "dag": "dags:read",
    "dag_file": "dagFiles:read",
    "dag_run": "runs:read",
    "engine": "engine:read",
    "held_kernel": "kernels:read",
    "human_input": "runs:read",
    "import_error": "importErrors:read",
    "log": "runs:read",
    "login_settings": "loginSettings:read",
    "notebook": "notebooks:read",
    "notification": "notifications:read",
    "pool": "pools:read",
    "progress": "runs:read",
    "role": "roles:read",
    "sla_miss": "runs:read",
    "task_instance": "runs:read",
    "user": "users:read",
    "variable": "variables:read",
}


class Batch:
    """Changes that are told together, put into words once for all who may hear the same of them: hundreds of open pages
    hear of each."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.changes = changes
        self._words: dict[object, str] = {}

    def words_for(self, rights: Rights) -> str:
        """The message for somebody with ``rights``; empty when they may hear nothing of it."""
        key = (rights.everywhere, frozenset(rights.dags.items()))
        if key not in self._words:
            found = told(self.changes, rights)
            self._words[key] = json.dumps({"changes": found}) if found else ""
        return self._words[key]


def told(changes: Iterable[Change], rights: Rights) -> list[dict[str, Any]]:
    """Of these changes what somebody with ``rights`` may hear."""
    return [each for change in changes if (each := _of_one(change, rights)) is not None]


def _of_one(change: Change, rights: Rights) -> dict[str, Any] | None:
    permission = SUBJECTS.get(change.subject)
    if permission is None:
        return None
    if change.dag_id is not None:
        may = rights.may(permission, change.dag_id) and rights.may(SEE, change.dag_id)
        return change.to_json() if may else None
    if rights.may(permission) or (change.subject == "engine" and rights.may_somewhere(permission)):
        return change.to_json()
    # Something that may be of one of their DAGs, such as an asset: look again, is all that they are told.
    is_near = PERMISSIONS[permission].of_dag is not None and rights.may_somewhere(permission)
    return Change(change.subject).to_json() if is_near else None
