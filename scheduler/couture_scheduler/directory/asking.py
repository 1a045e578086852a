"""Ask the directory who somebody is, as Flask-AppBuilder does.

With a search account it looks the name up and then tries the password on what was found. Without one the name that
was typed is completed to one that the directory knows, the password is tried on it, and the person looks themselves up.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from couture_scheduler.directory.parts import require
from couture_scheduler.directory.settings import AuthType, LoginSettings
from couture_scheduler.directory.steps import DirectoryError, PersonRefusedError, Step, StepName

if TYPE_CHECKING:
    from couture_scheduler.directory.connection import Directory, Entry

SECONDS = 10.0  # for each answer of the directory
_NO_PASSWORD = "No password was given. Directories take a bind without one as anonymous, so it is never sent."  # noqa: S105


@dataclass(frozen=True, slots=True)
class Person:
    """Who the directory says somebody is. ``dn`` is empty where it was not looked up."""

    username: str
    dn: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    groups: tuple[str, ...] = ()


def ask(
    settings: LoginSettings,
    username: str,
    password: str,
    tell: Callable[[Step], None] = lambda step: None,
    seconds: float = SECONDS,
) -> Person:
    """Who this is, if the password is theirs. ``tell`` hears of each step that was left behind.

    Raises ``PersonRefusedError`` when the name or the password is wrong, ``DirectoryError`` when nobody can say it.
    """
    require(AuthType.LDAP)
    username = username.strip()
    if not username:
        raise PersonRefusedError(StepName.SEARCH, "No name was given.")
    if not password:
        raise PersonRefusedError(StepName.PASSWORD, _NO_PASSWORD)
    from couture_scheduler.directory.connection import connected

    with connected(settings, seconds, tell) as directory:
        if settings.auth_ldap_bind_user:
            return _by_search_account(directory, settings, username, password, tell)
        return _by_own_name(directory, settings, username, password, tell)


def look_up(settings: LoginSettings, username: str, tell: Callable[[Step], None] = lambda step: None) -> Person:
    """What the directory knows of somebody who has proven already who they are. Raises as ``ask``."""
    require(AuthType.LDAP)
    from couture_scheduler.directory.connection import connected

    with connected(settings, SECONDS, tell) as directory:
        directory.bind_search_account()
        return _looked_up(directory, settings, username, tell)


def _by_search_account(
    directory: Directory, settings: LoginSettings, username: str, password: str, tell: Callable[[Step], None]
) -> Person:
    directory.bind_search_account()
    tell(Step(StepName.BIND, True, f"Signed in as {settings.auth_ldap_bind_user}."))
    try:
        person = _looked_up(directory, settings, username, tell)
    except PersonRefusedError:
        _take_as_long(directory, settings, username, password)
        raise
    _try_password(directory, person.dn, password, tell)
    return person


def _take_as_long(directory: Directory, settings: LoginSettings, username: str, password: str) -> None:
    """Ask about nobody what is asked about somebody, so that the time of a refusal does not tell which names there are.
    Whatever is answered, or not, changes nothing: the person is refused."""
    nobody = f"cn=nobody,{settings.auth_ldap_search}"
    with suppress(DirectoryError):
        if settings.auth_ldap_group_search:
            directory.groups(nobody, username)
        directory.refusal(nobody, password)


def _by_own_name(
    directory: Directory, settings: LoginSettings, username: str, password: str, tell: Callable[[Step], None]
) -> Person:
    _try_password(directory, directory.bind_name(username), password, tell)
    if settings.auth_ldap_search:
        return _looked_up(directory, settings, username, tell)
    tell(Step(StepName.SEARCH, True, "Not looked up: AUTH_LDAP_SEARCH is empty. No address or group is known."))
    return Person(username.lower())


def _try_password(directory: Directory, name: str, password: str, tell: Callable[[Step], None]) -> None:
    refusal = directory.refusal(name, password)
    if refusal is not None:
        raise PersonRefusedError(StepName.PASSWORD, f"The directory refuses the password of {name}: {refusal}")
    tell(Step(StepName.PASSWORD, True, f"The password is that of {name}."))


def _looked_up(directory: Directory, settings: LoginSettings, username: str, tell: Callable[[Step], None]) -> Person:
    found = directory.people(username)
    if not found:
        below = f"below {settings.auth_ldap_search}"
        if settings.auth_ldap_search_filter:
            below += f" that {settings.auth_ldap_search_filter} fits"
        raise PersonRefusedError(
            StepName.SEARCH, f"There is nobody {below} whose {settings.auth_ldap_uid_field} is {username!r}."
        )
    if len(found) > 1:
        sentence = f"Several entries below {settings.auth_ldap_search} have the {settings.auth_ldap_uid_field} "
        raise PersonRefusedError(StepName.SEARCH, f"{sentence}{username!r}, so it is not clear who this is.")
    entry = found[0]
    tell(Step(StepName.SEARCH, True, f"Found {entry.dn}."))
    return _person(directory, settings, username, entry, tell)


def _person(
    directory: Directory, settings: LoginSettings, typed: str, entry: Entry, tell: Callable[[Step], None]
) -> Person:
    username = _as_the_directory_spells_it(typed, entry.all(settings.auth_ldap_uid_field))
    groups = entry.all(settings.auth_ldap_group_field)
    if settings.auth_ldap_group_search:
        groups = list(dict.fromkeys([*groups, *directory.groups(entry.dn, username)]))
    if groups or settings.auth_ldap_group_search:
        tell(Step(StepName.GROUPS, True, f"Groups: {'; '.join(groups) or 'none'}"))
    return Person(
        username,
        entry.dn,
        entry.first(settings.auth_ldap_firstname_field),
        entry.first(settings.auth_ldap_lastname_field),
        entry.first(settings.auth_ldap_email_field),
        tuple(groups),
    )


def _as_the_directory_spells_it(typed: str, names: list[str]) -> str:
    """Directories compare names without regard to case: Ada and ada must not become two users."""
    same = " ".join(typed.split()).casefold()
    return next((name for name in names if name.casefold() == same), names[0] if names else typed)
