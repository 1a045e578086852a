"""Logs: text that grows, read in windows by byte offset."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from couture_scheduler.files.regular import NotRegularError, open_regular

WINDOW = 256 * 1024


@dataclass(frozen=True, slots=True)
class LogWindow:
    """The text from byte ``start`` to byte ``end`` of a log that now has ``size`` bytes. Ask on from ``end``."""

    text: str
    start: int
    end: int
    size: int


def read_window(path: Path, offset: int = 0, limit: int = WINDOW) -> LogWindow:
    """At most ``limit`` bytes of the log from byte ``offset`` on; a negative one counts from the end.

    Characters are never torn: a window starts and ends between two of them. A log that is
    not there is empty, and so is what is no ordinary file.
    """
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            start = max(size + offset, 0) if offset < 0 else min(offset, size)
            file.seek(start)
            raw = file.read(max(limit, 4))
    except (FileNotFoundError, NotRegularError):
        return LogWindow("", 0, 0, 0)
    head = _torn_head(raw) if start else 0
    tail = _torn_tail(raw) if start + len(raw) <= size else 0
    piece = raw[head : len(raw) - tail]
    return LogWindow(piece.decode("utf-8", "replace"), start + head, start + head + len(piece), size)


def append_line(path: Path, line: str) -> None:
    """Add one line, in one write, so that writers do not mix."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab", buffering=0) as file:
        file.write(line.encode("utf-8", "replace") + b"\n")


def _torn_head(raw: bytes) -> int:
    """How many bytes at the start belong to a character that began before."""
    for index, byte in enumerate(raw[:3]):
        if byte & 0xC0 != 0x80:
            return index
    return min(len(raw), 3)


def _torn_tail(raw: bytes) -> int:
    """How many bytes at the end are the start of a character whose rest is not there yet."""
    for back in range(1, min(len(raw), 3) + 1):
        byte = raw[-back]
        if byte & 0xC0 == 0xC0:
            needed = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return back if needed > back else 0
        if byte < 0x80:
            return 0
    return 0
