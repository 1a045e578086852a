"""Tokens that run one DAG from outside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from couture_scheduler.access import Role
from couture_scheduler.actions import dags, event_logs, trigger_tokens
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import ConflictError, ForbiddenError, InvalidInputError
from people import Clock

from couture_jupyter.serialization import DagSpec


def test_a_token_is_good_until_its_end_and_says_when_it_was_used(
    ctx: ActionContext, sales: DagSpec, clock: Clock
) -> None:
    dags.resume(ctx, "sales")
    made = trigger_tokens.create(ctx, "sales", "ci", clock() + timedelta(hours=1))
    assert made.secret not in repr(trigger_tokens.list_tokens(ctx, "sales"))
    run = trigger_tokens.run_with_token(ctx, "sales", made.secret, note="nightly").run
    assert (run.triggered_by, run.triggering_user, run.note) == ("token", "token ci", "nightly")
    assert trigger_tokens.list_tokens(ctx, "sales")[0].used_at == clock()
    clock.forward(hours=1)
    with pytest.raises(ForbiddenError, match="wrong, expired or revoked"):
        trigger_tokens.run_with_token(ctx, "sales", made.secret)


def test_a_token_stays_good_whatever_role_asks_and_only_for_its_dag(
    ctx: ActionContext, sales: DagSpec, ctx_of: object
) -> None:
    dags.resume(ctx, "sales")
    secret = trigger_tokens.create(ctx, "sales", "ci").secret
    stranger = ctx_of(Role.PUBLIC)  # type: ignore[operator]
    assert trigger_tokens.run_with_token(stranger, "sales", secret).run.dag_id == "sales"
    for dag_id, shown in (("other", secret), ("sales", secret[:-1]), ("sales", "")):
        with pytest.raises(ForbiddenError):
            trigger_tokens.authenticate(stranger, dag_id, shown)
    dags.pause(ctx, "sales")
    with pytest.raises(ConflictError, match="paused"):
        trigger_tokens.run_with_token(stranger, "sales", secret)


def test_who_made_and_revoked_a_token_is_written_down(ctx: ActionContext, sales: DagSpec) -> None:
    made = trigger_tokens.create(ctx, "sales", " ci ")
    with pytest.raises(InvalidInputError, match="already"):
        trigger_tokens.create(ctx, "sales", "ci")
    trigger_tokens.revoke(ctx, "sales", made.token.id)
    entries = event_logs.list_event_logs(ctx).entries
    told = [(each.actor, each.event, each.details) for each in entries if each.event.endswith("trigger_token")]
    assert told == [
        ("ada", "revoke_trigger_token", {"name": "ci"}),
        ("ada", "create_trigger_token", {"name": "ci"}),
    ]
    with pytest.raises(ForbiddenError):
        trigger_tokens.authenticate(ctx, "sales", made.secret)
