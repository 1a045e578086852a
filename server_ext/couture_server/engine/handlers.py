"""Routes of the engine, health, version and workspace."""

from __future__ import annotations

from couture_scheduler.actions.context import ActionContext

from couture_server.backend import Backend
from couture_server.engine.bodies import Engine, Health, Version, Workspace
from couture_server.http.routes import Routes

routes = Routes("Engine")


@routes.get("engine", "engine:read")
def get_engine(backend: Backend, ctx: ActionContext) -> Engine:
    """The state of the engine."""


@routes.post("engine/start", "engine:control")
def start_engine(backend: Backend, ctx: ActionContext) -> Engine:
    """Start the engine, if none runs, and wait until it answers."""


@routes.post("engine/stop", "engine:control")
def stop_engine(backend: Backend, ctx: ActionContext) -> Engine:
    """Stop the engine: running tasks go on and are taken up again by the next one."""


@routes.get("monitor/health", "engine:read")
def get_health(backend: Backend) -> Health:
    """Whether database and engine are well."""


@routes.get("version", "engine:read")
def get_version(backend: Backend) -> Version:
    """Our version."""


@routes.get("workspace", "notebooks:read")
def get_workspace(backend: Backend, ctx: ActionContext) -> Workspace:
    """Where things are and who asks: what the forms need to know."""
