"""What a person may ask about a notebook before it runs: what would fail, and which files it needs beside itself."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from couture_scheduler import preflight
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.notebooks import without_drive
from couture_scheduler.config import Settings
from couture_scheduler.environments.layout import interpreter_of
from couture_scheduler.environments.requirements import read_requirements
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.files.workspace import inside
from couture_scheduler.preflight import Finding, Job, SideFile, package_name


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
    return preflight.check(_file(ctx, path), ctx.settings.workspace, in_its_environment(ctx.settings, job))


def in_its_environment(settings: Settings, job: Job) -> Job:
    """The job with what is known of the environment for its requirements, if it has any that can be read."""
    if not job.requirements:
        return job
    try:
        wanted = read_requirements(inside(settings.workspace, job.requirements), workspace=settings.workspace)
        names = wanted.names
    except (InvalidInputError, ValueError):  # a form says it at its field, a run in its log
        return job
    python = interpreter_of(settings.home, wanted)
    return dataclasses.replace(job, python=python, packages=frozenset(map(package_name, names)))


def _file(ctx: ActionContext, path: str) -> Path:
    file = inside(ctx.settings.workspace, without_drive(path), field="notebook")
    if not file.exists():
        raise InvalidInputError.at("notebook", f"There is no notebook {without_drive(path)!r} in the workspace.")
    return file
