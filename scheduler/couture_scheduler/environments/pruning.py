"""Removes environments that no run has used for long."""

from __future__ import annotations

import fcntl
import shutil
import time
from pathlib import Path

from couture_scheduler.environments.layout import FOLDER, PACKAGES, READY


def prune_environments(home: Path, unused_for: float, now: float | None = None) -> list[str]:
    """Remove those that nobody has used for ``unused_for`` seconds and nobody uses now, and half-made ones that nobody
    works on; their names. ``now`` is seconds since 1970."""
    moment = time.time() if now is None else now
    folders = [each for each in sorted((home / FOLDER).glob("*")) if each.is_dir() and each.name != PACKAGES]
    return [each.name for each in folders if _prune(each, moment - unused_for)]


def _prune(folder: Path, before: float) -> bool:
    with open(folder.with_suffix(".lock"), "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        mark = folder / READY
        used = mark.stat().st_mtime if mark.exists() else folder.stat().st_mtime
        if used >= before:
            return False
        mark.unlink(missing_ok=True)  # first, so that nobody takes what is half removed
        shutil.rmtree(folder, ignore_errors=True)
        return True
