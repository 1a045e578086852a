"""Where a notebook goes on after a failure: the executed copy of the earlier try beside the notebook as it is now.

Plain JSON documents come in, so that this is quick enough for a click: no papermill, no nbformat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

ERROR_MARK = "papermill-error-cell-tag"
INJECTED = "injected-parameters"


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """``failed`` is the place of the cell that failed among those that run, counted from 0; ``cells`` how many run.
    ``changed`` names the cells before it that are not as they ran, each with a sentence."""

    failed: int
    cells: int
    changed: tuple[str, ...] = ()


def runnable(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells that run, in their order."""
    return [cell for cell in document.get("cells", ()) if cell.get("cell_type") == "code" and source_of(cell).strip()]


def source_of(cell: dict[str, Any]) -> str:
    """Its source as one text."""
    source = cell.get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)


def has_succeeded(cell: dict[str, Any]) -> bool:
    """Whether it ran to its end, by papermill's marks."""
    marks = cell.get("metadata", {}).get("papermill") or {}
    return marks.get("status") == "completed" and not marks.get("exception")


def done_before(executed: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells of an executed notebook that ran before the one that failed."""
    done = []
    for cell in runnable(executed):
        if not has_succeeded(cell):
            break
        done.append(cell)
    return done


def find(executed: dict[str, Any], current: dict[str, Any]) -> ResumePoint:
    """Where to go on in ``current`` with what ``executed`` has done. The cell with the injected parameters is left out
    on both sides: it is made anew for each try."""
    done = [cell for cell in done_before(executed) if not is_injected(cell)]
    now = [cell for cell in runnable(current) if not is_injected(cell)]
    injected = sum(1 for cell in done_before(executed) if is_injected(cell))
    return ResumePoint(len(done) + injected, len(now) + injected, tuple(_changes(done, now)))


def is_injected(cell: dict[str, Any]) -> bool:
    """Whether papermill made it from the run's parameters."""
    return INJECTED in (cell.get("metadata", {}).get("tags") or ())


def _changes(done: Sequence[dict[str, Any]], now: Sequence[dict[str, Any]]) -> list[str]:
    found = []
    for number, before in enumerate(done, start=1):
        if number > len(now):
            found.append(f"The notebook has only {len(now)} code cells left, {len(done)} ran before.")
            break
        if source_of(before) != source_of(now[number - 1]):
            found.append(f"Code cell {number} ({_title(now[number - 1])}) is not as it ran ({_title(before)}).")
    return found


def _title(cell: dict[str, Any]) -> str:
    first = source_of(cell).strip().partition("\n")[0]
    return f"“{first[:60]}…”" if len(first) > 60 else f"“{first}”"
