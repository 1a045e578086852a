"""What makes the environment of a schedule form right: a file to install from, limits that can be kept."""

from __future__ import annotations

import os
from collections.abc import Iterator

from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.notebooks import NotebookInspection
from couture_scheduler.actions.schedule_form import NotebookScheduleForm
from couture_scheduler.environments.requirements import read_requirements
from couture_scheduler.errors import FieldProblem, InvalidInputError
from couture_scheduler.files.workspace import inside

LEAST_MEMORY = 128  # megabytes; a kernel takes about 60 before the first cell

Problems = Iterator[FieldProblem]


def environment_problems(
    ctx: ActionContext, form: NotebookScheduleForm, notebook: NotebookInspection | None
) -> Problems:
    """Everything that is wrong with ``form.environment``."""
    wanted = form.environment
    if wanted.requirements:
        yield from _requirements(ctx, wanted.requirements, str((notebook and notebook.language) or "python"))
    if wanted.memory_megabytes is not None and wanted.memory_megabytes < LEAST_MEMORY:
        sentence = f"A kernel needs at least {LEAST_MEMORY} MB."
        yield FieldProblem(("environment", "memory_megabytes"), sentence)
    if wanted.cpus is not None and not 0 < wanted.cpus <= (os.cpu_count() or 1):
        sentence = f"Give a number of processors above 0; this machine has {os.cpu_count()}."
        yield FieldProblem(("environment", "cpus"), sentence)


def _requirements(ctx: ActionContext, path: str, language: str) -> Problems:
    place = ("environment", "requirements")
    if language.lower() not in ("python", "python3"):
        yield FieldProblem(place, f"Packages can be installed for Python notebooks; this one is written in {language}.")
        return
    try:
        read_requirements(inside(ctx.settings.workspace, path), workspace=ctx.settings.workspace)
    except InvalidInputError as error:
        yield from (FieldProblem(place, each.message) for each in error.problems)
