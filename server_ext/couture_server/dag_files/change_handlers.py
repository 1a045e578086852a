"""Routes by which files of the DAG folder come, go, and get other names; drafts and templates."""

from __future__ import annotations

import base64

from couture_scheduler.actions import dag_file_changes, dag_file_drafts, dag_file_templates
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.files.dag_drafts import Draft

from couture_server.dag_files import answers
from couture_server.dag_files.bodies import DagFileQuery, SavedDagFile
from couture_server.dag_files.change_bodies import (
    DagFileDownloadQuery,
    DagFileDraft,
    DagFileDraftAnswer,
    DagFileDraftBody,
    DagFileDraftCollection,
    DagFileRenameBody,
    DagFileTemplate,
    DagFileTemplateCollection,
    DagFileTemplateQuery,
    DagFileUploadBody,
)
from couture_server.http.models import FileAnswer
from couture_server.http.routes import Routes

routes = Routes("DAG Files")


@routes.post("dagFiles/upload", "dagFiles:edit", status=201)
def upload_dag_file(ctx: ActionContext, body: DagFileUploadBody) -> SavedDagFile:
    """Put a file into the DAG folder as it is. The answer has the path under which it was kept."""
    try:
        content = base64.b64decode(body.content, validate=True)
    except ValueError as error:  # binascii's own is one, too
        raise InvalidInputError.at("content", f"This is not base64: {error}.") from error
    return answers.saved(dag_file_changes.upload(ctx, body.path, content, body.if_exists.value))


@routes.post("dagFiles/rename", "dagFiles:edit")
def rename_dag_file(ctx: ActionContext, body: DagFileRenameBody) -> None:
    """Give a file another name or folder. Its DAGs keep their runs."""
    dag_file_changes.rename(ctx, body.path, body.new_path)


@routes.delete("dagFiles", "dagFiles:edit")
def delete_dag_file(ctx: ActionContext, query: DagFileQuery) -> None:
    """Delete a file. Its DAGs leave the list; their runs and versions stay."""
    dag_file_changes.delete(ctx, query.path)


@routes.get("dagFiles/download", "dagFiles:read")
def download_dag_files(ctx: ActionContext, query: DagFileDownloadQuery) -> FileAnswer:
    """One file as it is, or several as a zip archive."""
    found = dag_file_changes.download(ctx, query.path)
    kind = "application/zip" if found.is_temporary else "text/x-python"
    return FileAnswer(found.place, found.name, kind, download=True, is_temporary=found.is_temporary)


@routes.get("dagFiles/templates", "dagFiles:read")
def get_dag_file_templates(ctx: ActionContext, query: DagFileTemplateQuery) -> DagFileTemplateCollection:
    """DAG files to begin with."""
    found = [
        DagFileTemplate(
            id=each.id, title=each.title, description=each.description, tags=list(each.tags), content=each.source
        )
        for each in dag_file_templates.list_templates(ctx, query.dag_id)
    ]
    return DagFileTemplateCollection(templates=found, total_entries=len(found))


@routes.get("dagFiles/drafts", "dagFiles:edit")
def get_dag_file_drafts(ctx: ActionContext) -> DagFileDraftCollection:
    """What you have written and not saved."""
    found = [_draft(each) for each in dag_file_drafts.list_drafts(ctx)]
    return DagFileDraftCollection(drafts=found, total_entries=len(found))


@routes.get("dagFiles/draft", "dagFiles:edit")
def get_dag_file_draft(ctx: ActionContext, query: DagFileQuery) -> DagFileDraftAnswer:
    """What you have written in a file and not saved."""
    found = dag_file_drafts.get(ctx, query.path)
    return DagFileDraftAnswer(draft=_draft(found) if found else None)


@routes.put("dagFiles/draft", "dagFiles:edit")
def put_dag_file_draft(ctx: ActionContext, query: DagFileQuery, body: DagFileDraftBody) -> DagFileDraft:
    """Keep what you have written in a file; only you see it."""
    return _draft(dag_file_drafts.keep(ctx, query.path, body.content, body.base_hash))


@routes.delete("dagFiles/draft", "dagFiles:edit")
def delete_dag_file_draft(ctx: ActionContext, query: DagFileQuery) -> None:
    """Throw your draft away; there need not be one."""
    dag_file_drafts.forget(ctx, query.path)


def _draft(found: Draft) -> DagFileDraft:
    return DagFileDraft(path=found.path, content=found.content, base_hash=found.base_hash, at=found.at)
