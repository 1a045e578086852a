"""Secrets within the address of a connection are hidden, encrypted and kept."""

from __future__ import annotations

import json

import pytest
from couture_scheduler.actions import (
    connections,
    key_rotation,
)
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.files import encryption
from couture_scheduler.store import connections as stored_connections

from couture_jupyter.connections import Connection
from couture_jupyter.secret_references import secret_texts

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
