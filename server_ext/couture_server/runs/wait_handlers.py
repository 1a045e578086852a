"""The route that waits for the end of a run: one line of JSON a look, until it has ended."""

from __future__ import annotations

import functools
from typing import Annotated

from couture_scheduler.actions import run_results
from couture_scheduler.actions.context import ActionContext
from pydantic import Field

from couture_server.http.models import Line, LinesAnswer, Query, Words
from couture_server.http.routes import Routes
from couture_server.http.writing import to_json

routes = Routes("DagRun")

QUICKEST = 0.1  # seconds from one look to the next, whatever is asked for


class WaitQuery(Query):
    """Seconds from one look to the next, and the tasks whose return values come with the last line."""

    interval: Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)]
    result: Words = Field(default_factory=list)


@routes.get("dags/{dag_id}/dagRuns/{dag_run_id}/wait", "runs:read")
def wait_dag_run_until_finished(ctx: ActionContext, dag_id: str, dag_run_id: str, query: WaitQuery) -> LinesAnswer:
    """Wait until a run has ended: lines of JSON with its state, the last one with the results that are asked for."""
    look = functools.partial(_look, ctx, dag_id, dag_run_id, tuple(query.result))
    return LinesAnswer(first=look(), look=look, interval=max(query.interval, QUICKEST))


def _look(ctx: ActionContext, dag_id: str, run_id: str, task_ids: tuple[str, ...]) -> Line:
    found = run_results.look(ctx, dag_id, run_id, task_ids)
    told: dict[str, object] = {"state": found.state.value}
    if found.values:
        told["results"] = found.values
    return Line(to_json(told), is_last=found.is_over)
