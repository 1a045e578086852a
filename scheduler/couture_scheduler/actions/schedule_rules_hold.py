"""What makes the time right for which a failed notebook's kernel is kept."""

from __future__ import annotations

from collections.abc import Iterator

from couture_scheduler.actions.schedule_form import NotebookScheduleForm
from couture_scheduler.errors import FieldProblem

LONGEST = 86_400.0  # seconds


def hold_problems(form: NotebookScheduleForm) -> Iterator[FieldProblem]:
    """At most a day: a kernel holds its memory for so long. (Not a number is neither below nor above.)"""
    if not 0 <= form.hold_on_failure <= LONGEST:
        yield FieldProblem(("hold_on_failure",), "Keep the kernel for 0 (not at all) to 86400 seconds (a day).")
