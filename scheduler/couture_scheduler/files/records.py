"""What a try recorded, read from what it left: outputs of the executed notebook, and the file that scripts write.

Understood beside our own: scrapbook's scraps (also pictures), and papermill's records from before scrapbook.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from couture_jupyter.recorded_displays import IMAGES, image_of
from couture_jupyter.recording import LARGEST, LONGEST_NAME, MIME_TYPE, RECORDS_NAME
from couture_scheduler.errors import InvalidInputError, NotFoundError
from couture_scheduler.files.layout import NOTEBOOK_NAME
from couture_scheduler.files.notebooks import read_notebook
from couture_scheduler.files.regular import NotRegularError, open_regular

SCRAPS = ("application/scrapbook.scrap.json+json", "application/scrapbook.scrap.text+json")
PAPERMILL = "application/papermill.record+json"
MOST_NAMES = 500  # of one try
_LARGEST_FILE = 100 * 1024 * 1024
_MARKS = (MIME_TYPE.encode(), b"application/scrapbook.scrap.", b'"scrapbook"', PAPERMILL.encode())


def read_records(folder: Path) -> dict[str, Any]:
    """What the try in ``folder`` recorded: names and values; the last value of a name counts."""
    found: dict[str, Any] = {}
    for name, value in (*_of_notebook(folder / NOTEBOOK_NAME), *_of_file(folder / RECORDS_NAME)):
        if (name in found or len(found) < MOST_NAMES) and _is_small(name, value):
            found[name] = value
    return found


def _is_small(name: Any, value: Any) -> bool:
    return isinstance(name, str) and 0 < len(name) <= LONGEST_NAME and len(json.dumps(value)) <= LARGEST


def _of_notebook(path: Path) -> list[tuple[Any, Any]]:
    content = _read(path)
    if not any(mark in content for mark in _MARKS):  # most have none: parsing large notebooks costs
        return []
    try:
        document = read_notebook(path)
    except (InvalidInputError, NotFoundError):
        return []
    outputs = (output for cell in document["cells"] for output in cell.get("outputs", ()))
    return [pair for output in outputs for pair in _of_output(output)]


def _of_output(output: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    data = output.get("data") or {}
    for mime_type in (MIME_TYPE, PAPERMILL):
        if isinstance(values := data.get(mime_type), dict):
            yield from values.items()
    for mime_type in SCRAPS:
        if isinstance(scrap := data.get(mime_type), dict) and "name" in scrap:
            yield scrap["name"], scrap.get("data")
    glued = (output.get("metadata") or {}).get("scrapbook")
    if isinstance(glued, dict) and glued.get("display") and (shown := _shown(data)) is not None:
        yield glued.get("name"), shown


def _shown(data: dict[str, Any]) -> Any:
    """A scrap that was glued to be shown: its picture, else its text."""
    text = _joined(data.get("text/plain"))
    for media_type in IMAGES:
        try:
            picture = base64.b64decode(_joined(data.get(media_type)))
        except ValueError:
            continue
        if found := image_of(media_type, picture, text[:200]):
            return found
    return text or None


def _joined(text: Any) -> str:
    """The notebook format writes texts as they are, or as lines."""
    return "".join(map(str, text)) if isinstance(text, list) else text if isinstance(text, str) else ""


def _of_file(path: Path) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = []
    for line in _read(path).splitlines():
        try:
            values = json.loads(line)
        except (ValueError, RecursionError):  # the last line of a process that was killed
            continue
        pairs += values.items() if isinstance(values, dict) else ()
    return pairs


def _read(path: Path) -> bytes:
    try:
        with open_regular(path) as file:
            return bytes(file.read(_LARGEST_FILE))
    except (OSError, NotRegularError):
        return b""
