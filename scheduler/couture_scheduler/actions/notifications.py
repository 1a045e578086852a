"""What a person may ask about messages: who was told what, send one again, send a test."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from couture_jupyter.notebook_options import CHANNELS, NotifyRule
from couture_scheduler.actions import find, stories
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.actions.delivery import deliver
from couture_scheduler.errors import ConflictError, FieldProblem, InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.messages.delivery import DeliveryError
from couture_scheduler.messages.rules import Target
from couture_scheduler.store import notifications as stored
from couture_scheduler.store.notifications import NotificationFilter, NotificationRecord
from couture_scheduler.store.session import Transaction

MOST_TESTS = 10  # messages of one test
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x1f]{1,64}@[^\s@<>,;:\"()\[\]\\\x00-\x1f]{1,255}")


@dataclass(frozen=True, slots=True)
class TestResult:
    """What became of one test message; ``sentence`` tells why it did not get through."""

    __test__ = False  # pytest would take it for tests

    recipient: str
    sent: bool
    sentence: str


@needs("notifications:read")
def list_notifications(
    ctx: ActionContext, wanted: NotificationFilter, limit: int = 100, offset: int = 0
) -> Page[NotificationRecord]:
    """Messages, the newest first. ``NotFoundError`` when there is no such run."""
    with ctx.store.reading() as tx:
        if wanted.dag_id is not None and wanted.run_id is not None:
            find.run(tx, wanted.dag_id, wanted.run_id)
        found, total = stored.listing(tx, wanted, limit, offset)
        return Page(found, total)


@needs("notifications:send")
def send_again(ctx: ActionContext, id: int) -> NotificationRecord:  # noqa: A002
    """Try a message that did not get through again, now. ``ConflictError`` when it was sent."""
    with ctx.store.transaction() as tx:
        old = _find(tx, id)
        if not stored.send_again(tx, id, ctx.clock()):
            raise ConflictError("This message was sent already.")
        ctx.audit(tx, "send_notification", dag_id=old.dag_id, run_id=old.run_id, details={"notification": id})
        found = _find(tx, id)
    ctx.tell(Change("notification", dag_id=found.dag_id, run_id=found.run_id, state=found.state, user=ctx.actor.name))
    return found


@needs("notifications:send")
def send_test(ctx: ActionContext, channel: str, to: tuple[str, ...]) -> list[TestResult]:
    """Send a test message to each recipient now; says of each what became of it."""
    recipients = list(dict.fromkeys(each.strip() for each in to))
    rule = NotifyRule(("failure",), channel, tuple(recipients))
    problems = [FieldProblem((field,), sentence) for field, sentence in rule.problems()]
    problems += [problem for index, each in enumerate(recipients) for problem in _of_recipient(channel, each, index)]
    if len(recipients) > MOST_TESTS:
        problems.append(FieldProblem(("to",), f"A test goes to at most {MOST_TESTS} recipients."))
    if problems:
        raise InvalidInputError(*problems)
    with ctx.store.transaction() as tx:
        ctx.audit(tx, "test_notification", details={"channel": channel, "to": recipients})
    return [_tested(ctx, Target(channel, each)) for each in recipients]


def is_address(text: str) -> bool:
    """Whether an e-mail can be sent there: one plain address."""
    return _ADDRESS.fullmatch(text) is not None


def _of_recipient(channel: str, recipient: str, index: int) -> list[FieldProblem]:
    if channel == "email" and not is_address(recipient):
        return [FieldProblem(("to", index), f"{recipient!r} is no e-mail address such as ada@example.org.")]
    if channel in CHANNELS and not recipient:
        return [FieldProblem(("to", index), "This is empty.")]
    return []


def _tested(ctx: ActionContext, target: Target) -> TestResult:
    now = ctx.clock()
    story = stories.example(ctx.settings, now)
    try:
        deliver(ctx.store, ctx.settings, story, target, key=f"test-{uuid.uuid4().hex}", now=now)
    except DeliveryError as error:
        return TestResult(target.recipient, False, str(error))
    return TestResult(target.recipient, True, "Sent.")


def _find(tx: Transaction, id: int) -> NotificationRecord:  # noqa: A002
    found = stored.get(tx, id)
    if found is None:
        raise NotFoundError(f"There is no message {id}.")
    return found
