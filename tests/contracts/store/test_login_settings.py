"""How people sign in is one row, written anew each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from couture_scheduler.store import accounts, login_settings, passwords
from couture_scheduler.store.accounts import AccountRecord
from couture_scheduler.store.login_settings import LoginSettingsRecord
from couture_scheduler.store.session import Store

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FIRST = LoginSettingsRecord({"auth_type": "AUTH_LDAP", "auth_ldap_search": "ou=Käyttäjät,dc=x" * 200}, NOW, "ada")


def test_the_settings_are_written_anew(store: Store) -> None:
    with store.transaction() as tx:
        assert login_settings.get(tx) is None
        login_settings.put(tx, FIRST)
        assert login_settings.get(tx) == FIRST
        second = replace(FIRST, settings={}, updated_by="bob")
        login_settings.put(tx, second)
        login_settings.put(tx, second)  # nothing changes, and it is still the same row
        assert login_settings.get(tx) == second


def test_admins_with_a_password_are_active_and_have_one(store: Store) -> None:
    with store.transaction() as tx:
        for name, is_active, role in (
            ("a", True, "Admin"),
            ("b", False, "Admin"),
            ("c", True, "Op"),
            ("d", True, "Admin"),
        ):
            accounts.create(tx, AccountRecord(name, "", "", "", is_active, NOW, "x", NOW, (role,)))
        for name in "abc":
            passwords.change(tx, name, "hash", NOW, must_change=False)
        assert passwords.admins_with_one(tx) == ["a"]
