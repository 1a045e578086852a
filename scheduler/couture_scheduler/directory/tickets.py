"""Somebody shows a Kerberos ticket, by GSSAPI; only this module knows it, and it is imported when needed.

A browser sends the ticket in a SPNEGO token (``Authorization: Negotiate``). Who has none types name and password:
the KDC is asked for a ticket with them, which is then shown to ourselves. Only that proves that our KDC has answered.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import gssapi
from gssapi.raw import GSSError, acquire_cred_with_password

from couture_scheduler.directory.asking import Person, look_up
from couture_scheduler.directory.settings import LoginSettings
from couture_scheduler.directory.steps import DirectoryError, PersonRefusedError, Step, StepName

_KERBEROS = gssapi.MechType.kerberos
_NO_KDC = {-1765328228, -1765328164}  # KRB5_KDC_UNREACH, KRB5_REALM_CANT_RESOLVE
_OF_THE_PERSON = {
    -1765328378,  # KRB5KDC_ERR_C_PRINCIPAL_UNKNOWN
    -1765328383,  # KRB5KDC_ERR_NAME_EXP
    -1765328366,  # KRB5KDC_ERR_CLIENT_REVOKED
    -1765328361,  # KRB5KDC_ERR_KEY_EXP
    -1765328360,  # KRB5KDC_ERR_PREAUTH_FAILED
    -1765328353,  # KRB5KRB_AP_ERR_BAD_INTEGRITY
}


def shown(settings: LoginSettings, token: bytes) -> tuple[Person, bytes]:
    """Who shows this SPNEGO token, and what proves to their browser who we are.

    Raises ``PersonRefusedError`` for a ticket that is not good, ``DirectoryError`` when it cannot be read here.
    """
    principal, reply = _accepted(_own(settings), token)
    return _person(settings, principal), reply


def typed(
    settings: LoginSettings, username: str, password: str, tell: Callable[[Step], None] = lambda step: None
) -> Person:
    """Who this is, if the password is theirs. ``tell`` hears of each step that was left behind.

    Raises ``PersonRefusedError`` when the name or the password is wrong, ``DirectoryError`` when nobody can say it.
    """
    own = _own(settings)
    tell(Step(StepName.KEYTAB, True, f"The keytab has keys of {settings.auth_kerberos_principal}."))
    name = username.strip()
    if not name:
        raise PersonRefusedError(StepName.PASSWORD, "No name was given.")
    if not password:
        raise PersonRefusedError(StepName.PASSWORD, "No password was given.")
    principal = name if "@" in name else f"{name}@{settings.realms[0]}"
    token = _ticket(settings, principal, password)
    tell(Step(StepName.PASSWORD, True, f"The password is that of {principal}."))
    known, _ = _accepted(own, token)
    tell(Step(StepName.TICKET, True, "The ticket is one for us."))
    return _person(settings, known, tell)


def _own(settings: LoginSettings) -> gssapi.Credentials:
    """Our own keys."""
    keytab = settings.auth_kerberos_keytab
    if not os.access(keytab, os.R_OK):
        raise DirectoryError(StepName.KEYTAB, f"The keytab {keytab} is not there, or may not be read by this process.")
    try:
        name = gssapi.Name(settings.auth_kerberos_principal, gssapi.NameType.kerberos_principal)
        return gssapi.Credentials(name=name, usage="accept", store={"keytab": keytab})
    except GSSError as error:
        told = f"The keytab {keytab} has no key of {settings.auth_kerberos_principal}: {_said(error)}"
        raise DirectoryError(StepName.KEYTAB, told) from None


def _accepted(own: gssapi.Credentials, token: bytes) -> tuple[str, bytes]:
    """The principal of a token, and our answer to it. Tokens count once: Kerberos remembers those it has seen."""
    if token.startswith(b"NTLMSSP"):
        raise PersonRefusedError(StepName.TICKET, "The browser offers NTLM, and has no ticket for this server.")
    context = gssapi.SecurityContext(creds=own, usage="accept")
    try:
        reply = context.step(token) or b""
        is_known = context.complete and gssapi.RequirementFlag.anonymity not in context.actual_flags  # may raise late
        principal = str(context.initiator_name) if is_known else ""
    except GSSError as error:
        raise PersonRefusedError(StepName.TICKET, f"The ticket is not good: {_said(error)}") from None
    if not principal:
        raise PersonRefusedError(StepName.TICKET, "The browser did not show a Kerberos ticket of somebody.")
    return principal, reply


def _ticket(settings: LoginSettings, principal: str, password: str) -> bytes:
    """A token for ourselves, with a ticket that the KDC gives for the password."""
    try:
        name = gssapi.Name(principal, gssapi.NameType.kerberos_principal)
        secret = password.encode("utf-8", "surrogatepass")
        got = acquire_cred_with_password(name, secret, mechs=[_KERBEROS], usage="initiate")
        credentials = gssapi.Credentials(got.creds)
        target = gssapi.Name(settings.auth_kerberos_principal, gssapi.NameType.kerberos_principal)
        context = gssapi.SecurityContext(name=target, creds=credentials, mech=_KERBEROS, usage="initiate")
        return bytes(context.step() or b"")
    except GSSError as error:
        if error.min_code in {code & 0xFFFFFFFF for code in _OF_THE_PERSON}:
            told = f"The KDC refuses the password of {principal}: {_said(error)}"
            raise PersonRefusedError(StepName.PASSWORD, told) from None
        step = StepName.CONNECT if error.min_code in {code & 0xFFFFFFFF for code in _NO_KDC} else StepName.TICKET
        raise DirectoryError(step, f"The KDC gives no ticket: {_said(error)}") from None


def _person(settings: LoginSettings, principal: str, tell: Callable[[Step], None] = lambda step: None) -> Person:
    name, _, realm = principal.rpartition("@")
    if realm not in settings.realms:
        told = f"{principal} is of another realm than {', '.join(settings.realms)}: see AUTH_KERBEROS_REALMS."
        raise PersonRefusedError(StepName.PERSON, told)
    if "/" in name:
        raise PersonRefusedError(StepName.PERSON, f"{principal} is a service or a second account of somebody.")
    return look_up(settings, name, tell) if settings.looks_people_up else Person(name)


def _said(error: GSSError) -> str:
    """What Kerberos says, which is the smaller of the two codes."""
    return " ".join(error.get_all_statuses(error.min_code, False)[0].split()) if error.min_code else str(error)
