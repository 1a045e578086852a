"""Routes that try a connection out while nobody waits, in Airflow's shape."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from couture_scheduler.actions import connections
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.worker.try_connection import ConnectionVerdict

from couture_jupyter import connections as authoring
from couture_server.backend import Backend
from couture_server.connections.bodies import ConnectionTestRequest, ConnectionTestState, QueuedConnectionTest
from couture_server.http.routes import Routes

routes = Routes("Connection")

_FIELDS = {"conn_type", "description", "host", "login", "schema_", "port", "password", "extra"}
TOKEN = "Airflow-Connection-Test-Token"  # noqa: S105


@routes.post("connections/enqueue-test", "connections:edit", status=202)
def enqueue_connection_test(ctx: ActionContext, backend: Backend, body: ConnectionTestRequest) -> QueuedConnectionTest:
    """Try a connection out; the answer is fetched later, with the token. Refused as `connections/test` is."""
    named = body.model_dump(include=_FIELDS)
    given = authoring.Connection(body.connection_id, **{name.rstrip("_"): value for name, value in named.items()})
    connections.require_trial(ctx, given)
    work = functools.partial(_try, ctx, given, keeps=body.commit_on_success)
    trial = backend.trials.begin(ctx.actor.name, body.connection_id, ctx.clock(), work)
    return QueuedConnectionTest(token=trial.token, connection_id=trial.connection_id, state="queued")


@routes.get("connections/enqueue-test", "connections:edit")
def get_connection_test(ctx: ActionContext, backend: Backend, headers: Mapping[str, str]) -> ConnectionTestState:
    """How the test stands whose token is in the header `Airflow-Connection-Test-Token`; only your own."""
    trial = backend.trials.find(ctx.actor.name, headers.get(TOKEN, ""))
    return ConnectionTestState(
        token=trial.token,
        connection_id=trial.connection_id,
        state=trial.state,
        result_message=trial.message,
        created_at=trial.created_at,
    )


def _try(ctx: ActionContext, given: authoring.Connection, *, keeps: bool) -> ConnectionVerdict:
    verdict = connections.try_out(ctx, given)
    if verdict.works and keeps:
        connections.put(ctx, given)
    return verdict
