"""Routes of the files of runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from couture_scheduler.actions import run_files
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import NotFoundError

from couture_server.http.models import FileAnswer, TextAnswer
from couture_server.http.resources import media_type
from couture_server.http.routes import Routes
from couture_server.run_files.bodies import RunFile, RunFileContentQuery, RunFileQuery, RunFileTree

routes = Routes("Run Files")


@routes.get("runFiles", "runs:read")
def get_run_files(ctx: ActionContext, query: RunFileQuery) -> RunFileTree:
    """A folder or file of the tree, with what is in it."""
    found = run_files.get(ctx, query.path)
    inside = run_files.listing(ctx, query.path) if found.is_folder else None
    return RunFileTree(
        **_fields(found),
        entries=[RunFile(**_fields(each)) for each in inside.entries] if inside else [],
        total_entries=inside.total if inside else 0,
    )


@routes.get("runFiles/content", "runs:read")
def get_run_file_content(ctx: ActionContext, query: RunFileContentQuery) -> FileAnswer | TextAnswer:
    """The content of a file of the tree."""
    found = run_files.get(ctx, query.path)
    if found.text is not None:
        return TextAnswer(found.text)
    if found.is_folder or found.file is None:
        raise NotFoundError(f"{query.path} is not a file.")
    return FileAnswer(found.file, found.name, media_type(found.file), query.download)


def _fields(found: run_files.RunFile) -> dict[str, Any]:
    kind = "directory" if found.is_folder else "notebook" if found.name.endswith(".ipynb") else "file"
    return {
        "name": found.name,
        "path": found.path,
        "type": kind,
        "last_modified": found.modified_at,
        "size": found.size,
        "mimetype": None if found.is_folder else media_type(Path(found.name)),
    }
