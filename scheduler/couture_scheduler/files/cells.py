"""The journal of a notebook's cells: a file that grows while the notebook runs, and what makes a cell "the same" in
other runs.

``cells.jsonl`` in the try's folder has one JSON document a line:

    {"plan": [{"index": 0, "id": …, "key": …, "source_hash": …, "title": …}], "kernel_id": …}   what is going to run
    {"begins": 0, "at": "2026-03-01T12:00:00+00:00"}
    {"index": 0, "id": …, "key": …, "source_hash": …, "state": "success", "started_at": …, "seconds": …, …}

``index`` counts all cells of the document, papermill's notes of an error left out. A cell's ``key`` is its id; in a
notebook without lasting ids (from before cells had some, or made from text), the hash of its source with a number for
the second and further equal cell.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from couture_scheduler.files.regular import NotRegularError, open_regular

CELLS_NAME = "cells.jsonl"
SUCCESS, FAILED, TAKEN_OVER = "success", "failed", "taken_over"
LARGEST = 16 * 1024 * 1024  # bytes of a journal that are read
FIRST_MINOR_WITH_IDS = 5  # of nbformat 4
INJECTED = "injected-parameters"  # papermill's tag, and the key of the cell: it is new in each run
_NAME = 64  # characters of an id, a key, a hash
_HASH = 32  # of them are a key
_TITLE = 80
_MOST = 2**62
_STRANGE = re.compile(r"[^\x20-\x7e]")


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """A cell that is going to run."""

    index: int
    cell_id: str | None
    key: str
    source_hash: str
    title: str  # the first line of its source

    @property
    def lasting_key(self) -> str:
        """The key, where it stays when the source of the cell is edited."""
        return "" if self.key.startswith(self.source_hash[:_HASH]) else self.key


@dataclass(frozen=True, slots=True)
class CellRun:
    """What one cell took. ``state`` is ``success``, ``failed`` or ``taken_over`` (it ran in an earlier try);
    ``memory_bytes`` is what the kernel with its children held after it, where that is known."""

    index: int
    cell_id: str | None
    key: str
    source_hash: str
    state: str
    started_at: datetime
    seconds: float
    output_bytes: int
    memory_bytes: int | None = None
    kernel_id: str | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Journal:
    """What the file says. ``running`` is the cell that has begun and not ended, since ``running_since``."""

    plan: tuple[PlannedCell, ...] = ()
    runs: tuple[CellRun, ...] = ()
    running: int | None = None
    running_since: datetime | None = None
    kernel_id: str | None = None
    titles: dict[str, str] = field(default_factory=dict)  # key → title


def source_hash(source: str) -> str:
    """What tells one source from another; blank lines at the ends do not count."""
    return hashlib.sha256(source.strip().encode("utf-8", "replace")).hexdigest()


def plan(notebook: Any) -> dict[int, PlannedCell]:
    """The code cells of a notebook document by their index."""
    metadata = notebook.get("metadata", {})
    is_old = metadata.get("orig_nbformat_minor", FIRST_MINOR_WITH_IDS) < FIRST_MINOR_WITH_IDS
    made_up = is_old or "jupytext" in metadata  # ids that are new in each run
    seen: Counter[str] = Counter()
    found: dict[int, PlannedCell] = {}
    for index, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] != "code":
            continue
        source = _text(cell.get("source", ""))
        digest = source_hash(source)
        own_id = None if made_up else cell.get("id")
        is_injected = INJECTED in (cell.get("metadata", {}).get("tags") or ())
        key = INJECTED if is_injected else _name(own_id or digest[:_HASH])
        seen[key] += 1
        if seen[key] > 1:
            key = f"{key[: _NAME - 8]}#{seen[key]}"
        found[index] = PlannedCell(index, cell.get("id"), key, digest, title_of(source))
    return found


def title_of(source: str) -> str:
    """The first line that says something."""
    first = next((line.strip() for line in source.splitlines() if line.strip()), "")
    return first if len(first) <= _TITLE else first[: _TITLE - 2] + " …"


def read_journal(folder: Path) -> Journal:
    """What the try in ``folder`` has written so far; empty when it has written none. Lines that are damaged or not ours
    are left out."""
    try:
        with open_regular(folder / CELLS_NAME) as file:
            lines = file.read(LARGEST).decode("utf-8", "replace").splitlines()
    except (OSError, NotRegularError):
        return Journal()
    return _journal([found for line in lines if (found := _document(line)) is not None])


def _journal(documents: list[dict[str, Any]]) -> Journal:
    planned: tuple[PlannedCell, ...] = ()
    runs: dict[int, CellRun] = {}
    running: tuple[int, datetime] | None = None
    kernel_id: str | None = None
    for document in documents:
        try:
            if "plan" in document:
                planned = tuple(_planned(each) for each in document["plan"])
                kernel_id = _word(document.get("kernel_id"))
            elif "begins" in document:
                running = (int(document["begins"]), datetime.fromisoformat(document["at"]))
            else:
                made = _run(document)
                runs[made.index] = made
                running = None if running and running[0] == made.index else running
        except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
            continue
    titles = {each.key: each.title for each in planned}
    ended = tuple(runs[index] for index in sorted(runs))
    at, since = running or (None, None)
    return Journal(planned, ended, at, since, kernel_id, titles)


def _document(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _planned(document: dict[str, Any]) -> PlannedCell:
    return PlannedCell(
        _count(document["index"]),
        _word(document.get("id")),
        _name(document["key"]),
        _name(document["source_hash"]),
        str(document.get("title", ""))[:_TITLE],
    )


def _run(document: dict[str, Any]) -> CellRun:
    started = datetime.fromisoformat(document["started_at"])
    state = document["state"]
    if started.tzinfo is None or state not in (SUCCESS, FAILED, TAKEN_OVER):
        raise ValueError(document)
    memory = document.get("memory_bytes")
    return CellRun(
        index=_count(document["index"]),
        cell_id=_word(document.get("id")),
        key=_name(document["key"]),
        source_hash=_name(document["source_hash"]),
        state=state,
        started_at=started,
        seconds=_seconds(document["seconds"]),
        output_bytes=_count(document["output_bytes"]),
        memory_bytes=None if memory is None else _count(memory),
        kernel_id=_word(document.get("kernel_id")),
        fingerprint=_word(document.get("fingerprint")),
    )


def _seconds(value: Any) -> float:
    seconds = float(value)
    if not math.isfinite(seconds) or not 0 <= seconds < 1e10:
        raise ValueError(value)
    return seconds


def _count(value: Any) -> int:
    number = int(value)
    if not 0 <= number <= _MOST:
        raise ValueError(value)
    return number


def _word(value: Any) -> str | None:
    return _name(value) if value else None


def _name(value: Any) -> str:
    """As nbformat allows ids: every database can store it."""
    return _STRANGE.sub("?", str(value))[:_NAME]


def _text(source: Any) -> str:
    """nbformat allows a text to be a list of its lines."""
    return "".join(map(str, source)) if isinstance(source, list) else str(source)
