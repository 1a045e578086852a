"""Permissions: what exists and which role has it. One table; routes and pages read it, nothing else decides.

A permission is ``<noun>:<verb>``. Roles build on each other (Viewer < User < Developer < Op < Admin); Public has none.
Source: the roles chapter of the customer's manual.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The six default roles."""

    PUBLIC = "Public"
    VIEWER = "Viewer"
    USER = "User"
    DEVELOPER = "Developer"
    OP = "Op"
    ADMIN = "Admin"


_ORDER = (Role.PUBLIC, Role.VIEWER, Role.USER, Role.DEVELOPER, Role.OP, Role.ADMIN)

# permission -> (the first role that has it, what it allows)
PERMISSIONS: dict[str, tuple[Role, str]] = {
    "dags:read": (Role.VIEWER, "See DAGs, their source and their versions."),
    "dags:pause": (Role.USER, "Pause and resume DAGs."),
    "dags:edit": (Role.DEVELOPER, "Change and delete DAGs."),
    "runs:read": (Role.VIEWER, "See runs, task instances, XComs and logs."),
    "runs:trigger": (Role.USER, "Start runs."),
    "runs:edit": (Role.USER, "Stop, clear, retry and mark runs and task instances."),
    "runs:delete": (Role.USER, "Delete runs and what they left."),
    "notebooks:read": (Role.VIEWER, "See notebooks' parameters, schedules and executed notebooks."),
    "notebooks:schedule": (Role.DEVELOPER, "Create, change and delete notebook schedules."),
    "kernels:read": (Role.VIEWER, "See the kernels that are kept after a failure."),
    "kernels:use": (Role.DEVELOPER, "Open, prolong and let go of kept kernels."),
    "notifications:read": (Role.VIEWER, "See who was told what of a run."),
    "notifications:send": (Role.DEVELOPER, "Send a test message, or again one that did not get through."),
    "triggerTokens:read": (Role.DEVELOPER, "See the tokens that run a schedule from outside, without their secret."),
    "triggerTokens:edit": (Role.DEVELOPER, "Make and revoke tokens that run a schedule from outside."),
    "variables:read": (Role.OP, "See variables; sensitive values stay hidden."),
    "variables:edit": (Role.OP, "Create, change and delete variables."),
    "connections:read": (Role.OP, "See connections, without their secrets."),
    "connections:edit": (Role.OP, "Create, change, test and delete connections."),
    "assets:read": (Role.VIEWER, "See assets, their updates, and which DAGs wait for them."),
    "assets:edit": (Role.USER, "Note updates of assets by hand, and forget updates that wait."),
    "bricks:read": (Role.VIEWER, "See the code bricks that are shared, and one's own."),
    "bricks:edit": (Role.DEVELOPER, "Write code bricks; shared ones are changed by their owner or an Admin."),
    "pools:read": (Role.VIEWER, "See pools and their slots."),
    "pools:edit": (Role.OP, "Create, change and delete pools."),
    "importErrors:read": (Role.VIEWER, "See DAG files that could not be read."),
    "eventLogs:read": (Role.ADMIN, "See the audit log."),
    "config:read": (Role.OP, "See the settings and what is installed; never a password."),
    "engine:read": (Role.VIEWER, "See the state of the engine."),
    "engine:control": (Role.OP, "Start and stop the engine."),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, for permission checks and the audit log."""

    name: str
    role: Role = Role.ADMIN
    source: str = ""  # network address, or "cli", or "engine"

    def may(self, permission: str) -> bool:
        """Whether this person has ``permission``; an unknown permission is a ``KeyError``."""
        first, _ = PERMISSIONS[permission]
        return _ORDER.index(self.role) >= _ORDER.index(first)
