"""The border of the workspace: paths that people give stay inside, whatever they are made of."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from couture_scheduler.errors import DiskFullError, InvalidInputError

LEAST_FREE = 50 * 1024 * 1024  # bytes that must be free before a run starts


def inside(workspace: Path, path: Path | str, *, field: str = "path") -> Path:
    """``path`` (relative to the workspace, or absolute) as an absolute path with all symbolic links resolved.

    Raises ``InvalidInputError`` at ``field`` when it leads out of the workspace or is no path at all.
    """
    text = str(path)
    if not text.strip() or "\0" in text:
        raise InvalidInputError.at(field, "Give the path of a file inside the workspace.")
    root = workspace.resolve()
    try:
        resolved = (root / text).resolve()
        resolved.exists()  # a name can be too long to exist anywhere
    except (OSError, RuntimeError) as error:  # a circle of links
        raise InvalidInputError.at(field, f"The path {text!r} cannot be followed: {error}.") from error
    if resolved != root and root not in resolved.parents:
        raise InvalidInputError.at(field, f"The path {text!r} leads out of the workspace.")
    return resolved


def relative(workspace: Path, path: Path) -> str:
    """How people see a path inside the workspace: relative, with forward slashes."""
    return path.relative_to(workspace.resolve()).as_posix()


def make_home(home: Path) -> None:
    """Make our own folder, readable by its owner only: it holds logs, results and keys. One that a person made before
    is closed to others too."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = home.stat()
    if found.st_mode & 0o077 and hasattr(os, "getuid") and found.st_uid == os.getuid():
        home.chmod(0o700)


def free_space(folder: Path) -> int:
    """Bytes free on the disk that holds ``folder`` (or the nearest folder above it that exists)."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def require_space(folder: Path, least: int = LEAST_FREE) -> None:
    """Raise ``DiskFullError`` when fewer than ``least`` bytes are free."""
    free = free_space(folder)
    if free < least:
        raise DiskFullError(f"Only {free // 1024**2} MB of disk are free; {least // 1024**2} MB are needed.")
