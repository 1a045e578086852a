"""Backups of a workspace's home: one tar archive, made while everything runs, and put back elsewhere or in its place.

In it: ``backup.json`` (of which schema and when), the database if it is SQLite, the keys, the settings, and what runs
left. The database is copied first and the files after it: a result is a file before the database knows of it. What is
made anew by itself (environments, caches, logs of the engine, addresses of processes) is left out.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from couture_jupyter.version import __version__
from couture_scheduler.config import FILE_NAME, Settings
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.files import snapshots
from couture_scheduler.files.encryption import KEY_NAME
from couture_scheduler.store import sqlite_files
from couture_scheduler.store.migrations import HEAD
from couture_scheduler.store.session import Store

MANIFEST, DATABASE, RUNS = "backup.json", "couture.db", "runs"
KEPT = (KEY_NAME, FILE_NAME, RUNS, "drafts", snapshots.FOLDER)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. ``revision`` is that of the database's schema; ``database`` is its kind."""

    version: str
    revision: str
    database: str
    made_at: str

    @property
    def has_database(self) -> bool:
        """Other databases than SQLite have programs of their own for this."""
        return self.database == "sqlite"


def make(settings: Settings, archive: Path, now: datetime, *, with_runs: bool = True) -> Manifest:
    """Write the archive, readable by its owner only: it holds the keys. ``ConflictError`` when it is there already."""
    store = Store(settings.db_url)
    revision = store.revision()
    if revision is None:
        raise NotFoundError(f"There is no database yet ({store.url.render_as_string(hide_password=True)}).")
    manifest = Manifest(__version__, revision, store.dialect, now.isoformat())
    try:
        descriptor = os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ConflictError(f"{archive} is there already.") from None
    try:
        with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as tar:
            _fill(tar, settings, store, manifest, with_runs=with_runs)
    except BaseException:
        archive.unlink()
        raise
    finally:
        store.close()
    return manifest


def restore(settings: Settings, archive: Path, now: datetime, *, replace: bool = False) -> tuple[Manifest, Path | None]:
    """Put back what the archive holds. What is there is kept in a folder beside it, which is the second answer.

    ``ConflictError`` when something is there and ``replace`` is not said, or the archive is of a newer version.
    """
    store = Store(settings.db_url)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.home) as scratch:
        found = Path(scratch)
        manifest = _unpack(archive, found)
        if manifest.has_database != (store.dialect == "sqlite"):
            raise ConflictError(f"This is the backup of a {manifest.database} database; db_url names {store.dialect}.")
        places = {name: settings.home / name for name in KEPT}
        if manifest.has_database:
            places[DATABASE] = sqlite_files.path_of(store.url)
        there = [each for each in (*places.values(), *_logs(places.get(DATABASE))) if each.exists()]
        if there and not replace:
            raise ConflictError(f"{there[0]} is there already: replace it, or name another workspace.")
        aside = _put_aside(settings.home / f"before-restore-{now:%Y%m%dT%H%M%SZ}", there) if there else None
        for name, place in places.items():
            if (found / name).exists():
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                shutil.move(found / name, place)
    return manifest, aside


def _fill(tar: tarfile.TarFile, settings: Settings, store: Store, manifest: Manifest, *, with_runs: bool) -> None:
    text = json.dumps(asdict(manifest)).encode()
    head = tarfile.TarInfo(MANIFEST)
    head.size = len(text)
    tar.addfile(head, BytesIO(text))
    if manifest.has_database:
        with tempfile.TemporaryDirectory(dir=settings.home) as scratch:
            copy = Path(scratch) / DATABASE
            sqlite_files.copy(store.url, copy)
            tar.add(copy, DATABASE)
    for name in KEPT:
        if with_runs or name != RUNS:
            for path in _files(settings.home / name):
                with contextlib.suppress(FileNotFoundError):  # a run that was deleted meanwhile
                    tar.add(path, str(path.relative_to(settings.home)), recursive=False)


def _files(place: Path) -> Iterator[Path]:
    """A file, or all that is in a folder; links would lead elsewhere on another machine."""
    if place.is_file() and not place.is_symlink():
        yield place
    for folder, _, names in os.walk(place):
        yield Path(folder)
        yield from (path for name in names if not (path := Path(folder) / name).is_symlink())


def _unpack(archive: Path, into: Path) -> Manifest:
    """Unpack without leaving ``into``. ``InvalidInputError`` for what is no backup of ours."""
    try:
        with tarfile.open(archive) as tar:
            members, allowed = tar.getmembers(), {(name,) for name in (MANIFEST, DATABASE, *KEPT)}
            strange = [each.name for each in members if Path(each.name).parts[:1] not in allowed]
            if strange:
                raise InvalidInputError.at("archive", f"{archive} is no backup: it holds {strange[0]}.")
            tar.extractall(into, members, filter="data")
        manifest = Manifest(**json.loads((into / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, EOFError, ValueError, TypeError, tarfile.TarError) as error:
        raise InvalidInputError.at("archive", f"{archive} is no whole backup: {error}.") from error
    if manifest.revision > HEAD:
        raise ConflictError(
            f"The backup was made by couture-jupyter {manifest.version} (schema {manifest.revision}), which is newer "
            f"than this one ({__version__}, schema {HEAD}). Install that version first."
        )
    return manifest


def _logs(database: Path | None) -> list[Path]:
    """What SQLite keeps beside its file; it belongs to the old one."""
    return [] if database is None else [database.with_name(f"{database.name}-{end}") for end in ("wal", "shm")]


def _put_aside(folder: Path, there: list[Path]) -> Path:
    folder.mkdir(mode=0o700)
    for each in there:
        shutil.move(each, folder / each.name)
    return folder
