"""A requirements or lock file, with the files that it includes: read once, so that what is hashed is what is installed.

Taken are pip's format (``requirements.txt``, with ``-r`` and ``-c`` lines) and ``pylock.toml``. Of projects and wheels
that lie on this machine the digest has the place and when their files changed: two equal files in two folders may mean
two packages, and a project goes on being written.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from couture_scheduler.errors import InvalidInputError
from couture_scheduler.files.regular import open_resolved

LARGEST = 5_000_000  # bytes
MOST_FILES = 50
_INCLUDES = re.compile(r"\s*(?:-r|--requirement|-c|--constraint)(?:\s+|=)(\S+)")
_NAME = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:[\[;@=<>~!#,]|$)")
_LOCK = re.compile(r"pylock(\.[^.]+)?\.toml")
_LOCAL = re.compile(
    r"""\s*(?P<live>-e\s*|--editable[\s=]+)?(?:-f\s*|--find-links[\s=]+)?(?:[\w.\[\],-]+\s*@\s*)?(?:file:(?://)?)?"""
    r"""(?P<path>[^\s;\[#]+)"""
)
_MADE = re.compile(r"build|dist|__pycache__|\..*|.*\.egg-info|node_modules")  # by installing, or not by people
_BUILD_FILES = ("pyproject.toml", "setup.py", "setup.cfg")
MOST_STAMPS = 5_000  # files of one local project


@dataclass(frozen=True, slots=True)
class Requirements:
    """``files`` are the file and what it includes, by their paths; ``digest`` tells two contents apart."""

    path: Path
    files: dict[Path, bytes]
    digest: str

    @property
    def is_lock(self) -> bool:
        """Whether it is a ``pylock.toml``."""
        return _LOCK.fullmatch(self.path.name) is not None

    @property
    def has_hashes(self) -> bool:
        """Whether packages are named with their hashes: pip then takes nothing that is named without."""
        return any(b"--hash=" in content for content in self.files.values())

    @property
    def names(self) -> list[str]:
        """The packages that it names, as they are written."""
        if self.is_lock:
            return [each["name"] for each in tomllib.loads(self.files[self.path].decode()).get("packages", ())]
        lines = (line for content in self.files.values() for line in content.decode("utf-8-sig").splitlines())
        return [found[1] for line in lines if (found := _NAME.match(line))]


def read_requirements(path: Path, python: str = sys.version, *, workspace: Path | None = None) -> Requirements:
    """Read the file and all that it includes, which has to be in the ``workspace`` if one is given. ``python`` is the
    version that it is for.

    Raises ``InvalidInputError`` at ``requirements`` for a file that is not there or cannot be understood.
    """
    if path.suffix not in (".txt", ".in") and not _LOCK.fullmatch(path.name):
        raise _wrong(f"{path.name!r} is no requirements file: give a .txt file in pip's format, or a pylock.toml.")
    files: dict[Path, bytes] = {}
    _read(path, files, workspace.resolve() if workspace else None)
    digest = hashlib.sha256(python.encode())
    for each in files:
        digest.update(hashlib.sha256(files[each]).digest())
        for stamp in _local_stamps(each, files[each]):
            digest.update(stamp.encode("utf-8", "surrogateescape"))
    return Requirements(path, files, digest.hexdigest()[:20])


def _read(path: Path, files: dict[Path, bytes], workspace: Path | None) -> None:
    if path in files:
        return
    place = path.resolve()
    if workspace is not None and not place.is_relative_to(workspace):
        raise _wrong(f"The requirements include {path.name!r}, which is outside of the workspace. Copy it there.")
    if len(files) >= MOST_FILES:
        raise _wrong(f"The requirements include more than {MOST_FILES} files.")
    try:
        with open_resolved(place) as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise _wrong(f"The requirements file {path.name!r} cannot be read: {error.strerror}.") from error
    if len(content) > LARGEST:
        raise _wrong(f"The requirements file {path.name!r} is larger than {LARGEST // 10**6} MB.")
    files[path] = content
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise _wrong(f"{path.name!r} is no text in UTF-8.") from None
    if path.suffix in (".txt", ".in"):
        for line in lines:
            if found := _INCLUDES.match(line):
                _read(_included(path, found[1]), files, workspace)


def _included(path: Path, name: str) -> Path:
    if "://" in name:
        raise _wrong(
            f"{path.name!r} includes a file by its address. Copy that file into the workspace, and name it here."
        )
    return (path.parent / name).resolve()


def _local_stamps(file: Path, content: bytes) -> Iterator[str]:
    """For each project, wheel or folder on this machine that the file names: where it is and when it changed."""
    if file.suffix not in (".txt", ".in"):
        return
    for line in content.decode("utf-8-sig").splitlines():
        found = _LOCAL.match(line)
        place = file.parent / found["path"] if found else file.parent
        if found is None or not re.search(r"[/\\]|^\.+$|\.(whl|zip|gz)$", found["path"]) or not place.exists():
            continue
        yield str(place.resolve())
        for changing in [place / name for name in _BUILD_FILES] if found["live"] else _files_of(place):
            if changing.is_file():
                yield f"{changing} {changing.stat().st_size} {changing.stat().st_mtime_ns}"


def _files_of(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    found: list[Path] = []
    for parent, folders, names in os.walk(place):
        folders[:] = sorted(each for each in folders if not _MADE.fullmatch(each))
        found += [Path(parent, name) for name in sorted(names)]
        if len(found) >= MOST_STAMPS:
            break
    return found[:MOST_STAMPS]


def _wrong(sentence: str) -> InvalidInputError:
    return InvalidInputError.at("requirements", sentence)
