"""What a person may ask about a notebook before it runs: what would fail, and which files it needs beside itself."""

from __future__ import annotations

from pathlib import Path

from couture_scheduler import preflight
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.notebooks import without_drive
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.files.workspace import inside
from couture_scheduler.preflight import Finding, Job, SideFile


@needs("notebooks:read")
def check(ctx: ActionContext, path: str, job: Job) -> list[Finding]:
    """What is wrong with a notebook, in the order of its cells. ``InvalidInputError`` at ``notebook`` when it is
    none."""
    return check_file(ctx, path, job)


@needs("notebooks:read")
def side_files(ctx: ActionContext, path: str) -> list[SideFile]:
    """The files of the workspace that a notebook imports, opens or runs. ``InvalidInputError`` at ``notebook`` when it
    is none."""
    return preflight.side_files(_file(ctx, path), ctx.settings.workspace)


def check_file(ctx: ActionContext, path: str, job: Job) -> list[Finding]:
    """The check, for actions that checked another permission."""
    return preflight.check(_file(ctx, path), ctx.settings.workspace, job)


def _file(ctx: ActionContext, path: str) -> Path:
    file = inside(ctx.settings.workspace, without_drive(path), field="notebook")
    if not file.exists():
        raise InvalidInputError.at("notebook", f"There is no notebook {without_drive(path)!r} in the workspace.")
    return file
