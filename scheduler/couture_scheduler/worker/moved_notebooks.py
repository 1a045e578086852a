"""Where a notebook went that is not where it was: looked for by the content that ran last."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from couture_scheduler.engine.launch import Launch
from couture_scheduler.files.layout import CODE_FACTS_NAME, CODE_STEM

MOST_RUNS = 50
MOST_FILES = 20_000
MOST_FOUND = 3


def find_moved(path: str, launch: Launch) -> list[str]:
    """Files of the workspace with the content that ``path`` had when it ran last; nothing when it never ran."""
    known = _last_content(path, Path(launch.folder))
    if known is None:
        return []
    name, size = known
    workspace = Path(launch.workspace)
    found = (each for each in _files(workspace, Path(path).suffix, size) if _hash(each) == name)
    return [each.relative_to(workspace).as_posix() for _, each in zip(range(MOST_FOUND), found, strict=False)]


def _last_content(path: str, folder: Path) -> tuple[str, int] | None:
    """Hash and size of the content, from the newest runs of this DAG."""
    is_mapped = folder.parent.name.startswith("map-")
    for run in _newest(folder.parents[3 if is_mapped else 2]):
        for facts in sorted(run.glob(f"*/try-*/{CODE_FACTS_NAME}"), reverse=True):
            try:
                document = json.loads(facts.read_text(encoding="utf-8"))
                if document["path"] == path:
                    return document["hash"], (facts.parent / f"{CODE_STEM}{Path(path).suffix}").stat().st_size
            except (OSError, ValueError, KeyError):
                continue  # a run that is just being deleted
    return None


def _newest(runs: Path) -> list[Path]:
    try:
        found = sorted((each for each in os.scandir(runs) if each.is_dir()), key=lambda each: -each.stat().st_mtime)
    except OSError:
        return []
    return [Path(each.path) for each in found[:MOST_RUNS]]


def _files(workspace: Path, suffix: str, size: int) -> Iterator[Path]:
    seen = 0
    for parent, folders, files in os.walk(workspace):
        folders[:] = sorted(each for each in folders if not each.startswith(".") and each != "node_modules")
        for name in sorted(files):
            seen += 1
            if seen > MOST_FILES:
                return
            if name.endswith(suffix) and (path := Path(parent, name)).stat().st_size == size:
                yield path


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
