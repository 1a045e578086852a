"""Routes of messages."""

from __future__ import annotations

from couture_scheduler.actions import notifications
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.store.notifications import NotificationFilter, NotificationRecord

from couture_server.http.routes import Routes
from couture_server.notifications.bodies import (
    Notification,
    NotificationCollection,
    NotificationQuery,
    TestBody,
    TestResult,
    TestResults,
)

routes = Routes("Notification")


@routes.get("notifications", "notifications:read")
def get_notifications(ctx: ActionContext, query: NotificationQuery) -> NotificationCollection:
    """List messages, the newest first."""
    wanted = NotificationFilter(query.dag_id, query.dag_run_id, tuple(query.state))
    found = notifications.list_notifications(ctx, wanted, query.limit, query.offset)
    return NotificationCollection(notifications=[_answer(each) for each in found.entries], total_entries=found.total)


@routes.post("notifications/test", "notifications:send")
def test_notification(ctx: ActionContext, body: TestBody) -> TestResults:
    """Send a test message to each recipient, and say what became of it."""
    found = notifications.send_test(ctx, body.channel, tuple(body.to))
    results = [TestResult(recipient=each.recipient, sent=each.sent, sentence=each.sentence) for each in found]
    return TestResults(results=results)


@routes.post("notifications/{notification_id}/send", "notifications:send")
def send_notification(ctx: ActionContext, notification_id: int) -> Notification:
    """Try a message that did not get through again, now."""
    return _answer(notifications.send_again(ctx, notification_id))


def _answer(found: NotificationRecord) -> Notification:
    return Notification(
        id=found.id,
        dag_id=found.dag_id,
        dag_run_id=found.run_id,
        event=found.event,
        channel=found.channel,
        recipient=found.recipient,
        state=found.state,
        attempts=found.tries,
        next_attempt_at=found.next_at,
        error=found.error,
        created_at=found.created_at,
        sent_at=found.sent_at,
    )
