"""Removes environments that no run has used for long, and the ones used longest ago when all are too large."""

from __future__ import annotations

import fcntl
import json
import math
import os
import shutil
import time
from collections.abc import Container
from contextlib import suppress
from pathlib import Path

import psutil

from couture_scheduler.environments.layout import FOLDER, PACKAGES, READY

HALF_MADE = 3600.0  # seconds that one is kept whose making was broken off
JUST_USED = 3600.0  # seconds: what is wanted again and again must not be made again and again


def prune_environments(home: Path, unused_for: float, most_bytes: int, now: float | None = None) -> list[str]:
    """Remove those that nobody has used for ``unused_for`` seconds, half-made ones that nobody works on, and as long as
    all together have more than ``most_bytes`` those that were used longest ago. What is used now stays. Answers their
    names. ``now`` is seconds since 1970."""
    moment = time.time() if now is None else now
    folders = sorted(_folders(home), key=_used)
    removed = [each for each in folders if _prune(each, moment - _patience(each, unused_for))]
    kept = {each: _size(each) for each in folders if each not in removed}
    for each in list(kept):
        if sum(kept.values()) > most_bytes and _prune(each, moment - JUST_USED):
            removed.append(each)
            del kept[each]
    return [each.name for each in removed]


def prune_unneeded(home: Path, needed: Container[str]) -> None:
    """Remove all that are not ``needed``, by their digests, and that nothing runs in."""
    for each in _folders(home):
        if each.name not in needed:
            _prune(each, math.inf)


def _folders(home: Path) -> list[Path]:
    return [each for each in (home / FOLDER).glob("*") if each.is_dir() and each.name != PACKAGES]


def _patience(folder: Path, unused_for: float) -> float:
    return unused_for if (folder / READY).exists() else min(unused_for, HALF_MADE)


def _used(folder: Path) -> float:
    mark = folder / READY
    return mark.stat().st_mtime if mark.exists() else folder.stat().st_mtime


def _runs_in(folder: Path) -> bool:
    """Whether a process has its interpreter there: a kernel that is kept after a failure holds no lock."""
    start = f"{folder}{os.sep}"
    return any((each.info["cmdline"] or [""])[0].startswith(start) for each in psutil.process_iter(["cmdline"]))


def _size(folder: Path) -> int:
    with suppress(OSError, ValueError, KeyError, TypeError):
        return int(json.loads((folder / READY).read_bytes())["size"])
    return 0  # half made


def _prune(folder: Path, before: float) -> bool:
    with open(folder.with_suffix(".lock"), "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if _used(folder) >= before or _runs_in(folder):
            return False
        (folder / READY).unlink(missing_ok=True)  # first, so that nobody takes what is half removed
        shutil.rmtree(folder, ignore_errors=True)
        return True
