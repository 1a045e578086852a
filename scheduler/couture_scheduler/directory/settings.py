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
    """Who says who somebody is."""

    DB = "AUTH_DB"
    LDAP = "AUTH_LDAP"
    OAUTH = "AUTH_OAUTH"
    KERBEROS = "AUTH_KERBEROS"


@dataclass(frozen=True, slots=True)
class LoginSettings:
    """All of them.

    Attributes:
        auth_type: who says who somebody is: Couture's own database, an LDAP directory, an OpenID Connect or OAuth 2.0
            provider, or Kerberos.
        auth_user_registration: whether whoever is known there is entered as a user at the first sign-in.
        auth_user_registration_role: the role that they get.
        auth_role_public: the role of somebody whom nothing else gives one.
        auth_roles_mapping: which roles a group gives, by the DN of the directory's, or the name of the provider's.
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
        auth_oauth_name: what the provider is called on the login page.
        auth_oauth_issuer: the address of a provider with OpenID Connect, as it says it itself.
        auth_oauth_authorize_url, auth_oauth_token_url, auth_oauth_userinfo_url: those of one without.
        auth_oauth_client_id, auth_oauth_client_secret: what we are called there.
        auth_oauth_scope: what it is asked for.
        auth_oauth_callback_url: where it sends people back to; empty: as the browser wrote the Hub's address.
        auth_oauth_tls_cacertfile: certificates to trust instead of the machine's own.
        auth_oauth_username_claim, auth_oauth_firstname_claim, auth_oauth_lastname_claim, auth_oauth_email_claim,
            auth_oauth_group_claim: what the provider says of a person.
        auth_kerberos_keytab: the file on the server with the keys of our principal.
        auth_kerberos_principal: our own, ``HTTP/host@REALM``.
        auth_kerberos_realms: the realms whose people come in by their names alone; empty: our own realm.
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
    auth_oauth_name: str = ""
    auth_oauth_issuer: str = ""
    auth_oauth_authorize_url: str = ""
    auth_oauth_token_url: str = ""
    auth_oauth_userinfo_url: str = ""
    auth_oauth_client_id: str = ""
    auth_oauth_client_secret: str = field(default="", repr=False)
    auth_oauth_scope: str = "openid profile email"
    auth_oauth_callback_url: str = ""
    auth_oauth_tls_cacertfile: str = ""
    auth_oauth_username_claim: str = "preferred_username"
    auth_oauth_firstname_claim: str = "given_name"
    auth_oauth_lastname_claim: str = "family_name"
    auth_oauth_email_claim: str = "email"
    auth_oauth_group_claim: str = "groups"
    auth_kerberos_keytab: str = ""
    auth_kerberos_principal: str = ""
    auth_kerberos_realms: str = ""

    @property
    def checks_certificate(self) -> bool:
        """Whether only a server with a trusted certificate is spoken to."""
        return self.auth_ldap_tls_demand and not self.auth_ldap_allow_self_signed

    @property
    def is_ldaps(self) -> bool:
        """Whether the connection is encrypted from its start."""
        return self.auth_ldap_server.lower().startswith("ldaps:")

    @property
    def has_openid(self) -> bool:
        """Whether the provider speaks OpenID Connect; else it has only told its three addresses."""
        return bool(self.auth_oauth_issuer)

    @property
    def looks_people_up(self) -> bool:
        """Whether there is a directory that tells names and groups of people who have shown a ticket."""
        return bool(self.auth_ldap_server and self.auth_ldap_bind_user)

    @property
    def realms(self) -> tuple[str, ...]:
        """Whose people come in."""
        named = tuple(self.auth_kerberos_realms.replace(",", " ").split())
        return named or (self.auth_kerberos_principal.rpartition("@")[2],)

    def roles_of(self, groups: Collection[str]) -> tuple[str, ...]:
        """The roles of somebody in these groups: those that the groups give and the one of whoever registers."""
        plain = str if self.auth_type is AuthType.OAUTH else _plain_dn  # groups of a provider are names, case and all
        mapping = {plain(group): roles for group, roles in self.auth_roles_mapping.items()}
        found = {role for group in groups for role in mapping.get(plain(group), ())}
        if self.auth_user_registration and self.auth_user_registration_role:
            found.add(self.auth_user_registration_role)
        return tuple(sorted(found or ({self.auth_role_public} if self.auth_role_public else set())))


SECRETS = frozenset({"auth_ldap_bind_password", "auth_oauth_client_secret"})
FILES = (
    "auth_oauth_tls_cacertfile",
    "auth_kerberos_keytab",
    "auth_ldap_tls_cacertfile",
    "auth_ldap_tls_certfile",
    "auth_ldap_tls_keyfile",
)
ADDRESSES = ("auth_oauth_authorize_url", "auth_oauth_token_url", "auth_oauth_userinfo_url")  # without OpenID Connect
FOLDERS = ("auth_ldap_tls_cacertdir",)
_ATTRIBUTES = ("uid", "firstname", "lastname", "email", "group")
_ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9-]*|[0-9]+(\.[0-9]+)+")
_PRINCIPAL = re.compile(r"HTTP/[^@/\s]+@[^@/\s]+")
_LONGEST = 10_000  # characters of one text
_MOST_GROUPS = 1000


def documented(name: str) -> str:
    """The name of a setting as the manual has it."""
    return name.upper()


def problems(settings: LoginSettings, roles: Collection[str]) -> list[FieldProblem]:
    """What is wrong with the settings, where ``roles`` are the names of those that there are."""
    found = [*_lengths(settings), *_shapes(settings), *_roles(settings, roles)]
    if settings.auth_type is AuthType.LDAP:
        found += _missing_for_ldap(settings)
    elif settings.auth_type is AuthType.OAUTH:
        found += _missing_for_oauth(settings)
    elif settings.auth_type is AuthType.KERBEROS:
        found += _missing_for_kerberos(settings)
    if settings.auth_type is not AuthType.DB and settings.auth_user_registration:
        found += _unnamed_role(settings)
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
    yield from _addresses(settings)
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


def _addresses(settings: LoginSettings) -> Iterator[FieldProblem]:
    """Those of the provider, and our principal."""
    for name in ("auth_oauth_issuer", *ADDRESSES, "auth_oauth_callback_url"):
        if (address := getattr(settings, name)) and not is_safe_address(address):
            yield _at(name, "Give an address that begins with https://; http:// is for this machine alone.")
    if settings.auth_kerberos_principal and not _PRINCIPAL.fullmatch(settings.auth_kerberos_principal):
        yield _at("auth_kerberos_principal", "A principal of the web has the form HTTP/hub.example.com@EXAMPLE.COM")


def is_safe_address(text: str) -> bool:
    """Whether secrets may go to this address: by https, or not beyond this machine."""
    try:
        address = urlsplit(text)
        _ = address.port
    except ValueError:
        return False
    is_here = address.hostname in ("127.0.0.1", "::1", "localhost")
    return bool(address.hostname) and (address.scheme == "https" or (address.scheme == "http" and is_here))


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
        needs_dn = settings.auth_type is not AuthType.OAUTH
        if (needs_dn and "=" not in group) or len(group) > _LONGEST:
            yield _at(
                "auth_roles_mapping", f"{group!r} is no DN of a group such as cn=team,ou=groups,dc=example,dc=com."
            )
        for role in given:
            if role not in roles:
                yield _at("auth_roles_mapping", f"There is no role {role!r}.")


def _unnamed_role(settings: LoginSettings) -> Iterator[FieldProblem]:
    if not settings.auth_user_registration_role:
        yield _at("auth_user_registration_role", "Name the role of people who are entered at their first sign-in.")


def _missing_for_oauth(settings: LoginSettings) -> Iterator[FieldProblem]:
    yield from _missing_addresses(settings)
    if not settings.auth_oauth_client_id:
        yield _at("auth_oauth_client_id", "Give the id that the provider has for this Hub.")
    if not settings.auth_oauth_username_claim:
        yield _at("auth_oauth_username_claim", "Give the claim with the user name, such as preferred_username.")
    if settings.has_openid and "openid" not in settings.auth_oauth_scope.split():
        yield _at("auth_oauth_scope", "The scope openid is needed: it is what asks who somebody is.")


def _missing_addresses(settings: LoginSettings) -> Iterator[FieldProblem]:
    given = [name for name in ADDRESSES if getattr(settings, name)]
    if settings.has_openid:
        yield from (_at(name, "With an issuer leave this empty: the provider says it itself.") for name in given)
    elif given:
        missing = [name for name in ADDRESSES if name not in given]
        yield from (_at(name, "Without an issuer all three addresses of the provider are needed.") for name in missing)
    else:
        told = "Give the address of the provider, such as https://login.example.com/realms/team"
        yield _at("auth_oauth_issuer", f"{told}; for one without OpenID Connect its three addresses.")


def _missing_for_kerberos(settings: LoginSettings) -> Iterator[FieldProblem]:
    if not settings.auth_kerberos_keytab:
        yield _at("auth_kerberos_keytab", "Give the file on the server with the keys of our principal.")
    if not settings.auth_kerberos_principal:
        yield _at("auth_kerberos_principal", "Give our own principal, such as HTTP/hub.example.com@EXAMPLE.COM")
    if settings.looks_people_up:
        yield from _missing_for_ldap(settings)


def _missing_for_ldap(settings: LoginSettings) -> Iterator[FieldProblem]:
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


def _plain_dn(dn: str) -> str:
    """A DN for comparing: without regard to case and to spaces between its parts."""
    return re.sub(r"\s*([,=+])\s*", r"\1", dn.strip()).casefold()
