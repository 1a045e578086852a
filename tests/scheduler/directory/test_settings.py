"""What is wrong with settings is told at the field where it stands; groups give roles."""

from __future__ import annotations

from typing import Any

import pytest
from couture_scheduler.access import Role
from couture_scheduler.directory.settings import AuthType, LoginSettings, problems

GOOD: dict[str, Any] = {
    "auth_type": AuthType.LDAP,
    "auth_ldap_server": "ldap://directory.example.com:1389",
    "auth_ldap_bind_user": "cn=search,dc=example,dc=com",
    "auth_ldap_bind_password": "secret",
    "auth_ldap_search": "dc=example,dc=com",
}


def wrong(**changes: Any) -> list[str]:
    """The names of the fields with problems."""
    return [str(each.field[0]) for each in problems(LoginSettings(**{**GOOD, **changes}), list(Role))]


def test_good_settings_have_no_problem() -> None:
    assert wrong() == []
    assert problems(LoginSettings(), list(Role)) == []
    assert wrong(auth_ldap_search_filter="(|(a=b)(c=d))", auth_ldap_uid_field="1.2.840.113556.1.4.221") == []
    assert wrong(auth_ldap_bind_user="", auth_ldap_search="", auth_ldap_append_domain="example.com") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            ("auth_ldap_server", value)
            for value in (
                "",
                "directory",
                "http://directory",
                "ldap://",
                "ldap://u:p@host",
                "ldap://host:x",
                "ldap://h/dc=x",
            )
        ),
        ("auth_ldap_search", ""),
        ("auth_ldap_search", "people"),
        ("auth_ldap_bind_password", ""),
        ("auth_ldap_uid_field", ""),
        ("auth_ldap_uid_field", "uid)(x=*"),
        *(("auth_ldap_search_filter", value) for value in ("a=b", "(a=b)(c=d)", "((a=b)", "(a=b", ")(")),
        ("auth_ldap_username_format", "uid=ada"),
        ("auth_ldap_append_domain", "@example.com"),
        ("auth_ldap_tls_keyfile", "/key.pem"),
        ("auth_user_registration", True),
        ("auth_role_public", "Nobody"),
        ("auth_roles_mapping", {"team": ("Viewer",)}),
        ("auth_roles_mapping", {"cn=team": ("Boss",)}),
        ("auth_ldap_firstname_field", "x" * 10_001),
    ],
)
def test_each_wrong_setting_is_told_at_a_field(name: str, value: Any) -> None:
    told = {"auth_ldap_tls_keyfile": "auth_ldap_tls_certfile", "auth_user_registration": "auth_user_registration_role"}
    assert wrong(**{name: value}) == [told.get(name, name)]


def test_start_tls_is_not_for_ldaps() -> None:
    assert wrong(auth_ldap_server="ldaps://directory", auth_ldap_use_tls=True) == ["auth_ldap_use_tls"]


def test_groups_give_roles_whatever_the_case_and_spaces_of_their_names() -> None:
    mapping = {"CN=Admins, OU=groups,dc=x": ("Admin",), "cn=night shift,ou=groups,dc=x": ("Op", "Viewer")}
    settings = LoginSettings(auth_roles_mapping=mapping)
    assert settings.roles_of(["cn=admins,ou=Groups,DC=x"]) == ("Admin",)
    assert settings.roles_of(["cn=night shift,ou=groups,dc=x", "cn=admins,ou=groups,dc=x"]) == ("Admin", "Op", "Viewer")
    assert settings.roles_of(["cn=others,dc=x"]) == ("Public",)
    assert LoginSettings(auth_role_public="").roles_of([]) == ()
    registering = LoginSettings(
        auth_roles_mapping=mapping, auth_user_registration=True, auth_user_registration_role="User"
    )
    assert registering.roles_of(["cn=admins,ou=groups,dc=x"]) == ("Admin", "User")
    assert registering.roles_of([]) == ("User",)
