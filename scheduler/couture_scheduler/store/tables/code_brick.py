"""Code bricks that people wrote, and every version of them."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table

from couture_scheduler.store.tables.metadata import MARIADB, NEVER_AGAIN, metadata
from couture_scheduler.store.types import NAME, Id, JsonText, Moment

code_brick = Table(
    "code_brick",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("owner", String(NAME), nullable=False, index=True),
    Column("is_shared", Boolean, nullable=False, index=True),
    Column("version", Integer, nullable=False),  # the newest
    Column("content", JsonText, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("updated_by", String(NAME), nullable=False),
    **NEVER_AGAIN,
    **MARIADB,
)

code_brick_version = Table(
    "code_brick_version",
    metadata,
    Column("brick_id", Id, ForeignKey(code_brick.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("content", JsonText, nullable=False),
    Column("edited_at", Moment, nullable=False),
    Column("edited_by", String(NAME), nullable=False),
    **MARIADB,
)
