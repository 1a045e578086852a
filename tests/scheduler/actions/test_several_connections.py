"""Several connections with one id, as other orchestrators take turns with them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from couture_scheduler.actions import (
    connections,
    schedules,
)
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.schedule_form import NotebookScheduleForm, When
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from people import DATABASE

from couture_jupyter.connections import Connection
from couture_jupyter.notebook_options import NotifyRule


def test_several_connections_have_one_id(ctx: ActionContext) -> None:
    connections.create(ctx, DATABASE)
    second = connections.create(ctx, replace(DATABASE, host="second", password="other"), another=True)
    assert (second.number, second.password) == (2, "***")
    with pytest.raises(ConflictError, match="another=true, or couture connections add --another"):
        connections.create(ctx, DATABASE)
    home = ctx.settings.home
    assert {connections.fetch(ctx.store, home, "db") for _ in range(100)} == {
        DATABASE,
        replace(DATABASE, host="second", password="other", number=2),
    }
    connections.update(ctx, "db", {"host": "changed", "password": "***"}, 2)
    assert [(each.host, each.password) for each in connections.reveal(ctx, ["db"])] == [
        ("db.example", DATABASE.password),
        ("changed", "other"),
    ]
    assert connections.get(ctx, "db").host == "db.example"
    with pytest.raises(NotFoundError, match="'db' with the number 3"):
        connections.get(ctx, "db", 3)


def test_of_several_connections_the_one_to_delete_is_named(ctx: ActionContext) -> None:
    for host in ("one", "two", "three"):
        connections.create(ctx, replace(DATABASE, host=host), another=True)
    with pytest.raises(ConflictError, match=r"several connections 'db': 1, 2, 3\. Give a number, or delete all"):
        connections.delete(ctx, "db")
    connections.delete(ctx, "db", 1)
    with pytest.raises(ConflictError):
        connections.create(ctx, DATABASE)
    assert connections.get(ctx, "db").number == 2
    connections.delete(ctx, "db", every=True)
    with pytest.raises(NotFoundError):
        connections.delete(ctx, "db", every=True)


def test_all_with_an_id_are_replaced_together(ctx: ActionContext) -> None:
    for host in ("one", "two", "three"):
        connections.create(ctx, replace(DATABASE, host=host), another=True)
    connections.put_all(
        ctx, [replace(DATABASE, password="***"), replace(DATABASE, host="new"), Connection("x", "http")]
    )
    found = connections.reveal(ctx, ["db"])
    assert [(each.number, each.host, each.password) for each in found] == [
        (1, "db.example", DATABASE.password),
        (2, "new", DATABASE.password),
    ]
    assert connections.get(ctx, "x").conn_type == "http"


def test_a_schedule_may_tell_a_connection_only_when_all_with_its_id_can_be_told(
    ctx: ActionContext, notebook: str
) -> None:
    rule = NotifyRule(channel="webhook", to=("hook",))
    form = NotebookScheduleForm("daily", notebook, When("manual"), notify=(rule,))
    connections.create(ctx, Connection("hook", "webhook", "example.org"))
    schedules.create(ctx, form)
    connections.create(ctx, Connection("hook", "postgres"), another=True)
    with pytest.raises(InvalidInputError, match="is of the type postgres"):
        schedules.create(ctx, replace(form, name="other"))
