"""How people sign in, as an Admin has said it: one row, or none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from couture_scheduler.errors import ConflictError
from couture_scheduler.store.tables import login_settings

_ROW = 1


@dataclass(frozen=True, slots=True)
class LoginSettingsRecord:
    """The settings by name; what is secret among them is encrypted."""

    settings: Mapping[str, Any]
    updated_at: datetime
    updated_by: str


def get(tx: Connection) -> LoginSettingsRecord | None:
    """What was said; ``None``: nothing yet."""
    wanted = select(login_settings.c.settings, login_settings.c.updated_at, login_settings.c.updated_by)
    row = tx.execute(wanted.where(login_settings.c.id == _ROW)).first()
    return None if row is None else LoginSettingsRecord(json.loads(row.settings), row.updated_at, row.updated_by)


def put(tx: Connection, record: LoginSettingsRecord) -> None:
    """Write them. ``ConflictError`` when somebody else writes the first ones at this moment."""
    values = {
        "settings": json.dumps(record.settings, ensure_ascii=False),
        "updated_at": record.updated_at,
        "updated_by": record.updated_by,
    }
    if tx.execute(update(login_settings).where(login_settings.c.id == _ROW).values(**values)).rowcount:
        return
    try:
        with tx.begin_nested():
            tx.execute(insert(login_settings).values(id=_ROW, **values))
    except IntegrityError as error:
        raise ConflictError("Somebody else saves how people sign in at this moment. Look at it again.") from error
