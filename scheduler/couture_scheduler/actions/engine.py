"""What a person may ask about the engine, seen from the store: its lease and its heartbeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.errors import UnavailableError
from couture_scheduler.store import jobs, leases, pools

LEASE = "engine"


class EngineState(StrEnum):
    """Where the engine is."""

    RUNNING = "running"  # It holds the lease and renews it.
    SILENT = "silent"  # It holds the lease but has not renewed it in time: killed, asleep, or without its database.
    STOPPED = "stopped"  # Nobody holds the lease.


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """The engine as the store knows it; ``detail`` is a sentence."""

    state: EngineState
    detail: str
    host: str | None = None
    pid: int | None = None
    started_at: datetime | None = None
    heartbeat_at: datetime | None = None
    active_tasks: int = 0


@dataclass(frozen=True, slots=True)
class Health:
    """Whether database and engine are well."""

    database: bool
    engine: EngineStatus | None
    detail: str = ""


@needs("engine:read")
def status(ctx: ActionContext) -> EngineStatus:
    """The state of the engine."""
    with ctx.store.reading() as tx:
        lease = leases.current(tx, LEASE)
        job = jobs.latest(tx, LEASE)
        active = sum(pools.active_tasks(tx).per_dag.values())
    if lease is None or lease.holder is None:
        return EngineStatus(
            EngineState.STOPPED,
            "No engine is at work: schedules wait until one is started.",
            heartbeat_at=job.heartbeat_at if job else None,
            active_tasks=active,
        )
    silent = lease.expires_at <= ctx.clock()
    detail = "The engine has gone silent; another one may take over." if silent else "The engine is at work."
    return EngineStatus(
        EngineState.SILENT if silent else EngineState.RUNNING,
        detail,
        lease.host,
        lease.pid,
        lease.acquired_at,
        lease.renewed_at,
        active,
    )


def health(ctx: ActionContext) -> Health:
    """Whether database and engine are well; never raises for what is not there. Needs no permission."""
    try:
        ctx.store.require_current()
        return Health(True, status(ctx))
    except UnavailableError as error:
        return Health(False, None, str(error))
