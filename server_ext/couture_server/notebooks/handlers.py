"""Routes of notebooks and timetables."""

from __future__ import annotations

from couture_scheduler.actions.context import ActionContext

from couture_server.http.routes import Routes
from couture_server.notebooks.bodies import (
    InspectQuery,
    NotebookInspection,
    TimetablePreview,
    TimetablePreviewBody,
    TimezoneCollection,
)

routes = Routes("Notebook")


@routes.get("notebooks/inspect", "notebooks:read")
def inspect_notebook(ctx: ActionContext, query: InspectQuery) -> NotebookInspection:
    """A notebook's parameters and kernel."""


@routes.post("timetables/preview", "notebooks:read")
def preview_timetable(ctx: ActionContext, body: TimetablePreviewBody) -> TimetablePreview:
    """What a cron expression means, and its next five runs."""


@routes.get("timezones", "notebooks:read")
def get_timezones(ctx: ActionContext) -> TimezoneCollection:
    """All IANA time zones."""
