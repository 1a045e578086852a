"""Routes of the audit log."""

from __future__ import annotations

from couture_scheduler.actions.context import ActionContext

from couture_server.audit.bodies import EventLog, EventLogCollection, EventLogQuery
from couture_server.http.routes import Routes

routes = Routes("Event Log")


@routes.get("eventLogs", "eventLogs:read")
def get_event_logs(ctx: ActionContext, query: EventLogQuery) -> EventLogCollection:
    """The audit log, the newest entry first."""


@routes.get("eventLogs/{event_log_id}", "eventLogs:read")
def get_event_log(ctx: ActionContext, event_log_id: int) -> EventLog:
    """One entry of the audit log."""
