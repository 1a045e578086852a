"""Finds in an executed notebook what a message shows of a failure."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from couture_scheduler.messages.story import FailedCell

LONGEST_SOURCE = 4_000  # characters
LONGEST_ERROR = 4_000
LAST_LINES = 20
LONGEST_LINE = 500
SMALL_IMAGE = 100_000  # bytes; larger ones are left to the run's page
MOST_IMAGES = 3

_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def failed_cell(document: dict[str, Any], index: int) -> FailedCell:
    """The cell at ``index`` of the notebook's cells."""
    cells = document["cells"]
    cell = cells[index]
    outputs = cell.get("outputs") or []
    number = sum(1 for each in cells[: index + 1] if each.get("cell_type") == "code")
    error: dict[str, Any] = next((each for each in outputs if each.get("output_type") == "error"), {})
    return FailedCell(
        number,
        _shortened(plain(_text(cell.get("source", ""))), LONGEST_SOURCE),
        _shortened(_error(error), LONGEST_ERROR),
        last_lines("".join(_printed(each) for each in outputs)),
        tuple(_images(outputs)),
    )


def plain(text: str) -> str:
    """Without the colours of a terminal and other characters that cannot be seen."""
    return _CONTROL.sub("", _ANSI.sub("", text.replace("\r\n", "\n")))


def last_lines(text: str, number: int = LAST_LINES) -> str:
    """The end of what was printed, with what ``\\r`` wrote over left out."""
    lines = [line.rsplit("\r", 1)[-1] for line in text.rstrip().replace("\r\n", "\n").split("\n")]
    return "\n".join(_shortened(plain(line), LONGEST_LINE) for line in lines[-number:])


def _error(output: dict[str, Any]) -> str:
    lines = [str(each) for each in output.get("traceback") or ()]
    told = f"{output.get('ename', '')}: {output.get('evalue', '')}".strip(": ")
    trace = plain("\n".join(lines)).strip()
    if not trace:
        return plain(told)
    return trace if len(trace) <= LONGEST_ERROR else f"… {trace[2 - LONGEST_ERROR :]}"


def _printed(output: dict[str, Any]) -> str:
    if output.get("output_type") == "stream":
        return _text(output.get("text", ""))
    data = output.get("data") or {}
    return _text(data.get("text/plain", "")) + "\n" if "text/plain" in data and "image/png" not in data else ""


def _images(outputs: list[dict[str, Any]]) -> list[bytes]:
    found = []
    for output in outputs:
        coded = _text((output.get("data") or {}).get("image/png", ""))
        if not coded or len(coded) > SMALL_IMAGE * 3 // 2:
            continue
        try:
            image = base64.b64decode(coded)
        except (binascii.Error, ValueError):  # a damaged output is no reason to tell nothing
            continue
        if image.startswith(b"\x89PNG") and len(image) <= SMALL_IMAGE:
            found.append(image)
    return found[-MOST_IMAGES:]


def _text(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 2]} …"
