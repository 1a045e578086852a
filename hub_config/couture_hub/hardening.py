"""What browsers are told with everything that the Hub sends, what its cookies are like, how long a session and a token
are good for. The pages of the service and of people's servers get the same headers from couture_server."""

from __future__ import annotations

import json
from typing import Any

SESSION_DAYS = 7  # until somebody must sign in again
TOKEN_DAYS = 90  # the longest life of a token that a person makes
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
HSTS = {"Strict-Transport-Security": "max-age=31536000"}


def harden(c: Any, *, https: bool) -> None:
    """Write it into JupyterHub's configuration."""
    c.JupyterHub.tornado_settings = {
        "headers": {**HEADERS, **(HSTS if https else {})},
        "cookie_options": cookie_options(https),
    }
    c.JupyterHub.cookie_max_age_days = SESSION_DAYS
    c.JupyterHub.oauth_token_expires_in = SESSION_DAYS * 24 * 3600
    c.JupyterHub.token_expires_in_max_seconds = TOKEN_DAYS * 24 * 3600


def cookie_options(https: bool) -> dict[str, Any]:
    """Beside ``HttpOnly``, which JupyterHub sets. Links from elsewhere find people signed in, forms do not."""
    return {"samesite": "Lax", **({"secure": True} if https else {})}


def environment(https: bool) -> dict[str, str]:
    """The same for a server below the Hub; people's servers hear of the cookies from JupyterHub, services do not."""
    return {
        "JUPYTERHUB_COOKIE_OPTIONS": json.dumps(cookie_options(https)),
        "COUTURE_HTTPS_ONLY": "1" if https else "0",
    }
