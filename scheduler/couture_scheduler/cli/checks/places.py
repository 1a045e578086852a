"""Can the workspace and our own folder be written, and is there space?"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from couture_scheduler.cli.checks.check import Check
from couture_scheduler.cli.session import Session

LEAST_FREE = 500 * 1024**2  # bytes
NETWORK_FILE_SYSTEMS = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs", "lustre", "gpfs")


def look(session: Session) -> Iterator[Check]:
    """The workspace, our folder in it, disk space, the file system under an SQLite database."""
    settings = session.settings
    yield _writable("workspace", settings.workspace)
    if not settings.home.is_dir():
        yield Check("home", None, f"{settings.home} is not there yet: the first start makes it")
    else:
        yield _writable("home", settings.home)
        yield _private(settings.home)
    yield _space(settings.workspace)
    if settings.db_url.startswith("sqlite"):
        yield _file_system(settings.home)


def _writable(subject: str, folder: Path) -> Check:
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".couture-doctor-"):
            return Check(subject, True, f"{folder} can be written")
    except OSError as error:
        return Check(
            subject, False, f"{folder} cannot be written: {error.strerror}", f"Give yourself write access to {folder}"
        )


def _private(home: Path) -> Check:
    mode = home.stat().st_mode & 0o077
    if mode and os.name == "posix":
        return Check(
            "privacy", False, f"Others may look into {home}, which holds the engine's key", f"chmod 700 {home}"
        )
    return Check("privacy", True, f"Only you may look into {home}")


def _space(folder: Path) -> Check:
    free = shutil.disk_usage(_existing(folder)).free
    sentence = f"{free / 1024**3:.1f} GiB are free in {folder}"
    return Check("disk space", free >= LEAST_FREE, sentence, "Make room: runs need at least 0.5 GiB")


def _file_system(home: Path) -> Check:
    kind = _kind_of_file_system(_existing(home))
    if any(kind.startswith(name) for name in NETWORK_FILE_SYSTEMS):
        mend = "Put COUTURE_HOME on a local disk, or use PostgreSQL (COUTURE_DB_URL)"
        return Check("file system", False, f"SQLite is not safe on a network file system ({kind})", mend)
    return Check("file system", True, f"The database is on a local file system ({kind or 'unknown kind'})")


def _kind_of_file_system(folder: Path) -> str:
    import psutil

    mounts = {Path(each.mountpoint): each.fstype for each in psutil.disk_partitions(all=True)}
    place = folder.resolve()
    return next((mounts[each] for each in (place, *place.parents) if each in mounts), "")


def _existing(folder: Path) -> Path:
    return next(each for each in (folder, *folder.parents) if each.exists())
