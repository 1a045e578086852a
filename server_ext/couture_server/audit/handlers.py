"""Routes of the audit log."""

from __future__ import annotations

import json

from couture_scheduler.actions import event_logs
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.store.event_logs import EventFilter, EventRecord

from couture_server.audit.bodies import EventLog, EventLogCollection, EventLogQuery
from couture_server.http.filters import matches_of
from couture_server.http.routes import Routes

routes = Routes("Event Log")

_BY_TIME = ("when", "event_log_id")


@routes.get("eventLogs", "eventLogs:read")
def get_event_logs(ctx: ActionContext, query: EventLogQuery) -> EventLogCollection:
    """The audit log, the newest entry first."""
    wanted = EventFilter(
        actor=query.owner,
        event=query.event,
        dag_id=query.dag_id,
        run_id=query.run_id,
        task_id=query.task_id,
        events=tuple(query.included_events),
        not_events=tuple(query.excluded_events),
        map_index=query.map_index,
        matches=matches_of(query),
        after=query.after,
        before=query.before,
    )
    order_by = query.order_by or "-when"
    if order_by.removeprefix("-") not in _BY_TIME:
        raise InvalidInputError.at("order_by", "The audit log can be ordered by when or -when.")
    found = event_logs.list_event_logs(
        ctx, wanted, limit=query.limit, offset=query.offset, oldest_first=not order_by.startswith("-")
    )
    return EventLogCollection(event_logs=[_answer(each) for each in found.entries], total_entries=found.total)


@routes.get("eventLogs/{event_log_id}", "eventLogs:read")
def get_event_log(ctx: ActionContext, event_log_id: int) -> EventLog:
    """One entry of the audit log."""
    return _answer(event_logs.get(ctx, event_log_id))


def _answer(record: EventRecord) -> EventLog:
    return EventLog(
        event_log_id=record.id,
        when=record.at,
        dag_id=record.dag_id,
        dag_display_name=record.dag_id,
        task_id=record.task_id,
        task_display_name=record.task_id,
        run_id=record.run_id,
        map_index=record.map_index,
        event=record.event,
        owner=record.actor,
        extra=json.dumps(record.details, ensure_ascii=False) if record.details else None,
        source=record.source,
    )
