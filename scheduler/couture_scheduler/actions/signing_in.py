"""The one door: a name and a password, and who that is. The Hub's login page and everything else asks here.

What is wrong (name, password, an account that is not active) is told in one sentence, and takes equally long, so that
nobody learns which names there are. Each try is in the audit log; after too many, a name or an address has to wait.
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
from couture_scheduler.directory.asking import ask
from couture_scheduler.directory.settings import AuthType
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
    with store.reading() as tx:
        login, kept = login_settings.get(tx), passwords.get(tx, username)
        is_here = _is_kept_here(tx, login, username)
    if is_here or login is None:
        verdict = _by_our_own(kept, password)
    else:
        verdict = _by_directory(store, settings, login, username, password, source, clock())
    with store.transaction() as tx:
        _audit(tx, verdict.known, source, verdict.because, clock())
    if verdict.because:
        raise SignInRefused(verdict.told)
    limits.forgive(username, source)
    return SignedIn(verdict.known, verdict.must_change)


def _is_kept_here(tx: Transaction, login: LoginSettingsRecord | None, username: str) -> bool:
    """Whether this name's password is ours. While a directory keeps the others', it is that of Admins who have one
    here: they get in when the directory is away, and nobody becomes them by being called so in the directory."""
    if login is None or login.settings.get("auth_type") != AuthType.LDAP:
        return True
    return username in passwords.admins_with_one(tx)


def _by_our_own(kept: passwords.PasswordRecord | None, password: str) -> _Verdict:
    is_right = password_hashes.is_right(password, kept.hash if kept else None)
    known, must_change = (kept.username, kept.must_change) if kept else ("", False)
    return _Verdict(known, _why_not(kept, is_right), must_change=must_change)


def _by_directory(
    store: Store,
    settings: Settings,
    record: LoginSettingsRecord,
    username: str,
    password: str,
    source: str,
    now: datetime,
) -> _Verdict:
    try:
        login = opened(record, settings.home)
        person = ask(login, username, password)
    except PersonRefusedError as error:
        return _Verdict("", f"the directory refuses it ({error.step})")
    except (DirectoryError, ConflictError) as error:
        return _Verdict("", str(error), told=AWAY)
    with store.transaction() as tx:
        admitted = enter(tx, login, person, source, now)
    return _Verdict(person.username, admitted.because)


def _why_not(kept: passwords.PasswordRecord | None, is_right: bool) -> str:
    """For the audit log alone; empty: nothing is wrong."""
    if kept is None:
        return "no such user"
    if kept.hash is None:
        return "this user has no password here"
    if not is_right:
        return "wrong password"
    return "" if kept.is_active else "the user is not active"


def _audit(tx: Transaction, known: str, source: str, because: str, at: datetime) -> None:
    """A name that is none of ours is not written down: people type passwords in its place."""
    actor = Actor(known or "unknown", Rights(), source)
    details = {"because": because} if because else None
    event_logs.write(tx, actor, "sign_in_refused" if because else "sign_in", None, None, None, details, at)


def _minutes(seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
