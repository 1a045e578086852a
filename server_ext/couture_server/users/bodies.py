"""Users and roles at the HTTP edge."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from couture_scheduler.access import PERMISSIONS, DagRight
from pydantic import Field

from couture_server.http.models import Answer, Body, Patch, Text
from couture_server.http.paging import Page

Name = Annotated[Text, Field(max_length=250)]
RoleName = Annotated[Text, Field(min_length=1, max_length=64)]
PermissionName = Annotated[str, Field(json_schema_extra={"enum": list(PERMISSIONS)})]
Roles = Annotated[list[RoleName], Field(max_length=100)]
Permissions = Annotated[list[Annotated[Text, Field(max_length=64)]], Field(max_length=200)]
DagRights = Annotated[
    dict[Annotated[Text, Field(max_length=250)], DagRight],
    Field(max_length=1000, description="Rights on single DAGs: DAG id to `read` or `edit`."),
]


class User(Answer):
    """A person with their roles. Who is not active may do nothing. `is_waiting`: has signed up, and is let in by being
    made active."""

    username: str
    first_name: str
    last_name: str
    email: str
    roles: list[str]
    is_active: bool
    created_at: datetime
    created_by: str
    updated_at: datetime
    is_waiting: bool


class UserCollection(Answer):
    """A page of users."""

    users: list[User]
    total_entries: int


class UserQuery(Page):
    """Which users; ``text`` is looked for in names and addresses."""

    text: Annotated[Text, Field(max_length=250)] = ""
    role: RoleName | None = None


class UserBody(Body):
    """A new user."""

    username: Annotated[Text, Field(min_length=1, max_length=250)]
    first_name: Name = ""
    last_name: Name = ""
    email: Name = ""
    roles: Roles = Field(default_factory=list)
    is_active: bool = True


class UserPatch(Patch):
    """What to change of a user."""

    first_name: Name | None = None
    last_name: Name | None = None
    email: Name | None = None
    roles: Roles | None = None
    is_active: bool | None = None


class PasswordBody(Body):
    """A first password for somebody."""

    password: Annotated[Text, Field(max_length=1000, json_schema_extra={"format": "password"})]


class Myself(Answer):
    """Who asks: the permissions held for everything, the rights on single DAGs, and which permissions each of these
    rights holds for its DAG. ``password_page`` is the address where they change their own password; ``null``: there is
    none, or they have no password here."""

    username: str
    roles: list[str]
    permissions: list[PermissionName]
    dags: dict[str, DagRight]
    dag_permissions: dict[DagRight, list[str]]
    password_page: str | None


class RoleInfo(Answer):
    """A role. The default ones stay as they are. ``granted_by_authors`` comes from ``access_control`` of DAGs."""

    name: str
    description: str
    is_default: bool
    permissions: list[str]
    dags: dict[str, DagRight]
    granted_by_authors: dict[str, DagRight]
    users: int


class RoleCollection(Answer):
    """All roles: the default ones in their order, then the others by name."""

    roles: list[RoleInfo]
    total_entries: int


class RoleBody(Body):
    """A new role."""

    name: RoleName
    description: Annotated[Text, Field(max_length=10000)] = ""
    permissions: Permissions = Field(default_factory=list)
    dags: DagRights = Field(default_factory=dict)


class RolePatch(Patch):
    """What to change of a role."""

    description: Annotated[Text, Field(max_length=10000)] | None = None
    permissions: Permissions | None = None
    dags: DagRights | None = None


class PermissionInfo(Answer):
    """A permission: the first default role that has it, what it allows, and the right on a single DAG that holds it."""

    name: str
    first_role: str
    description: str
    right_on_a_dag: DagRight | None


class PermissionCollection(Answer):
    """All permissions, in their order."""

    permissions: list[PermissionInfo]
    total_entries: int
