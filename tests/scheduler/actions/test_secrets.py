"""Variables and connections as people ask for them: encrypted at rest, hidden in answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from couture_scheduler.access import Actor, Role
from couture_scheduler.actions import (
    connections,
    dags,
    event_logs,
    schedules,
    trigger_tokens,
    variables,
)
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.schedule_form import NotebookScheduleForm, When
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.store import connections as stored_connections
from couture_scheduler.store import variables as stored_variables
from people import DATABASE, Ear

from couture_jupyter.connections import Connection


def test_what_is_sensitive_by_its_name_is_hidden(ctx: ActionContext) -> None:
    variables.create(ctx, "region", "Finland")
    variables.create(ctx, "db_password", "s3cret")
    assert [(each.key, each.value) for each in variables.list_variables(ctx).entries] == [
        ("db_password", "***"),
        ("region", "Finland"),
    ]
    assert variables.fetch(ctx.store, ctx.settings.home, "db_password") == "s3cret"
    assert variables.fetch(ctx.store, ctx.settings.home, "none") is None


def test_sensitive_variables_are_shown_where_the_setting_says_so(ctx: ActionContext) -> None:
    variables.create(ctx, "db_password", "s3cret")
    open_ctx = replace(ctx, settings=replace(ctx.settings, show_sensitive_variables=True))
    shown = variables.get(open_ctx, "db_password")
    assert (shown.value, shown.is_hidden) == ("s3cret", False)
    assert variables.get(ctx, "db_password").is_hidden


def test_a_hidden_value_that_is_sent_back_stays(ctx: ActionContext) -> None:
    variables.create(ctx, "api_key", "s3cret")
    variables.update(ctx, "api_key", value="***", description="of the shop")
    assert variables.reveal(ctx, ["api_key"])[0].value == "s3cret"
    connections.create(ctx, DATABASE)
    shown = connections.get(ctx, "db")
    assert shown.password == "***"
    assert shown.extra_dejson == {"timeout": 30, "nested": {"api_key": "***"}}
    connections.update(ctx, "db", {"password": shown.password, "extra": shown.extra, "host": "other.example"})
    assert connections.fetch(ctx.store, ctx.settings.home, "db") == replace(DATABASE, host="other.example")


def test_nothing_secret_is_in_the_database_as_it_is(ctx: ActionContext) -> None:
    variables.create(ctx, "region", "Finland")
    connections.create(ctx, DATABASE)
    with ctx.store.reading() as tx:
        variable, connection = stored_variables.get(tx, "region"), stored_connections.get(tx, "db")
    assert variable is not None
    assert connection is not None
    assert "Finland" not in variable.value
    assert "s3cr" not in f"{connection.password}{connection.extra}"
    for path in ctx.settings.home.glob("couture.db*"):
        assert b"deep-secret" not in path.read_bytes()


def test_events_which_viewers_may_hear_name_no_variable(ctx: ActionContext, ear: Ear) -> None:
    variables.create(ctx, "merger_with_acme", "s3cret")
    connections.create(ctx, DATABASE)
    assert [change.subject for change in ear.heard] == ["variable", "connection"]
    assert "acme" not in str(ear.heard)
    assert "db" not in str(ear.heard)


def test_wrong_input_is_said_at_its_field(ctx: ActionContext) -> None:
    wrong = Connection("a b", "", port=70000, extra="[1]")
    with pytest.raises(InvalidInputError) as found:
        connections.create(ctx, wrong)
    assert [each.field for each in found.value.problems] == [("connection_id",), ("conn_type",), ("port",), ("extra",)]
    with pytest.raises(InvalidInputError, match=r"does not end in .password"):
        connections.create(ctx, Connection("db.password", "http"))
    with pytest.raises(InvalidInputError):
        variables.create(ctx, " ", "x")
    with pytest.raises(NotFoundError):
        variables.update(ctx, "none", value="x")
    connections.create(ctx, DATABASE)
    with pytest.raises(ConflictError):
        connections.create(ctx, DATABASE)


def test_the_audit_log_tells_who_and_never_what(ctx_of: Callable[[Role], ActionContext]) -> None:
    ctx = ctx_of(Role.OP)
    variables.put(ctx, "api_key", "s3cret")
    variables.put(ctx, "api_key", "s3cret2")
    connections.put(ctx, DATABASE)
    connections.reveal(ctx)
    connections.delete(ctx, "db")
    entries = event_logs.list_event_logs(ctx_of(Role.ADMIN)).entries
    assert [each.event for each in reversed(entries)] == [
        *("create_variable", "update_variable", "create_connection", "reveal_connections", "delete_connection")
    ]
    assert "s3c" not in str(entries)


def test_a_uri_holds_a_connection(ctx: ActionContext) -> None:
    again = Connection.from_uri("db", DATABASE.get_uri())
    assert again == DATABASE
    assert "s3cr" not in repr(again)
    simple = Connection("web", "http", "Example.org", password="a b", extra='{"verify": "no"}')
    assert Connection.from_uri("web", simple.get_uri()) == simple
    for wrong in ("nonsense", "http://host:port/", "postgres://[half"):
        with pytest.raises(ValueError, match=r"(?i)uri") as found:
            Connection.from_uri("db", wrong)
        assert wrong not in str(found.value)


def test_a_schedule_names_its_secrets(ctx: ActionContext, notebook: str) -> None:
    variables.create(ctx, "db_password", "s3cret")
    form = NotebookScheduleForm("daily", notebook, When("manual"), parameters={"country": "s3cret", "rows": 3})
    wrong = replace(
        form,
        secrets={"A B": "variable:none", "PATH": "s3cret", "OK": "variable:db_password"},
        secret_parameters=("country",),
    )
    with pytest.raises(InvalidInputError) as found:
        schedules.create(ctx, wrong)
    fields = [each.field for each in found.value.problems]
    assert fields == [
        ("secrets", "A B"),
        ("secrets", "A B"),
        ("secrets", "PATH"),
        ("secrets", "PATH"),
        ("parameters", "country"),
    ]
    assert "s3cret" not in str(found.value)
    right = replace(form, secret_parameters=("rows",), parameters={"rows": "variable:db_password"})
    schedules.create(ctx, right)
    with pytest.raises(InvalidInputError, match="'rows' is secret"):
        schedules.run_now(ctx, "daily", parameters={"rows": 12})
    schedules.run_now(ctx, "daily", parameters={"rows": "variable:other"})
    user = replace(ctx, actor=Actor("uma", Role.USER.rights))
    schedules.run_now(user, "daily", parameters={"rows": "variable:db_password"})
    with pytest.raises(InvalidInputError, match="is chosen in the schedule"):
        schedules.run_now(user, "daily", parameters={"rows": "variable:other"})
    token = trigger_tokens.create(ctx, "daily", "ci").secret
    dags.resume(ctx, "daily")
    with pytest.raises(InvalidInputError, match="is chosen in the schedule"):
        trigger_tokens.run_with_token(ctx, "daily", token, parameters={"rows": "connection:db"})


def test_a_change_of_a_connection_is_refused_when_somebody_else_was_faster(
    ctx_of: Callable[[Role], ActionContext],
) -> None:
    ctx = ctx_of(Role.OP)
    seen = connections.create(ctx, DATABASE).updated_at
    later = replace(ctx, clock=lambda: ctx.clock() + timedelta(seconds=1))
    connections.update(later, "db", {"host": "second"}, unchanged_since=seen)
    with pytest.raises(ConflictError, match="changed the connection 'db' meanwhile"):
        connections.update(ctx, "db", {"host": "third"}, unchanged_since=seen)
    newest = connections.get(ctx, "db")
    assert (newest.host, newest.updated_by) == ("second", ctx.actor.name)
    connections.update(ctx, "db", {"host": "third"}, unchanged_since=newest.updated_at)
