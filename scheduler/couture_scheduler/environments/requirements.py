"""A requirements or lock file, with the files that it includes: read once, so that what is hashed is what is installed.

Taken are pip's format (``requirements.txt``, with ``-r`` and ``-c`` lines) and ``pylock.toml``.
"""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from couture_scheduler.errors import InvalidInputError

LARGEST = 5_000_000  # bytes
MOST_FILES = 50
_INCLUDES = re.compile(r"\s*(?:-r|--requirement|-c|--constraint)(?:\s+|=)(\S+)")
_LOCK = re.compile(r"pylock(\.[^.]+)?\.toml")


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


def read_requirements(path: Path, python: str = sys.version) -> Requirements:
    """Read the file and all that it includes. ``python`` is the version that it is for.

    Raises ``InvalidInputError`` at ``requirements`` for a file that is not there or cannot be understood.
    """
    if path.suffix not in (".txt", ".in") and not _LOCK.fullmatch(path.name):
        raise _wrong(f"{path.name!r} is no requirements file: give a .txt file in pip's format, or a pylock.toml.")
    files: dict[Path, bytes] = {}
    _read(path, files)
    digest = hashlib.sha256(python.encode())
    for each in files:
        digest.update(hashlib.sha256(files[each]).digest())
    return Requirements(path, files, digest.hexdigest()[:20])


def _read(path: Path, files: dict[Path, bytes]) -> None:
    if path in files:
        return
    if len(files) >= MOST_FILES:
        raise _wrong(f"The requirements include more than {MOST_FILES} files.")
    try:
        content = path.read_bytes()
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
                _read((path.parent / found[1]).resolve(), files)


def _wrong(sentence: str) -> InvalidInputError:
    return InvalidInputError.at("requirements", sentence)
