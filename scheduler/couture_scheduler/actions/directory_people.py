"""People of the directory: who of them may be a user here, with which roles. The first sign-in enters them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from couture_scheduler.access import Actor, Rights, Role
from couture_scheduler.actions.users import require_name
from couture_scheduler.directory.asking import Person
from couture_scheduler.directory.settings import LoginSettings
from couture_scheduler.errors import ConflictError, InvalidInputError
from couture_scheduler.store import accounts, event_logs, passwords
from couture_scheduler.store.accounts import AccountRecord
from couture_scheduler.store.session import Store, Transaction

_LONGEST = 250
DIRECTORY = "directory"  # who has entered such people


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether somebody whom the directory knows may come in: ``because`` says why not. ``account`` is theirs, if they
    are entered already."""

    sentence: str
    because: str = ""
    roles: tuple[str, ...] = ()
    account: AccountRecord | None = None


def admission(tx: Transaction, settings: LoginSettings, person: Person) -> Admission:
    """Decide it; nothing is changed."""
    account = accounts.get(tx, person.username)
    because = _why_not(tx, settings, person, account)
    if because:
        return Admission(because[0].upper() + because[1:] + ".", because, account=account)
    roles = _roles(tx, settings, person, account)
    told = ", ".join(roles) or "no role"
    kind = "is entered as a new user" if account is None else "is known here"
    return Admission(f"{person.username} {kind}, with {told}.", roles=roles, account=account)


def enter(store: Store, settings: LoginSettings, person: Person, source: str, now: datetime) -> Admission:
    """Let somebody in: they are entered, or their roles set, as the settings have it. Two first sign-ins at once are
    one person: whoever comes second finds that the other one was entered."""
    try:
        with store.transaction() as tx:
            return _entered(tx, settings, person, source, now)
    except ConflictError:
        with store.transaction() as tx:
            return _entered(tx, settings, person, source, now)


def _entered(tx: Transaction, settings: LoginSettings, person: Person, source: str, now: datetime) -> Admission:
    verdict = admission(tx, settings, person)
    if verdict.because:
        return verdict
    account = verdict.account
    if account is None:
        first, last, email = (text[:_LONGEST] for text in (person.first_name, person.last_name, person.email))
        record = AccountRecord(person.username, first, last, email, True, now, DIRECTORY, now, verdict.roles)
        accounts.create(tx, record)
        _audit(tx, person.username, "create_user", verdict.roles, source, now)
    elif account.roles != verdict.roles:
        accounts.change(tx, replace(account, roles=verdict.roles, updated_at=now))
        _audit(tx, person.username, "update_user", verdict.roles, source, now)
    return verdict


def _why_not(tx: Transaction, settings: LoginSettings, person: Person, account: AccountRecord | None) -> str:
    try:
        require_name(person.username)
    except InvalidInputError:
        return f"{person.username!r} cannot be the name of a user here"
    if person.username in passwords.admins_with_one(tx):
        return f"the Admin {person.username!r} has a password here, and signs in with it alone"
    if account is None and not settings.auth_user_registration:
        return f"there is no user {person.username!r} here, and AUTH_USER_REGISTRATION is off"
    if account is not None and not account.is_active:
        return f"the user {person.username!r} is not active"
    return ""


def _roles(tx: Transaction, settings: LoginSettings, person: Person, account: AccountRecord | None) -> tuple[str, ...]:
    """Those of the groups for who is new, and at each sign-in if groups give roles; the last Admin stays Admin."""
    given = settings.roles_of(person.groups)
    if account is None:
        return given
    if not (settings.auth_roles_mapping and settings.auth_roles_sync_at_login):
        return account.roles
    is_last = Role.ADMIN.value in account.roles and accounts.lock_admins(tx) == [account.username]
    return tuple(sorted({*given, Role.ADMIN.value})) if is_last else given


def _audit(tx: Transaction, username: str, event: str, roles: tuple[str, ...], source: str, now: datetime) -> None:
    details = {"user": username, "roles": list(roles), "by": DIRECTORY}
    event_logs.write(tx, Actor(username, Rights(), source), event, None, None, None, details, now)
