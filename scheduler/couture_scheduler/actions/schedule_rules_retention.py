"""What makes the limits for keeping runs right."""

from __future__ import annotations

import math
from collections.abc import Iterator

from couture_scheduler.actions.schedule_form import NotebookScheduleForm
from couture_scheduler.errors import FieldProblem


def retention_problems(form: NotebookScheduleForm) -> Iterator[FieldProblem]:
    """Limits are above nothing; the number of runs is whole."""
    for name, value in form.retention.to_json().items():
        if value is not None and not (value > 0 and math.isfinite(value)):
            yield FieldProblem(("retention", name), "Give a number above 0, or nothing for no limit.")
        elif name == "runs" and value is not None and value != int(value):
            yield FieldProblem(("retention", name), "Give a whole number of runs.")
