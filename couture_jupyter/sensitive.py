"""Which names tell that their value is secret: Airflow's list. The same words hide values in answers and in logs."""

from __future__ import annotations

import os
import re
from typing import Any

HIDDEN = "***"
WORDS = (
    "access_key",
    "access_token",
    "account_key",
    "api_key",
    "apikey",
    "auth_token",
    "authorization",
    "keyfile_dict",
    "passphrase",
    "passwd",
    "password",
    "private_key",
    "secret",
    "service_account",
    "token",
)

# What stands alone before the @ of a web address: a token, as git hosts and package indexes take it (also as
# token:@ and token:x-oauth-basic@); elsewhere, as in ssh://git@host, it is a user. Or a password in user:password@host
# after // or at the beginning, but no port before a path that has an @; or a value in a query, whose name decides.
_NO_PORT = r"(?!\d{1,5}(?:/|$)|//)"
_IN_ADDRESS = re.compile(
    r"(?i:(?<=https://)|(?<=http://))(?P<token>[^\s:/@?#]+)(?=(?::(?:x-oauth-basic)?)?@)"
    rf"|(?:(?<=//)|^)(?P<who>[^\s:/@?#]*:){_NO_PORT}(?P<password>[^\s?#]+)(?=@)"
    r"|[?&;](?P<name>[^\s=&;#?]+)=(?P<value>[^\s&;#]+)"
)


def is_sensitive(name: str) -> bool:
    """Whether ``name`` contains one of ``WORDS``, or of those in ``COUTURE_SENSITIVE_NAMES`` (with commas between)."""
    more = os.environ.get("COUTURE_SENSITIVE_NAMES", "").lower().split(",")
    lower = name.lower().replace("-", "_")
    return any(word in lower for word in (*WORDS, *(each.strip() for each in more if each.strip())))


def hide(value: Any, name: str = "") -> Any:
    """``value`` with ``***`` in place of what stands under a sensitive name, at any depth."""
    if name and is_sensitive(name) and value not in (None, ""):
        return HIDDEN
    if isinstance(value, dict):
        return {key: hide(each, str(key)) for key, each in value.items()}
    if isinstance(value, list):
        return [hide(each) for each in value]
    return value


def hide_in_address(text: str) -> str:
    """An address with ``***`` in place of a password, and of the values of sensitive names in its query."""
    return _IN_ADDRESS.sub(_without_secret, text)


def secrets_in_address(text: str) -> list[str]:
    """What ``hide_in_address`` would hide, from left to right."""
    return [secret for secret in map(_secret, _IN_ADDRESS.finditer(text)) if secret]


def _without_secret(found: re.Match[str]) -> str:
    whole, secret = found.group(), _secret(found)
    return whole[: -len(secret)] + HIDDEN if secret else whole


def _secret(found: re.Match[str]) -> str:
    """What of a match is secret; it stands at the match's end."""
    return found["token"] or found["password"] or (found["value"] if is_sensitive(found["name"]) else "")


def sensitive_texts(value: Any, name: str = "") -> list[str]:
    """What ``hide`` would hide, as texts."""
    if isinstance(value, dict):
        return [text for key, each in value.items() for text in sensitive_texts(each, name or _own(str(key)))]
    if isinstance(value, list):
        return [text for each in value for text in sensitive_texts(each, name)]
    return [str(value)] if name and value not in (None, "") and not isinstance(value, bool) else []


def _own(key: str) -> str:
    return key if is_sensitive(key) else ""
