"""One connection to an LDAP directory, by ldap3. Only this module knows it; ``asking`` imports it when needed."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import ldap3
from ldap3.core.exceptions import LDAPException, LDAPInvalidDnError, LDAPInvalidFilterError
from ldap3.utils.conv import escape_filter_chars
from ldap3.utils.dn import escape_rdn

from couture_scheduler.directory.settings import LoginSettings
from couture_scheduler.directory.steps import DirectoryError, Step, StepName

_MEMBER = "(|(member={dn})(uniqueMember={dn})(&(objectClass=posixGroup)(memberUid={uid})))"
_NO_ATTRIBUTES = "1.1"
_LONGEST = 300  # characters that are passed on of what a server says
_MOST_GROUPS = 1000
_TOO_MANY = "sizeLimitExceeded"
_WRONG_PASSWORD = ("invalidCredentials", "noSuchObject", "invalidDNSyntax")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the directory has of somebody."""

    dn: str
    attributes: Mapping[str, list[str]]

    def all(self, name: str) -> list[str]:
        """The values of an attribute; names have no case."""
        return self.attributes.get(name.lower(), [])

    def first(self, name: str) -> str:
        """The first value, if there is one."""
        return next(iter(self.all(name)), "")


@contextmanager
def connected(settings: LoginSettings, seconds: float, tell: Callable[[Step], None]) -> Iterator[Directory]:
    """A connection, encrypted if that is set. Each answer may take ``seconds``. Raises ``DirectoryError``."""
    tls = _Tls(settings, seconds)
    server = ldap3.Server(settings.auth_ldap_server, tls=tls, connect_timeout=seconds, get_info=ldap3.NONE)
    connection = ldap3.Connection(
        server,
        authentication=ldap3.ANONYMOUS,  # until somebody binds
        receive_timeout=max(1, int(seconds)),
        auto_referrals=False,
        read_only=True,
        check_names=False,
    )
    try:
        _open(connection, settings, tls)
        tell(Step(StepName.CONNECT, True, f"{settings.auth_ldap_server} answers."))
        tell(tls.step(connection.socket))
        yield Directory(connection, settings)
    finally:
        _close(connection)


class Directory:
    """What is asked of an open connection."""

    def __init__(self, connection: Any, settings: LoginSettings) -> None:
        self._connection = connection
        self._settings = settings

    def bind_search_account(self) -> None:
        """Sign in with the account that looks people up. Raises ``DirectoryError``."""
        name = self._settings.auth_ldap_bind_user
        refusal = self._bind(name, self._settings.auth_ldap_bind_password, StepName.BIND)
        if refusal is not None:
            raise DirectoryError(
                StepName.BIND, f"The directory refuses AUTH_LDAP_BIND_USER {name} with its password: {refusal}"
            )

    def bind_name(self, username: str) -> str:
        """What somebody who types this is called by the directory."""
        name, form = username, self._settings.auth_ldap_username_format
        if self._settings.auth_ldap_append_domain:
            name = f"{name}@{self._settings.auth_ldap_append_domain}"
        if not form:
            return name
        return form.replace("%s", escape_rdn(name) if "=" in form else name)

    def refusal(self, name: str, password: str) -> str | None:
        """``None`` when the password is that of ``name``, else what the directory says."""
        return self._bind(name, password, StepName.PASSWORD)

    def people(self, username: str) -> list[Entry]:
        """Who has this user name: at most two of them. Raises ``DirectoryError``."""
        settings = self._settings
        named = f"({settings.auth_ldap_uid_field}={escape_filter_chars(username)})"
        wanted = f"(&{settings.auth_ldap_search_filter}{named})" if settings.auth_ldap_search_filter else named
        parts = ("uid", "firstname", "lastname", "email", "group")
        attributes = [name for each in parts if (name := getattr(settings, f"auth_ldap_{each}_field"))]
        return self._search(StepName.SEARCH, settings.auth_ldap_search, wanted, attributes, most=2)

    def groups(self, dn: str, username: str) -> list[str]:
        """The DNs of the groups that have this member. Raises ``DirectoryError``."""
        wanted = _MEMBER.format(dn=escape_filter_chars(dn), uid=escape_filter_chars(username))
        base = self._settings.auth_ldap_group_search
        found = self._search(StepName.GROUPS, base, wanted, [_NO_ATTRIBUTES], most=_MOST_GROUPS)
        if self._connection.result["description"] == _TOO_MANY:
            raise DirectoryError(StepName.GROUPS, f"{dn} is in more groups than the directory lists.")
        return [each.dn for each in found]

    def _bind(self, name: str, password: str, step: StepName) -> str | None:
        """Raises ``DirectoryError`` where the directory does not say whether the password is right.

        ldap3 would open a lost connection anew, without StartTLS; and it would strip a text of letters that mean
        nothing to it, perhaps of all of them, which directories take as anonymous. So the password is bytes.
        """
        if self._connection.closed:
            raise DirectoryError(step, "The directory has closed the connection.")
        self._connection.authentication = ldap3.SIMPLE
        self._connection.user, self._connection.password = name, password.encode("utf-8", "surrogatepass")
        try:
            is_bound = self._connection.bind(read_server_info=False)
        except LDAPException as error:
            raise DirectoryError(
                step, f"The directory failed when it was asked about a password: {_said(error)}"
            ) from None
        result = self._connection.result
        if is_bound:
            return None
        if result["description"] in _WRONG_PASSWORD:
            return _answer(result)
        raise DirectoryError(step, f"The directory takes no password for {name}: {_answer(result)}")

    def _search(self, step: StepName, base: str, wanted: str, attributes: list[str], most: int) -> list[Entry]:
        try:
            self._connection.search(base, wanted, attributes=attributes, size_limit=most, time_limit=0)
        except LDAPInvalidFilterError:
            raise DirectoryError(step, f"The filter {wanted} is not valid: look at AUTH_LDAP_SEARCH_FILTER.") from None
        except LDAPInvalidDnError:
            raise DirectoryError(step, f"{base!r} is no valid DN.") from None
        except LDAPException as error:
            raise DirectoryError(step, f"The directory could not be searched: {_said(error)}") from None
        result = self._connection.result
        if result["description"] not in ("success", _TOO_MANY):
            raise DirectoryError(step, f"The directory could not be searched below {base}: {_answer(result)}")
        found = self._connection.response or []
        return [_entry(each) for each in found if each["type"] == "searchResEntry"]


