"""Routes of notebooks and timetables."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from couture_scheduler.actions import export_formats, notebooks, timetables
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError

from couture_server.http.routes import Routes
from couture_server.notebooks.bodies import (
    ExportFormat,
    ExportFormatCollection,
    InspectQuery,
    NotebookInspection,
    NotebookParameter,
    TimetablePreview,
    TimetablePreviewBody,
    TimezoneCollection,
)

routes = Routes("Notebook")


@routes.get("notebooks/inspect", "notebooks:read")
def inspect_notebook(ctx: ActionContext, query: InspectQuery) -> NotebookInspection:
    """A notebook's parameters and kernel."""
    try:
        found = notebooks.inspect(ctx, query.path)
    except InvalidInputError as error:
        raise InvalidInputError.at("path", str(error)) from error
    return NotebookInspection(
        path=found.path,
        kernel_name=found.kernel_name,
        language=found.language,
        has_parameters_cell=found.has_parameters_cell,
        parameters=[_parameter(each) for each in found.parameters],
        code_cells=found.code_cells,
        kind=found.kind.value,
    )


@routes.post("timetables/preview", "notebooks:read")
def preview_timetable(ctx: ActionContext, body: TimetablePreviewBody) -> TimetablePreview:
    """What a cron expression means, and its next five runs; a wrong one gives a sentence in `error`."""
    zone = body.timezone or ctx.settings.default_timezone
    start, end = _in_zone(body.start_date, zone), _in_zone(body.end_date, zone)
    found = timetables.preview(ctx, body.cron, body.timezone, start, end)
    return TimetablePreview(sentence=found.sentence, next_runs=list(found.next_runs), error=found.error)


@routes.get("notebooks/exportFormats", "notebooks:read")
def get_export_formats(ctx: ActionContext) -> ExportFormatCollection:
    """Which formats an executed notebook can be turned into."""
    found = export_formats.list_formats(ctx)
    listed = [ExportFormat(name=each.name, title=each.title, missing=each.missing or None) for each in found]
    return ExportFormatCollection(export_formats=listed, total_entries=len(listed))


@routes.get("timezones", "notebooks:read")
def get_timezones(ctx: ActionContext) -> TimezoneCollection:
    """All IANA time zones."""
    names = timetables.list_timezones(ctx)
    return TimezoneCollection(timezones=names, default=ctx.settings.default_timezone, total_entries=len(names))


def _parameter(found: notebooks.NotebookParameter) -> NotebookParameter:
    return NotebookParameter(
        name=found.name,
        type=found.type,
        default=found.default,
        value=found.value,
        help=found.help,
        nullable=found.nullable,
    )


def _in_zone(moment: datetime | None, zone: str) -> datetime | None:
    """A moment without an offset is meant in the schedule's time zone, as the form shows it."""
    if moment is None or moment.tzinfo is not None:
        return moment
    try:
        return moment.replace(tzinfo=ZoneInfo(zone))
    except (OSError, ValueError):  # no such zone: the preview says so itself
        return moment.replace(tzinfo=UTC)
