"""Routes of what starts a DAG besides the clock."""

from __future__ import annotations

from couture_scheduler.actions import triggers
from couture_scheduler.actions.context import ActionContext

from couture_server.http.routes import Routes
from couture_server.triggers.bodies import DagTriggers

MOST_FILES = 100

routes = Routes("Trigger")


@routes.get("dags/{dag_id}/triggers", "dags:read")
def get_dag_triggers(ctx: ActionContext, dag_id: str) -> DagTriggers:
    """What starts this DAG, what is in the way, and which DAGs run after it."""
    found = triggers.get(ctx, dag_id)
    return DagTriggers(
        sentence=found.sentence,
        problem=found.problem,
        waiting_files=found.waiting_files[:MOST_FILES],
        waiting_files_total=len(found.waiting_files),
        followers=found.followers,
    )
