"""Routes of imports from other schedulers."""

from __future__ import annotations

from pathlib import Path

from couture_scheduler.actions import import_jupyter_scheduler, importing
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.import_drafts import Draft
from couture_scheduler.files.workspace import inside
from jupyter_core.paths import jupyter_data_dir

from couture_server.http.routes import Routes
from couture_server.imports.bodies import (
    CreateImportBody,
    ImportBody,
    ImportDraft,
    ImportedSchedule,
    ImportPreview,
    ImportResult,
)

routes = Routes("Import")


@routes.post("imports/preview", "notebooks:schedule")
def preview_import(ctx: ActionContext, body: ImportBody) -> ImportPreview:
    """What would become of the jobs of another scheduler; nothing is made."""
    drafts = [_draft(each) for each in _read(ctx, body)]
    return ImportPreview(drafts=drafts, total_entries=len(drafts))


@routes.post("imports", "notebooks:schedule", status=201)
def create_import(ctx: ActionContext, body: CreateImportBody) -> ImportResult:
    """Make schedules of the jobs of another scheduler, paused unless told otherwise."""
    done = importing.create(ctx, _read(ctx, body), only=body.only, switched_on=body.switched_on)
    imported = [
        ImportedSchedule(
            source=each.source,
            dag_id=each.schedule.dag_id if each.schedule else None,
            problems=list(each.problems),
        )
        for each in done
    ]
    return ImportResult(imported=imported, total_entries=len(imported))


def _read(ctx: ActionContext, body: ImportBody) -> list[Draft]:
    if body.kind == "crontab":
        return importing.preview_crontab(ctx, body.text or "")
    usual = Path(jupyter_data_dir()) / import_jupyter_scheduler.FILE_NAME
    path = inside(ctx.settings.workspace, body.path) if body.path else usual
    return importing.preview_jupyter_scheduler(ctx, path)


def _draft(draft: Draft) -> ImportDraft:
    form = draft.form
    return ImportDraft(
        source=draft.source,
        name=form.name if form else None,
        notebook=form.notebook if form else None,
        schedule=form.when.cron if form else None,
        timezone=form.timezone if form else None,
        parameters=form.parameters if form else {},
        existing_dag_id=draft.existing,
        problems=list(draft.problems),
        notes=list(draft.notes),
    )
