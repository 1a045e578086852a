"""The environment of processes that run people's code: without what only servers and engines may know."""

from __future__ import annotations

import os

SECRETS = frozenset(
    {
        "COUTURE_FERNET_KEY",  # opens all connections and variables
        "COUTURE_DB_URL",  # may hold the database's password
        "COUTURE_SMTP_PASSWORD",
        "COUTURE_BROKER_URL",  # holds the broker's password
        "JUPYTER_TOKEN",
        "JPY_API_TOKEN",  # the same as the next, under its old name
        "JUPYTERHUB_API_TOKEN",
        "CONFIGPROXY_AUTH_TOKEN",
        "JUPYTERHUB_CRYPT_KEY",
    }
)

SAFE_PATH = "PYTHONSAFEPATH"  # Python's own: do not look for modules in the folder in which ``python -m`` is started
_OURS = "couture"


def without_secrets() -> dict[str, str]:
    """Our own environment without ``SECRETS``, for every process that is started."""
    return {name: value for name, value in os.environ.items() if name not in SECRETS}


def safe_path() -> dict[str, str]:
    """For the engine and all that it starts: Python takes no module from the folder in which they work, which is the
    workspace. There everybody may put a ``random.py``, and on a Hub other people can."""
    return {SAFE_PATH: os.environ.get(SAFE_PATH) or _OURS}


def forget_safe_path() -> None:
    """For a process of ours that has started, and runs people's code: what that starts looks where Python always does,
    unless somebody else has asked for less."""
    if os.environ.get(SAFE_PATH) == _OURS:
        del os.environ[SAFE_PATH]
