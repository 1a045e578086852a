"""Running one DAG from outside: tokens that people make, and what whoever holds one may do.

A token belongs to one DAG and opens nothing else. It is shown once, when it is made; only its SHA-256 is kept.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from couture_scheduler.access import Actor, DagRight, Rights
from couture_scheduler.actions import find, runs
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.runs import RunDetails
from couture_scheduler.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.store import trigger_tokens
from couture_scheduler.store.trigger_tokens import TriggerTokenRecord

PREFIX = "couture_"
MOST_TOKENS = 100  # of one DAG
REFUSED = "This token does not run this DAG. It may be wrong, expired or revoked."


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that was just made; ``secret`` is never seen again."""

    token: TriggerTokenRecord
    secret: str


@needs("triggerTokens:read")
def list_tokens(ctx: ActionContext, dag_id: str) -> list[TriggerTokenRecord]:
    """The tokens of a DAG, without their secrets."""
    with ctx.store.reading() as tx:
        find.dag(tx, dag_id)
        return trigger_tokens.listing(tx, dag_id)


@needs("triggerTokens:edit")
def create(ctx: ActionContext, dag_id: str, name: str, expires_at: datetime | None = None) -> NewToken:
    """Make a token that runs this DAG until ``expires_at`` (``None``: until it is revoked)."""
    wanted, now = name.strip(), ctx.clock()
    if not wanted or len(wanted) > 250:
        raise InvalidInputError.at("name", "Give the token a name of at most 250 characters: who will use it?")
    if expires_at is not None and expires_at <= now:
        raise InvalidInputError.at("expires_at", "This moment has passed. Choose a later one.")
    secret = PREFIX + secrets.token_urlsafe(32)
    with ctx.store.transaction() as tx:
        find.dag(tx, dag_id)
        known = trigger_tokens.listing(tx, dag_id)
        if any(token.name == wanted for token in known):
            raise InvalidInputError.at("name", f"There is a token {wanted!r} already. Choose another name.")
        if len(known) >= MOST_TOKENS:
            raise ConflictError(f"This DAG has {MOST_TOKENS} tokens. Revoke one that is not used any more.")
        made = trigger_tokens.create(tx, dag_id, wanted, _hash(secret), ctx.actor.name, now, expires_at)
        ctx.audit(tx, "create_trigger_token", dag_id=dag_id, details={"name": wanted})
        record = next(token for token in trigger_tokens.listing(tx, dag_id) if token.id == made)
    ctx.tell(Change("dag", dag_id=dag_id, user=ctx.actor.name))
    return NewToken(record, secret)


@needs("triggerTokens:edit")
def revoke(ctx: ActionContext, dag_id: str, token_id: int) -> None:
    """Delete a token: whoever holds it is refused from now on."""
    with ctx.store.transaction() as tx:
        names = {token.id: token.name for token in trigger_tokens.listing(tx, dag_id)}
        if not trigger_tokens.remove(tx, dag_id, token_id):
            raise NotFoundError(f"The DAG {dag_id!r} has no token {token_id}.")
        ctx.audit(tx, "revoke_trigger_token", dag_id=dag_id, details={"name": names[token_id]})
    ctx.tell(Change("dag", dag_id=dag_id, user=ctx.actor.name))


def run_with_token(
    ctx: ActionContext,
    dag_id: str,
    secret: str,
    *,
    conf: dict[str, Any] | None = None,
    parameters: dict[str, Any] | None = None,
    note: str | None = None,
) -> RunDetails:
    """Start a run for whoever holds a token of this DAG. The permission is the token: the context's actor has none.

    Raises ``ForbiddenError``, with the same sentence whether the DAG, the token or its time is wrong, and what
    ``runs.trigger`` raises. ``ConflictError`` while the DAG is paused: unlike a person, a program does not see that.
    """
    token = authenticate(ctx, dag_id, secret)
    rights = Rights(dags={dag_id: DagRight.EDIT}, roles=("token",))
    own = dataclasses.replace(ctx, actor=Actor(f"token {token.name}"[:250], rights, ctx.actor.source))
    with own.store.reading() as tx:
        if find.dag(tx, dag_id).is_paused:
            raise ConflictError(f"The DAG {dag_id!r} is paused. Somebody has to switch it on first.")
    started = runs.trigger(own, dag_id, conf=conf, parameters=parameters, note=note, triggered_by="token")
    with own.store.transaction() as tx:
        trigger_tokens.mark_used(tx, token.id, ctx.clock())
    return started


def authenticate(ctx: ActionContext, dag_id: str, secret: str) -> TriggerTokenRecord:
    """The DAG's token with this secret; ``ForbiddenError`` when there is none that is good now."""
    wanted, now = _hash(secret), ctx.clock()
    with ctx.store.whole.reading() as tx:
        known = trigger_tokens.listing(tx, dag_id)
    matching = [token for token in known if hmac.compare_digest(token.token_hash, wanted)]
    good = [token for token in matching if token.expires_at is None or token.expires_at > now]
    if not good:
        raise ForbiddenError(REFUSED)
    return good[0]


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
