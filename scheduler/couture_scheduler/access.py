"""Permissions: what exists, which role has it, and which of them one may have for a single DAG. Routes, actions and
pages read this table; nothing else decides.

A *permission* is ``<noun>:<verb>``. A *role* is a set of permissions, and of rights on single DAGs. The six default
roles build on each other: User on Viewer, Developer and Op each on User, Admin on all; Public has nothing. An Admin
makes others, which the store keeps. There are two rights on a single DAG: to read it, and to edit it, which is to run,
clear, mark and pause it. What has not been given is denied. Source: the roles chapter of the customer's manual.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """The six default roles."""

    PUBLIC = "Public"
    VIEWER = "Viewer"
    USER = "User"
    DEVELOPER = "Developer"
    OP = "Op"
    ADMIN = "Admin"

    @property
    def rights(self) -> Rights:
        """All that this role has, for everything."""
        return _rights_of(self)

    @property
    def included(self) -> frozenset[Role]:
        """This role, and those whose permissions it has too."""
        return frozenset({self}).union(*(each.included for each in _BUILT_ON[self]))


_BUILT_ON: dict[Role, tuple[Role, ...]] = {
    Role.PUBLIC: (),
    Role.VIEWER: (Role.PUBLIC,),
    Role.USER: (Role.VIEWER,),
    Role.DEVELOPER: (Role.USER,),
    Role.OP: (Role.USER,),
    Role.ADMIN: (Role.DEVELOPER, Role.OP),
}


@functools.cache  # asked with each request
def _rights_of(role: Role) -> Rights:
    held = (name for name, each in PERMISSIONS.items() if each.first in role.included)
    return Rights(frozenset(held), roles=(role.value,))


class DagRight(StrEnum):
    """What one may do with a single DAG; to edit it includes to read it."""

    READ = "read"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Permission:
    """The ``first`` role that has it, what it allows, and the right on a single DAG that allows the same there."""

    first: Role
    sentence: str
    of_dag: DagRight | None = None


_READ, _EDIT = DagRight.READ, DagRight.EDIT
PERMISSIONS: dict[str, Permission] = {
    "self:read": Permission(Role.PUBLIC, "See who one is here, and what one may do."),
    "dags:read": Permission(Role.VIEWER, "See DAGs, their source, their versions and their schedules.", _READ),
    "dags:pause": Permission(Role.USER, "Pause and resume DAGs.", _EDIT),
    "dags:delete": Permission(Role.DEVELOPER, "Delete DAGs with their past."),
    "dagFiles:read": Permission(Role.VIEWER, "See the files of the DAG folder, and how they changed."),
    "dagFiles:edit": Permission(Role.DEVELOPER, "Write, rename and delete DAG files, which decides what code runs."),
    "runs:read": Permission(Role.VIEWER, "See runs, task instances, XComs and logs.", _READ),
    "runs:trigger": Permission(Role.USER, "Start runs.", _EDIT),
    "runs:edit": Permission(Role.USER, "Stop, clear, retry and mark runs and task instances.", _EDIT),
    "runs:delete": Permission(Role.USER, "Delete runs and what they left.", _EDIT),
    "notebooks:read": Permission(Role.VIEWER, "See the workspace's notebooks, their parameters and how they ran last."),
    "notebooks:schedule": Permission(Role.DEVELOPER, "Create, change and delete notebook schedules."),
    "kernels:read": Permission(Role.VIEWER, "See the kernels that are kept after a failure.", _READ),
    "kernels:use": Permission(Role.DEVELOPER, "Open, prolong and let go of kept kernels."),
    "notifications:read": Permission(Role.VIEWER, "See who was told what of a run.", _READ),
    "notifications:send": Permission(Role.DEVELOPER, "Send a test message, or again one that did not get through."),
    "triggerTokens:read": Permission(
        Role.DEVELOPER, "See the tokens that run a schedule from outside, without their secret."
    ),
    "triggerTokens:edit": Permission(Role.DEVELOPER, "Make and revoke tokens that run a schedule from outside."),
    "variables:read": Permission(Role.OP, "See variables; sensitive values stay hidden."),
    "variables:edit": Permission(Role.OP, "Create, change and delete variables."),
    "connections:read": Permission(Role.OP, "See connections, without their secrets."),
    "connections:edit": Permission(Role.OP, "Create, change, test and delete connections."),
    "assets:read": Permission(Role.VIEWER, "See assets, their updates, and which DAGs wait for them.", _READ),
    "assets:edit": Permission(Role.USER, "Note updates of assets by hand, and forget updates that wait."),
    "bricks:read": Permission(Role.VIEWER, "See the code bricks that are shared, and one's own."),
    "bricks:edit": Permission(Role.DEVELOPER, "Write code bricks, and change one's own."),
    "bricks:editShared": Permission(Role.ADMIN, "Change shared code bricks of others."),
    "pools:read": Permission(Role.VIEWER, "See pools and their slots."),
    "pools:edit": Permission(Role.OP, "Create, change and delete pools."),
    "importErrors:read": Permission(Role.VIEWER, "See DAG files that could not be read."),
    "eventLogs:read": Permission(Role.ADMIN, "See the audit log."),
    "users:read": Permission(Role.ADMIN, "See who the users are and which roles they have."),
    "users:edit": Permission(Role.ADMIN, "Create, change and delete users."),
    "roles:read": Permission(Role.ADMIN, "See all roles with what they may do."),
    "roles:edit": Permission(Role.ADMIN, "Create, change and delete roles."),
    "loginSettings:read": Permission(Role.ADMIN, "See how people sign in, without secrets."),
    "loginSettings:edit": Permission(Role.ADMIN, "Say how people sign in, and try it."),
    "config:read": Permission(Role.OP, "See the settings and what is installed; never a password."),
    "engine:read": Permission(Role.VIEWER, "See the state of the engine.", _READ),
    "engine:control": Permission(Role.OP, "Start and stop the engine."),
}

SEE = "dags:read"  # who lacks it for a DAG is told that there is none
# What cannot be had without seeing all DAGs: it is of files, names or numbers that belong to many of them.
WITH_ALL_DAGS = frozenset(
    {
        *("dagFiles:read", "dagFiles:edit", "dags:delete", "notebooks:read", "notebooks:schedule"),
        *("assets:edit", "importErrors:read", "kernels:use", "users:edit", "roles:edit"),
        "loginSettings:edit",
    }
)


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do: permissions for everything, and rights on single DAGs; ``roles`` is where they are from."""

    everywhere: frozenset[str] = frozenset()
    dags: Mapping[str, DagRight] = field(default_factory=dict)
    roles: tuple[str, ...] = ()

    def may(self, permission: str, dag_id: str | None = None) -> bool:
        """Whether ``permission`` is held for everything, or for this DAG. An unknown one is a ``KeyError``."""
        needed = PERMISSIONS[permission].of_dag
        return self._has(permission) or _includes(self.dags.get(dag_id or ""), needed)

    def may_somewhere(self, permission: str) -> bool:
        """Whether ``permission`` is held for everything or for any DAG."""
        needed = PERMISSIONS[permission].of_dag
        return self._has(permission) or any(_includes(held, needed) for held in self.dags.values())

    def dags_with(self, permission: str) -> frozenset[str] | None:
        """The DAGs for which ``permission`` is held; ``None``: all of them."""
        if self._has(permission):
            return None
        return frozenset(dag_id for dag_id in self.dags if self.may(permission, dag_id))

    def _has(self, permission: str) -> bool:
        """For everything. What Public has, everybody has who is signed in."""
        return permission in self.everywhere or PERMISSIONS[permission].first is Role.PUBLIC

    @classmethod
    def together(cls, several: Iterable[Rights]) -> Rights:
        """What somebody may do who has all these."""
        everywhere, dags, roles = set[str](), dict[str, DagRight](), list[str]()
        for each in several:
            everywhere |= each.everywhere
            dags |= {dag_id: right for dag_id, right in each.dags.items() if dags.get(dag_id) is not DagRight.EDIT}
            roles += each.roles
        return cls(frozenset(everywhere), dags, tuple(roles))


def granted(access_control: Mapping[str, Iterable[str]]) -> dict[str, DagRight]:
    """Which right on a DAG its author gives to each role. Deleting a DAG is for those who may delete all."""
    words = {role: set(given) for role, given in access_control.items()}
    return {role: _EDIT if "can_edit" in given else _READ for role, given in words.items() if given & _GRANTS}


def given_by(right: DagRight) -> tuple[str, ...]:
    """The permissions that this right on a single DAG holds for it."""
    return tuple(name for name, each in PERMISSIONS.items() if _includes(right, each.of_dag))


_GRANTS = {"can_read", "can_edit"}


def _includes(held: DagRight | None, needed: DagRight | None) -> bool:
    return needed is not None and held in (needed, DagRight.EDIT)


ALL = Role.ADMIN.rights


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, for permission checks and the audit log."""

    name: str
    rights: Rights = ALL
    source: str = ""  # network address, or "cli", or "engine"

    @property
    def role(self) -> str:
        """The names of the roles, as sentences say them."""
        return ", ".join(self.rights.roles) or Role.PUBLIC

    def may(self, permission: str, dag_id: str | None = None) -> bool:
        """Whether this person has ``permission``, for everything or for this DAG."""
        return self.rights.may(permission, dag_id)