class _Tls(ldap3.Tls):  # type: ignore[misc]
    """Checks certificates by Python's own rules, for addresses as for names, and remembers what was wrong with one.
    (ldap3 2.9.1 has rules of its own, which know no addresses from Python 3.12 on.)"""

    def __init__(self, settings: LoginSettings, seconds: float) -> None:
        super().__init__(validate=ssl.CERT_REQUIRED)
        self._settings = settings
        self._seconds = seconds
        self.problem: Exception | None = None

    def wrap_socket(self, connection: Any, do_handshake: bool = False) -> None:
        """Encrypt the connection's socket."""
        connection.socket.settimeout(self._seconds)
        try:
            connection.socket = self._context().wrap_socket(connection.socket, server_hostname=connection.server.host)
        except (OSError, ValueError) as error:
            self.problem = error
            raise

    def step(self, stream: socket.socket) -> Step:
        """Whether and how the connection is protected."""
        if not isinstance(stream, ssl.SSLSocket):
            told = "Nothing is encrypted: passwords can be read on the way. Use ldaps:// or AUTH_LDAP_USE_TLS."
            return Step(StepName.ENCRYPT, False, told)
        checked = "trusted" if self._settings.checks_certificate else "not checked"
        return Step(StepName.ENCRYPT, True, f"Encrypted by {stream.version()}; the certificate is {checked}.")

    def _context(self) -> ssl.SSLContext:
        settings = self._settings
        folder, file = settings.auth_ldap_tls_cacertdir or None, settings.auth_ldap_tls_cacertfile or None
        context = ssl.create_default_context(cafile=file, capath=folder)
        if not settings.checks_certificate:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if settings.auth_ldap_tls_certfile:
            context.load_cert_chain(settings.auth_ldap_tls_certfile, settings.auth_ldap_tls_keyfile)
        return context


def _open(connection: Any, settings: LoginSettings, tls: _Tls) -> None:
    try:
        connection.open(read_server_info=False)
        if settings.auth_ldap_use_tls:
            connection.start_tls(read_server_info=False)
    except LDAPException as error:
        raise _not_open(settings, tls.problem, error) from None


def _not_open(settings: LoginSettings, problem: Exception | None, error: LDAPException) -> DirectoryError:
    server = settings.auth_ldap_server
    if isinstance(problem, ssl.SSLCertVerificationError):
        return DirectoryError(
            StepName.ENCRYPT,
            f"The certificate of {server} is not trusted: {problem.verify_message}. Name who signed it in "
            "AUTH_LDAP_TLS_CACERTFILE, or set AUTH_LDAP_ALLOW_SELF_SIGNED.",
        )
    if problem is not None:
        return DirectoryError(StepName.ENCRYPT, f"The connection to {server} could not be encrypted: {_short(problem)}")
    if settings.auth_ldap_use_tls and "startTLS" in str(error):
        return DirectoryError(StepName.ENCRYPT, f"{server} does not offer StartTLS (AUTH_LDAP_USE_TLS): {_said(error)}")
    return DirectoryError(StepName.CONNECT, f"{server} does not answer: {_said(error)}")


def _close(connection: Any) -> None:
    try:
        connection.unbind()
    except (LDAPException, OSError):
        return  # it is gone already, and nothing more is asked of it


def _entry(found: Mapping[str, Any]) -> Entry:
    values = {name.lower(): [_text(each) for each in given] for name, given in found["raw_attributes"].items()}
    return Entry(found["dn"], values)


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _answer(result: Mapping[str, Any]) -> str:
    """What a directory says of a request, on one line."""
    said = " ".join(str(result.get("message") or "").replace("\0", "").split())
    return _short(f"{result['description']} ({said})" if said else result["description"])


def _said(error: LDAPException) -> str:
    """What went wrong with a connection, without the addresses and dates that ldap3 puts around it."""
    causes = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], list) else []
    inner = [str(cause[2]) for cause in causes if isinstance(cause, tuple) and len(cause) > 2]
    return _short(inner[0] if inner else error)


def _short(what: object) -> str:
    return " ".join(str(what).split())[:_LONGEST]
