"""What makes the two kinds of ``when`` right that follow events: a file that comes, another DAG's success."""

from __future__ import annotations

import re
from collections.abc import Iterator

from couture_jupyter.exceptions import CoutureError
from couture_jupyter.timetables import AfterDag, FileArrival
from couture_jupyter.timetables.outside import LONGEST_SETTLE
from couture_scheduler.actions.schedule_form import NotebookScheduleForm
from couture_scheduler.actions.triggers import circle
from couture_scheduler.config import Settings
from couture_scheduler.errors import FieldProblem
from couture_scheduler.files.arrivals import fits
from couture_scheduler.store import arrivals
from couture_scheduler.store.session import Transaction

Problems = Iterator[FieldProblem]


def find_trigger_problems(
    tx: Transaction, settings: Settings, form: NotebookScheduleForm, dag_id: str | None
) -> Problems:
    """What is wrong with them. ``dag_id`` names the schedule that is edited."""
    if form.when.kind == FileArrival.kind:
        yield from _file(settings, form)
    if form.when.kind == AfterDag.kind:
        yield from _after(tx, form.when.after or "", dag_id)


def _file(settings: Settings, form: NotebookScheduleForm) -> Problems:
    pattern = form.when.pattern or ""
    if not 0 <= form.when.settle <= LONGEST_SETTLE:
        yield FieldProblem(("when", "settle"), "Give a number of seconds, at most a day.")
        return
    try:
        FileArrival(pattern, form.when.settle)
    except CoutureError as error:
        yield FieldProblem(("when", "pattern"), str(error))
        return
    if (settings.workspace / pattern).is_dir():
        yield FieldProblem(("when", "pattern"), f"{pattern} is a folder. To wait for files in it: {pattern}/*")
    if form.output_path and fits(re.sub(r"\{[^}]*\}", "x", form.output_path), pattern):
        message = "The outputs of this schedule would be files to wait for, and start it for ever. Narrow the pattern."
        yield FieldProblem(("when", "pattern"), message)
    if form.overlap == "skip":
        message = "A file that comes while a run is active would be lost. Choose queue or parallel."
        yield FieldProblem(("overlap",), message)


def _after(tx: Transaction, wanted: str, dag_id: str | None) -> Problems:
    if not wanted:
        yield FieldProblem(("when", "after"), "Choose the DAG to run after.")
        return
    if not arrivals.existing(tx, [wanted]):
        yield FieldProblem(("when", "after"), f"There is no DAG {wanted!r} that could succeed.")
        return
    if dag_id is None:
        return
    upstream = {each.dag_id: str(each.spec.timetable["dag_id"]) for each in arrivals.followers(tx, AfterDag.kind)}
    ring = circle(dag_id, {**upstream, dag_id: wanted})
    if ring:
        yield FieldProblem(("when", "after"), f"It would start itself for ever: {' → '.join(ring)}.")
