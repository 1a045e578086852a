"""How people sign in: what an Admin may see, change and try. Secrets never come back."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from couture_jupyter.sensitive import HIDDEN
from couture_scheduler.access import Role
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.directory_people import admission
from couture_scheduler.directory.asking import INSTALL, Person, ask, is_installed
from couture_scheduler.directory.settings import FILES, FOLDERS, SECRETS, AuthType, LoginSettings, problems
from couture_scheduler.directory.steps import DirectoryError, PersonRefusedError, Step, StepName
from couture_scheduler.errors import FieldProblem, InvalidInputError
from couture_scheduler.events import Change
from couture_scheduler.files.encryption import Cipher, cipher
from couture_scheduler.store import login_settings as stored
from couture_scheduler.store import passwords, roles
from couture_scheduler.store.login_settings import LoginSettingsRecord
from couture_scheduler.store.session import Transaction

_NAMES = tuple(each.name for each in dataclasses.fields(LoginSettings))
_NO_WAY_BACK = (
    "No Admin has a password here, so nobody could get in while the directory is away. Give one to an Admin first: "
    "couture users set-password NAME"
)


@dataclass(frozen=True, slots=True)
class LoginSettingsDetails:
    """The settings with ``***`` for what is secret, and who changed them when."""

    settings: LoginSettings
    updated_at: datetime | None = None
    updated_by: str = ""
    is_ldap_installed: bool = True


@dataclass(frozen=True, slots=True)
class LoginTrial:
    """What happened when somebody was let in for a trial: each step, who it is, and the roles that they would have."""

    works: bool
    steps: tuple[Step, ...]
    person: Person | None = None
    roles: tuple[str, ...] = field(default=())


@needs("loginSettings:read")
def get(ctx: ActionContext) -> LoginSettingsDetails:
    """How people sign in."""
    with ctx.store.reading() as tx:
        return _shown(stored.get(tx))


@needs("loginSettings:edit")
def update(ctx: ActionContext, changes: Mapping[str, Any]) -> LoginSettingsDetails:
    """Change the settings that ``changes`` names; a secret that is sent back as ``***`` stays.

    Raises ``InvalidInputError`` with each field that is wrong.
    """
    keys = cipher(ctx.settings.home)
    with ctx.store.transaction() as tx:
        new = _changed(keys, stored.get(tx), changes)
        _check(tx, new)
        if new.auth_type is AuthType.LDAP and not passwords.admins_with_one(tx):
            raise InvalidInputError.at("auth_type", _NO_WAY_BACK)
        record = LoginSettingsRecord(_sealed(keys, new), ctx.clock(), ctx.actor.name)
        stored.put(tx, record)
        ctx.audit(tx, "update_login_settings", details={"settings": _told(changes)})
    ctx.tell(Change("login_settings", user=ctx.actor.name))
    return _shown(record)


@needs("loginSettings:edit")
def try_out(ctx: ActionContext, changes: Mapping[str, Any], username: str, password: str) -> LoginTrial:
    """What would happen if somebody signed in, with the settings that are stored and these ``changes`` of them. Name
    and password are kept nowhere, and nobody is entered.

    Raises ``InvalidInputError`` with each field that is wrong.
    """
    with ctx.store.transaction() as tx:
        asked = _changed(cipher(ctx.settings.home), stored.get(tx), {**changes, "auth_type": AuthType.LDAP})
        _check(tx, asked)
        ctx.audit(tx, "test_login_settings", details={"server": asked.auth_ldap_server})
    steps: list[Step] = []
    try:
        person = ask(asked, username, password, steps.append)
    except (DirectoryError, PersonRefusedError) as error:
        return LoginTrial(False, (*steps, Step(error.step, False, str(error))))
    with ctx.store.reading() as tx:
        verdict = admission(tx, asked, person)
    steps.append(Step(StepName.ROLES, not verdict.because, verdict.sentence))
    return LoginTrial(not verdict.because, tuple(steps), person, verdict.roles)


def opened(record: LoginSettingsRecord | None, home: Path) -> LoginSettings:
    """The settings with their secrets, for asking the directory. ``ConflictError`` when no key fits."""
    return LoginSettings() if record is None else _opened(cipher(home), record)


def anew(record: LoginSettingsRecord, keys: Cipher) -> LoginSettingsRecord:
    """The record with what is secret encrypted by the first of the keys."""
    return replace(record, settings=_sealed(keys, _opened(keys, record)))


def _changed(keys: Cipher, record: LoginSettingsRecord | None, changes: Mapping[str, Any]) -> LoginSettings:
    anew = {name: value for name, value in changes.items() if name not in SECRETS or value != HIDDEN}
    if record is None:
        return replace(LoginSettings(), **_typed(anew))
    lost = dict.fromkeys(SECRETS & anew.keys(), "")  # what is given anew need not be decrypted
    old = _opened(keys, replace(record, settings={**record.settings, **lost}))
    return replace(old, **_typed(anew))


def _check(tx: Transaction, settings: LoginSettings) -> None:
    known = [*Role, *(each.name for each in roles.listing(tx))]
    found = [*problems(settings, known), *_files(settings)]
    if settings.auth_type is AuthType.LDAP and not is_installed():
        found.append(FieldProblem(("auth_type",), INSTALL))
    if found:
        raise InvalidInputError(*found)


def _files(settings: LoginSettings) -> Iterator[FieldProblem]:
    for name in (*FILES, *FOLDERS):
        path, is_folder = getattr(settings, name), name in FOLDERS
        if path and not (os.path.isdir(path) if is_folder else os.path.isfile(path)):  # whatever is asked: no error
            yield FieldProblem((name,), f"There is no {'folder' if is_folder else 'file'} {path!r} on the server.")


def _shown(record: LoginSettingsRecord | None) -> LoginSettingsDetails:
    if record is None:
        return LoginSettingsDetails(LoginSettings(), is_ldap_installed=is_installed())
    hidden = {name: HIDDEN for name in SECRETS if record.settings.get(name)}
    settings = LoginSettings(**_typed({**record.settings, **hidden}))
    return LoginSettingsDetails(settings, record.updated_at, record.updated_by, is_installed())


def _opened(keys: Cipher, record: LoginSettingsRecord) -> LoginSettings:
    sealed = {name: text for name in SECRETS if (text := record.settings.get(name))}
    secrets = {name: keys.decrypt(text, name.upper()) for name, text in sealed.items()}
    return LoginSettings(**_typed({**record.settings, **secrets}))


def _sealed(keys: Cipher, settings: LoginSettings) -> dict[str, Any]:
    values = dataclasses.asdict(settings)
    return {**values, **{name: keys.encrypt(values[name]) for name in SECRETS if values[name]}}


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """As the settings have them; what another version wrote and this one does not know is left out."""
    found = {name: value for name, value in values.items() if name in _NAMES}
    if "auth_type" in found:
        found["auth_type"] = AuthType(found["auth_type"])
    if "auth_roles_mapping" in found:
        found["auth_roles_mapping"] = {group: tuple(given) for group, given in found["auth_roles_mapping"].items()}
    return found


def _told(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: HIDDEN if name in SECRETS else value for name, value in changes.items()}
