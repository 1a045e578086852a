"""Writes the executed notebook while it grows: whole at every moment, and no oftener than it is worth.

A disk that is full for a while does not end the cells: what was saved before stays, and the next save may succeed.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from couture_scheduler.errors import DiskFullError
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.kernels.live_journal import LiveJournal

SHORTEST = 0.5  # seconds between two saves within a cell
PATIENCE = 20  # a save may take one part in so many of the time

log = logging.getLogger("couture.notebook")


class NotebookSaver:
    """Saves ``notebook`` to ``path`` (``None``: nowhere). ``render`` puts pending text into the document first.
    The ``journal`` tells what has not been saved yet."""

    def __init__(
        self,
        notebook: Any,
        path: Path | None,
        render: Callable[[], None] = lambda: None,
        journal: LiveJournal | None = None,
    ) -> None:
        self.notebook = notebook
        self.journal = journal or LiveJournal(notebook, None)
        self.render = render
        self.problem = ""  # why the last save failed; empty when it did not
        self._path = path
        self._cost = 0.0
        self._last = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def changed(self) -> None:
        """Something was added: save now, or as soon as it is time."""
        if self._timer is not None:
            return
        wait = self._last + max(SHORTEST, self._cost * PATIENCE) - time.monotonic()
        if wait <= 0:
            self.save()
        else:
            self._timer = asyncio.get_running_loop().call_later(wait, self.save)

    def cell_done(self) -> None:
        """The end of a cell is saved at once, unless saving has become slow."""
        if self._cost > SHORTEST / PATIENCE:
            self.changed()
        else:
            self.save()

    def save(self) -> None:
        """Write now. Compact: a document is written many times and read seldom."""
        self._stop_timer()
        if self._path is not None:
            began = time.monotonic()
            self.render()
            self.journal.mark()
            self._write(json.dumps(self.notebook, ensure_ascii=False, default=_text))
            self._last = time.monotonic()
            self._cost = self._last - began

    def save_final(self) -> None:
        """Write in the form in which nbformat writes notebooks."""
        from nbformat.v4.nbjson import writes

        self._stop_timer()
        self.render()
        self.journal.close()
        self._write(str(writes(self.notebook)) + "\n")  # type: ignore[no-untyped-call]

    def _write(self, content: str) -> None:
        if self._path is None:
            return
        try:
            write_atomically(self._path, content)
        except (OSError, DiskFullError) as error:
            if not self.problem:
                log.warning("The executed notebook cannot be saved for now, its cells go on. %s", error)
            self.problem = str(error)
        else:
            self.problem = ""

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _text(value: Any) -> str:
    return value.decode("ascii") if isinstance(value, bytes) else str(value)
