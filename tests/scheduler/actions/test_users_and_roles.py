"""An Admin enters people and makes roles; the last Admin stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from couture_scheduler.access import PERMISSIONS, Actor, DagRight, Rights, Role, granted
from couture_scheduler.actions import dags, event_logs, roles, users
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.users import UserForm
from couture_scheduler.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from couture_scheduler.store import accounts

from couture_jupyter.serialization import DagSpec

ADMIN = UserForm(roles=("Admin",))


def test_the_last_active_admin_can_neither_be_deleted_nor_changed_away(ctx: ActionContext) -> None:
    users.create(ctx, "root", ADMIN)
    users.create(ctx, "asleep", replace(ADMIN, is_active=False))
    for lose in (
        lambda: users.delete(ctx, "root"),
        lambda: users.update(ctx, "root", UserForm(roles=("Op",))),
        lambda: users.update(ctx, "root", UserForm(is_active=False)),
    ):
        with pytest.raises(ConflictError, match="the last active user with the role Admin"):
            lose()
    users.create(ctx, "second", ADMIN)
    users.delete(ctx, "root")
    with pytest.raises(ConflictError):
        users.delete(ctx, "second")


def test_what_is_wrong_with_a_user_is_told_at_its_field(ctx: ActionContext) -> None:
    with pytest.raises(InvalidInputError) as caught:
        users.create(ctx, "ada", UserForm(email="nowhere", first_name="x" * 251, roles=("Boss",)))
    assert [problem.field for problem in caught.value.problems] == [("first_name",), ("roles",), ("email",)]
    for name in ("", "a b", "x" * 251, "a/b"):
        with pytest.raises(InvalidInputError):
            users.create(ctx, name, UserForm())


def test_a_change_keeps_what_it_does_not_name(ctx: ActionContext) -> None:
    users.create(ctx, "ada", UserForm("Ada", "Lovelace", "ada@example.org", ("Viewer", "Op", "Op")))
    changed = users.update(ctx, "ada", UserForm(email=""))
    assert (changed.first_name, changed.email, changed.roles) == ("Ada", "", ("Op", "Viewer"))
    with pytest.raises(ConflictError):
        users.create(ctx, "ada", UserForm())
    with pytest.raises(NotFoundError):
        users.update(ctx, "bob", UserForm())
    told = [(each.event, each.details) for each in event_logs.list_event_logs(ctx).entries]
    assert told[0] == ("update_user", {"user": "ada", "roles": ["Op", "Viewer"], "is_active": True})


def test_a_role_names_permissions_that_there_are(ctx: ActionContext) -> None:
    with pytest.raises(InvalidInputError) as caught:
        roles.create(ctx, "pilots", ("dags:read", "dags:fly"), {})
    assert [problem.field for problem in caught.value.problems] == [("permissions", 1)]
    with pytest.raises(InvalidInputError, match="add dags:read"):
        roles.create(ctx, "writers", ("dagFiles:edit",), {})


def test_default_roles_stay_as_they_are(ctx: ActionContext) -> None:
    for change in (lambda: roles.update(ctx, "Op", permissions=()), lambda: roles.delete(ctx, "Op")):
        with pytest.raises(ConflictError, match="Op is a default role"):
            change()
    with pytest.raises(ConflictError):
        roles.create(ctx, "Op", (), {})
    assert [each.name for each in roles.list_roles(ctx)] == [role.value for role in Role]


def test_a_role_that_somebody_has_cannot_be_deleted(ctx: ActionContext) -> None:
    roles.create(ctx, "night shift", (), {"sales": DagRight.EDIT})
    users.create(ctx, "ada", UserForm(roles=("night shift",)))
    with pytest.raises(ConflictError, match="a user has it"):
        roles.delete(ctx, "night shift")
    users.update(ctx, "ada", UserForm(roles=()))
    roles.delete(ctx, "night shift")
    with pytest.raises(NotFoundError):
        roles.get(ctx, "night shift")


def test_a_role_on_one_dag_lets_in_there_alone(ctx: ActionContext, sales: DagSpec) -> None:
    roles.create(ctx, "night shift", (), {sales.dag_id: DagRight.EDIT, "elsewhere": DagRight.EDIT})
    users.create(ctx, "ada", UserForm(roles=("night shift",)))
    with ctx.store.reading() as tx:
        ada = replace(ctx, actor=Actor("ada", accounts.rights_of(tx, "ada")))
    assert dags.pause(ada, sales.dag_id).is_paused
    with pytest.raises(NotFoundError, match="There is no DAG 'elsewhere'"):
        dags.pause(ada, "elsewhere")
    with pytest.raises(ForbiddenError, match="needs the role Developer"):
        dags.delete(ada, sales.dag_id)


def test_who_asks_is_told_what_they_may(ctx: ActionContext) -> None:
    me = users.myself(replace(ctx, actor=Actor("eve", Rights(dags={"sales": DagRight.READ}))))
    told = (me.username, me.roles, me.permissions, me.dags)
    assert told == ("eve", ("Public",), ("self:read",), {"sales": DagRight.READ})
    assert users.myself(ctx).permissions == tuple(PERMISSIONS)


def test_what_authors_grant_is_to_read_or_to_edit() -> None:
    given = {"a": ["can_read"], "b": ["can_read", "can_edit"], "c": ["can_delete"], "d": []}
    assert granted(given) == {"a": DagRight.READ, "b": DagRight.EDIT}
