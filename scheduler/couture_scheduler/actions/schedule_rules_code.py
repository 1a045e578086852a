"""What makes the choice of code right: a ref that there is, files that can be packed."""

from __future__ import annotations

from collections.abc import Iterator

from couture_jupyter.notebook_options import CODE_KINDS
from couture_scheduler.actions.accounts import own_git
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.schedule_form import NotebookScheduleForm
from couture_scheduler.errors import FieldProblem, InvalidInputError, NotFoundError, UnavailableError
from couture_scheduler.files import repositories, snapshots
from couture_scheduler.files.workspace import inside

Problems = Iterator[FieldProblem]


def code_problems(ctx: ActionContext, form: NotebookScheduleForm) -> Problems:
    """What is wrong with ``form.code``; nothing about a notebook that is wrong itself."""
    if form.code.kind not in CODE_KINDS:
        yield FieldProblem(("code", "kind"), f"Choose one of: {', '.join(CODE_KINDS)}.")
    elif form.code.kind == "snapshot":
        yield from _snapshot(ctx, form)
    elif form.code.kind == "git":
        yield from _git(ctx, form)


def _snapshot(ctx: ActionContext, form: NotebookScheduleForm) -> Problems:
    home, workspace = ctx.settings.home, ctx.settings.workspace
    if form.code.ref:
        try:
            held = snapshots.read(home, form.code.ref)
        except NotFoundError as error:
            yield FieldProblem(("code", "ref"), str(error))
            return
        wanted = {form.notebook, *form.code.files}
        if not wanted <= set(held.files):
            missing = ", ".join(sorted(wanted - set(held.files))[:3])
            yield FieldProblem(("code", "ref"), f"This snapshot does not hold {missing}. Take a new one.")
        return
    for index, path in enumerate(form.code.files):
        try:
            place = inside(workspace, path, field="files")
        except InvalidInputError as error:
            yield FieldProblem(("code", "files", index), str(error))
            continue
        if place.is_relative_to(home):
            yield FieldProblem(("code", "files", index), f"{path} is in Couture's own folder.")
        elif not place.is_file():
            yield FieldProblem(("code", "files", index), f"There is no file {path}. Take it off the list.")


def _git(ctx: ActionContext, form: NotebookScheduleForm) -> Problems:
    ref = form.code.ref
    if not ref:
        yield FieldProblem(("code", "ref"), "Name a branch, a tag or a commit.")
        return
    try:
        path = inside(ctx.settings.workspace, form.notebook)
        repository = repositories.require_repository(path, own_git(ctx))
        commit = repository.resolve(ref)
        if repository.read(commit, path) is None:
            sentence = f"The commit {commit[:12]} has no {repository.inner(path)}. Commit the notebook first."
            yield FieldProblem(("code", "ref"), sentence)
    except InvalidInputError as error:
        for problem in error.problems:
            if problem.field != ("path",):
                yield FieldProblem(("code", *problem.field), problem.message)
    except UnavailableError as error:
        yield FieldProblem(("code", "ref"), str(error))
