"""The audit log's own keeping: its entries are sealed, checked, and cut off when they are old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.store import audit_seals
from couture_scheduler.store.audit_seals import CUT, Verdict, Verification
from couture_scheduler.store.event_logs import EventRecord

SETTLED = timedelta(seconds=10)  # when transactions that wrote an entry have ended


@needs("eventLogs:read")
def verify(ctx: ActionContext, noted: str | None = None) -> Iterator[Verdict]:
    """Whether each entry is as it was sealed, and ``noted``, a seal that somebody wrote down, in the chain: what is
    known after each part of the log, the last one being the answer."""
    return _verdicts(ctx, Verification(noted))


def _verdicts(ctx: ActionContext, verification: Verification) -> Iterator[Verdict]:
    while not verification.verdict.is_over:
        with ctx.store.whole.reading() as tx:
            found = verification.advance(tx)
        yield found


def seal(ctx: ActionContext) -> list[tuple[EventRecord, str]]:
    """Seal the next entries that have no seal. Called by the engine; nothing is locked when there are none."""
    before = ctx.clock() - SETTLED
    with ctx.store.reading() as tx:
        if not audit_seals.is_due(tx, before):
            return []
    with ctx.store.transaction() as tx:
        return audit_seals.seal(tx, before)


def cut(ctx: ActionContext) -> int:
    """Delete entries that are older than the settings allow; how many. An entry tells where the log begins now."""
    if ctx.settings.audit_days <= 0:
        return 0
    with ctx.store.transaction() as tx:
        done = audit_seals.cut(tx, ctx.clock() - timedelta(days=ctx.settings.audit_days))
        if done is None:
            return 0
        number, last, made = done
        ctx.audit(tx, CUT, details={"entries": number, "up_to": last, "seal": made})
    return number
