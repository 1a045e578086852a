"""The key that secrets are encrypted with: lost, given from outside, changed."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from couture_scheduler.actions import (
    connections,
    key_rotation,
    runs,
    variables,
)
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import ConflictError
from couture_scheduler.files import encryption
from couture_scheduler.store import task_instances, triggers
from people import DATABASE

from couture_jupyter.serialization import DagSpec


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


def test_a_key_from_the_environment_is_used(ctx: ActionContext, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = encryption.new_key(), encryption.new_key()
    monkeypatch.setenv(encryption.VARIABLE, old)
    variables.create(ctx, "region", "Finland")
    monkeypatch.setenv(encryption.VARIABLE, f"{new},{old}")
    assert variables.get(ctx, "region").value == "Finland"
    assert not (ctx.settings.home / encryption.KEY_NAME).exists()


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


def test_every_connection_with_an_id_gets_the_new_key(ctx: ActionContext) -> None:
    for password in ("one", "two"):
        connections.create(ctx, replace(DATABASE, password=password), another=True)
    assert key_rotation.rotate(ctx) == 2
    assert [each.password for each in connections.reveal(ctx)] == ["one", "two"]
