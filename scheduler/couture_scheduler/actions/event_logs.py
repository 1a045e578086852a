"""What a person may ask about the audit log."""

from __future__ import annotations

from datetime import timedelta

from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.errors import NotFoundError
from couture_scheduler.store import event_logs as stored
from couture_scheduler.store.event_logs import ActivityRecord, EventFilter, EventRecord


@needs("eventLogs:read")
def list_event_logs(
    ctx: ActionContext,
    wanted: EventFilter | None = None,
    *,
    limit: int = 100,
    offset: int = 0,
    oldest_first: bool = False,
) -> Page[EventRecord]:
    """A page of the audit log, the newest entry first."""
    which = wanted or EventFilter()
    with ctx.store.reading() as tx:
        found = stored.listing(tx, which, limit, offset, oldest_first=oldest_first)
        return Page(found, stored.count(tx, which))


@needs("eventLogs:read")
def get(ctx: ActionContext, event_log_id: int) -> EventRecord:
    """One entry."""
    with ctx.store.reading() as tx:
        found = stored.get(tx, event_log_id)
    if found is None:
        raise NotFoundError(f"There is no entry {event_log_id} in the audit log.")
    return found


@needs("eventLogs:read")
def list_event_names(ctx: ActionContext) -> list[str]:
    """The events that are in the audit log."""
    with ctx.store.reading() as tx:
        return stored.names(tx)


@needs("eventLogs:read")
def list_activity(ctx: ActionContext, days: int, *, limit: int = 100, offset: int = 0) -> Page[ActivityRecord]:
    """What each person did in the last days, as the audit log tells it; who did something last comes first."""
    after = ctx.clock() - timedelta(days=days)
    with ctx.store.reading() as tx:
        return Page(stored.activity(tx, after, limit, offset), stored.count_actors(tx, after))
