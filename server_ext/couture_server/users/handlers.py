"""Routes of users, roles and permissions."""

from __future__ import annotations

from dataclasses import asdict

from couture_scheduler.access import PERMISSIONS, DagRight, given_by
from couture_scheduler.actions import passwords, roles, users
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.roles import RoleDetails
from couture_scheduler.actions.users import UserForm
from couture_scheduler.store.accounts import AccountFilter, AccountRecord

from couture_server.backend import Backend
from couture_server.http.routes import Routes
from couture_server.users.bodies import (
    Myself,
    PasswordBody,
    PermissionCollection,
    PermissionInfo,
    RoleBody,
    RoleCollection,
    RoleInfo,
    RolePatch,
    User,
    UserBody,
    UserCollection,
    UserPatch,
    UserQuery,
)

routes = Routes("User")


@routes.get("users/me", "self:read")
def get_myself(backend: Backend, ctx: ActionContext) -> Myself:
    """Who asks, and what they may do."""
    found = asdict(users.myself(ctx))
    page = backend.password_page if found.pop("has_password") else ""
    held = {right: given_by(right) for right in DagRight}
    return Myself.model_validate({**found, "dag_permissions": held, "password_page": page or None})


@routes.get("users", "users:read")
def get_users(ctx: ActionContext, query: UserQuery) -> UserCollection:
    """List users by name."""
    wanted = AccountFilter(text=query.text, role=query.role)
    found = users.list_users(ctx, wanted, limit=query.limit, offset=query.offset)
    return UserCollection(users=[_user(each) for each in found.entries], total_entries=found.total)


@routes.post("users", "users:edit", status=201)
def post_user(ctx: ActionContext, body: UserBody) -> User:
    """Create a user."""
    return _user(users.create(ctx, body.username, _form(body)))


@routes.get("users/{username}", "users:read")
def get_user(ctx: ActionContext, username: str) -> User:
    """One user."""
    return _user(users.get(ctx, username))


@routes.patch("users/{username}", "users:edit")
def patch_user(ctx: ActionContext, username: str, body: UserPatch) -> User:
    """Change a user."""
    return _user(users.update(ctx, username, _form(body)))


@routes.delete("users/{username}", "users:edit")
def delete_user(ctx: ActionContext, username: str) -> None:
    """Delete a user."""
    users.delete(ctx, username)


@routes.put("users/{username}/password", "users:edit")
def put_password(ctx: ActionContext, username: str, body: PasswordBody) -> None:
    """Give a user a first password, which must be changed at the first sign-in."""
    passwords.set_first(ctx, username, body.password)


@routes.get("roles", "roles:read")
def get_roles(ctx: ActionContext) -> RoleCollection:
    """All roles."""
    found = [_role(each) for each in roles.list_roles(ctx)]
    return RoleCollection(roles=found, total_entries=len(found))


@routes.post("roles", "roles:edit", status=201)
def post_role(ctx: ActionContext, body: RoleBody) -> RoleInfo:
    """Create a role."""
    return _role(roles.create(ctx, body.name, body.permissions, body.dags, body.description))


@routes.get("roles/{role_name}", "roles:read")
def get_role(ctx: ActionContext, role_name: str) -> RoleInfo:
    """One role."""
    return _role(roles.get(ctx, role_name))


@routes.patch("roles/{role_name}", "roles:edit")
def patch_role(ctx: ActionContext, role_name: str, body: RolePatch) -> RoleInfo:
    """Change a role that was made here."""
    changed = roles.update(ctx, role_name, permissions=body.permissions, dags=body.dags, description=body.description)
    return _role(changed)


@routes.delete("roles/{role_name}", "roles:edit")
def delete_role(ctx: ActionContext, role_name: str) -> None:
    """Delete a role that was made here and that nobody has."""
    roles.delete(ctx, role_name)


@routes.get("permissions", "self:read")
def get_permissions(ctx: ActionContext) -> PermissionCollection:
    """What there is to be allowed."""
    found = [
        PermissionInfo(name=name, first_role=each.first, description=each.sentence, right_on_a_dag=each.of_dag)
        for name, each in PERMISSIONS.items()
    ]
    return PermissionCollection(permissions=found, total_entries=len(found))


def _form(body: UserBody | UserPatch) -> UserForm:
    given = body.model_dump(include=set(UserForm.__dataclass_fields__))
    return UserForm(**{**given, "roles": None if given["roles"] is None else tuple(given["roles"])})


def _user(found: AccountRecord) -> User:
    return User.model_validate(asdict(found))


def _role(found: RoleDetails) -> RoleInfo:
    return RoleInfo.model_validate(asdict(found))
