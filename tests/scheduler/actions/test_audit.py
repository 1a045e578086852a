"""The engine seals the audit log, cuts off what is old, and says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from couture_scheduler.actions import audit, event_logs, pools
from couture_scheduler.actions.context import ActionContext
from people import Clock


def test_entries_are_sealed_when_they_are_settled(ctx: ActionContext, clock: Clock) -> None:
    pools.create(ctx, "one", 1)
    assert audit.seal(ctx) == []
    clock.now += audit.SETTLED * 2
    ((entry, made),) = audit.seal(ctx)
    assert (entry.event, entry.actor) == ("create_pool", "ada")
    *_, verdict = audit.verify(ctx, made)
    assert (verdict.entries, verdict.head, verdict.is_noted_there) == (1, made, True)


def test_old_entries_are_cut_off_as_the_settings_say(ctx: ActionContext, clock: Clock) -> None:
    limited = replace(ctx, settings=replace(ctx.settings, audit_days=30.0))
    pools.create(ctx, "old", 1)
    clock.now += timedelta(days=31)
    audit.seal(ctx)
    pools.create(ctx, "young", 1)
    assert audit.cut(ctx) == 0
    assert audit.cut(limited) == 1
    assert [each.event for each in event_logs.list_event_logs(ctx).entries] == ["cut_audit_log", "create_pool"]
    clock.now += audit.SETTLED * 2
    audit.seal(ctx)
    *_, verdict = audit.verify(ctx)
    assert (verdict.entries, verdict.findings) == (2, [])
