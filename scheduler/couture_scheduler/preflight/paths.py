"""Files that are not there, and paths that lead out of the workspace."""

from __future__ import annotations

import ast
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from couture_scheduler.preflight.findings import Finding, Severity
from couture_scheduler.preflight.needed_files import files_read
from couture_scheduler.preflight.reading import Reading
from couture_scheduler.preflight.rules import finding
from couture_scheduler.preflight.situations import Nodes, Situation

_FREE = ("/dev/", "/proc/", "/sys/")
_USUAL = {
    *("home", "Users", "mnt", "media", "opt", "root", "srv", "usr", "var", "etc", "tmp", "data", "Volumes", "content"),
}
_WINDOWS = re.compile(r"[A-Za-z]:[\\/][^\s]+")


def missing_files(reading: Reading) -> Iterator[Finding]:
    """A finding for each relative file that the notebook reads and that is not there."""
    seen: set[Path] = set()
    certain = {use.line for use in reading.files if use.situation is Situation.ALWAYS}
    for line, path in files_read(reading):
        is_inside = path.resolve().is_relative_to(reading.workspace)
        if path in seen or not is_inside or _exists(path) or _WINDOWS.fullmatch(path.name):
            continue
        seen.add(path)
        name = path.relative_to(reading.workspace).as_posix() if path.is_relative_to(reading.workspace) else path.name
        message = f"There is no file {name} in the workspace."
        advice = "Put it there, or correct the path; it is read from the notebook's folder."
        severity = Severity.WARNING if line in certain and not _in_shell(path, reading, line) else Severity.INFO
        yield finding(reading.source, "file-missing", severity, line, message, advice)


def _in_shell(path: Path, reading: Reading, line: int) -> bool:
    """Whether a command before it names the file, and so may make it: ``!wget …/rows.csv``."""
    return any(at < line and path.name in text for at, text in reading.code.effects.shell)


def paths_outside(reading: Reading) -> Iterator[Finding]:
    """A finding for each path that leads out of the workspace: other machines and snapshots do not have it."""
    seen: set[str] = set()
    for line, text in sorted({*_used(reading), *_written_down(reading.nodes)}):
        found = text if _WINDOWS.fullmatch(text) else _outside(reading, text, line)
        if found is None or text in seen:
            continue
        seen.add(text)
        message = f"The path {text!r} is outside the workspace."
        advice = "Use a path relative to the notebook, or make it a parameter."
        yield finding(reading.source, "path-outside", Severity.WARNING, line, message, advice)


def _used(reading: Reading) -> Iterator[tuple[int, str]]:
    for use in reading.files:
        if use.path != "*":
            yield use.line, use.path


def _written_down(nodes: Nodes) -> Iterator[tuple[int, str]]:
    """Texts that look like absolute paths, wherever they stand."""
    for node, situation in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and situation is not Situation.NEVER:
            text = node.value
            parts = text.split("/")
            is_path = len(parts) > 2 and not parts[0] and parts[1] in _USUAL and "\n" not in text
            if is_path or (_WINDOWS.fullmatch(text) and "://" not in text):
                yield node.lineno, text


def _outside(reading: Reading, text: str, line: int) -> str | None:
    if text.startswith(_FREE) or "{" in text:
        return None
    path = reading.folders.locate(text, line)
    if path is None or _is_in(path, reading.workspace) or _is_in(path, Path(tempfile.gettempdir())):
        return None
    return str(path)


def _is_in(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder) or Path(os.path.realpath(path)).is_relative_to(folder)


def _exists(path: Path) -> bool:
    if "*" in str(path):
        return path.parent.is_dir() and any(path.parent.glob(path.name))
    return path.exists()
