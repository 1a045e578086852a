"""Routes of the engine, health, version and workspace."""

from __future__ import annotations

import socket
from typing import Literal

from couture_scheduler.access import PERMISSIONS, Actor
from couture_scheduler.actions import engine
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.engine import EngineState, EngineStatus
from couture_scheduler.errors import UnavailableError

from couture_jupyter.version import __version__
from couture_server.backend import Backend
from couture_server.engine.bodies import (
    BaseInfo,
    DagProcessorInfo,
    Engine,
    Health,
    SchedulerInfo,
    State,
    TriggererInfo,
    Version,
    Workspace,
)
from couture_server.http.routes import Routes
from couture_server.supervision import lives

routes = Routes("Engine")


@routes.get("engine", "engine:read")
def get_engine(backend: Backend, ctx: ActionContext) -> Engine:
    """The state of the engine."""
    status = engine.status(ctx)
    state = _state(backend, status)
    return Engine(
        state=state,
        pid=status.pid,
        host=status.host,
        started_at=status.started_at,
        heartbeat_at=status.heartbeat_at,
        running_tasks=status.active_tasks,
        detail=_detail(backend, status, state),
    )


@routes.post("engine/start", "engine:control")
def start_engine(backend: Backend, ctx: ActionContext) -> Engine:
    """Start the engine, if none runs, and wait until it answers."""
    backend.engine.start_engine()
    return get_engine(backend, ctx)


@routes.post("engine/stop", "engine:control")
def stop_engine(backend: Backend, ctx: ActionContext) -> Engine:
    """Stop the engine: running tasks go on and are taken up again by the next one."""
    backend.engine.stop_engine()
    return get_engine(backend, ctx)


@routes.get("monitor/health", "engine:read")
def get_health(backend: Backend, actor: Actor) -> Health:
    """Whether database and engine are well; answers also when they are not."""
    try:
        found = engine.health(backend.context(actor))
    except UnavailableError:
        found = engine.Health(database=False, engine=None)
    well = found.engine is not None and found.engine.state is EngineState.RUNNING
    beat = found.engine.heartbeat_at.isoformat() if found.engine and found.engine.heartbeat_at else None
    return Health(
        metadatabase=BaseInfo(status=_word(found.database)),
        scheduler=SchedulerInfo(status=_word(well), latest_scheduler_heartbeat=beat),
        triggerer=TriggererInfo(status=None),
        dag_processor=DagProcessorInfo(status=_word(well), latest_dag_processor_heartbeat=beat),
    )


@routes.get("version", "engine:read")
def get_version() -> Version:
    """Our version."""
    return Version(version=__version__)


@routes.get("workspace", "engine:read")
def get_workspace(backend: Backend, actor: Actor) -> Workspace:
    """Where things are and who asks: what the forms need to know."""
    settings = backend.settings
    inside = settings.dags_folder.is_relative_to(settings.workspace)
    return Workspace(
        workspace=str(settings.workspace),
        root_prefix=backend.root_prefix,
        dags_folder=settings.dags_folder.relative_to(settings.workspace).as_posix() if inside else None,
        default_timezone=settings.default_timezone,
        parallelism=settings.parallelism,
        user=actor.name,
        role=actor.role,
        permissions=[permission for permission in PERMISSIONS if actor.rights.may_somewhere(permission)],
        database=settings.db_url.split(":", 1)[0].split("+")[0],
    )


def _word(well: bool) -> Literal["healthy", "unhealthy"]:
    return "healthy" if well else "unhealthy"


def _state(backend: Backend, status: EngineStatus) -> State:
    """What the store says of the engine at work, and what we know of the one on this machine."""
    if backend.engine.state == "starting":
        return "starting"
    if status.state is EngineState.RUNNING and not _is_dead(status):
        return "running"
    return "standby" if backend.engine.state == "running" else "stopped"


def _is_dead(status: EngineStatus) -> bool:
    """A killed engine keeps its lease for some seconds; on our own machine we can look."""
    return status.host == socket.gethostname() and status.pid is not None and not lives(status.pid)


def _detail(backend: Backend, status: EngineStatus, state: State) -> str:
    if state == "starting":
        return "The engine is being started."
    if status.state is EngineState.SILENT and state != "stopped":
        return status.detail
    if state == "standby":
        return "The engine stands by: another one held the lease until a moment ago."
    if state == "stopped" and backend.engine.problem:
        return backend.engine.problem
    if state == "stopped":
        return "No engine is at work: schedules wait until one is started."
    return status.detail
