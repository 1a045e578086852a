"""Where somebody arrives who has signed in: those who write code in their own server, others at the service."""

from __future__ import annotations

from typing import Any

from couture_scheduler.access import Role

WRITERS = frozenset({Role.ADMIN.value, Role.DEVELOPER.value})
SERVICE_PAGE = "/services/couture/"


def landing(handler: Any) -> str:
    """An address; empty: what the Hub has always done, which is to start the person's own server.

    The Hub calls it for a request without another destination. Roles are the groups that the Hub knows.
    """
    user = handler.current_user
    if user is None or not WRITERS.isdisjoint(each.name for each in user.groups):
        return ""
    return SERVICE_PAGE
