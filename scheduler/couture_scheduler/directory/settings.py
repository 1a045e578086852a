"""How people sign in: the settings under the names of the customer's manual, which are Flask-AppBuilder's, in lower
case: ``auth_ldap_server`` is ``AUTH_LDAP_SERVER``. Pure: ``problems`` says what is wrong with them, field by field.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from couture_scheduler.errors import FieldProblem


class AuthType(StrEnum):
    """Who keeps the passwords."""

    DB = "AUTH_DB"
    LDAP = "AUTH_LDAP"


@dataclass(frozen=True, slots=True)
class LoginSettings:
    """All of them.

    Attributes:
        auth_type: who keeps the passwords: Couture's own database, or an LDAP directory.
        auth_user_registration: whether whoever the directory knows is entered as a user at the first sign-in.
        auth_user_registration_role: the role that they get.
        auth_role_public: the role of somebody whom nothing else gives one.
        auth_roles_mapping: which roles a group of the directory gives, by the group's DN.
        auth_roles_sync_at_login: set roles from the groups at each sign-in, where there is such a mapping.
        auth_ldap_server: ``ldap://host`` or ``ldaps://host``.
        auth_ldap_use_tls: encrypt an ``ldap://`` connection with StartTLS.
        auth_ldap_allow_self_signed: take any certificate of the server.
        auth_ldap_tls_demand: check the certificate of the server.
        auth_ldap_tls_cacertdir, auth_ldap_tls_cacertfile: certificates to trust instead of the machine's own.
        auth_ldap_tls_certfile, auth_ldap_tls_keyfile: our own certificate, for servers that ask for one.
        auth_ldap_bind_user, auth_ldap_bind_password: the account that looks people up. Without one, people are asked
            for by what they type: see ``auth_ldap_append_domain`` and ``auth_ldap_username_format``.
        auth_ldap_search: the DN below which people are.
        auth_ldap_search_filter: who of them may sign in.
        auth_ldap_uid_field: the attribute with the user name.
        auth_ldap_append_domain: without a search account: added to the name, after an @.
        auth_ldap_username_format: without a search account: the name of the bind, with ``%s`` for what was typed.
        auth_ldap_firstname_field, auth_ldap_lastname_field, auth_ldap_email_field: attributes of a person.
        auth_ldap_group_field: the attribute of a person with the DNs of the groups.
        auth_ldap_group_search: the DN below which groups with this member are looked for.
    """

    auth_type: AuthType = AuthType.DB
    auth_user_registration: bool = False
    auth_user_registration_role: str = ""
    auth_role_public: str = "Public"
    auth_roles_mapping: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    auth_roles_sync_at_login: bool = True
    auth_ldap_server: str = ""
    auth_ldap_use_tls: bool = False
    auth_ldap_allow_self_signed: bool = False
    auth_ldap_tls_demand: bool = True
    auth_ldap_tls_cacertdir: str = ""
    auth_ldap_tls_cacertfile: str = ""
    auth_ldap_tls_certfile: str = ""
    auth_ldap_tls_keyfile: str = ""
    auth_ldap_bind_user: str = ""
    auth_ldap_bind_password: str = field(default="", repr=False)
    auth_ldap_search: str = ""
    auth_ldap_search_filter: str = ""
    auth_ldap_uid_field: str = "uid"
    auth_ldap_append_domain: str = ""
    auth_ldap_username_format: str = ""
    auth_ldap_firstname_field: str = "givenName"
    auth_ldap_lastname_field: str = "sn"
    auth_ldap_email_field: str = "mail"
    auth_ldap_group_field: str = "memberOf"
    auth_ldap_group_search: str = ""

    @property
    def checks_certificate(self) -> bool:
        """Whether only a server with a trusted certificate is spoken to."""
        return self.auth_ldap_tls_demand and not self.auth_ldap_allow_self_signed

    @property
    def is_ldaps(self) -> bool:
        """Whether the connection is encrypted from its start."""
        return self.auth_ldap_server.lower().startswith("ldaps:")

    def roles_of(self, groups: Collection[str]) -> tuple[str, ...]:
        """The roles of somebody in these groups: those that the groups give and the one of whoever registers."""
        mapping = {_plain_dn(group): roles for group, roles in self.auth_roles_mapping.items()}
        found = {role for group in groups for role in mapping.get(_plain_dn(group), ())}
        if self.auth_user_registration and self.auth_user_registration_role:
            found.add(self.auth_user_registration_role)
        return tuple(sorted(found or ({self.auth_role_public} if self.auth_role_public else set())))


SECRETS = frozenset({"auth_ldap_bind_password"})
FILES = ("auth_ldap_tls_cacertfile", "auth_ldap_tls_certfile", "auth_ldap_tls_keyfile")
FOLDERS = ("auth_ldap_tls_cacertdir",)
_ATTRIBUTES = ("uid", "firstname", "lastname", "email", "group")
_ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9-]*|[0-9]+(\.[0-9]+)+")
_LONGEST = 10_000  # characters of one text
_MOST_GROUPS = 1000


def documented(name: str) -> str:
    """The name of a setting as the manual has it."""
    return name.upper()


def problems(settings: LoginSettings, roles: Collection[str]) -> list[FieldProblem]:
    """What is wrong with the settings, where ``roles`` are the names of those that there are."""
    found = [*_lengths(settings), *_shapes(settings), *_roles(settings, roles)]
    if settings.auth_type is AuthType.LDAP:
        found += _missing(settings)
    seen = dict[tuple[str | int, ...], FieldProblem]()
    for each in found:
        seen.setdefault(each.field, each)  # the first at each field
    return list(seen.values())


def _at(name: str, sentence: str) -> FieldProblem:
    return FieldProblem((name,), sentence)


def _lengths(settings: LoginSettings) -> Iterator[FieldProblem]:
    for each in dataclasses.fields(settings):
        value = getattr(settings, each.name)
        if isinstance(value, str) and len(value) > _LONGEST:
            yield _at(each.name, f"This has at most {_LONGEST:,} characters.")
    if len(settings.auth_roles_mapping) > _MOST_GROUPS:
        yield _at("auth_roles_mapping", f"At most {_MOST_GROUPS} groups can be named.")


def _shapes(settings: LoginSettings) -> Iterator[FieldProblem]:
    if settings.auth_ldap_server:
        yield from _server(settings)
    if settings.auth_ldap_search_filter and not _is_filter(settings.auth_ldap_search_filter):
        yield _at("auth_ldap_search_filter", "A filter stands in parentheses: (memberOf=cn=team,dc=example,dc=com)")
    for name in ("auth_ldap_search", "auth_ldap_group_search"):
        if (dn := getattr(settings, name)) and "=" not in dn:
            yield _at(name, "This is a DN such as ou=people,dc=example,dc=com.")
    for name in (f"auth_ldap_{each}_field" for each in _ATTRIBUTES):
        if (value := getattr(settings, name)) and not _ATTRIBUTE.fullmatch(value):
            yield _at(name, f"{value!r} is no name of an attribute such as uid or sAMAccountName.")
    if settings.auth_ldap_username_format and settings.auth_ldap_username_format.count("%s") != 1:
        yield _at("auth_ldap_username_format", "The format has %s once, where the name stands: uid=%s,ou=people")
    if "@" in settings.auth_ldap_append_domain:
        yield _at("auth_ldap_append_domain", "Give the domain without @: it is added between.")
    if bool(settings.auth_ldap_tls_certfile) != bool(settings.auth_ldap_tls_keyfile):
        name = "auth_ldap_tls_certfile" if settings.auth_ldap_tls_keyfile else "auth_ldap_tls_keyfile"
        yield _at(name, "A certificate of our own and its key are given together.")


def _server(settings: LoginSettings) -> Iterator[FieldProblem]:
    try:
        address = urlsplit(settings.auth_ldap_server)
        is_whole = _is_server(address)
    except ValueError:  # such as a port that is no number
        is_whole = False
    if not is_whole:
        yield _at("auth_ldap_server", "Give ldap://host or ldaps://host, with :port if it is not 389 or 636.")
    elif settings.is_ldaps and settings.auth_ldap_use_tls:
        yield _at(
            "auth_ldap_use_tls", "An ldaps:// server is encrypted from the start: switch this off, or use ldap://."
        )


def _is_server(address: SplitResult) -> bool:
    _ = address.port
    bare = not (address.path.strip("/") or address.query or address.fragment or "@" in address.netloc)
    return address.scheme in ("ldap", "ldaps") and bool(address.hostname) and bare


def _is_filter(text: str) -> bool:
    """Whether its parentheses are one pair around all. What stands in them is for the directory to judge."""
    depth = 0
    for place, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth < 1 and place < len(text) - 1:
            return False
    return text.startswith("(") and depth == 0


def _roles(settings: LoginSettings, roles: Collection[str]) -> Iterator[FieldProblem]:
    for name in ("auth_user_registration_role", "auth_role_public"):
        if (role := getattr(settings, name)) and role not in roles:
            yield _at(name, f"There is no role {role!r}.")
    for group, given in settings.auth_roles_mapping.items():
        if "=" not in group or len(group) > _LONGEST:
            yield _at(
                "auth_roles_mapping", f"{group!r} is no DN of a group such as cn=team,ou=groups,dc=example,dc=com."
            )
        for role in given:
            if role not in roles:
                yield _at("auth_roles_mapping", f"There is no role {role!r}.")


def _missing(settings: LoginSettings) -> Iterator[FieldProblem]:
    if not settings.auth_ldap_server:
        yield _at("auth_ldap_server", "Give the address of the directory: ldap://host or ldaps://host.")
    if not settings.auth_ldap_uid_field:
        yield _at("auth_ldap_uid_field", "Give the attribute that has the user name, such as uid or sAMAccountName.")
    if settings.auth_ldap_bind_user and not settings.auth_ldap_bind_password:
        yield _at("auth_ldap_bind_password", "The account that looks people up needs its password.")
    if settings.auth_ldap_bind_user and not settings.auth_ldap_search:
        yield _at("auth_ldap_search", "Give the DN below which the account looks people up.")
    if settings.auth_ldap_search_filter and not settings.auth_ldap_search:
        yield _at("auth_ldap_search", "The filter needs the DN below which it is applied.")
    if settings.auth_user_registration and not settings.auth_user_registration_role:
        yield _at("auth_user_registration_role", "Name the role of people who are entered at their first sign-in.")


def _plain_dn(dn: str) -> str:
    """A DN for comparing: without regard to case and to spaces between its parts."""
    return re.sub(r"\s*([,=+])\s*", r"\1", dn.strip()).casefold()
