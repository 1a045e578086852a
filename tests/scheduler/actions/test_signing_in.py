"""A name and a password: who gets in, what is told to who does not, and what the audit log keeps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from couture_scheduler.actions import event_logs, passwords, signing_up, users
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.signing_in import (
    REFUSED,
    STRETCH,
    TRIES_OF_A_NAME,
    TRIES_OF_AN_ADDRESS,
    SignedIn,
    SignInLimits,
    sign_in,
)
from couture_scheduler.actions.users import UserForm
from couture_scheduler.errors import ForbiddenError, InvalidInputError, NotFoundError, SignInRefused
from couture_scheduler.store import accounts
from couture_scheduler.store import passwords as stored

FIRST, OWN = "the first of ada", "correct horse battery"


@pytest.fixture
def ada(ctx: ActionContext) -> ActionContext:
    """Somebody with a first password."""
    users.create(ctx, "ada", UserForm(roles=("Viewer",)))
    passwords.set_first(ctx, "ada", FIRST)
    return ctx


def test_a_first_password_must_be_changed_and_is_worth_nothing_then(ada: ActionContext, door: dict[str, Any]) -> None:
    asked = (ada.store, ada.settings, "ada")
    assert sign_in(*asked, FIRST, "10.0.0.1", **door) == SignedIn("ada", must_change=True)
    passwords.change_own(*asked, FIRST, OWN, "10.0.0.1", **door)
    assert sign_in(*asked, OWN, "10.0.0.1", **door) == SignedIn("ada", must_change=False)
    with pytest.raises(SignInRefused, match=REFUSED):
        sign_in(*asked, FIRST, "10.0.0.1", **door)
    entries = [(each.actor, each.source, each.event) for each in event_logs.list_event_logs(ada).entries]
    assert entries[:4] == [
        ("ada", "10.0.0.1", "sign_in_refused"),
        ("ada", "10.0.0.1", "sign_in"),
        ("ada", "10.0.0.1", "change_password"),
        ("ada", "10.0.0.1", "must_change_password"),
    ]
    with pytest.raises(SignInRefused, match=REFUSED):
        passwords.change_own(*asked, FIRST, "another of her own", "10.0.0.1", **door)
    assert event_logs.list_event_logs(ada, limit=1).entries[0].event == "sign_in_refused"
    with ada.store.reading() as tx:
        kept = stored.get(tx, "ada")
    assert kept is not None
    for told in (repr(kept), str(event_logs.list_event_logs(ada).entries)):
        assert FIRST not in told
        assert OWN not in told
        assert "argon2" not in told


def test_one_sentence_is_all_that_is_told(ada: ActionContext, door: dict[str, Any]) -> None:
    users.create(ada, "asleep", UserForm(is_active=False))
    users.create(ada, "elsewhere", UserForm())
    passwords.set_first(ada, "asleep", FIRST)
    told = set()
    for name, password in (("ada", "wrong"), ("nobody", FIRST), ("asleep", FIRST), ("elsewhere", ""), ("", "x" * 9999)):
        with pytest.raises(SignInRefused) as caught:
            sign_in(ada.store, ada.settings, name, password, "10.0.0.1", **door)
        told.add(str(caught.value))
    assert told == {REFUSED}
    newest = [(each.actor, each.details) for each in event_logs.list_event_logs(ada, limit=5).entries][::-1]
    assert [actor for actor, _ in newest] == ["ada", "unknown", "asleep", "elsewhere", "unknown"]
    assert newest[0][1] == {"because": "wrong password"}


def test_after_too_many_wrong_passwords_a_name_waits(ada: ActionContext, door: dict[str, Any]) -> None:
    asked = (ada.store, ada.settings, "ada")
    for _ in range(TRIES_OF_A_NAME + 5):
        sign_in(*asked, FIRST, "10.0.0.1", **door)  # good ones do not count
    for _ in range(TRIES_OF_A_NAME):
        with pytest.raises(SignInRefused, match=REFUSED):
            sign_in(*asked, "wrong", "10.0.0.1", **door)
    with pytest.raises(SignInRefused, match="too many tries"):
        sign_in(*asked, FIRST, "10.0.0.2", **door)
    ada.clock.forward(seconds=STRETCH)  # type: ignore[attr-defined]
    assert sign_in(*asked, FIRST, "10.0.0.2", **door).username == "ada"


def test_an_address_that_tries_many_names_waits() -> None:
    limits = SignInLimits(lambda: 0.0)
    for number in range(TRIES_OF_AN_ADDRESS):
        limits.count(f"name {number}", "10.0.0.1")
    with pytest.raises(SignInRefused):
        limits.count("ada", "10.0.0.1")
    limits.count("ada", "10.0.0.2")


@pytest.mark.parametrize("weak", ["short", "x" * 1001, "a" * 20, "ada123456789", "aaaaaaaaaaab"])
def test_a_password_that_is_easy_to_guess_is_refused(ada: ActionContext, door: dict[str, Any], weak: str) -> None:
    with pytest.raises(InvalidInputError):
        passwords.set_first(ada, "ada", weak)
    with pytest.raises(InvalidInputError) as caught:
        passwords.change_own(ada.store, ada.settings, "ada", FIRST, weak, "10.0.0.1", **door)
    assert [problem.field for problem in caught.value.problems] == [("new",)]


def test_only_an_admin_sets_the_password_of_another(ada: ActionContext, door: dict[str, Any]) -> None:
    with pytest.raises(NotFoundError):
        passwords.set_first(ada, "nobody", FIRST)
    viewer = replace(ada, actor=replace(ada.actor, rights=type(ada.actor.rights)()))
    with pytest.raises(ForbiddenError):
        passwords.set_first(viewer, "ada", FIRST)
    with pytest.raises(InvalidInputError, match="is the old one"):
        passwords.change_own(ada.store, ada.settings, "ada", FIRST, FIRST, "10.0.0.1", **door)


def test_who_signs_up_waits_until_an_admin_lets_them_in(ada: ActionContext, door: dict[str, Any]) -> None:
    signing_up.ask_to_be_let_in(ada.store, "bob", OWN, "10.0.0.1", **door)
    assert users.get(ada, "bob").is_waiting
    with pytest.raises(SignInRefused):
        sign_in(ada.store, ada.settings, "bob", OWN, "10.0.0.1", **door)
    assert users.update(ada, "bob", UserForm(email="bob@example.org")).is_waiting
    assert not users.update(ada, "bob", UserForm(is_active=True)).is_waiting
    assert sign_in(ada.store, ada.settings, "bob", OWN, "10.0.0.1", **door).username == "bob"
    signing_up.ask_to_be_let_in(ada.store, "ada", "a password of another", "10.0.0.1", **door)  # the name is taken
    assert sign_in(ada.store, ada.settings, "ada", FIRST, "10.0.0.1", **door).username == "ada"


def test_the_first_admin_is_made_once(ctx: ActionContext, door: dict[str, Any]) -> None:
    clock = door["clock"]
    made = signing_up.make_superadmin(ctx.store, clock=clock)
    assert made is not None
    assert signing_up.make_superadmin(ctx.store, clock=clock) is None
    assert sign_in(ctx.store, ctx.settings, "superadmin", made, "", **door).must_change
    with ctx.store.reading() as tx:
        assert accounts.lock_admins(tx) == ["superadmin"]


def test_the_password_of_the_first_admin_may_be_given(ctx: ActionContext, door: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError):
        signing_up.make_superadmin(ctx.store, "superadmin", clock=door["clock"])
    assert signing_up.make_superadmin(ctx.store, OWN, clock=door["clock"]) == OWN
    assert sign_in(ctx.store, ctx.settings, "superadmin", OWN, "", **door).must_change
