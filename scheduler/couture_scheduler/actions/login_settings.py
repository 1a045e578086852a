"""How people sign in: what an Admin may see, change and try. Secrets never come back."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from couture_jupyter.sensitive import HIDDEN
from couture_scheduler.access import Role
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.directory_people import admission
from couture_scheduler.directory.asking import Person, ask
from couture_scheduler.directory.parts import missing
from couture_scheduler.directory.settings import FILES, FOLDERS, SECRETS, AuthType, LoginSettings, problems
from couture_scheduler.directory.steps import DirectoryError, PersonRefusedError, Step, StepName
from couture_scheduler.errors import FieldProblem, InvalidInputError
from couture_scheduler.events import Change
from couture_scheduler.files.encryption import Cipher, cipher
from couture_scheduler.store import login_settings as stored
from couture_scheduler.store import passwords, roles
from couture_scheduler.store.login_settings import LoginSettingsRecord
from couture_scheduler.store.session import Store, Transaction

_NAMES = tuple(each.name for each in dataclasses.fields(LoginSettings))
_NO_WAY_BACK = (
    "No Admin has a password here, so nobody could get in while nobody else can be asked. Give one to an Admin first: "
    "couture users set-password NAME"
)


@dataclass(frozen=True, slots=True)
class LoginSettingsDetails:
    """The settings with ``***`` for what is secret, who changed them when, and what to install for a kind of them."""

    settings: LoginSettings
    updated_at: datetime | None = None
    updated_by: str = ""
    missing_parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LoginTrial:
    """What happened when somebody was let in for a trial: each step, who it is, and the roles that they would have."""

    works: bool
    steps: tuple[Step, ...]
    person: Person | None = None
    roles: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class LoginOffer:
    """How people sign in here, and what the provider is called."""

    auth_type: AuthType
    provider: str


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
        if new.auth_type is not AuthType.DB and not passwords.admins_with_one(tx):
            raise InvalidInputError.at("auth_type", _NO_WAY_BACK)
        record = LoginSettingsRecord(_sealed(keys, new), ctx.clock(), ctx.actor.name)
        stored.put(tx, record)
        ctx.audit(tx, "update_login_settings", details={"settings": _told(changes)})
    ctx.tell(Change("login_settings", user=ctx.actor.name))
    return _shown(record)


@needs("loginSettings:edit")
def try_out(ctx: ActionContext, changes: Mapping[str, Any], username: str, password: str) -> LoginTrial:
    """What would happen if somebody signed in, with the settings that are stored and these ``changes`` of them. Name
    and password are kept nowhere, and nobody is entered. A provider is asked what it is, and about nobody.

    Raises ``InvalidInputError`` with each field that is wrong.
    """
    with ctx.store.transaction() as tx:
        asked = _changed(cipher(ctx.settings.home), stored.get(tx), changes)
        if asked.auth_type is AuthType.DB:
            asked = replace(asked, auth_type=AuthType.LDAP)  # before the directory is what people sign in with
        _check(tx, asked)
        ctx.audit(tx, "test_login_settings", details={"auth_type": asked.auth_type, "server": _server(asked)})
    steps: list[Step] = []
    try:
        person = _try(asked, username, password, steps.append)
    except (DirectoryError, PersonRefusedError) as error:
        return LoginTrial(False, (*steps, Step(error.step, False, str(error))))
    if person is None:
        return LoginTrial(True, tuple(steps))
    with ctx.store.reading() as tx:
        verdict = admission(tx, asked, person)
    steps.append(Step(StepName.ROLES, not verdict.because, verdict.sentence))
    return LoginTrial(not verdict.because, tuple(steps), person, verdict.roles)


def offer(store: Store) -> LoginOffer:
    """What the login page offers beside name and password."""
    with store.reading() as tx:
        record = stored.get(tx)
    login = LoginSettings() if record is None else LoginSettings(**_typed(record.settings))
    return LoginOffer(login.auth_type, login.auth_oauth_name or urlsplit(_provider(login)).hostname or "")


def opened(record: LoginSettingsRecord | None, home: Path) -> LoginSettings:
    """The settings with their secrets, for asking the directory. ``ConflictError`` when no key fits."""
    return LoginSettings() if record is None else _opened(cipher(home), record)


def anew(record: LoginSettingsRecord, keys: Cipher) -> LoginSettingsRecord:
    """The record with what is secret encrypted by the first of the keys."""
    return replace(record, settings=_sealed(keys, _opened(keys, record)))


def _try(settings: LoginSettings, username: str, password: str, tell: Callable[[Step], None]) -> Person | None:
    """Who would come in; ``None``: nobody is asked about."""
    if settings.auth_type is AuthType.OAUTH:
        from couture_scheduler.directory.openid import try_provider

        try_provider(settings, tell)
        return None
    if settings.auth_type is AuthType.KERBEROS:
        from couture_scheduler.directory.tickets import typed

        return typed(settings, username, password, tell)
    return ask(settings, username, password, tell)


def _provider(settings: LoginSettings) -> str:
    """Its address."""
    return settings.auth_oauth_issuer or settings.auth_oauth_authorize_url


def _server(settings: LoginSettings) -> str:
    """Who is asked."""
    asked = {AuthType.OAUTH: _provider(settings), AuthType.KERBEROS: settings.auth_kerberos_principal}
    return asked.get(settings.auth_type, settings.auth_ldap_server)


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
    if sentence := missing(settings.auth_type):
        found.append(FieldProblem(("auth_type",), sentence))
    if found:
        raise InvalidInputError(*found)


def _files(settings: LoginSettings) -> Iterator[FieldProblem]:
    for name in (*FILES, *FOLDERS):
        path, is_folder = getattr(settings, name), name in FOLDERS
        if path and not (os.path.isdir(path) if is_folder else os.path.isfile(path)):  # whatever is asked: no error
            yield FieldProblem((name,), f"There is no {'folder' if is_folder else 'file'} {path!r} on the server.")


def _shown(record: LoginSettingsRecord | None) -> LoginSettingsDetails:
    parts = {kind.value: sentence for kind in AuthType if (sentence := missing(kind))}
    if record is None:
        return LoginSettingsDetails(LoginSettings(), missing_parts=parts)
    hidden = {name: HIDDEN for name in SECRETS if record.settings.get(name)}
    settings = LoginSettings(**_typed({**record.settings, **hidden}))
    return LoginSettingsDetails(settings, record.updated_at, record.updated_by, parts)


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
