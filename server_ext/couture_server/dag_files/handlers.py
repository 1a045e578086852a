"""Routes of the DAG folder's files: look, read, check, save."""

from __future__ import annotations

from couture_scheduler.actions import dag_file_checks, dag_file_content, dag_file_history, dag_file_listing
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.config import Settings

from couture_server.backend import Backend
from couture_server.dag_files import answers
from couture_server.dag_files.bodies import (
    DagFile,
    DagFileCheck,
    DagFileCheckBody,
    DagFileCollection,
    DagFileContent,
    DagFileHistory,
    DagFileQuery,
    DagFileSaveBody,
    DagFileVersion,
    DagFileVersionCollection,
    DagFileVersionDag,
    SavedDagFile,
)
from couture_server.http.routes import Routes

routes = Routes("DAG Files")


@routes.get("dagFiles", "dagFiles:read")
def get_dag_files(ctx: ActionContext) -> DagFileCollection:
    """All files of the DAG folder: what they make, how they were read, who changed them."""
    found = [answers.dag_file(each) for each in dag_file_listing.list_files(ctx)]
    return DagFileCollection(dag_files=found, total_entries=len(found), folder=_folder(ctx.settings))


@routes.get("dagFiles/one", "dagFiles:read")
def get_dag_file(ctx: ActionContext, query: DagFileQuery) -> DagFile:
    """One file of the DAG folder."""
    return answers.dag_file(dag_file_listing.get(ctx, query.path))


@routes.get("dagFiles/versions", "dagFiles:read")
def get_dag_file_versions(ctx: ActionContext, query: DagFileQuery) -> DagFileVersionCollection:
    """The contents that the engine has read in a file, the newest first."""
    found = [
        DagFileVersion(
            hash=each.source_hash,
            created_at=each.created_at,
            dags=[DagFileVersionDag(dag_id=dag_id, version_number=number) for dag_id, number in each.dags],
        )
        for each in dag_file_listing.list_versions(ctx, query.path)
    ]
    return DagFileVersionCollection(versions=found, total_entries=len(found))


@routes.get("dagFiles/history", "dagFiles:read")
def get_dag_file_history(ctx: ActionContext, query: DagFileQuery) -> DagFileHistory:
    """Who changed a file when, and which contents of it the engine has kept."""
    found = [answers.moment(each) for each in dag_file_history.history(ctx, query.path)]
    return DagFileHistory(history=found, total_entries=len(found))


@routes.get("dagFiles/content", "dagFiles:read")
def get_dag_file_content(ctx: ActionContext, query: DagFileQuery) -> DagFileContent:
    """The text of a file of the DAG folder."""
    found = dag_file_content.read(ctx, query.path)
    return DagFileContent(
        path=found.path,
        content=found.text,
        hash=found.hash,
        size=found.size,
        modified_at=found.modified_at,
        encoding=found.encoding,
    )


@routes.put("dagFiles/content", "dagFiles:edit")
def put_dag_file_content(ctx: ActionContext, query: DagFileQuery, body: DagFileSaveBody) -> SavedDagFile:
    """Save a file of the DAG folder, unless it is not the one any more that the person saw: then the answer is 409 with
    its `current_hash`."""
    return answers.saved(dag_file_content.save(ctx, query.path, body.content, body.expected_hash))


@routes.post("dagFiles/check", "dagFiles:edit")
def check_dag_file(ctx: ActionContext, backend: Backend, body: DagFileCheckBody) -> DagFileCheck:
    """What the engine would make of a text in the place of a file. Nothing is written; code at the top level of the
    text runs, in a process of its own."""
    return answers.checked(dag_file_checks.check(ctx, backend.dag_file_reader, body.path, body.content))


def _folder(settings: Settings) -> str:
    if settings.dags_folder.is_relative_to(settings.workspace):
        return settings.dags_folder.relative_to(settings.workspace).as_posix()
    return str(settings.dags_folder)
