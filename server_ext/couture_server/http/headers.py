"""What browsers are told with every answer of this server, Jupyter's pages included, and what its XSRF cookie is like.

Jupyter itself sets ``X-Content-Type-Options`` and a ``Content-Security-Policy`` that keeps pages out of other sites'
frames; JupyterHub makes that stricter. What an administrator has set stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OWN_SERVER = "Couture-Own-Server"  # of a request that a person's own server passes on; says nothing about who asks
ALWAYS = {"Referrer-Policy": "same-origin"}  # addresses may hold tokens and names of workflows
BY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}


def with_ours(given: Mapping[str, str], https_only: bool) -> dict[str, str]:
    """The headers ``given``, and ours where they say nothing."""
    named = {name.lower() for name in given}
    ours = {**ALWAYS, **(BY_HTTPS if https_only else {})}
    return {**{name: value for name, value in ours.items() if name.lower() not in named}, **given}


def xsrf_cookie(given: Mapping[str, Any], https_only: bool) -> dict[str, Any]:
    """How the cookie with the XSRF token is set: not sent with forms of other sites, and by https alone if so."""
    return {"samesite": "Lax", **({"secure": True} if https_only else {}), **given}
