"""Fingerprints of errors: the same for the same failure in other runs, whatever changes from run to run.

A fingerprint is a hash of the error's class, the frames of its traceback and the key of the cell. Of a frame in a
notebook or a module beside it count the function and the source line, of a frame in a library the file and the
function: neither line numbers nor execution counts, paths, addresses or values. An error without a traceback counts
with its sentence, where numbers, addresses, ids and paths of temporary files are left out.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Sequence
from pathlib import PurePosixPath

LENGTH = 32
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_FRAME = re.compile(r"^(?:File (?P<file>.+?)(?::\d+|, line \d+)|(?:Cell )?In ?\[\d+\].*?)(?:, in (?P<function>.+))?$")
_ARROW = re.compile(r"^-+> *\d+ (?P<source>.*)$")
_LIBRARY = re.compile(r".*/(?:site-packages|dist-packages|lib/python3[^/]*)/(?P<rest>.+)")
_VARIABLE = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I), "<id>"),
    (re.compile(r"\b0x[0-9a-f]+\b", re.I), "<address>"),
    (re.compile(r"(?:/private)?/(?:tmp|var/folders|var/tmp)/[^\s'\":,)]+"), "<temporary file>"),
    (re.compile(r"\b[0-9a-f]{12,}\b", re.I), "<id>"),
    (re.compile(r"\d+(?:[.,:]\d+)*"), "<number>"),
)
_OURS = ("/couture_scheduler/", "/couture_jupyter/")


def of_output(name: str, message: str, lines: Sequence[str], cell_key: str = "") -> str:
    """The fingerprint of an error as a kernel put it out: IPython's traceback, or that of another language."""
    return _hash(name, frames_of("\n".join(lines)), message, cell_key)


def of_exception(error: BaseException) -> str:
    """The fingerprint of an error in a task's Python code."""
    frames = [
        _frame(each.filename, each.name, each.line or "")
        for each in traceback.extract_tb(error.__traceback__)
        if not any(part in each.filename.replace("\\", "/") for part in _OURS)
    ]
    return _hash(type(error).__name__, frames, str(error))


def of_sentence(name: str, sentence: str, cell_key: str = "") -> str:
    """The fingerprint of a failure that left no traceback: a timeout, a kernel that died."""
    return _hash(name, [], sentence, cell_key)


def frames_of(text: str) -> list[str]:
    """The frames of a traceback as IPython prints it, each as what counts of it."""
    found: list[str] = []
    place: tuple[str, str] | None = None
    for line in without_colours(text).splitlines():
        arrow = _ARROW.match(line.strip())
        if arrow and place:
            found.append(_frame(*place, arrow["source"]))
            place = None
            continue
        frame = _FRAME.match(line.strip())
        if frame:
            found += [_frame(*place, "")] if place else []
            place = (frame["file"] or "", (frame["function"] or "").split("(")[0])
    return found + ([_frame(*place, "")] if place else [])


def without_colours(text: str) -> str:
    """The text without the terminal's colours."""
    return _ANSI.sub("", text)


def normalised(message: str) -> str:
    """The message without what differs from run to run."""
    text = without_colours(message)
    for pattern, word in _VARIABLE:
        text = pattern.sub(word, text)
    return " ".join(text.split())[:1000]


def _frame(file: str, function: str, source: str) -> str:
    path = file.replace("\\", "/")
    library = _LIBRARY.match(path)
    if library:
        return f"{library['rest']}:{function}"
    is_cell = not path or path.startswith("<") or "ipykernel" in path
    return f"{'cell' if is_cell else PurePosixPath(path).name}:{function}:{' '.join(source.split())}"


def _hash(name: str, frames: Sequence[str], message: str, cell_key: str = "") -> str:
    basis = [name, cell_key, *(frames or [normalised(message)])]
    return hashlib.sha256("\n".join(basis).encode("utf-8", "replace")).hexdigest()[:LENGTH]
