"""Writes down what each cell took, as the notebook runs; ``files/cells.py`` says what the file holds.

It must never hurt the run: when the file cannot be written, that is said once and the journal ends.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from couture_scheduler.comparing.fingerprints import of_output
from couture_scheduler.files.cells import CELLS_NAME, FAILED, SUCCESS, TAKEN_OVER, CellRun, PlannedCell, plan
from couture_scheduler.kernels.borrowed import BorrowedKernel
from couture_scheduler.kernels.kernel_memory import KernelMemory

log = logging.getLogger("couture.notebook")


class CellJournal:
    """The journal of one run of a notebook in the try's ``folder`` (``None``: nothing is written)."""

    def __init__(self, notebook: Any, folder: Path | None) -> None:
        self._notebook = notebook
        self._folder = folder
        self._file: int | None = None
        self._plan: dict[int, PlannedCell] = {}
        self._memory: KernelMemory | None = None
        self._kernel_id: str | None = None
        self._began = (datetime.now(UTC), time.monotonic())

    def start(self, work: Iterable[int], kernel: BorrowedKernel) -> None:
        """The kernel is there; ``work`` are the places of the cells that will run."""
        if self._folder is None:
            return
        try:
            self._file = os.open(self._folder / CELLS_NAME, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        except OSError as error:
            log.warning("What the cells take is not written down: %s", error)
            return
        self._plan = plan(self._notebook)
        self._kernel_id = kernel.kernel_id
        self._memory = KernelMemory(kernel.pid) if kernel.pid else None
        wanted = set(work)
        planned = [_planned(each) for each in self._plan.values() if each.index in wanted]
        self._write({"plan": planned, "kernel_id": kernel.kernel_id})

    def take_over(self, earlier: CellRun) -> None:
        """This cell ran in an earlier try; ``earlier`` is what it took there, with its place in this document."""
        line = {**asdict(earlier), "id": earlier.cell_id, "state": TAKEN_OVER, "fingerprint": None}
        self._write({**line, "started_at": earlier.started_at.isoformat()})

    def cell_begins(self, index: int) -> None:
        """The cell at this place begins."""
        self._began = (datetime.now(UTC), time.monotonic())
        if self._file is not None:
            self._write({"begins": index, "at": self._began[0].isoformat()})

    def cell_ended(self, index: int, cell: Any, *, failed: bool = False) -> None:
        """It has ended; its outputs are complete."""
        if self._file is None:
            return
        planned = self._plan.get(index) or plan(self._notebook)[index]
        began, clock = self._began
        line = {
            **_planned(planned),
            "state": FAILED if failed else SUCCESS,
            "started_at": began.isoformat(),
            "seconds": round(time.monotonic() - clock, 6),
            "output_bytes": sum(_size(output) for output in cell.outputs),
            "memory_bytes": self._memory.now() if self._memory else None,
            "kernel_id": self._kernel_id,
        }
        if failed and (error := _error_of(cell)) is not None:
            line["fingerprint"] = of_output(
                error.get("ename", ""), error.get("evalue", ""), error.get("traceback", ()), planned.lasting_key
            )
        self._write(line)

    def close(self) -> None:
        """Nothing follows."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write(self, line: dict[str, Any]) -> None:
        if self._file is None:
            return
        try:
            os.write(self._file, (json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8", "replace"))
        except OSError as error:
            log.warning("What the cells take is not written down any more: %s", error)
            self.close()


def _planned(cell: PlannedCell) -> dict[str, Any]:
    return {
        "index": cell.index,
        "id": cell.cell_id,
        "key": cell.key,
        "source_hash": cell.source_hash,
        "title": cell.title,
    }


def _error_of(cell: Any) -> Any:
    return next((output for output in cell.outputs if output.get("output_type") == "error"), None)


def _size(value: Any) -> int:
    """Bytes of the texts in an output."""
    if isinstance(value, str):
        return len(value) if value.isascii() else len(value.encode("utf-8", "replace"))
    if isinstance(value, dict):
        return sum(_size(each) for name, each in value.items() if name not in ("output_type", "name", "metadata"))
    if isinstance(value, list | tuple):
        return sum(map(_size, value))
    return 0
