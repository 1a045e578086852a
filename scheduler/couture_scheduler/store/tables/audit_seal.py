"""The seal of each entry of the audit log: a hash of the entry and of the seal before it."""

from sqlalchemy import BigInteger, Boolean, Column, String, Table

from couture_scheduler.store.tables.metadata import MARIADB, metadata

audit_seal = Table(
    "audit_seal",
    metadata,
    Column("event_log_id", BigInteger, primary_key=True, autoincrement=False),  # no foreign key: it tells what is gone
    Column("hash", String(64), nullable=False),
    Column("is_cut", Boolean, nullable=False),  # the entry and all before it were cut off, as the settings say
    **MARIADB,
)
