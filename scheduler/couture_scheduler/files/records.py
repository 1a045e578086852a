"""What a try recorded, read from what it left: outputs of the executed notebook, and the file that scripts write.

Understood beside our own: scrapbook's scraps, and papermill's records from before scrapbook.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from couture_jupyter.recording import LARGEST, LONGEST_NAME, MIME_TYPE, RECORDS_NAME
from couture_scheduler.errors import InvalidInputError, NotFoundError
from couture_scheduler.files.layout import NOTEBOOK_NAME
from couture_scheduler.files.notebooks import read_notebook
from couture_scheduler.files.regular import NotRegularError, open_regular

SCRAPS = ("application/scrapbook.scrap.json+json", "application/scrapbook.scrap.text+json")
PAPERMILL = "application/papermill.record+json"
MOST_NAMES = 500  # of one try
_LARGEST_FILE = 100 * 1024 * 1024
_MARKS = (MIME_TYPE.encode(), b"application/scrapbook.scrap.", PAPERMILL.encode())


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
    return [pair for output in outputs for pair in _of_output(output.get("data") or {})]


def _of_output(data: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    for mime_type in (MIME_TYPE, PAPERMILL):
        if isinstance(values := data.get(mime_type), dict):
            yield from values.items()
    for mime_type in SCRAPS:
        if isinstance(scrap := data.get(mime_type), dict) and "name" in scrap:
            yield scrap["name"], scrap.get("data")


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
