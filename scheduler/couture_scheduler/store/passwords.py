"""The hashes of people's passwords. They leave this module to be compared, and go nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select, true, update

from couture_scheduler.access import Role
from couture_scheduler.store.tables import account, account_role


@dataclass(frozen=True, slots=True)
class PasswordRecord:
    """How a person proves who they are; ``hash`` is ``None`` for who has no password here."""

    username: str
    is_active: bool
    hash: str | None = field(repr=False)
    set_at: datetime | None
    must_change: bool


def get(tx: Connection, username: str) -> PasswordRecord | None:
    """What is kept of this person's password; ``None`` when there is no such person."""
    wanted = select(
        account.c.username,
        account.c.is_active,
        account.c.password_hash,
        account.c.password_set_at,
        account.c.must_change_password,
    ).where(account.c.username == username)
    row = tx.execute(wanted).first()
    return None if row is None else PasswordRecord(*row)


def set_at(tx: Connection) -> dict[str, datetime | None]:
    """Of everybody who is active: when their password was set or taken away; ``None``: never."""
    wanted = select(account.c.username, account.c.password_set_at).where(account.c.is_active == true())
    return {row.username: row.password_set_at for row in tx.execute(wanted)}


def change(tx: Connection, username: str, new_hash: str | None, now: datetime, *, must_change: bool) -> bool:
    """Write a person's password anew, or take it away; whether there was such a person."""
    values = {"password_hash": new_hash, "password_set_at": now, "must_change_password": must_change}
    return tx.execute(update(account).where(account.c.username == username).values(**values)).rowcount == 1


def admins_with_one(tx: Connection) -> list[str]:
    """The active Admins who have a password here."""
    wanted = (
        select(account.c.username)
        .join(account_role, account_role.c.username == account.c.username)
        .where(account_role.c.role == Role.ADMIN.value, account.c.is_active == true())
        .where(account.c.password_hash.is_not(None))
    )
    return list(tx.execute(wanted.order_by(account.c.username)).scalars())
