"""The rendered template fields of each task instance's newest try that ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from couture_scheduler.store.dialects import upsert
from couture_scheduler.store.tables import rendered_fields


def put_many(tx: Connection, fields: Mapping[int, Mapping[str, Any]]) -> None:
    """Keep the fields (JSON) of these task instances, in place of those of earlier tries."""
    upsert(tx, rendered_fields, [{"task_instance_id": each, "fields": dict(told)} for each, told in fields.items()])


def get(tx: Connection, task_instance_id: int) -> dict[str, Any]:
    """The fields of a task instance; none before its first try has ended, and of one without template fields."""
    wanted = select(rendered_fields.c.fields).where(rendered_fields.c.task_instance_id == task_instance_id)
    found: dict[str, Any] = tx.execute(wanted).scalar() or {}
    return found
