"""Routes of the audit log."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from typing import Any

from couture_scheduler.actions import audit, event_logs, exports
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.store.audit_seals import Verdict
from couture_scheduler.store.event_logs import ActivityRecord, EventFilter, EventRecord

from couture_server.audit.bodies import (
    AuditFinding,
    AuditVerdict,
    EventLog,
    EventLogCollection,
    EventLogFilters,
    EventLogQuery,
    EventNames,
    UserActivity,
    UserStatistics,
    UserStatisticsQuery,
    VerificationQuery,
)
from couture_server.http.filters import matches_of
from couture_server.http.models import Line, LinesAnswer, TableAnswer
from couture_server.http.routes import Routes
from couture_server.http.writing import to_json

routes = Routes("Event Log")

_BY_TIME = ("when", "event_log_id")


@routes.get("eventLogs", "eventLogs:read")
def get_event_logs(ctx: ActionContext, query: EventLogQuery) -> EventLogCollection:
    """The audit log, the newest entry first."""
    wanted = _wanted(query)
    order_by = query.order_by or "-when"
    if order_by.removeprefix("-") not in _BY_TIME:
        raise InvalidInputError.at("order_by", "The audit log can be ordered by when or -when.")
    found = event_logs.list_event_logs(
        ctx, wanted, limit=query.limit, offset=query.offset, oldest_first=not order_by.startswith("-")
    )
    return EventLogCollection(event_logs=[_answer(each) for each in found.entries], total_entries=found.total)


@routes.get("eventLogs/export", "eventLogs:read")
def export_event_logs(ctx: ActionContext, query: EventLogFilters) -> TableAnswer:
    """All entries that the query names, the newest first, as CSV."""
    found = exports.event_logs_of(ctx, _wanted(query))
    return TableAnswer("audit-log.csv", _COLUMNS, ([_row(each) for each in part] for part in found))


@routes.get("eventLogs/events", "eventLogs:read")
def get_event_names(ctx: ActionContext) -> EventNames:
    """The events that are in the audit log."""
    return EventNames(events=event_logs.list_event_names(ctx))


@routes.get("eventLogs/verification", "eventLogs:read")
def verify_event_logs(ctx: ActionContext, query: VerificationQuery) -> LinesAnswer | AuditVerdict:
    """Whether each entry is as it was sealed: a line of JSON after each part of the log, until all of it is looked at
    or until nobody listens any more."""
    verdicts = audit.verify(ctx, query.noted)
    look = functools.partial(_look, verdicts)
    return LinesAnswer(look(), look, interval=0, media_type="application/x-ndjson")


@routes.get("userStatistics", "eventLogs:read")
def get_user_statistics(ctx: ActionContext, query: UserStatisticsQuery) -> UserStatistics:
    """What each person did in the last days: how often they signed in, how many runs they started."""
    found = event_logs.list_activity(ctx, query.days, limit=query.limit, offset=query.offset)
    return UserStatistics(users=[_activity(each) for each in found.entries], total_entries=found.total)


@routes.get("eventLogs/{event_log_id}", "eventLogs:read")
def get_event_log(ctx: ActionContext, event_log_id: int) -> EventLog:
    """One entry of the audit log."""
    return _answer(event_logs.get(ctx, event_log_id))


_COLUMNS = ("when", "owner", "source", "event", "dag_id", "run_id", "task_id", "map_index", "extra")


def _row(record: EventRecord) -> list[Any]:
    return [
        *(record.at, record.actor, record.source, record.event),
        *(record.dag_id, record.run_id, record.task_id, record.map_index, record.details or None),
    ]


def _wanted(query: EventLogFilters) -> EventFilter:
    return EventFilter(
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


def _look(verdicts: Iterator[Verdict]) -> Line:
    found = next(verdicts)
    answer = AuditVerdict(
        is_over=found.is_over,
        entries=found.entries,
        unsealed=found.unsealed,
        last_seal=found.head or None,
        faults=found.faults,
        findings=[AuditFinding(event_log_id=each.event_log_id, fault=each.fault) for each in found.findings],
        is_noted_there=found.is_noted_there,
    )
    return Line(to_json(answer), is_last=found.is_over)


def _activity(found: ActivityRecord) -> UserActivity:
    return UserActivity(
        username=found.actor,
        sign_ins=found.sign_ins,
        refused_sign_ins=found.refused,
        runs_started=found.runs,
        changes=found.changes,
        last_seen=found.last_at,
    )


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
