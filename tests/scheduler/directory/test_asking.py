"""A real directory is asked who somebody is: well, with wrong passwords, and in all the ways that are set wrong."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.directory.asking import Person, ask
from couture_scheduler.directory.connection import connected
from couture_scheduler.directory.settings import LoginSettings
from couture_scheduler.directory.steps import DirectoryError, PersonRefusedError, Step, StepName
from directory_server import (
    ADA,
    ADA_PASSWORD,
    BASE,
    EVE_PASSWORD,
    GROUPS,
    PEOPLE,
    SEARCH_PASSWORD,
    SEARCH_USER,
    DirectoryServer,
    directory_server,
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DirectoryServer]:
    with directory_server(tmp_path_factory.mktemp("slapd")) as running:
        yield running


@pytest.fixture
def settings(server: DirectoryServer) -> LoginSettings:
    return LoginSettings(**server.settings)


def steps(settings: LoginSettings, username: str = "ada", password: str = ADA_PASSWORD) -> list[Step]:
    """What was left behind."""
    told: list[Step] = []
    ask(settings, username, password, told.append)
    return told


def refused(settings: LoginSettings, username: str, password: str) -> str:
    with pytest.raises(PersonRefusedError) as caught:
        ask(settings, username, password)
    return str(caught.value)


def failed(settings: LoginSettings, step: StepName, **arguments: Any) -> str:
    with pytest.raises(DirectoryError) as caught:
        ask(settings, "ada", ADA_PASSWORD, **arguments)
    assert caught.value.step == step
    assert SEARCH_PASSWORD not in str(caught.value)
    assert ADA_PASSWORD not in str(caught.value)
    return str(caught.value)


def test_the_search_account_finds_somebody_with_their_names_and_groups(settings: LoginSettings) -> None:
    ada = Person("ada", ADA, "Ada", "Lovelace", "ada@example.com", (f"cn=admins,{GROUPS}",))
    assert ask(settings, "ada", ADA_PASSWORD) == ada
    searched = replace(settings, auth_ldap_group_field="", auth_ldap_group_search=GROUPS)
    assert set(ask(searched, " ADA ", ADA_PASSWORD).groups) == {f"cn=admins,{GROUPS}", f"cn=night shift,{GROUPS}"}
    assert ask(searched, " ADA ", ADA_PASSWORD).username == "ada"
    told = steps(settings)
    assert [each.name for each in told] == ["connect", "encrypt", "bind", "search", "groups", "password"]
    assert [each.name for each in told if not each.is_done] == ["encrypt"]
    assert "Nothing is encrypted" in told[1].sentence


def test_wrong_names_and_passwords_are_refused(settings: LoginSettings) -> None:
    assert "refuses the password of" in refused(settings, "ada", EVE_PASSWORD)
    assert "There is nobody below" in refused(settings, "nobody", ADA_PASSWORD)
    assert "Several entries" in refused(settings, "twin", "one")
    assert "No name was given" in refused(settings, "  ", ADA_PASSWORD)


def test_the_directory_is_asked_as_much_about_unknown_names(settings: LoginSettings) -> None:
    """Else the time of a refusal tells which names there are."""
    searched = replace(settings, auth_ldap_group_search=GROUPS)

    def asked(username: str) -> list[int]:
        before = operations(settings)
        refused(searched, username, EVE_PASSWORD)
        return [after - old for after, old in zip(operations(settings), before, strict=True)]

    assert asked("nobody") == asked("ada")


def operations(settings: LoginSettings) -> list[int]:
    """How many binds and searches the directory has done."""
    counters = replace(
        settings, auth_ldap_search="cn=Operations,cn=Monitor", auth_ldap_group_field="monitorOpCompleted"
    )
    counters = replace(counters, auth_ldap_uid_field="cn")
    with connected(counters, 30, lambda step: None) as directory:
        directory.bind_search_account()
        found = [directory.people(name)[0].first("monitorOpCompleted") for name in ("Bind", "Search")]
    return [int(each) for each in found]


@pytest.mark.parametrize("password", ["", "\u00ad", "\u200b"])
def test_no_password_is_never_taken_for_an_anonymous_bind(settings: LoginSettings, password: str) -> None:
    """Letters that mean nothing in LDAP must not make an empty password of one that is not."""
    refused(settings, "ada", password)
    direct = replace(settings, auth_ldap_bind_user="", auth_ldap_username_format=f"uid=%s,{PEOPLE}")
    refused(direct, "ada", password)


@pytest.mark.parametrize(
    "username", ["*", "ad*", "ada)(uid=*", "*)(userPassword=*", "nobody)(|(uid=ada", "ada\\", "a\0"]
)
def test_a_name_is_never_a_part_of_a_filter(settings: LoginSettings, username: str) -> None:
    assert "There is nobody" in refused(settings, username, ADA_PASSWORD)


def test_a_name_is_never_a_part_of_a_dn(settings: LoginSettings) -> None:
    direct = replace(settings, auth_ldap_bind_user="", auth_ldap_search="", auth_ldap_username_format=f"uid=%s,{BASE}")
    assert "refuses the password" in refused(direct, "ada,ou=people", ADA_PASSWORD)


def test_the_filter_says_who_may_sign_in(settings: LoginSettings) -> None:
    staff = replace(settings, auth_ldap_search_filter="(employeeType=staff)")
    assert ask(staff, "ada", ADA_PASSWORD).username == "ada"
    assert "that (employeeType=staff) fits" in refused(staff, "eve", EVE_PASSWORD)
    assert "AUTH_LDAP_SEARCH_FILTER" in failed(replace(settings, auth_ldap_search_filter="(x=(y)"), StepName.SEARCH)


def test_without_a_search_account_the_name_is_completed(settings: LoginSettings) -> None:
    direct = replace(settings, auth_ldap_bind_user="", auth_ldap_username_format=f"uid=%s,{PEOPLE}")
    assert ask(direct, "ada", ADA_PASSWORD).email == "ada@example.com"
    assert [each.name for each in steps(direct)] == ["connect", "encrypt", "password", "search", "groups"]
    assert ask(replace(direct, auth_ldap_search=""), "Ada", ADA_PASSWORD) == Person("ada")
    assert "refuses the password of uid=ada" in refused(direct, "ada", "wrong")
    domain = replace(direct, auth_ldap_append_domain="example.com", auth_ldap_search="")
    assert ask(domain, "bob", "builds") == Person("bob")


def test_a_directory_that_is_set_wrong_says_what_to_change(settings: LoginSettings) -> None:
    wrong = replace(settings, auth_ldap_bind_password="other")
    assert "refuses AUTH_LDAP_BIND_USER cn=search" in failed(wrong, StepName.BIND)
    elsewhere = replace(settings, auth_ldap_search="dc=nowhere")
    assert "below dc=nowhere: noSuchObject" in failed(elsewhere, StepName.SEARCH)
    groups = replace(settings, auth_ldap_group_search=f"ou=teams,{BASE}")
    assert "noSuchObject" in failed(groups, StepName.GROUPS)


def test_tls_is_used_and_its_certificate_checked(server: DirectoryServer, settings: LoginSettings) -> None:
    for secure in (
        replace(settings, auth_ldap_use_tls=True),
        replace(settings, auth_ldap_server=server.ldaps),
    ):
        assert "is not trusted: self-signed certificate" in failed(secure, StepName.ENCRYPT).replace("self ", "self-")
        trusting = replace(secure, auth_ldap_tls_cacertfile=str(server.certificate))
        assert "the certificate is trusted" in steps(trusting)[1].sentence
        for lax in ({"auth_ldap_allow_self_signed": True}, {"auth_ldap_tls_demand": False}):
            assert "the certificate is not checked" in steps(replace(secure, **lax))[1].sentence
    named = replace(trusting, auth_ldap_server=server.ldaps.replace("127.0.0.1", "localhost"))
    assert "is not trusted: Hostname mismatch" in failed(named, StepName.ENCRYPT)
    missing = replace(trusting, auth_ldap_tls_cacertfile="/nowhere.pem")
    assert "No such file" in failed(missing, StepName.ENCRYPT)


def test_a_directory_may_ask_for_a_certificate_of_ours(tmp_path: Path) -> None:
    with directory_server(tmp_path / "slapd", asks_for_certificate=True) as server:
        trusted = LoginSettings(**server.settings, auth_ldap_tls_cacertfile=str(server.certificate))
        anonymous = replace(trusted, auth_ldap_server=server.ldaps)
        client = str(server.client)
        known = replace(anonymous, auth_ldap_tls_certfile=client, auth_ldap_tls_keyfile=client)
        assert ask(known, "ada", ADA_PASSWORD).dn == ADA
        with pytest.raises(DirectoryError):
            ask(anonymous, "ada", ADA_PASSWORD)


def test_a_directory_that_is_away_or_silent_is_given_up(settings: LoginSettings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        assert "failed when" in failed(
            replace(settings, auth_ldap_server=f"ldap://{address}"), StepName.BIND, seconds=1
        )
        secure = replace(settings, auth_ldap_server=f"ldaps://{address}")
        assert "could not be encrypted" in failed(secure, StepName.ENCRYPT, seconds=1)
    assert "does not answer" in failed(replace(settings, auth_ldap_server=f"ldap://{address}"), StepName.CONNECT)
    assert SEARCH_USER in repr(settings)
    assert SEARCH_PASSWORD not in repr(settings)
