"""Routes of notebooks that run: what has happened since a place. ``socket.py`` tells the same as it happens."""

from __future__ import annotations

import json

from couture_scheduler.actions import live_notebooks
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.files import live_journals

from couture_server.http.resources import LivePlace
from couture_server.http.routes import Routes
from couture_server.live.bodies import LiveEvents, LiveQuery

routes = Routes("Task Instance")


_ONE = "dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}"


@routes.get((_ONE + "/live", _ONE + "/{map_index}/live"), "runs:read")
def get_live_events(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: LiveQuery, map_index: int = -1
) -> LiveEvents:
    """What has happened to a running notebook since a place in its live journal."""
    place = live_journals.LivePlace(query.generation, query.offset)
    found, window = live_notebooks.read(ctx, dag_id, dag_run_id, task_id, place, query.try_number, map_index=map_index)
    return LiveEvents(
        try_number=found.try_number,
        events=[json.loads(line) for line in window.lines.splitlines()],
        place=LivePlace(generation=window.place.generation, offset=window.place.offset),
        gone=window.gone,
        complete=found.over,
    )
