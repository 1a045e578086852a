"""Which names tell that their value is secret: Airflow's list. The same words hide values in answers and in logs."""

from __future__ import annotations

import os
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


def sensitive_texts(value: Any, name: str = "") -> list[str]:
    """What ``hide`` would hide, as texts."""
    if isinstance(value, dict):
        return [text for key, each in value.items() for text in sensitive_texts(each, name or _own(str(key)))]
    if isinstance(value, list):
        return [text for each in value for text in sensitive_texts(each, name)]
    return [str(value)] if name and value not in (None, "") and not isinstance(value, bool) else []


def _own(key: str) -> str:
    return key if is_sensitive(key) else ""
