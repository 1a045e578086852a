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

MARK = "couture"  # the key in a cell's metadata that says in which try and kernel it ran


class CannotResumeError(RuntimeError):
    """There is nothing to go on from; a sentence says why."""


@dataclass(frozen=True, slots=True)
class Resume:
    """From which try ``this_try`` goes on. ``owner`` names its kernel to the pool, ``None``: in a fresh kernel, where
    the cells before run again. With ``strict`` a person asked for it, and whatever stands in the way is an error; else
    the notebook starts over then. ``as_run`` takes the notebook as that try ran it."""

    folder: Path
    try_number: int
    this_try: int
    owner: tuple[int, int] | None
    strict: bool = True
    accept_changes: bool = False
    as_run: bool = False

    @property
    def executed(self) -> Path:
        """The notebook that the try left."""
        return self.folder / NOTEBOOK_NAME


@dataclass(frozen=True, slots=True)
class Done:
    """A cell that is not run again: its place in this notebook, the cell of the earlier try, and what it took there."""

    index: int
    cell: Any
    run: CellRun | None

    def moved_run(self, cell: Any) -> CellRun | None:
        """What it took, at the place that it has now as ``cell``."""
        return None if self.run is None else replace(self.run, index=self.index, cell_id=cell.get("id"))


class Takeover:
    """What an earlier try did of ``notebook``."""

    def __init__(self, resume: Resume, notebook: Any, work: list[int]) -> None:
        self._resume = resume
        self._notebook = notebook
        executed = _read(resume.executed)
        point = resume_points.find(executed, notebook)
        if point.changed and not resume.accept_changes:
            raise CannotResumeError(f"{point.changed[0]} It ran in try {resume.try_number}.")
        self.done = self._find_done(executed, work)

    def carry_over(self, kernel_id: str | None) -> None:
        """Put the outputs of the earlier try into the document."""
        for each in self.done:
            cell = self._notebook.cells[each.index]
            earlier = each.cell.get("metadata", {})
            cell["outputs"] = each.cell.get("outputs", [])
            cell["execution_count"] = each.cell.get("execution_count")
            cell.metadata["papermill"] = earlier.get("papermill", {})
            ran = earlier.get(MARK) or {"try": self._resume.try_number, "kernel": kernel_id}
            cell.metadata[MARK] = ran

    def _find_done(self, executed: dict[str, Any], work: list[int]) -> list[Done]:
        before = resume_points.done_before(executed)
        plain = [cell for cell in before if not resume_points.is_injected(cell)]
        injected = [cell for cell in before if resume_points.is_injected(cell)]
        failed = self._failed_id(executed, len(before))
        runs = _runs(self._resume.folder, executed)
        found: list[Done] = []
        for index in work:
            cell = self._notebook.cells[index]
            same_kind = injected if resume_points.is_injected(cell) else plain
            if not same_kind or (failed is not None and cell.get("id") == failed):
                break
            earlier = same_kind.pop(0)
            found.append(Done(index, earlier, runs.get(str(earlier.get("id")))))
        return found

    def _failed_id(self, executed: dict[str, Any], done: int) -> str | None:
        """Where a person has changed the cells before, the failed one is known by its id, not by its place."""
        cells = resume_points.runnable(executed)
        known = {cell.get("id") for cell in self._notebook.cells}
        found = str(cells[done].get("id")) if self._resume.accept_changes and done < len(cells) else None
        return found if found in known else None


def mark_ran(cell: Any, try_number: int, kernel_id: str | None) -> None:
    """Of a notebook that goes on from an earlier try: this cell ran in this one."""
    cell.metadata[MARK] = {"try": try_number, "kernel": kernel_id}


def _read(path: Path) -> Any:
    from nbformat.v4.nbjson import reads

    try:
        return reads(path.read_text(encoding="utf-8"))  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise CannotResumeError(f"The earlier try left no notebook to go on from: {error}") from error


def _runs(folder: Path, executed: dict[str, Any]) -> dict[str, CellRun]:
    """What each cell took, by the cell's id."""
    return {str(run.cell_id): run for run in read_journal(folder).runs if run.cell_id}
