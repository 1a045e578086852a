"""The engine, health and version at the HTTP edge."""

from __future__ import annotations

from typing import Literal

from couture_server.http.models import Answer, Moment

State = Literal["running", "standby", "starting", "stopped"]


class Engine(Answer):
    """The engine: ``detail`` is a sentence for people."""

    state: State
    pid: int | None
    host: str | None
    started_at: Moment | None
    heartbeat_at: Moment | None
    running_tasks: int
    detail: str


class BaseInfo(Answer):
    """Whether a part is well."""

    status: Literal["healthy", "unhealthy"] | None


class SchedulerInfo(BaseInfo):
    """Whether the engine is well."""

    latest_scheduler_heartbeat: str | None


class TriggererInfo(BaseInfo):
    """There is no triggerer of its own."""

    latest_triggerer_heartbeat: str | None = None


class DagProcessorInfo(BaseInfo):
    """Whether DAG files are read; the engine does it."""

    latest_dag_processor_heartbeat: str | None


class Health(Answer):
    """Whether the parts are well."""

    metadatabase: BaseInfo
    scheduler: SchedulerInfo
    triggerer: TriggererInfo
    dag_processor: DagProcessorInfo | None


class Version(Answer):
    """Our version."""

    version: str
    git_version: str | None = None


class Workspace(Answer):
    """What the forms need to know. ``root_prefix`` is the workspace as a path from the server's root (empty: they are
    the same), ``null`` when it lies elsewhere; ``database`` is only its kind."""

    workspace: str
    root_prefix: str | None
    dags_folder: str | None
    default_timezone: str
    parallelism: int
    role: str
    user: str
    permissions: list[str]
    database: str
