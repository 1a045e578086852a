"""Roles that an Admin makes, and what the authors of DAGs grant to a role in ``access_control``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from couture_scheduler.access import PERMISSIONS, DagRight, Rights, Role
from couture_scheduler.store.tables import account_role, dag_access, role, role_dag, role_permission

_DEFAULT = frozenset(Role)


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """A role of our own: permissions for everything, and rights on single DAGs."""

    name: str
    description: str
    created_at: datetime
    created_by: str
    updated_at: datetime
    permissions: tuple[str, ...] = ()
    dags: Mapping[str, DagRight] = field(default_factory=dict)


def listing(tx: Connection, names: Sequence[str] | None = None) -> list[RoleRecord]:
    """These roles, or all that were made, by name."""
    wanted = select(role).order_by(role.c.name)
    rows = tx.execute(wanted if names is None else wanted.where(role.c.name.in_(names))).all()
    found = [row.name for row in rows]
    permissions: dict[str, list[str]] = {}
    for name, permission in tx.execute(select(role_permission).where(role_permission.c.role.in_(found))):
        permissions.setdefault(name, []).append(permission)
    dags: dict[str, dict[str, DagRight]] = {}
    for name, dag_id, access in tx.execute(select(role_dag).where(role_dag.c.role.in_(found))):
        dags.setdefault(name, {})[dag_id] = DagRight(access)
    return [
        RoleRecord(
            **row._mapping,
            permissions=tuple(each for each in PERMISSIONS if each in permissions.get(row.name, ())),
            dags=dict(sorted(dags.get(row.name, {}).items())),
        )
        for row in rows
    ]


def get(tx: Connection, name: str) -> RoleRecord | None:
    """One role that was made."""
    return next(iter(listing(tx, [name])), None)


def create(tx: Connection, record: RoleRecord) -> None:
    """Add a role; ``ConflictError`` when the name is taken."""
    tx.execute(insert(role).values(**_values(record)))
    _fill(tx, record)


def change(tx: Connection, record: RoleRecord) -> None:
    """Write a role anew."""
    tx.execute(update(role).where(role.c.name == record.name).values(**_values(record)))
    for table in (role_permission, role_dag):
        tx.execute(delete(table).where(table.c.role == record.name))
    _fill(tx, record)


def remove(tx: Connection, name: str) -> bool:
    """Delete a role; whether there was one."""
    return tx.execute(delete(role).where(role.c.name == name)).rowcount == 1


def holders(tx: Connection) -> dict[str, int]:
    """How many people have each role."""
    found = tx.execute(select(account_role.c.role, func.count()).group_by(account_role.c.role))
    return {name: int(number) for name, number in found}


def granted_by_authors(tx: Connection, names: Sequence[str]) -> dict[str, dict[str, DagRight]]:
    """For each of these roles the DAGs whose authors let it in."""
    found: dict[str, dict[str, DagRight]] = {}
    for row in tx.execute(_GRANTED, {"_roles": list(names)}):
        found.setdefault(row.role, {})[row.dag_id] = DagRight(row.access)
    return found


# Built once, for it is asked at each request.
_GRANTED = (
    select(dag_access).where(dag_access.c.role.in_(bindparam("_roles", expanding=True))).order_by(dag_access.c.dag_id)
)


def set_granted(tx: Connection, dag_id: str, granted: Mapping[str, DagRight]) -> None:
    """Remember whom the author of a DAG lets in, and nobody else."""
    tx.execute(delete(dag_access).where(dag_access.c.dag_id == dag_id))
    rows = [{"dag_id": dag_id, "role": name, "access": right.value} for name, right in granted.items()]
    if rows:
        tx.execute(insert(dag_access), rows)


def rights(tx: Connection, names: Sequence[str]) -> Iterator[Rights]:
    """What each of these roles may do: what it is, and what authors have added."""
    made = [name for name in names if name not in _DEFAULT]
    own = {each.name: each for each in (listing(tx, made) if made else ())}
    for name in names:
        if name in _DEFAULT:
            yield Role(name).rights
        elif name in own:
            yield Rights(frozenset(own[name].permissions), own[name].dags, (name,))
    for granted in granted_by_authors(tx, names).values():
        yield Rights(dags=granted)


def _values(record: RoleRecord) -> dict[str, object]:
    return {each.name: getattr(record, each.name) for each in role.c}


def _fill(tx: Connection, record: RoleRecord) -> None:
    permissions = [{"role": record.name, "permission": each} for each in dict.fromkeys(record.permissions)]
    dags = [{"role": record.name, "dag_id": dag_id, "access": right.value} for dag_id, right in record.dags.items()]
    if permissions:
        tx.execute(insert(role_permission), permissions)
    if dags:
        tx.execute(insert(role_dag), dags)
