"""Tells those who look on what happens to a notebook while it runs, much sooner than the document can be saved.

The rules: at most ``RATE`` bytes a second are written, however much a notebook puts out. What comes in between is
gathered: an output that was replaced three times is told once; of a text that grew too fast the end is told, and how
much was skipped. Nothing that goes wrong here disturbs the run: then the journal ends, and the saved document remains.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from collections import deque
from pathlib import Path
from typing import Any

from couture_scheduler.files.live_journals import METADATA, journal_path

QUICK = 0.01  # seconds between the first change and the telling of it
RATE = 1_000_000  # bytes a second
MOST_TEXT = 64_000  # characters of one stream told at once; more is skipped, its end is kept
PATIENCE = 20  # telling may take one part in so many of the time
LARGEST = 2_000_000  # characters of one output; a larger one is only named
LONGEST = 16_000_000  # bytes of one journal

log = logging.getLogger("couture.notebook")


class _Pieces:
    """Text of one stream that has not been told yet."""

    def __init__(self) -> None:
        self._skipped = 0
        self._pieces: deque[str] = deque()
        self._size = 0

    def add(self, text: str) -> None:
        self._pieces.append(text)
        self._size += len(text)
        while self._size - len(self._pieces[0]) >= MOST_TEXT:
            first = self._pieces.popleft()
            self._size -= len(first)
            self._skipped += len(first)

    def told(self) -> dict[str, Any]:
        text = "".join(self._pieces)
        cut = max(len(text) - MOST_TEXT, 0)
        return {"text": text[cut:], "skipped": self._skipped + cut}


class LiveJournal:
    """The journal of ``notebook``, in ``folder`` (``None``: nobody can look on, nothing is written)."""

    def __init__(self, notebook: Any, folder: Path | None, longest: int = LONGEST) -> None:
        self._notebook = notebook
        self._longest = longest
        self._folder = folder
        self._generation = -1
        self._offset = 0
        self._handle: int | None = None
        self._touched: dict[int, None] = {}  # cells with something to tell, in the order in which it happened
        self._texts: dict[int, tuple[Any, _Pieces]] = {}  # id of a stream output -> it and what was added to it
        self._changed: dict[int, Any] = {}  # id of an output -> it, changed in place
        self._told: dict[int, list[Any]] = {}  # cell -> the outputs that were told
        self._states: dict[int, Any] = {}  # cell -> the state that was told
        self._not_before = 0.0
        self._timer: asyncio.TimerHandle | None = None
        notebook.metadata.pop(METADATA, None)  # of the run that made the source, if it was broken off
        if folder is not None:
            self._open()

    def text(self, output: Any, text: str) -> None:
        """``text`` was added to a stream output; ``touch`` its cell too."""
        if self._handle is not None:
            self._texts.setdefault(id(output), (output, _Pieces()))[1].add(text)

    def changed(self, index: int, output: Any) -> None:
        """An output of the cell was changed in place."""
        self._changed[id(output)] = output
        self.touch(index)

    def touch(self, index: int) -> None:
        """Something happened to the cell: tell it soon."""
        if self._handle is None:
            return
        self._touched[index] = None
        if self._timer is None:
            wait = max(QUICK, self._not_before - time.monotonic())
            self._timer = asyncio.get_running_loop().call_later(wait, self._tell)

    def mark(self) -> None:
        """Tell everything and note the place in the document, which is saved next."""
        if self._handle is not None and self._touched:
            self._tell()
        if self._offset > self._longest:
            self._open()
        if self._handle is not None:
            self._notebook.metadata[METADATA] = {"generation": self._generation, "offset": self._offset}

    def close(self) -> None:
        """The document has everything: nothing follows."""
        self._stop_timer()
        self._notebook.metadata.pop(METADATA, None)
        if self._handle is not None and self._folder is not None:
            os.close(self._handle)
            self._handle = None
            journal_path(self._folder, self._generation).unlink(missing_ok=True)

    def _open(self) -> None:
        assert self._folder is not None
        if self._handle is not None:
            self.close()
        self._generation, self._offset = self._generation + 1, 0
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | getattr(os, "O_BINARY", 0)
        try:
            self._handle = os.open(journal_path(self._folder, self._generation), flags, 0o666)
        except OSError as error:
            log.warning("Nobody can look on while this notebook runs: %s", error)

    def _tell(self) -> None:
        self._stop_timer()
        began = time.monotonic()
        touched, self._touched = self._touched, {}
        events = [event for index in touched for event in self._events(index)]
        self._changed.clear()
        self._texts.clear()
        lines = "".join(json.dumps(event, ensure_ascii=False, default=_text) + "\n" for event in events)
        raw = lines.encode("utf-8", "replace")
        self._write(raw)
        now = time.monotonic()
        self._not_before = now + max(len(raw) / RATE, (now - began) * PATIENCE)

    def _write(self, raw: bytes) -> None:
        assert self._handle is not None
        try:
            while raw:
                written = os.write(self._handle, raw)
                self._offset += written
                raw = raw[written:]
        except OSError as error:
            log.warning("Nobody can look on any longer while this notebook runs: %s", error)
            self.close()

    def _events(self, index: int) -> list[dict[str, Any]]:
        """What has changed in the cell since it was told last."""
        cell = self._notebook.cells[index]
        outputs, told = cell.get("outputs", []), self._told.get(index, [])
        same = 0
        while same < min(len(outputs), len(told)) and outputs[same] is told[same]:
            same += 1
        events: list[dict[str, Any]] = []
        if len(told) > same:
            events.append({"op": "cut", "cell": index, "output": same})
        for place, output in enumerate(outputs):
            at = {"cell": index, "output": place}
            if id(output) in self._texts:
                events.append({"op": "text", **at, "name": output["name"], **self._texts[id(output)][1].told()})
            elif place >= same or id(output) in self._changed:
                events.append({"op": "output", **at, "value": _bounded(output)})
        self._told[index] = list(outputs)
        return events + self._state(index, cell)

    def _state(self, index: int, cell: Any) -> list[dict[str, Any]]:
        book = cell.metadata.get("papermill", {})
        state = (book.get("status"), cell.get("execution_count"))
        if self._states.get(index) == state:
            return []
        self._states[index] = state
        return [
            {
                "op": "cell",
                "cell": index,
                "state": book.get("status"),
                "count": cell.get("execution_count"),
                "since": book.get("start_time"),
                "seconds": book.get("duration"),
            }
        ]

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _bounded(output: Any) -> Any:
    data = output.get("data", {})
    size = sum(len(value) for value in data.values() if isinstance(value, str))
    if size <= LARGEST:
        return output
    said = f"[An output of {size:,} characters: it is shown when the notebook is over.]"
    return {**output, "data": {"text/plain": said}}


def _text(value: Any) -> str:
    return value.decode("ascii") if isinstance(value, bytes) else str(value)
