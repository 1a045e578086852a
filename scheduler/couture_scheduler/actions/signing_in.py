"""The one door: a name and a password, a Kerberos ticket or what an OpenID provider says, and who that is. The Hub's
login page and everything else asks here.

What is wrong with a name and a password (or an account that is not active) is told in one sentence, and takes equally
long, so that nobody learns which names there are. Each try is in the audit log;
after too many, a name or an address has to wait.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from couture_scheduler.access import Actor, Rights
from couture_scheduler.actions import password_hashes
from couture_scheduler.actions.directory_people import enter
from couture_scheduler.actions.login_settings import opened
from couture_scheduler.actions.rate import Rate
from couture_scheduler.config import Settings
from couture_scheduler.directory.asking import Person, ask
from couture_scheduler.directory.parts import require
from couture_scheduler.directory.provider_visit import Arrival, Departure
from couture_scheduler.directory.settings import AuthType, LoginSettings
from couture_scheduler.directory.steps import DirectoryError, PersonRefusedError
from couture_scheduler.errors import ConflictError, SignInRefused
from couture_scheduler.store import event_logs, login_settings, passwords
from couture_scheduler.store.login_settings import LoginSettingsRecord
from couture_scheduler.store.session import Store, Transaction

REFUSED = "The name or the password is wrong, or the account is not active."
STRETCH = 300.0  # seconds
TRIES_OF_A_NAME = 10  # wrong ones in a stretch
TRIES_OF_AN_ADDRESS = 50
NAME = 250  # more characters than this tell no names apart
AWAY = "The directory that knows the passwords cannot be asked at the moment. Tell an administrator."
PROVIDER_AWAY = "The provider that knows people cannot be asked at the moment. Tell an administrator."
BEGIN_AGAIN = "Signing in was not finished, or took too long. Begin again."
NO_TICKET = "The Kerberos ticket is not good for signing in here. Sign in with name and password."
NOT_ADMITTED = (
    "It is proven who you are, but there is no active account here that you may use so. Ask an Admin for one; an Admin "
    "with a password here signs in with that."
)
NOT_SET = "Signing in this way is not set up here."


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in. Who must change the password gets no session before that is done."""

    username: str
    must_change: bool


@dataclass(frozen=True, slots=True)
class _Verdict:
    """``because`` is for the audit log, empty when nothing is wrong; ``told`` for the person. ``known`` is a name of
    ours, or empty."""

    known: str
    because: str
    told: str = REFUSED
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    """Where a try comes from, and what it is decided with."""

    store: Store
    settings: Settings
    source: str
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class _Told:
    """What people are told by those whom somebody else knows; ``names_why``: the audit log says what was wrong."""

    refused: str
    away: str
    not_admitted: str
    names_why: bool = True


