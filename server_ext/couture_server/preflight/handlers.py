"""Routes of the check before a run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from couture_scheduler.actions import preflight
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.preflight import Job

from couture_server.http.routes import Routes
from couture_server.preflight.bodies import (
    CheckBody,
    Finding,
    FindingCollection,
    SideFile,
    SideFileCollection,
    SideFilesQuery,
)

routes = Routes("Notebook")


@routes.post("notebooks/check", "notebooks:read")
def check_notebook(ctx: ActionContext, body: CheckBody) -> FindingCollection:
    """What would fail if the notebook ran, found without running it."""
    with _at_path():
        found = preflight.check(ctx, body.path, Job(body.parameters, body.kernel_name, body.requirements))
    listed = [
        Finding(
            code=each.code,
            severity=each.severity.value,
            message=each.message,
            advice=each.advice,
            cell=each.cell,
            line=each.line,
        )
        for each in found
    ]
    return FindingCollection(findings=listed, total_entries=len(listed))


@routes.get("notebooks/sideFiles", "notebooks:read")
def get_side_files(ctx: ActionContext, query: SideFilesQuery) -> SideFileCollection:
    """The files in the workspace that a notebook imports, runs or opens by name."""
    with _at_path():
        found = preflight.side_files(ctx, query.path)
    listed = [
        SideFile(path=each.path, kind=each.kind, cell=each.cell, size=each.size, exists=each.exists) for each in found
    ]
    return SideFileCollection(side_files=listed, total_entries=len(listed))


@contextmanager
def _at_path() -> Iterator[None]:
    """What is wrong with the notebook is wrong at the field that named it here."""
    try:
        yield
    except InvalidInputError as error:
        raise InvalidInputError.at("path", str(error)) from error
