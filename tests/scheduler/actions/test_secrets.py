"""Variables and connections as people ask for them: encrypted at rest, hidden in answers."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from couture_scheduler.access import Actor, Role
from couture_scheduler.actions import (
    connections,
    dags,
    event_logs,
    key_rotation,
    runs,
    schedules,
    trigger_tokens,
    variables,
)
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.schedule_form import NotebookScheduleForm, When
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.files import encryption
from couture_scheduler.store import connections as stored_connections
from couture_scheduler.store import task_instances, triggers
from couture_scheduler.store import variables as stored_variables
from people import Ear

from couture_jupyter.connections import Connection
from couture_jupyter.notebook_options import NotifyRule
from couture_jupyter.secret_references import secret_texts
from couture_jupyter.serialization import DagSpec

EXTRA = json.dumps({"timeout": 30, "nested": {"api_key": "deep-secret"}})
DATABASE = Connection("db", "postgres", "db.example", "sales", "ada", "s3cr:t/@", 5432, EXTRA)


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


def test_the_key_is_readable_by_its_owner_only(ctx: ActionContext) -> None:
    variables.create(ctx, "region", "Finland")
    assert os.stat(ctx.settings.home / encryption.KEY_NAME).st_mode & 0o777 == 0o600


def test_a_lost_key_is_said_with_what_to_do(ctx: ActionContext) -> None:
    variables.create(ctx, "region", "Finland")
    (ctx.settings.home / encryption.KEY_NAME).write_text(encryption.new_key())
    with pytest.raises(ConflictError, match=r"The variable 'region' cannot be decrypted.*set the value anew"):
        variables.get(ctx, "region")
    variables.delete(ctx, "region")
    (ctx.settings.home / encryption.KEY_NAME).write_text("no key")
    with pytest.raises(ConflictError, match="holds no valid key"):
        variables.create(ctx, "region", "Finland")


def test_one_that_cannot_be_decrypted_does_not_take_the_others_along(ctx: ActionContext) -> None:
    variables.create(ctx, "region", "Finland")
    connections.create(ctx, DATABASE)
    (ctx.settings.home / encryption.KEY_NAME).write_text(encryption.new_key())
    variables.create(ctx, "rows", "10")
    assert [(each.key, each.value) for each in variables.list_variables(ctx).entries] == [
        ("region", "***"),
        ("rows", "10"),
    ]
    (shown,) = connections.list_connections(ctx).entries
    assert (shown.conn_id, shown.host, shown.password) == ("db", "db.example", "***")
    with pytest.raises(ConflictError, match="cannot be decrypted"):
        connections.get(ctx, "db")
    with pytest.raises(ConflictError, match="set the value anew"):
        connections.update(ctx, "db", {"password": "new-one"})
    connections.update(ctx, "db", {"password": "new-one", "extra": None})
    found = connections.fetch(ctx.store, ctx.settings.home, "db")
    assert found is not None
    assert (found.password, found.extra, found.host) == ("new-one", None, "db.example")


def test_events_which_viewers_may_hear_name_no_variable(ctx: ActionContext, ear: Ear) -> None:
    variables.create(ctx, "merger_with_acme", "s3cret")
    connections.create(ctx, DATABASE)
    assert [change.subject for change in ear.heard] == ["variable", "connection"]
    assert "acme" not in str(ear.heard)
    assert "db" not in str(ear.heard)


def test_a_key_from_the_environment_is_used(ctx: ActionContext, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = encryption.new_key(), encryption.new_key()
    monkeypatch.setenv(encryption.VARIABLE, old)
    variables.create(ctx, "region", "Finland")
    monkeypatch.setenv(encryption.VARIABLE, f"{new},{old}")
    assert variables.get(ctx, "region").value == "Finland"
    assert not (ctx.settings.home / encryption.KEY_NAME).exists()


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


def test_the_key_is_changed_and_nothing_is_lost(ctx: ActionContext) -> None:
    variables.create(ctx, "region", "Finland")
    connections.create(ctx, DATABASE)
    path = ctx.settings.home / encryption.KEY_NAME
    before = path.read_text()
    assert key_rotation.rotate(ctx) == 2
    after = path.read_text()
    assert len(after.split()) == 1
    assert before != after
    assert variables.get(ctx, "region").value == "Finland"
    assert connections.fetch(ctx.store, ctx.settings.home, "db") == DATABASE
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_deferred_tasks_wait_for_gets_the_new_key_too(ctx: ActionContext, sales: DagSpec) -> None:
    run = runs.trigger(ctx, sales.dag_id).run
    home = ctx.settings.home
    with ctx.store.transaction() as tx:
        task = task_instances.of_run(tx, run.id)[0]
        sealed = encryption.cipher(home).encrypt("{}")
        row = {"task_instance_id": task.id, "class_path": "bells.Bell", "kwargs": sealed, "timeout_at": None}
        triggers.put_many(tx, [row], ctx.clock())
    key_rotation.rotate(ctx)
    with ctx.store.reading() as tx:
        [(_, resealed)] = triggers.sealed(tx)
    assert resealed != sealed
    assert encryption.cipher(home).decrypt(resealed, "it") == "{}"


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


def test_every_connection_with_an_id_gets_the_new_key(ctx: ActionContext) -> None:
    for password in ("one", "two"):
        connections.create(ctx, replace(DATABASE, password=password), another=True)
    assert key_rotation.rotate(ctx) == 2
    assert [each.password for each in connections.reveal(ctx)] == ["one", "two"]


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


ADDRESS = "postgres://ada:p4ss/w@rd@db.example:5432/sales?sslmode=on&token=t0ken"


def test_a_secret_within_an_address_is_hidden_and_stays(ctx: ActionContext) -> None:
    extra = {
        "mirror": "https://ci:m1rror@host/x",
        "at": "10:30@noon",
        "urls": [{"x": "jdbc:x://h/d;password=j4va;u=1"}],
    }
    connections.create(ctx, Connection("db", "generic", ADDRESS, extra=json.dumps(extra)))
    shown = connections.get(ctx, "db")
    assert shown.host == "postgres://ada:***@db.example:5432/sales?sslmode=on&token=***"
    assert shown.extra_dejson == {
        "mirror": "https://ci:***@host/x",
        "at": "10:30@noon",
        "urls": [{"x": "jdbc:x://h/d;password=***;u=1"}],
    }
    moved = (shown.host or "").replace("db.example", "new.example")
    connections.update(ctx, "db", {"host": moved, "extra": shown.extra, "description": "moved"})
    found = connections.fetch(ctx.store, ctx.settings.home, "db")
    assert found is not None
    assert found.host == ADDRESS.replace("db.example", "new.example")
    assert found.extra_dejson == extra
    connections.update(ctx, "db", {"host": "db.example", "extra": None})
    assert connections.get(ctx, "db").host == "db.example"


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("https://t0ken@git.example/x.git", "https://***@git.example/x.git"),
        ("HTTP://t0ken:@git.example", "HTTP://***:@git.example"),
        ("https://t0ken:x-oauth-basic@git.example", "https://***:x-oauth-basic@git.example"),
        ("git+https://t0ken@git.example/x@v1", "git+https://***@git.example/x@v1"),
    ],
)
def test_a_token_in_the_place_of_a_user_is_hidden_and_stays(ctx: ActionContext, host: str, shown: str) -> None:
    connections.create(ctx, Connection("git", "generic", host))
    assert connections.get(ctx, "git").host == shown
    connections.update(ctx, "git", {"host": shown.replace("git.example", "new.example")})
    found = connections.fetch(ctx.store, ctx.settings.home, "git")
    assert found is not None
    assert found.host == host.replace("git.example", "new.example")
    assert "t0ken" in secret_texts(found)


def test_a_secret_within_an_address_is_encrypted_and_gets_the_new_key(ctx: ActionContext) -> None:
    connections.create(ctx, Connection("db", "generic", ADDRESS))
    with ctx.store.reading() as tx:
        record = stored_connections.get(tx, "db")
    assert "p4ss" not in str(record)
    key_rotation.rotate(ctx)
    assert connections.reveal(ctx, ["db"])[0].host == ADDRESS
    (ctx.settings.home / encryption.KEY_NAME).write_text(encryption.new_key())
    assert connections.list_connections(ctx).entries[0].host == "***"


@pytest.mark.parametrize("host", ["postgres://***:***@x", "x.example/***", "***", "postgres://ada:***@x/?note=***"])
def test_what_is_hidden_in_an_address_cannot_be_moved(ctx: ActionContext, host: str) -> None:
    connections.create(ctx, Connection("db", "generic", "postgres://ada:p4ssw0rd@db.example"))
    with pytest.raises(InvalidInputError, match="cannot be moved or doubled") as found:
        connections.update(ctx, "db", {"host": host})
    assert found.value.problems[0].field == ("host",)
    assert "p4ss" not in str(found.value)


@pytest.mark.parametrize(
    "host",
    [
        "db.example",
        "https://host:8080/users/me@example.org",
        "ssh://git@host",
        "git@host:x/y.git",
        "ada@example.org",
        "postgres://ada@db",
        "http://[::1]:80/",
        "https://h/?page=2",
    ],
)
def test_an_address_without_a_secret_is_shown_as_it_is(ctx: ActionContext, host: str) -> None:
    assert connections.create(ctx, Connection("web", "http", host)).host == host


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
