"""The folder with the copied files of a snapshot or a commit, in which a try works.

    python -m couture_scheduler.files.work_folder archive|commit|tidy FOLDER [ROOT COMMIT]

does it as the user of the system whom the files are for: ``archive`` reads a tar archive from its standard input. Such
a folder lies in their own home, and is shared with nobody.
"""

from __future__ import annotations

import os
import shutil
import sys
import tarfile
import time
from pathlib import Path

from couture_scheduler.errors import SchedulerError
from couture_scheduler.files.repositories import Repository

PLACE = Path(".cache", "couture", "work")  # below a home
KEPT = 30 * 86_400.0  # seconds: of what a try leaves in somebody's home, nobody else can tell when its run is deleted
_BEFORE_ALL = 946_684_800_000_000_000  # the year 2000: no file that a run writes is so old


def mark_copied(work: Path) -> None:
    """What is there now was copied, and not made by the run: that tells its time."""
    for parent, _, files in os.walk(work):
        for name in files:
            if not os.path.islink(copy := os.path.join(parent, name)):
                os.utime(copy, ns=(_BEFORE_ALL, _BEFORE_ALL))


def tidy(work: Path) -> None:
    """Of the copied files only what the run changed or made is worth its space."""
    for parent, folders, files in os.walk(work, topdown=False):
        for name in files:
            path = Path(parent, name)
            if path.is_symlink() or path.stat().st_mtime_ns == _BEFORE_ALL:
                path.unlink(missing_ok=True)
        for name in folders:
            _remove_if_empty(Path(parent, name))
    _remove_if_empty(work)


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
        folder.rmdir()


def _make(work: Path) -> None:
    """Empty, and closed to others; what earlier tries left long ago goes."""
    work.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in work.parent.iterdir():
        if each == work or each.lstat().st_mtime < time.time() - KEPT:
            shutil.rmtree(each)
    work.mkdir(mode=0o700)


def main() -> None:
    """As said above; what went wrong is the last line of the error output."""
    what, work, *commit = sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]
    try:
        if what == "tidy":
            tidy(work)
            return
        _make(work)
        if what == "archive":
            with tarfile.open(fileobj=sys.stdin.buffer, mode="r|") as archive:
                archive.extractall(work, filter="data")
        else:
            Repository(Path(commit[0])).export(commit[1], work)
        mark_copied(work)
    except (OSError, tarfile.TarError, SchedulerError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
