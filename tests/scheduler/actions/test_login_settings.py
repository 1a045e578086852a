"""An Admin says that a directory keeps the passwords, tries it, and people of the directory come in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from couture_scheduler.access import Role
from couture_scheduler.actions import event_logs, key_rotation, login_settings, passwords, users
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.signing_in import AWAY, REFUSED, SignedIn, sign_in
from couture_scheduler.actions.users import UserForm
from couture_scheduler.errors import ConflictError, ForbiddenError, InvalidInputError, SignInRefused
from couture_scheduler.files.encryption import KEY_NAME
from couture_scheduler.store import login_settings as stored
from directory_server import ADA, ADA_PASSWORD, EVE_PASSWORD, GROUPS, SEARCH_PASSWORD, DirectoryServer, directory_server
from people import ROOT_PASSWORD

ADMINS = {f"CN=admins, {GROUPS}": ["Admin"]}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DirectoryServer]:
    with directory_server(tmp_path_factory.mktemp("slapd")) as running:
        yield running


@pytest.fixture
def enter(root: ActionContext, door: dict[str, Any]) -> Callable[[str, str], SignedIn]:
    """Sign in, from a quiet address."""
    return lambda name, password: sign_in(root.store, root.settings, name, password, "10.0.0.1", **door)


def test_settings_are_kept_with_their_secret_encrypted_and_never_shown(
    root: ActionContext, server: DirectoryServer
) -> None:
    assert login_settings.get(root).settings.auth_type == "AUTH_DB"
    shown = login_settings.update(root, {**server.settings, "auth_roles_mapping": ADMINS})
    assert shown == login_settings.get(root)
    assert (shown.settings.auth_ldap_bind_password, shown.updated_by) == ("***", "ada")
    login_settings.update(root, {"auth_ldap_bind_password": "***", "auth_ldap_uid_field": "cn"})
    with root.store.reading() as tx:
        record = stored.get(tx)
    assert record is not None
    assert login_settings.opened(record, root.settings.home).auth_ldap_bind_password == SEARCH_PASSWORD
    for told in (json.dumps(record.settings), str(event_logs.list_event_logs(root).entries), str(shown)):
        assert SEARCH_PASSWORD not in told
    key_rotation.rotate(root)
    assert login_settings.try_out(root, {"auth_ldap_uid_field": "uid"}, "ada", ADA_PASSWORD).person is not None
    (root.settings.home / KEY_NAME).unlink()
    with pytest.raises(ConflictError, match="AUTH_LDAP_BIND_PASSWORD cannot be decrypted"):
        login_settings.update(root, {"auth_ldap_uid_field": "uid"})
    login_settings.update(root, {"auth_ldap_uid_field": "uid", "auth_ldap_bind_password": SEARCH_PASSWORD})


def test_what_is_wrong_is_told_at_its_field(
    root: ActionContext, ctx_of: Callable[[Role], ActionContext], server: DirectoryServer
) -> None:
    wrong = {**server.settings, "auth_ldap_search": "", "auth_ldap_tls_cacertfile": "/nowhere.pem"}
    with pytest.raises(InvalidInputError) as caught:
        login_settings.update(root, {**wrong, "auth_ldap_tls_cacertdir": "/nowhere", "auth_role_public": "Boss"})
    places = [str(problem.field[0]) for problem in caught.value.problems]
    assert places == ["auth_role_public", "auth_ldap_search", "auth_ldap_tls_cacertfile", "auth_ldap_tls_cacertdir"]
    with pytest.raises(InvalidInputError):
        login_settings.try_out(root, wrong, "ada", ADA_PASSWORD)
    with pytest.raises(ForbiddenError):
        login_settings.get(ctx_of(Role.OP))
    assert login_settings.get(root).settings.auth_type == "AUTH_DB"


def test_somebody_must_be_able_to_get_in_while_the_directory_is_away(
    ctx: ActionContext, server: DirectoryServer
) -> None:
    with pytest.raises(InvalidInputError, match="couture users set-password") as caught:
        login_settings.update(ctx, server.settings)
    assert caught.value.problems[0].field == ("auth_type",)


def test_a_trial_says_step_by_step_what_would_happen_and_changes_nothing(
    root: ActionContext, server: DirectoryServer
) -> None:
    changes: dict[str, Any] = {**server.settings, "auth_roles_mapping": ADMINS}
    trial = login_settings.try_out(root, changes, "ada", ADA_PASSWORD)
    assert not trial.works
    assert [each.name for each in trial.steps][-2:] == ["password", "roles"]
    assert trial.steps[-1].sentence == "There is no user 'ada' here, and AUTH_USER_REGISTRATION is off."
    registering = {**changes, "auth_user_registration": True, "auth_user_registration_role": "User"}
    trial = login_settings.try_out(root, registering, "ada", ADA_PASSWORD)
    assert (trial.works, trial.roles, trial.person and trial.person.dn) == (True, ("Admin", "User"), ADA)
    assert trial.steps[-1].sentence == "ada is entered as a new user, with Admin, User."
    trial = login_settings.try_out(root, registering, "ada", "wrong")
    assert [(each.name, each.is_done) for each in trial.steps][-1] == ("password", False)
    assert users.list_users(root).total == 1
    with root.store.reading() as tx:
        assert stored.get(tx) is None
    told = str(event_logs.list_event_logs(root).entries)
    assert "test_login_settings" in told
    assert ADA_PASSWORD not in told


def test_people_of_the_directory_are_entered_if_that_is_set(
    root: ActionContext, server: DirectoryServer, enter: Callable[[str, str], SignedIn]
) -> None:
    login_settings.update(root, server.settings)
    for name, password in (("ada", ADA_PASSWORD), ("ada", "wrong"), ("nobody", ADA_PASSWORD), ("ada", "")):
        with pytest.raises(SignInRefused, match=REFUSED):
            enter(name, password)
    login_settings.update(root, {"auth_user_registration": True, "auth_user_registration_role": "Viewer"})
    assert enter("ADA", ADA_PASSWORD) == SignedIn("ada", must_change=False)
    ada = users.get(root, "ada")
    assert (ada.first_name, ada.last_name, ada.email, ada.roles) == ("Ada", "Lovelace", "ada@example.com", ("Viewer",))
    entered = [(each.actor, each.event) for each in event_logs.list_event_logs(root, limit=1000).entries][:2]
    assert sorted(entered) == [("ada", "create_user"), ("ada", "sign_in")]
    users.update(root, "ada", UserForm(is_active=False))
    with pytest.raises(SignInRefused, match=REFUSED):
        enter("ada", ADA_PASSWORD)


def test_roles_follow_the_groups_at_each_sign_in(
    root: ActionContext, server: DirectoryServer, enter: Callable[[str, str], SignedIn]
) -> None:
    users.create(root, "ada", UserForm(roles=("Op",)))
    users.create(root, "eve", UserForm(roles=("Developer",)))
    login_settings.update(root, {**server.settings, "auth_roles_mapping": ADMINS, "auth_roles_sync_at_login": False})
    enter("ada", ADA_PASSWORD)
    assert users.get(root, "ada").roles == ("Op",)
    login_settings.update(root, {"auth_roles_sync_at_login": True})
    enter("ada", ADA_PASSWORD)
    enter("eve", EVE_PASSWORD)
    assert [users.get(root, name).roles for name in ("ada", "eve")] == [("Admin",), ("Public",)]
    users.update(root, "root", UserForm(roles=()))
    with root.store.transaction() as tx:  # ada is the last Admin now: no group of the directory takes that away
        record = stored.get(tx)
        assert record is not None
        stored.put(
            tx, type(record)({**record.settings, "auth_roles_mapping": {"cn=x": ["Op"]}}, record.updated_at, "x")
        )
    enter("ada", ADA_PASSWORD)
    assert users.get(root, "ada").roles == ("Admin", "Public")


def test_an_admin_with_a_password_here_gets_in_by_it_alone(
    root: ActionContext, server: DirectoryServer, enter: Callable[[str, str], SignedIn]
) -> None:
    users.create(root, "ada", UserForm(roles=("Admin",)))
    passwords.set_first(root, "ada", ROOT_PASSWORD)
    login_settings.update(root, server.settings)
    assert enter("ada", ROOT_PASSWORD) == SignedIn("ada", must_change=True)
    for name in ("ada", "ADA"):  # of that name in the directory, and not the same person for that
        with pytest.raises(SignInRefused, match=REFUSED):
            enter(name, ADA_PASSWORD)
    passwords.remove(root, "ada")
    assert enter("ADA", ADA_PASSWORD) == SignedIn("ada", must_change=False)
    with pytest.raises(ConflictError, match="the last Admin with a password"):
        passwords.remove(root, "root")
    login_settings.update(root, {"auth_ldap_server": "ldap://127.0.0.1:1"})
    assert enter("root", ROOT_PASSWORD).username == "root"
    with pytest.raises(SignInRefused, match=AWAY):
        enter("eve", EVE_PASSWORD)
    told = str(event_logs.list_event_logs(root, limit=1000).entries)
    assert "does not answer" in told
    assert EVE_PASSWORD not in told
