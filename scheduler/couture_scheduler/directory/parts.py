"""The packages that ways of signing in need. Not every installation has them."""

from __future__ import annotations

import importlib

from couture_scheduler.directory.settings import AuthType
from couture_scheduler.directory.steps import DirectoryError, StepName

_PARTS = {
    AuthType.LDAP: ("LDAP", "ldap3", "ldap"),
    AuthType.OAUTH: ("OAuth", "authlib", "oauth"),
    AuthType.KERBEROS: ("Kerberos", "gssapi", "kerberos"),
}


def missing(kind: AuthType) -> str:
    """What to install before people can sign in so; empty: nothing."""
    if kind not in _PARTS:
        return ""
    title, module, extra = _PARTS[kind]
    try:
        importlib.import_module(module)
    except ImportError:
        return f"{title} needs the package {module}: pip install 'couture-jupyter[{extra}]'"
    return ""


def require(kind: AuthType) -> None:
    """Raise ``DirectoryError`` with what to install."""
    if sentence := missing(kind):
        raise DirectoryError(StepName.CONNECT, sentence)
