"""``couture notebooks cells``: what the cells of a notebook took, beside earlier runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from couture_scheduler.cli.output import state
from couture_scheduler.cli.session import Session
from couture_scheduler.comparing.cell_times import span
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.files.cells import TAKEN_OVER

if TYPE_CHECKING:
    from couture_scheduler.actions.cell_history import CellOfRun

BARS = "▁▂▃▄▅▆▇█"


def print_cells(session: Session, dag_id: str, run_id: str | None, task_id: str | None, limit: int) -> None:
    """Print the cells of the newest run, or of this one."""
    from couture_scheduler.actions import cell_history

    task = task_id or _only_notebook(session, dag_id)
    found = cell_history.history(session.actions, dag_id, task, run_id=run_id, limit=limit)
    rows = []
    for cell in found.cells:
        run = cell.run
        past = [each.cell.seconds for each in cell.earlier] + ([run.seconds] if run else [])
        rows.append(
            [
                cell.number,
                cell.planned.title,
                state(cell.state),
                span(run.seconds) if run else "",
                span(cell.usual.seconds) if cell.usual else "",
                bars(past),
                _megabytes(run.output_bytes) if run else "",
                _megabytes(run.memory_bytes) if run and run.memory_bytes else "",
                cell.slow,
            ]
        )
    columns = ["Cell", "Source", "State", "Took", "Usually", "Earlier runs", "Output", "Memory", "Note"]
    if any(cell.state == TAKEN_OVER for cell in found.cells):
        columns += ["Try", "Kernel"]
        rows = [[*row, *_ran_in(cell)] for row, cell in zip(rows, found.cells, strict=True)]
    session.show.table(columns, rows, found, empty="No cell has run.")
    if found.estimate and not session.show.is_json:
        least = "at least" if found.estimate.at_least else "about"
        session.show.note(f"It takes {least} {span(found.estimate.seconds_left)} more.")


def _ran_in(cell: CellOfRun) -> tuple[int | str, str]:
    """Of a resumed notebook: in which try and kernel the cell ran."""
    return cell.ran_in_try or "", (cell.run.kernel_id or "") if cell.run else ""


def bars(values: list[float]) -> str:
    """A small chart of text, the oldest first."""
    most = max(values, default=0.0) or 1.0
    return "".join(BARS[min(len(BARS) - 1, int(each / most * len(BARS)))] for each in values)


def _only_notebook(session: Session, dag_id: str) -> str:
    from couture_scheduler.actions import dags

    names = [each.task_id for each in dags.get(session.actions, dag_id).version.spec.tasks if each.is_notebook]
    if len(names) != 1:
        told = f"Name one of {', '.join(names)} with --task." if names else f"{dag_id} has no notebook."
        raise InvalidInputError.at("task", told)
    return names[0]


def _megabytes(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 100_000 else f"{number:,} B"
