"""People and the roles they have. What a person may do comes from here: ``rights_of``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, func, insert, or_, select, true, update

from couture_scheduler.access import Rights, Role
from couture_scheduler.store import roles
from couture_scheduler.store.tables import account, account_role


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """A person. Who is not active may do nothing. Passwords are in ``store/passwords.py`` alone."""

    username: str
    first_name: str
    last_name: str
    email: str
    is_active: bool
    created_at: datetime
    created_by: str
    updated_at: datetime
    roles: tuple[str, ...] = ()
    is_waiting: bool = False  # has signed up, and no Admin has decided yet


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Which people; ``text`` is looked for in names and addresses."""

    text: str = ""
    role: str | None = None
    usernames: tuple[str, ...] | None = None


_COLUMNS = tuple(account.c[each.name] for each in fields(AccountRecord) if each.name != "roles")


def page(tx: Connection, wanted: AccountFilter, limit: int, offset: int) -> list[AccountRecord]:
    """People by their names."""
    found = select(*_COLUMNS).where(*_conditions(wanted)).order_by(account.c.username).limit(limit).offset(offset)
    rows = tx.execute(found).all()
    held = _roles(tx, [row.username for row in rows])
    return [AccountRecord(**row._mapping, roles=tuple(held.get(row.username, ()))) for row in rows]


def count(tx: Connection, wanted: AccountFilter) -> int:
    """How many people there are."""
    return int(tx.execute(select(func.count()).select_from(account).where(*_conditions(wanted))).scalar_one())


def get(tx: Connection, username: str) -> AccountRecord | None:
    """One person."""
    return next(iter(page(tx, AccountFilter(usernames=(username,)), 1, 0)), None)


def active(tx: Connection, usernames: Iterable[str]) -> set[str]:
    """Those of them who are active users."""
    found = select(account.c.username).where(account.c.username.in_(set(usernames)), account.c.is_active == true())
    return set(tx.execute(found).scalars())


def create(tx: Connection, record: AccountRecord) -> None:
    """Add a person with their roles; ``ConflictError`` when the name is taken."""
    tx.execute(insert(account).values(**_values(record)))
    _set_roles(tx, record)


def change(tx: Connection, record: AccountRecord) -> None:
    """Write a person anew, with their roles."""
    tx.execute(update(account).where(account.c.username == record.username).values(**_values(record)))
    tx.execute(delete(account_role).where(account_role.c.username == record.username))
    _set_roles(tx, record)


def remove(tx: Connection, username: str) -> bool:
    """Delete a person; whether there was one."""
    return tx.execute(delete(account).where(account.c.username == username)).rowcount == 1


def lock_admins(tx: Connection) -> list[str]:
    """The active people with the role Admin. Until the end of the transaction nobody else takes it from one."""
    found = (
        select(account.c.username)
        .join(account_role, account_role.c.username == account.c.username)
        .where(account_role.c.role == Role.ADMIN.value, account.c.is_active == true())
        .order_by(account.c.username)
        .with_for_update()
    )
    return list(tx.execute(found).scalars())


def rights_of(tx: Connection, username: str) -> Rights:
    """What a person may do; nothing for one who is unknown or not active."""
    names = list(tx.execute(_HELD, {"_username": username}).scalars())
    return Rights.together(roles.rights(tx, names)) if names else Rights()


# Built once, for it is asked at each request: putting it together costs more than SQLite needs to run it.
_HELD = (
    select(account_role.c.role)
    .join(account, account.c.username == account_role.c.username)
    .where(account.c.username == bindparam("_username"), account.c.is_active == true())
    .order_by(account_role.c.role)
)


def _roles(tx: Connection, usernames: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = select(account_role).where(account_role.c.username.in_(usernames)).order_by(account_role.c.role)
    for username, name in tx.execute(rows):
        found.setdefault(username, []).append(name)
    return found


def _values(record: AccountRecord) -> dict[str, object]:
    return {each.name: getattr(record, each.name) for each in _COLUMNS}


def _set_roles(tx: Connection, record: AccountRecord) -> None:
    if record.roles:
        rows = [{"username": record.username, "role": name} for name in dict.fromkeys(record.roles)]
        tx.execute(insert(account_role), rows)


def _conditions(wanted: AccountFilter) -> Iterable[ColumnElement[bool]]:
    for word in wanted.text.split():
        names = (account.c.username, account.c.first_name, account.c.last_name, account.c.email)
        yield or_(*(each.icontains(word, autoescape=True) for each in names))
    if wanted.role is not None:
        yield exists().where(account_role.c.username == account.c.username, account_role.c.role == wanted.role)
    if wanted.usernames is not None:
        yield account.c.username.in_(wanted.usernames)
