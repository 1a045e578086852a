"""Routes of the tokens that run one DAG from outside."""

from __future__ import annotations

from urllib.parse import quote

from couture_scheduler.actions import trigger_tokens
from couture_scheduler.actions.context import ActionContext

from couture_server.http.routes import Routes
from couture_server.trigger_tokens.bodies import (
    NewTriggerToken,
    TriggerToken,
    TriggerTokenBody,
    TriggerTokenCollection,
)

routes = Routes("Trigger Token")


@routes.get("dags/{dag_id}/triggerTokens", "triggerTokens:read")
def get_trigger_tokens(ctx: ActionContext, dag_id: str) -> TriggerTokenCollection:
    """List the tokens that run this DAG from outside."""
    found = trigger_tokens.list_tokens(ctx, dag_id)
    listed = [
        TriggerToken(
            id=each.id,
            dag_id=each.dag_id,
            name=each.name,
            created_by=each.created_by,
            created_at=each.created_at,
            expires_at=each.expires_at,
            used_at=each.used_at,
        )
        for each in found
    ]
    return TriggerTokenCollection(trigger_tokens=listed, total_entries=len(listed))


@routes.post("dags/{dag_id}/triggerTokens", "triggerTokens:edit", status=201)
def post_trigger_token(ctx: ActionContext, dag_id: str, body: TriggerTokenBody) -> NewTriggerToken:
    """Make a token that runs this DAG and nothing else; it is shown this once."""
    made = trigger_tokens.create(ctx, dag_id, body.name, body.expires_at)
    return NewTriggerToken(
        id=made.token.id,
        dag_id=dag_id,
        name=made.token.name,
        token=made.secret,
        path=f"couture/hooks/{quote(dag_id, safe='')}",
        expires_at=made.token.expires_at,
    )


@routes.delete("dags/{dag_id}/triggerTokens/{token_id}", "triggerTokens:edit")
def delete_trigger_token(ctx: ActionContext, dag_id: str, token_id: int) -> None:
    """Revoke a token."""
    trigger_tokens.revoke(ctx, dag_id, token_id)
