"""The cells of a notebook as the check reads them. A script is read as one cell."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from couture_scheduler.files.sources import Kind, read_source, read_text

# A place in the notebook is one number, the line of a syntax tree's node: the cell's index times this, and the line.
STEP = 10_000_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``index`` counts all cells of the notebook."""

    index: int
    kind: str
    source: str
    tags: frozenset[str]

    @property
    def may_fail(self) -> bool:
        """Whether the notebook goes on when this cell raises."""
        return "raises-exception" in self.tags


@dataclass(frozen=True, slots=True)
class NotebookSource:
    """A notebook before it runs, or a script. ``language`` is in lower case."""

    path: Path
    cells: tuple[Cell, ...]
    kernel_name: str | None
    language: str | None
    is_script: bool = False

    @property
    def code(self) -> list[Cell]:
        """The code cells with something in them, without those that are skipped."""
        found = (cell for cell in self.cells if cell.kind == "code" and cell.source.strip())
        return [cell for cell in found if "skip-execution" not in cell.tags]

    @property
    def parameters_cell(self) -> Cell | None:
        """The cell after which parameters are injected."""
        return next((cell for cell in self.cells if "parameters" in cell.tags), None)


def read(path: Path) -> NotebookSource:
    """Read a notebook, also one written as text, or a script. Raises ``NotFoundError``, or ``InvalidInputError`` at
    ``notebook`` for what is none."""
    kind, document = read_source(path)
    metadata = document.get("metadata") or {}
    spec, info = _object(metadata.get("kernelspec")), _object(metadata.get("language_info"))
    language = info.get("name") or spec.get("language")
    name = spec.get("name")
    return NotebookSource(
        path=path,
        cells=_script(path) if kind is Kind.SCRIPT else tuple(map(_cell, count(), document["cells"])),
        kernel_name=name if isinstance(name, str) and name else None,
        language=str(language).lower() if language else None,
        is_script=kind is Kind.SCRIPT,
    )


def place(line: int) -> tuple[int, int]:
    """The cell's index and the line in it, of a place."""
    return divmod(line, STEP)


def _script(path: Path) -> tuple[Cell, ...]:
    return (Cell(0, "code", read_text(path), frozenset()),)


def _cell(index: int, cell: dict[str, Any]) -> Cell:
    source = cell.get("source") or ""
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    tags = (cell.get("metadata") or {}).get("tags") or ()
    return Cell(index, str(cell.get("cell_type")), text, frozenset(map(str, tags)))


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
