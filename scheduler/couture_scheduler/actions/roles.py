"""What an Admin may ask about roles. The six default ones can be looked at; others are made here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from couture_scheduler.access import PERMISSIONS, SEE, WITH_ALL_DAGS, DagRight, Role
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.errors import ConflictError, FieldProblem, InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.store import roles as stored
from couture_scheduler.store.roles import RoleRecord
from couture_scheduler.store.session import Transaction

_NAME = re.compile(r"[\w .@+-]{1,64}")
MOST_DAGS = 1000  # that one role names


@dataclass(frozen=True, slots=True)
class RoleDetails:
    """A role: its permissions for everything, its rights on single DAGs, and those that authors of DAGs gave it."""

    name: str
    description: str
    is_default: bool
    permissions: tuple[str, ...]
    dags: Mapping[str, DagRight] = field(default_factory=dict)
    granted_by_authors: Mapping[str, DagRight] = field(default_factory=dict)
    users: int = 0


_DESCRIPTIONS = {
    Role.PUBLIC: "Signed in, and nothing more.",
    Role.VIEWER: "Looks on.",
    Role.USER: "Runs, clears, marks and pauses.",
    Role.DEVELOPER: "Writes notebooks and DAGs, and so decides what code runs.",
    Role.OP: "Runs, clears, marks and pauses; looks after connections, pools, variables and the settings.",
    Role.ADMIN: "Everything.",
}


@needs("roles:read")
def list_roles(ctx: ActionContext) -> list[RoleDetails]:
    """All roles: the default ones in their order, then the others by name."""
    with ctx.store.reading() as tx:
        made = stored.listing(tx)
        granted = stored.granted_by_authors(tx, [*Role, *(each.name for each in made)])
        users = stored.holders(tx)
    found = [*(_default(each) for each in Role), *(_made(each) for each in made)]
    return [
        replace(each, granted_by_authors=granted.get(each.name, {}), users=users.get(each.name, 0)) for each in found
    ]


@needs("roles:read")
def get(ctx: ActionContext, name: str) -> RoleDetails:
    """One role."""
    found = next((each for each in list_roles(ctx) if each.name == name), None)
    if found is None:
        raise NotFoundError(f"There is no role {name!r}.")
    return found


@needs("roles:edit")
def create(
    ctx: ActionContext,
    name: str,
    permissions: Sequence[str],
    dags: Mapping[str, DagRight],
    description: str = "",
) -> RoleDetails:
    """Make a role. ``ConflictError`` when there is one of that name."""
    if not _NAME.fullmatch(name) or name != name.strip():
        raise InvalidInputError.at("name", "A role's name has 1 to 64 letters, digits, spaces and . @ + - _ in it.")
    now = ctx.clock()
    record = RoleRecord(name, description, now, ctx.actor.name, now, tuple(permissions), dags)
    _check(record)
    with ctx.store.transaction() as tx:
        if name in set(Role) or stored.get(tx, name) is not None:
            raise ConflictError(f"There is a role {name!r} already.")
        stored.create(tx, record)
        ctx.audit(tx, "create_role", details=_audited(record))
    _tell(ctx, name, "created")
    return get(ctx, name)


@needs("roles:edit")
def update(
    ctx: ActionContext,
    name: str,
    *,
    permissions: Sequence[str] | None = None,
    dags: Mapping[str, DagRight] | None = None,
    description: str | None = None,
) -> RoleDetails:
    """Change a role; what is ``None`` stays. It holds from the next request of everybody who has it."""
    with ctx.store.transaction() as tx:
        old = _find(tx, name)
        record = replace(
            old,
            permissions=old.permissions if permissions is None else tuple(permissions),
            dags=old.dags if dags is None else dags,
            description=old.description if description is None else description,
            updated_at=ctx.clock(),
        )
        _check(record)
        stored.change(tx, record)
        ctx.audit(tx, "update_role", details=_audited(record))
    _tell(ctx, name)
    return get(ctx, name)


@needs("roles:edit")
def delete(ctx: ActionContext, name: str) -> None:
    """Delete a role. ``ConflictError`` while somebody has it."""
    with ctx.store.transaction() as tx:
        _find(tx, name)
        if users := stored.holders(tx).get(name, 0):
            people = "a user has it" if users == 1 else f"{users} users have it"
            raise ConflictError(f"The role {name!r} cannot be deleted: {people}. Give them another one first.")
        stored.remove(tx, name)
        ctx.audit(tx, "delete_role", details={"role": name})
    _tell(ctx, name, "deleted")


def _find(tx: Transaction, name: str) -> RoleRecord:
    if name in set(Role):
        raise ConflictError(f"{name} is a default role: it stays as it is. Make another one.")
    found = stored.get(tx, name)
    if found is None:
        raise NotFoundError(f"There is no role {name!r}.")
    return found


def _check(record: RoleRecord) -> None:
    problems = [
        FieldProblem(("permissions", index), f"There is no permission {each!r}.")
        for index, each in enumerate(record.permissions)
        if each not in PERMISSIONS
    ]
    if SEE not in record.permissions:
        problems += [
            FieldProblem(("permissions", index), f"Whoever has {each} sees something of every DAG: add {SEE}.")
            for index, each in enumerate(record.permissions)
            if each in WITH_ALL_DAGS
        ]
    if len(record.dags) > MOST_DAGS:
        problems.append(FieldProblem(("dags",), f"A role names at most {MOST_DAGS:,} DAGs."))
    problems += [
        FieldProblem(("dags",), "A DAG's id has 1 to 250 characters.")
        for each in record.dags
        if not 0 < len(each) < 251
    ]
    if problems:
        raise InvalidInputError(*problems)


def _default(each: Role) -> RoleDetails:
    held = each.rights.everywhere
    return RoleDetails(each.value, _DESCRIPTIONS[each], True, tuple(name for name in PERMISSIONS if name in held))


def _made(record: RoleRecord) -> RoleDetails:
    return RoleDetails(record.name, record.description, False, record.permissions, record.dags)


def _audited(record: RoleRecord) -> dict[str, object]:
    dags = {dag_id: right.value for dag_id, right in record.dags.items()}
    return {"role": record.name, "permissions": list(record.permissions), "dags": dags}


def _tell(ctx: ActionContext, name: str, what: str = "changed") -> None:
    ctx.tell(Change("role", what, user=ctx.actor.name, detail={"role": name}))
