"""``couture users``, ``couture roles`` and ``couture audit``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from couture_scheduler.config import load
from couture_scheduler.store import audit_seals
from couture_scheduler.store.session import Store
from couture_scheduler.store.tables import event_log
from sqlalchemy import update

Couture = Callable[..., Any]


def test_users_and_roles_are_made_shown_changed_and_deleted(couture: Couture) -> None:
    assert couture("users", "create", "root", "--role", "Admin").status == 0
    made = couture("roles", "create", "night", "-p", "dags:read", "--edit", "sales", "--read", "wages")
    assert "sales (edit), wages (read)" in made.out
    assert couture("users", "create", "ada", "-r", "night", "-f", "Ada", "-e", "ada@example.org").status == 0
    assert "Viewer, night" in couture("users", "add-role", "ada", "Viewer").out
    assert "Viewer" not in couture("users", "remove-role", "ada", "Viewer").out
    assert "no" in couture("users", "update", "ada", "--inactive").out
    listed = couture("--output", "json", "users", "list", "--role", "night").json["users"]
    assert [(each["username"], each["is_active"]) for each in listed] == [("ada", False)]
    changed = couture("roles", "update", "night", "-p", "pools:read").out
    assert "pools:read" in changed
    assert "dags:read" not in changed
    assert "sales (edit)" in changed
    assert "a user has it" in couture("roles", "delete", "night").err
    assert couture("users", "delete", "ada").status == 0
    assert couture("roles", "delete", "night").status == 0
    assert "last active user with the role Admin" in couture("users", "delete", "root").err
    assert couture("users", "create", "eve", "--role", "Boss").status == 2
    assert "dagFiles:edit" in couture("roles", "permissions").out


def test_a_changed_entry_of_the_audit_log_is_named(couture: Couture, workspace: Path) -> None:
    assert couture("users", "create", "root", "--role", "Admin").status == 0
    store = Store(load(workspace).db_url)
    with store.transaction() as tx:
        ((entry, made),) = audit_seals.seal(tx, datetime.now(UTC) + timedelta(hours=1))
    whole = couture("audit", "verify", "--noted", made)
    assert whole.status == 0
    assert f"The last seal: {made}" in whole.out
    assert "is not in the chain" in couture("audit", "verify", "--noted", "0" * 64).err
    with store.transaction() as tx:
        tx.execute(update(event_log).values(actor="eve"))
    store.close()
    told = couture("audit", "verify")
    assert told.status != 0
    assert f"Entry {entry.id} was changed." in told.err
