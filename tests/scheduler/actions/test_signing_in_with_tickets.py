"""People come in with tickets of a real Kerberos realm, or with name and password, which its KDC is asked about."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gssapi
import pytest
from couture_scheduler.actions import login_settings, users
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.signing_in import (
    AWAY,
    NO_TICKET,
    NOT_ADMITTED,
    NOT_SET,
    REFUSED,
    sign_in,
    sign_in_with_ticket,
)
from couture_scheduler.actions.users import UserForm
from couture_scheduler.directory import tickets
from couture_scheduler.directory.settings import LoginSettings
from couture_scheduler.directory.steps import PersonRefusedError
from couture_scheduler.errors import InvalidInputError, SignInRefused
from directory_server import GROUPS, DirectoryServer, directory_server
from gssapi.raw import GSSError
from kerberos_server import PASSWORDS, SERVICE, KerberosServer, kerberos_server
from people import REGISTERING, ROOT_PASSWORD, because


@pytest.fixture(scope="module")
def realm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KerberosServer]:
    with kerberos_server(tmp_path_factory.mktemp("kdc")) as running:
        yield running


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DirectoryServer]:
    with directory_server(tmp_path_factory.mktemp("slapd")) as running:
        yield running


@pytest.fixture
def root(root: ActionContext, realm: KerberosServer) -> ActionContext:
    """Where people come in with tickets, and there is an Admin with a password."""
    login_settings.update(root, {**realm.settings, **REGISTERING})
    return root


class Browser:
    """What shows a ticket, as browsers do."""

    def __init__(self, tickets_at: str) -> None:
        mine = gssapi.Credentials(usage="initiate", store={"ccache": tickets_at})
        target = gssapi.Name(SERVICE, gssapi.NameType.kerberos_principal)
        spnego, flags = gssapi.OID.from_int_seq("1.3.6.1.5.5.2"), gssapi.RequirementFlag.mutual_authentication
        self._context = gssapi.SecurityContext(name=target, creds=mine, mech=spnego, flags=flags, usage="initiate")
        self.token = bytes(self._context.step() or b"")

    def believes(self, reply: bytes) -> bool:
        """Whether the answer proves that it is the server that was meant."""
        self._context.step(reply)
        return bool(self._context.complete)


@pytest.fixture
def show(root: ActionContext, door: dict[str, Any]) -> Callable[[bytes], tuple[str, bytes]]:
    """Sign in with a ticket."""

    def shown(token: bytes) -> tuple[str, bytes]:
        found, reply = sign_in_with_ticket(root.store, root.settings, token, "10.0.0.1", **door)
        return found.username, reply

    return shown


Show = Callable[[bytes], tuple[str, bytes]]


def test_a_ticket_brings_its_owner_in_once_and_proves_the_server(
    root: ActionContext, realm: KerberosServer, show: Show, door: dict[str, Any]
) -> None:
    mine = realm.ticket("ada")
    browser = Browser(mine)
    name, reply = show(browser.token)
    assert (name, users.get(root, "ada").roles) == ("ada", ("Viewer",))
    assert browser.believes(reply)
    with pytest.raises(SignInRefused, match=NO_TICKET):
        show(browser.token)
    assert "replay" in because(root)
    for token in (b"", b"no ticket", b"NTLMSSP\0", Browser(mine).token[:-20]):
        with pytest.raises(SignInRefused, match=NO_TICKET):
            show(token)
    with pytest.raises(SignInRefused, match=NO_TICKET):
        show(Browser(realm.ticket("ada/admin")).token)
    assert "a second account" in because(root)
    login_settings.update(root, {"auth_kerberos_realms": "OTHER.ORG"})
    with pytest.raises(SignInRefused, match=NO_TICKET):
        show(Browser(mine).token)
    assert "ada@EXAMPLE.COM is of another realm than OTHER.ORG" in because(root)
    login_settings.update(root, {"auth_kerberos_realms": "OTHER.ORG, EXAMPLE.COM"})
    assert show(Browser(mine).token)[0] == "ada"
    users.update(root, "ada", UserForm(is_active=False))
    with pytest.raises(SignInRefused, match=NOT_ADMITTED):
        show(Browser(mine).token)
    login_settings.update(root, {"auth_user_registration": False})
    with pytest.raises(SignInRefused, match=NOT_ADMITTED):
        show(Browser(realm.ticket("eve")).token)
    login_settings.update(root, {"auth_type": "AUTH_DB"})
    with pytest.raises(SignInRefused, match=NOT_SET):
        show(Browser(mine).token)


def test_what_was_shown_once_is_worth_nothing_later(realm: KerberosServer) -> None:
    """Kerberos has stamped it with the time: somebody who kept it cannot use it."""
    settings, mine = LoginSettings(**realm.settings), realm.ticket("eve")
    kept = [Browser(mine).token for _ in range(100)]
    assert tickets.shown(settings, Browser(mine).token)[0].username == "eve"
    until, pause, told = time.monotonic() + 120, threading.Event(), ""
    while not told:
        assert time.monotonic() < until, "It is still good."
        pause.wait(1.5)
        try:
            tickets.shown(settings, kept.pop())
        except PersonRefusedError as error:
            told = str(error)
    assert "Clock skew" in told


def test_a_ticket_that_has_expired_opens_nothing_and_the_password_does(
    root: ActionContext, realm: KerberosServer, show: Show, door: dict[str, Any]
) -> None:
    pause, kept = threading.Event(), list[bytes]()
    while not kept:  # a slow machine may take longer than the ticket lives
        mine = realm.ticket("eve", life="5s")
        with contextlib.suppress(GSSError):
            kept = [Browser(mine).token for _ in range(20)]
    while realm.is_good(mine):
        pause.wait(0.5)
    told = ""
    while "Ticket expired" not in told:  # clocks may differ by a second
        pause.wait(0.5)
        with contextlib.suppress(SignInRefused):
            show(kept.pop())
            continue
        told = because(root)
    with pytest.raises(SignInRefused, match=NO_TICKET):
        show(kept.pop())
    assert sign_in(root.store, root.settings, "eve", PASSWORDS["eve"], "10.0.0.1", **door).username == "eve"


def test_who_has_no_ticket_types_name_and_password(
    root: ActionContext, realm: KerberosServer, door: dict[str, Any]
) -> None:
    def enter(name: str, password: str) -> str:
        return sign_in(root.store, root.settings, name, password, "10.0.0.1", **door).username

    assert enter("ada", PASSWORDS["ada"]) == "ada"
    assert enter("ada@EXAMPLE.COM", PASSWORDS["ada"]) == "ada"
    for name, password in (("ada", "wrong"), ("nobody", "wrong"), ("ada", ""), ("ada@OTHER.ORG", PASSWORDS["ada"])):
        with pytest.raises(SignInRefused, match=REFUSED if "@" not in name else ""):
            enter(name, password)
        assert "wrong" not in because(root)
    assert enter("root", ROOT_PASSWORD) == "root"
    login_settings.update(root, {"auth_kerberos_realms": "AWAY.ORG"})
    with pytest.raises(SignInRefused, match=AWAY):
        enter("ada", PASSWORDS["ada"])


def test_a_trial_says_what_is_wrong_with_the_keytab_or_the_password(
    root: ActionContext, realm: KerberosServer, tmp_path: Path
) -> None:
    trial = login_settings.try_out(root, {}, "ada", PASSWORDS["ada"])
    assert [each.name for each in trial.steps] == ["keytab", "password", "ticket", "roles"]
    assert trial.works
    trial = login_settings.try_out(root, {}, "ada", "wrong")
    assert "The KDC refuses the password of ada@EXAMPLE.COM" in trial.steps[-1].sentence
    other = {"auth_kerberos_principal": "HTTP/elsewhere@EXAMPLE.COM"}
    trial = login_settings.try_out(root, other, "ada", PASSWORDS["ada"])
    assert "has no key of HTTP/elsewhere@EXAMPLE.COM" in trial.steps[-1].sentence
    for path in ("/nowhere.keytab", ""):
        with pytest.raises(InvalidInputError) as caught:
            login_settings.update(root, {"auth_kerberos_keytab": path})
        assert caught.value.problems[0].field == ("auth_kerberos_keytab",)
    with pytest.raises(InvalidInputError, match="HTTP/hub"):
        login_settings.update(root, {"auth_kerberos_principal": "host"})
    gone = tmp_path / "gone.keytab"
    os.link(realm.keytab, gone)
    login_settings.update(root, {"auth_kerberos_keytab": str(gone)})
    gone.unlink()
    trial = login_settings.try_out(root, {"auth_kerberos_keytab": str(realm.keytab)}, "ada", PASSWORDS["ada"])
    assert trial.works


def test_groups_come_from_a_directory_if_there_is_one(
    root: ActionContext, realm: KerberosServer, directory: DirectoryServer, show: Show
) -> None:
    groups = {"auth_roles_mapping": {f"cn=admins,{GROUPS}": ["Admin"]}}
    login_settings.update(root, {**directory.settings, **realm.settings, **groups})
    assert show(Browser(realm.ticket("ada")).token)[0] == "ada"
    ada = users.get(root, "ada")
    assert (ada.first_name, ada.email, ada.roles) == ("Ada", "ada@example.com", ("Admin", "Viewer"))
