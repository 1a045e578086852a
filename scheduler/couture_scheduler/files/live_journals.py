"""The live journal of a try: what happens to its notebook, a JSON object a line, for those who look on.

``live-<generation>.jsonl`` lies beside the executed notebook while that grows. Its metadata hold the place up
to which the saved document has everything (``METADATA``); from there on the journal tells the rest. A journal that has
become long is followed by a new one; then, and when the run is over, its file is gone and the document is read again.

    {"op": "text", "cell": 3, "output": 0, "name": "stdout", "text": "…", "skipped": 0}   text added to a stream
    {"op": "output", "cell": 3, "output": 1, "value": {…}}      an output, new or in place of the one before
    {"op": "cut", "cell": 3, "output": 0}                       the outputs from here on are gone
    {"op": "cell", "cell": 3, "state": "running", "count": 4, "since": 1760000000.0, "seconds": null}
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from couture_scheduler.files.regular import NotRegularError, open_regular

METADATA = "couture_live"
WINDOW = 1024 * 1024


@dataclass(frozen=True, slots=True)
class LivePlace:
    """A place in the journals of a try: which one, and the byte in it."""

    generation: int
    offset: int


@dataclass(frozen=True, slots=True)
class LiveWindow:
    """Whole lines from a place on, and the place after them. ``gone``: there is no such journal any more."""

    lines: str
    place: LivePlace
    gone: bool = False


def journal_path(folder: Path, generation: int) -> Path:
    """The file of one journal."""
    return folder / f"live-{generation}.jsonl"


def read_live(folder: Path, place: LivePlace, limit: int = WINDOW) -> LiveWindow:
    """The lines from ``place`` on, about ``limit`` bytes of them and at least one; none when nothing was added."""
    try:
        with open_regular(journal_path(folder, place.generation)) as file:
            file.seek(place.offset)
            raw = file.read(limit)
            if len(raw) == limit and not raw.endswith(b"\n"):
                raw += file.readline()
    except (FileNotFoundError, NotRegularError):
        return LiveWindow("", place, gone=True)
    whole = raw[: raw.rfind(b"\n") + 1]
    return LiveWindow(whole.decode("utf-8", "replace"), LivePlace(place.generation, place.offset + len(whole)))


def take_place(document: dict[str, Any]) -> LivePlace | None:
    """Take the noted place out of a document, which anybody may have written. ``None`` when it does not grow."""
    noted = document.get("metadata", {}).pop(METADATA, None)
    if not isinstance(noted, dict):
        return None
    generation, offset = noted.get("generation"), noted.get("offset")
    if type(generation) is not int or type(offset) is not int or min(generation, offset) < 0:
        return None
    return LivePlace(generation, offset)
