"""Going on from the cell that failed in an earlier try: what was done there is taken over into the notebook of this
one, with its outputs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from couture_scheduler.files import resume_points
from couture_scheduler.files.cells import CellRun, read_journal
from couture_scheduler.files.layout import NOTEBOOK_NAME
from couture_scheduler.kernels.notebook_document import RAN_MARK


class CannotResumeError(RuntimeError):
    """There is nothing to go on from; a sentence says why."""


@dataclass(frozen=True, slots=True)
class Resume:
    """From which try ``this_try`` goes on. ``owner`` names its kernel to the pool, ``None``: in a fresh kernel, where
    the cells before run again. With ``strict`` a person asked for it, and whatever stands in the way is an error; else
    the notebook starts over then."""

    folder: Path
    try_number: int
    this_try: int
    owner: tuple[int, int] | None
    strict: bool = True
    accept_changes: bool = False

    @property
    def executed(self) -> Path:
        """The notebook that the try left."""
        return self.folder / NOTEBOOK_NAME


@dataclass(frozen=True, slots=True)
class Done:
    """A cell that is not run again: its place in this notebook, the cell of the earlier try, what it took there, and
    whether its source is another one now."""

    index: int
    cell: Any
    run: CellRun | None
    is_edited: bool

    def moved_run(self, cell: Any) -> CellRun | None:
        """What it took, at the place that it has now as ``cell``."""
        return None if self.run is None else replace(self.run, index=self.index, cell_id=cell.get("id"))


class Takeover:
    """What an earlier try did of ``notebook``, whose cells at the places ``work`` run; ``start`` of these are passed
    over: those that are ``done``, and those that were put between them since, the ``skipped`` ones."""

    def __init__(self, resume: Resume, notebook: Any, work: list[int]) -> None:
        self._resume = resume
        self._notebook = notebook
        point = resume_points.find(_read(resume.executed), notebook)
        if point.changed and not resume.accept_changes:
            raise CannotResumeError(f"{point.changed[0]} It ran in try {resume.try_number}.")
        runs = _runs(resume.folder)
        self.start = point.start
        self.done = [
            Done(work[place], cell, runs.get(str(cell.get("id"))), place in point.edited)
            for place, cell in sorted(point.taken.items())
        ]
        self.skipped = [index for place, index in enumerate(work[: point.start]) if place not in point.taken]

    def carry_over(self, kernel_id: str | None) -> None:
        """Put the outputs of the earlier try into the document."""
        for each in self.done:
            cell = self._notebook.cells[each.index]
            earlier = each.cell.get("metadata", {})
            cell["outputs"] = each.cell.get("outputs", [])
            cell["execution_count"] = each.cell.get("execution_count")
            cell.metadata["papermill"] = earlier.get("papermill", {})
            ran = dict(earlier.get(RAN_MARK) or {"try": self._resume.try_number, "kernel": kernel_id})
            cell.metadata[RAN_MARK] = {**ran, "edited": True} if each.is_edited else ran
        for index in self.skipped:
            self._notebook.cells[index].metadata[RAN_MARK] = {"try": None, "kernel": None}


def mark_ran(cell: Any, try_number: int, kernel_id: str | None) -> None:
    """Of a notebook that goes on from an earlier try: this cell ran in this one."""
    cell.metadata[RAN_MARK] = {"try": try_number, "kernel": kernel_id}


def _read(path: Path) -> Any:
    from nbformat.v4.nbjson import reads

    try:
        return reads(path.read_text(encoding="utf-8"))  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise CannotResumeError(f"The earlier try left no notebook to go on from: {error}") from error


def _runs(folder: Path) -> dict[str, CellRun]:
    """What each cell took, by the cell's id."""
    return {str(run.cell_id): run for run in read_journal(folder).runs if run.cell_id}
