"""The environment of processes that run people's code: without what only servers and engines may know."""

from __future__ import annotations

import os
import sys
from pathlib import Path

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


def forget_safe_path() -> bool:
    """For a process of ours that has started: what people's code starts from it looks where Python always does, unless
    somebody else has asked for less. Whether it was our wish."""
    is_ours = os.environ.get(SAFE_PATH) == _OURS
    if is_ours:
        del os.environ[SAFE_PATH]
    return is_ours


def look_here_last() -> None:
    """The same for a process that runs people's code itself: modules of the folder in which it works are found after
    all others, and not at all where everybody may add to it."""
    from couture_jupyter.airflow_compat.places import everybody_adds_to

    here = os.getcwd()
    if forget_safe_path() and not everybody_adds_to(Path(here)):
        sys.path.append(here)
