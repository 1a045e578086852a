"""What the check before a run says against a schedule: errors refuse it, unless a person wants it all the same."""

from __future__ import annotations

from collections.abc import Iterator

from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.preflight import check_file
from couture_scheduler.actions.schedule_form import NotebookScheduleForm
from couture_scheduler.errors import FieldProblem, SchedulerError
from couture_scheduler.preflight import Job, Severity

# A place of its own below the notebook, so that a form can tell it from a wrong path.
_FIELD = ("notebook", "check")
_MOST = 10  # findings that are told in full
_SAID_ELSEWHERE = {"kernel-missing"}  # at its own field


def preflight_problems(ctx: ActionContext, form: NotebookScheduleForm) -> Iterator[FieldProblem]:
    """The errors of the check, at the field ``notebook.check``. What runs from a snapshot or from Git is not the
    file that could be checked now."""
    is_other_code = form.code.kind == "git" or (form.code.kind == "snapshot" and form.code.ref is not None)
    if form.ignore_preflight or is_other_code:
        return
    try:
        found = check_file(ctx, form.notebook, job_of(form))
    except SchedulerError:
        return  # the rules about the notebook itself say it
    errors = [each for each in found if each.severity is Severity.ERROR and each.code not in _SAID_ELSEWHERE]
    for each in errors[:_MOST]:
        yield FieldProblem(_FIELD, each.sentence)
    if errors:
        more = f"There are {len(errors) - _MOST} more errors. " if len(errors) > _MOST else ""
        allowed = "To schedule it all the same, set ignore_preflight (--no-check)."
        yield FieldProblem(_FIELD, more + allowed)


def job_of(form: NotebookScheduleForm) -> Job:
    """How the schedule will run its notebook."""
    return Job(form.parameters, form.kernel_name, form.environment.requirements)
