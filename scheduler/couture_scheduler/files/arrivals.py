"""Files that came: found by a pattern inside the workspace, each with what tells it from what it was before."""

from __future__ import annotations

import fnmatch
import glob
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that fits. ``path`` is relative to the workspace, with forward slashes; ``came_at`` is when it got this
    name and content, also where its own time is older (a copy, a move)."""

    path: str
    identity: str
    came_at: datetime


def find(workspace: Path, pattern: str, *, home: Path) -> list[FoundFile]:
    """The regular files that fit ``pattern``, the first to come first. Links that lead out of the workspace and our own
    folder are left out, hidden files too unless the pattern names them."""
    return sorted(_find(workspace.resolve(), pattern, home.resolve()), key=lambda file: (file.came_at, file.path))


def _find(root: Path, pattern: str, home: Path) -> Iterator[FoundFile]:
    folders: dict[str, bool] = {}  # whether what is in it is ours to look at: asked once for thousands of files
    for name in glob.iglob(pattern, root_dir=root, recursive=True):
        path, folder = root / name, os.path.dirname(name)
        try:
            if folder not in folders:
                folders[folder] = _is_inside(path.parent, root, home)
            found = path.stat()
            inside = folders[folder] and (not path.is_symlink() or _is_inside(path, root, home))
        except (OSError, ValueError):  # it went away meanwhile, or is a link to nowhere
            continue
        if stat.S_ISREG(found.st_mode) and inside:
            came_at = datetime.fromtimestamp(found.st_ctime, UTC)
            yield FoundFile(name.replace(os.sep, "/"), f"{found.st_size}-{found.st_mtime_ns}", came_at)


def _is_inside(path: Path, root: Path, home: Path) -> bool:
    resolved = path.resolve()
    return resolved.is_relative_to(root) and not resolved.is_relative_to(home)


def fits(path: str, pattern: str) -> bool:
    """Whether a file with this path would be found by ``pattern``."""
    return _fits(path.split("/"), pattern.split("/"))


def _fits(path: list[str], pattern: list[str]) -> bool:
    if not pattern or not path:
        return not pattern and not path
    if pattern[0] == "**":
        if len(pattern) == 1:
            return True
        return any(_fits(path[skipped:], pattern[1:]) for skipped in range(len(path)))
    return fnmatch.fnmatchcase(path[0], pattern[0]) and _fits(path[1:], pattern[1:])