class SignInLimits:
    """How often a wrong password may be tried, with one name and from one address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._names = Rate(TRIES_OF_A_NAME, STRETCH, clock)
        self._addresses = Rate(TRIES_OF_AN_ADDRESS, STRETCH, clock)

    def count(self, username: str, source: str) -> None:
        """Count a try. ``SignInRefused`` when there were too many."""
        seconds = self._names.wait(username[:NAME]) or self._addresses.wait(source)
        if seconds:
            raise SignInRefused(f"There were too many tries. Try again in {_minutes(seconds)}.")

    def count_address(self, source: str) -> None:
        """Count a try without a name. ``SignInRefused`` when there were too many."""
        if seconds := self._addresses.wait(source):
            raise SignInRefused(f"There were too many tries. Try again in {_minutes(seconds)}.")

    def forgive_address(self, source: str) -> None:
        """The try without a name was a good one."""
        self._addresses.forgive(source)

    def forgive(self, username: str, source: str) -> None:
        """The try was a good one."""
        self._names.forgive(username[:NAME])
        self._addresses.forgive(source)


LIMITS = SignInLimits()  # of this process


def now() -> datetime:
    """The time, where a caller gives no other clock."""
    return datetime.now(UTC)


def sign_in(
    store: Store,
    settings: Settings,
    username: str,
    password: str,
    source: str,
    *,
    limits: SignInLimits = LIMITS,
    clock: Callable[[], datetime] = now,
) -> SignedIn:
    """Who ``username`` and ``password`` are, asked from the address ``source``. ``SignInRefused`` if nobody."""
    limits.count(username, source)
    way = _Way(store, settings, source, clock)
    found = _concluded(way, _by_name_and_password(way, username, password))
    limits.forgive(username, source)
    return found


def prove(
    store: Store,
    settings: Settings,
    username: str,
    password: str,
    source: str,
    *,
    limits: SignInLimits = LIMITS,
    clock: Callable[[], datetime] = now,
) -> None:
    """Somebody shows their password before something else, and signs in nowhere: only a wrong one is noted.
    ``SignInRefused`` if it is wrong."""
    limits.count(username, source)
    way = _Way(store, settings, source, clock)
    verdict = _by_name_and_password(way, username, password)
    if verdict.because:
        _concluded(way, verdict)
    limits.forgive(username, source)


def leave_for_provider(
    store: Store,
    settings: Settings,
    callback: str,
    source: str,
    *,
    limits: SignInLimits = LIMITS,
    clock: Callable[[], datetime] = now,
) -> tuple[str, Departure]:
    """Where to send a browser that signs in at the provider, and what it keeps until it comes back to ``callback``.
    ``SignInRefused`` when that is not set, or the provider cannot be asked."""
    limits.count_address(source)
    record = _record(store, AuthType.OAUTH)
    from couture_scheduler.directory.openid import departing

    try:
        login = opened(record, settings.home)
        left = departing(login, callback)
    except (DirectoryError, ConflictError) as error:
        _note(_Way(store, settings, source, clock), "", str(error))
        raise SignInRefused(PROVIDER_AWAY) from error
    limits.forgive_address(source)
    return left


def sign_in_from_provider(
    store: Store,
    settings: Settings,
    arrival: Arrival,
    source: str,
    *,
    limits: SignInLimits = LIMITS,
    clock: Callable[[], datetime] = now,
) -> SignedIn:
    """Who came back from the provider. ``SignInRefused`` if that is not proven, or they may not come in."""
    limits.count_address(source)
    record = _record(store, AuthType.OAUTH)
    from couture_scheduler.directory.openid import arriving

    way, told = _Way(store, settings, source, clock), _Told(BEGIN_AGAIN, PROVIDER_AWAY, NOT_ADMITTED)
    found = _concluded(way, _elsewhere(way, record, lambda login: arriving(login, arrival), told))
    limits.forgive_address(source)
    return found


def sign_in_with_ticket(
    store: Store,
    settings: Settings,
    token: bytes,
    source: str,
    *,
    limits: SignInLimits = LIMITS,
    clock: Callable[[], datetime] = now,
) -> tuple[SignedIn, bytes]:
    """Who shows this Kerberos ticket, and what proves to their browser who we are. ``SignInRefused`` if nobody."""
    limits.count_address(source)
    record = _record(store, AuthType.KERBEROS)
    from couture_scheduler.directory.tickets import shown

    reply = b""

    def who(login: LoginSettings) -> Person:
        nonlocal reply
        person, reply = shown(login, token)
        return person

    way, told = _Way(store, settings, source, clock), _Told(NO_TICKET, AWAY, NOT_ADMITTED)
    found = _concluded(way, _elsewhere(way, record, who, told))
    limits.forgive_address(source)
    return found, reply


def _by_name_and_password(way: _Way, username: str, password: str) -> _Verdict:
    with way.store.reading() as tx:
        login, kept = login_settings.get(tx), passwords.get(tx, username)
        is_here = _is_kept_here(tx, login, username)
    if is_here or login is None:
        return _by_our_own(kept, password)
    if login.settings.get("auth_type") == AuthType.OAUTH:
        return _by_nobody(password)
    return _by_password_elsewhere(way, login, username, password)


def _is_kept_here(tx: Transaction, login: LoginSettingsRecord | None, username: str) -> bool:
    """Whether this name's password is ours. While somebody else keeps the others', it is that of Admins who have one
    here: they get in when nobody else can be asked, and nobody becomes them by being called so elsewhere."""
    if login is None or login.settings.get("auth_type", AuthType.DB) == AuthType.DB:
        return True
    return username in passwords.admins_with_one(tx)


def _by_our_own(kept: passwords.PasswordRecord | None, password: str) -> _Verdict:
    is_right = password_hashes.is_right(password, kept.hash if kept else None)
    known, must_change = (kept.username, kept.must_change) if kept else ("", False)
    return _Verdict(known, _why_not(kept, is_right), must_change=must_change)


def _by_nobody(password: str) -> _Verdict:
    """Passwords of others than Admins are not for here; it takes as long as looking at one."""
    password_hashes.is_right(password, None)
    return _Verdict("", "while AUTH_OAUTH is set, only Admins with a password here sign in with one")


def _by_password_elsewhere(way: _Way, record: LoginSettingsRecord, username: str, password: str) -> _Verdict:
    def who(login: LoginSettings) -> Person:
        if login.auth_type is AuthType.LDAP:
            return ask(login, username, password)
        require(AuthType.KERBEROS)
        from couture_scheduler.directory.tickets import typed

        return typed(login, username, password)

    return _elsewhere(way, record, who, _Told(REFUSED, AWAY, REFUSED, names_why=False))


def _elsewhere(way: _Way, record: LoginSettingsRecord, who: Callable[[LoginSettings], Person], told: _Told) -> _Verdict:
    try:
        login = opened(record, way.settings.home)
        person = who(login)
    except PersonRefusedError as error:
        because = str(error) if told.names_why else f"the directory refuses it ({error.step})"
        return _Verdict("", because, told.refused)
    except (DirectoryError, ConflictError) as error:
        return _Verdict("", str(error), told.away)
    admitted = enter(way.store, login, person, way.source, way.clock())
    return _Verdict(person.username, admitted.because, told.not_admitted)


def _record(store: Store, kind: AuthType) -> LoginSettingsRecord:
    with store.reading() as tx:
        record = login_settings.get(tx)
    if record is None or record.settings.get("auth_type") != kind:
        raise SignInRefused(NOT_SET)
    require(kind)
    return record


def _concluded(way: _Way, verdict: _Verdict) -> SignedIn:
    _note(way, verdict.known, verdict.because, "must_change_password" if verdict.must_change else "sign_in")
    if verdict.because:
        raise SignInRefused(verdict.told)
    return SignedIn(verdict.known, verdict.must_change)


def _why_not(kept: passwords.PasswordRecord | None, is_right: bool) -> str:
    """For the audit log alone; empty: nothing is wrong."""
    if kept is None:
        return "no such user"
    if kept.hash is None:
        return "this user has no password here"
    if not is_right:
        return "wrong password"
    return "" if kept.is_active else "the user is not active"


def _note(way: _Way, known: str, because: str, good: str = "sign_in") -> None:
    """For the audit log. A name that is none of ours is not written down: people type passwords in its place."""
    actor = Actor(known or "unknown", Rights(), way.source)
    event, details = ("sign_in_refused", {"because": because}) if because else (good, None)
    with way.store.transaction() as tx:
        event_logs.write(tx, actor, event, None, None, None, details, way.clock())


def _minutes(seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
