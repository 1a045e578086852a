"""The environment of processes that run people's code: without what only servers and engines may know."""

from __future__ import annotations

import os

SECRETS = frozenset(
    {
        "COUTURE_FERNET_KEY",  # opens all connections and variables
        "COUTURE_DB_URL",  # may hold the database's password
        "COUTURE_SMTP_PASSWORD",
        "JUPYTER_TOKEN",
        "JPY_API_TOKEN",  # the same as the next, under its old name
        "JUPYTERHUB_API_TOKEN",
        "CONFIGPROXY_AUTH_TOKEN",
        "JUPYTERHUB_CRYPT_KEY",
    }
)


def without_secrets() -> dict[str, str]:
    """Our own environment without ``SECRETS``, for every process that is started."""
    return {name: value for name, value in os.environ.items() if name not in SECRETS}
