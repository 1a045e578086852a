"""Snapshots: a notebook and its side files as they were at one moment, kept under ``<home>/snapshots/<hash>``.

The name is the hash of the content, so a snapshot never changes and the same content is kept once. ``manifest.json``
lists the files (paths in the workspace, with size and hash); they are under ``files/`` at the same paths.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from couture_scheduler.errors import InvalidInputError, NotFoundError
from couture_scheduler.files.atomic import raise_if_full
from couture_scheduler.files.regular import open_resolved
from couture_scheduler.files.workspace import inside, make_home

FOLDER = "snapshots"
MOST_FILES = 1000
MOST_BYTES = 200 * 1024 * 1024
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is in one. ``notebook`` and the keys of ``files`` are paths in the workspace; values are content hashes."""

    hash: str
    notebook: str
    files: dict[str, str]
    size: int


def pack(home: Path, workspace: Path, notebook: str, side_files: Sequence[str]) -> Snapshot:
    """Keep the files as they are now. ``InvalidInputError`` at ``files`` for what is missing, outside of the workspace
    or too much; ``DiskFullError`` when there is no space, and nothing is kept then."""
    make_home(home)
    place = home / FOLDER
    try:
        place.mkdir(exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".new-", dir=place))
    except OSError as error:
        raise_if_full(error, place)
        raise
    try:
        found, size = _copy(workspace.resolve(), draft / "files", [notebook, *side_files])
        return _settle(draft, place, notebook, found, size)
    except OSError as error:
        raise_if_full(error, place)
        raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _settle(draft: Path, place: Path, notebook: str, found: dict[str, str], size: int) -> Snapshot:
    """Give the draft its name, unless the same content is kept already."""
    document = {"notebook": notebook, "files": dict(sorted(found.items())), "size": size}
    text = json.dumps(document, sort_keys=True)
    name = hashlib.sha256(text.encode()).hexdigest()
    (draft / "manifest.json").write_text(text, encoding="utf-8")
    try:
        draft.rename(place / name)
    except OSError:
        if not (place / name).is_dir():
            raise
        os.utime(place / name)  # wanted again: house-keeping must not take it for old
    return Snapshot(name, notebook, found, size)


def read(home: Path, name: str) -> Snapshot:
    """What the snapshot holds; ``NotFoundError`` when there is none of this name."""
    folder = folder_of(home, name)
    try:
        document: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return Snapshot(name, document["notebook"], document["files"], document["size"])
    except (OSError, ValueError, KeyError) as error:
        raise NotFoundError(f"There is no snapshot {name[:12]} any more. Take a new one.") from error


def unpack(home: Path, name: str, target: Path) -> Snapshot:
    """Write a copy of the files into the folder ``target``."""
    snapshot = read(home, name)
    try:
        for path in snapshot.files:
            copy = target / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder_of(home, name) / "files" / path, copy)
            shutil.copymode(folder_of(home, name) / "files" / path, copy)
    except OSError as error:
        raise_if_full(error, target)
        raise
    return snapshot


def write_archive(home: Path, name: str, target: IO[bytes]) -> None:
    """Write the files as a tar archive into ``target``, for whom our folders are closed."""
    with tarfile.open(fileobj=target, mode="w") as archive:
        for path in read(home, name).files:
            archive.add(folder_of(home, name) / "files" / path, path)


def read_file(home: Path, name: str, path: str) -> bytes | None:
    """The content of one file of the snapshot."""
    if path not in read(home, name).files:
        return None
    return (folder_of(home, name) / "files" / path).read_bytes()


def folder_of(home: Path, name: str) -> Path:
    """Where the snapshot is; ``NotFoundError`` for what is no name of one."""
    if not _HASH.fullmatch(name):
        raise NotFoundError(f"{name!r} is not the name of a snapshot.")
    return home / FOLDER / name


def names(home: Path) -> list[str]:
    """All snapshots."""
    try:
        return sorted(each.name for each in os.scandir(home / FOLDER) if _HASH.fullmatch(each.name))
    except FileNotFoundError:
        return []


def content_hash(content: bytes) -> str:
    """The name of a file's content, in snapshots and in what a run says of its code."""
    return hashlib.sha256(content).hexdigest()


def _copy(workspace: Path, target: Path, paths: Sequence[str]) -> tuple[dict[str, str], int]:
    unique = list(dict.fromkeys(paths))
    if len(unique) > MOST_FILES:
        raise _problem(f"A snapshot has at most {MOST_FILES:,} files; these are {len(unique):,}. Leave some out.")
    found: dict[str, str] = {}
    size = 0
    for path in unique:
        source = inside(workspace, path, field="files")
        name = (workspace / path).relative_to(workspace).as_posix()
        if ".." in Path(name).parts:
            raise _problem(f'Write the path {path} without "..".')
        content = _read(source, path, MOST_BYTES - size)
        size += len(content)
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(content)
        shutil.copymode(source, copy)
        found[name] = content_hash(content)
    return found, size


def _read(source: Path, path: str, room: int) -> bytes:
    try:
        with open_resolved(source) as file:
            is_too_much = os.fstat(file.fileno()).st_size > room
            content = b"" if is_too_much else file.read(room)
    except OSError as error:
        raise _problem(f"The file {path} cannot be packed: {error.strerror or error}.") from error
    if is_too_much:
        megabytes = MOST_BYTES // 1024**2
        raise _problem(f"A snapshot holds at most {megabytes} MB; with {path} it would be more. Leave large files out.")
    return content


def _problem(sentence: str) -> InvalidInputError:
    return InvalidInputError.at("files", sentence)
