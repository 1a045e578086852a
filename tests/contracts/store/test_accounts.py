"""People, roles, and what somebody may do who has several of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from couture_scheduler.access import DagRight, Rights, Role
from couture_scheduler.errors import ConflictError
from couture_scheduler.store import accounts, dags, roles
from couture_scheduler.store.accounts import AccountFilter, AccountRecord
from couture_scheduler.store.roles import RoleRecord
from couture_scheduler.store.session import Store
from store_rows import NOW, chain, register

ADA = AccountRecord("ada", "Ada", "Lovelace", "ada@example.org", True, NOW, "root", NOW, ("Viewer", "night shift"))
NIGHT = RoleRecord("night shift", "Clears.", NOW, "root", NOW, ("dags:read", "pools:read"), {"sales": DagRight.EDIT})


def test_a_person_comes_back_as_written(store: Store) -> None:
    with store.transaction() as tx:
        accounts.create(tx, ADA)
        assert accounts.get(tx, "ada") == ADA
        changed = replace(ADA, email="", is_active=False, roles=("Op",))
        accounts.change(tx, changed)
        assert accounts.get(tx, "ada") == changed
        assert accounts.remove(tx, "ada")
        assert not accounts.remove(tx, "ada")
        assert accounts.get(tx, "ada") is None


def test_a_name_is_taken_once(store: Store) -> None:
    with store.transaction() as tx:
        accounts.create(tx, ADA)
    with pytest.raises(ConflictError), store.transaction() as tx:
        accounts.create(tx, replace(ADA, roles=()))


def test_people_are_found_by_words_and_role(store: Store) -> None:
    with store.transaction() as tx:
        for record in (ADA, AccountRecord("bob", "Bob", "Ross", "", True, NOW, "root", NOW, ("Op",))):
            accounts.create(tx, record)
        for wanted, found in (
            (AccountFilter(), ["ada", "bob"]),
            (AccountFilter(text="LOVE example"), ["ada"]),
            (AccountFilter(role="Op"), ["bob"]),
            (AccountFilter(text="ada", role="Op"), []),
        ):
            assert [each.username for each in accounts.page(tx, wanted, 10, 0)] == found
            assert accounts.count(tx, wanted) == len(found)
        assert [each.username for each in accounts.page(tx, AccountFilter(), 1, 1)] == ["bob"]


def test_a_role_comes_back_as_written(store: Store) -> None:
    with store.transaction() as tx:
        roles.create(tx, NIGHT)
        accounts.create(tx, ADA)
        assert roles.listing(tx) == [NIGHT]
        assert roles.holders(tx) == {"Viewer": 1, "night shift": 1}
        changed = replace(NIGHT, permissions=(), dags={"other": DagRight.READ})
        roles.change(tx, changed)
        assert roles.get(tx, "night shift") == changed
        assert roles.remove(tx, "night shift")
        assert roles.listing(tx) == []


def test_rights_are_those_of_all_roles_and_of_the_authors(store: Store) -> None:
    with store.transaction() as tx:
        roles.create(tx, NIGHT)
        accounts.create(tx, replace(ADA, roles=("night shift", "Public")))
        register(tx, chain("open", access_control={"Public": ["can_read"], "nobody": ["can_edit"]}))
        found = accounts.rights_of(tx, "ada")
        assert found.everywhere == {"self:read", "dags:read", "pools:read"}
        assert found.dags == {"sales": DagRight.EDIT, "open": DagRight.READ}
        assert found.roles == ("Public", "night shift")


def test_an_author_who_takes_it_back_has_given_nothing(store: Store) -> None:
    with store.transaction() as tx:
        accounts.create(tx, replace(ADA, roles=("Public",)))
        register(tx, chain("open", access_control={"Public": ["can_read", "can_edit"]}))
        assert accounts.rights_of(tx, "ada").dags == {"open": DagRight.EDIT}
        register(tx, chain("open"))
        assert accounts.rights_of(tx, "ada").dags == {}
        register(tx, chain("open", access_control={"Public": ["can_edit"]}))
        dags.remove(tx, "open")
        assert roles.granted_by_authors(tx, ["Public"]) == {}


def test_who_is_unknown_or_not_active_may_do_nothing(store: Store) -> None:
    with store.transaction() as tx:
        accounts.create(tx, replace(ADA, roles=("Admin",), is_active=False))
        assert accounts.rights_of(tx, "ada") == accounts.rights_of(tx, "nobody") == Rights()


def test_active_admins_are_told(store: Store) -> None:
    with store.transaction() as tx:
        for name, role, is_active in (("a", Role.ADMIN, True), ("b", Role.ADMIN, False), ("c", Role.OP, True)):
            accounts.create(tx, replace(ADA, username=name, roles=(role.value,), is_active=is_active))
        assert accounts.lock_admins(tx) == ["a"]
