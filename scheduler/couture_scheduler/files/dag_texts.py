"""The texts of a DAG folder's files: found by their path, read as people see them, and written back as they were.

A path is relative to the DAG folder, with forward slashes. Lines of text end with ``\\n``; the file
keeps the line ends, the byte order mark and the encoding that it has or declares.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import tokenize
from codecs import BOM_UTF8
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from couture_scheduler.errors import InvalidInputError, NotFoundError
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.dag_folder import IGNORE_FILE
from couture_scheduler.files.regular import open_resolved
from couture_scheduler.files.workspace import inside

MOST_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class DagText:
    """One file as it is on the disk: ``hash`` is of its bytes."""

    path: str
    text: str
    hash: str
    size: int
    modified_at: datetime
    encoding: str


def find(folder: Path, path: str, *, field: str = "path") -> Path:
    """The file's place with all links resolved; it need not exist. ``InvalidInputError`` for what is no Python file of
    the DAG folder."""
    name = PurePosixPath(path)
    if name.is_absolute() or ".." in name.parts or "\\" in path:
        raise InvalidInputError.at(field, "Give a path inside the DAG folder, such as etl/daily.py.")
    if name.suffix != ".py" and name.name != IGNORE_FILE:
        raise InvalidInputError.at(field, f"A DAG file ends with .py; {name.name!r} does not.")
    if name.name != IGNORE_FILE and any(part.startswith(".") for part in name.parts):
        raise InvalidInputError.at(field, "The engine reads no file whose name, or whose folder, begins with a dot.")
    return inside(folder, name.as_posix(), field=field)


def hash_of(content: bytes) -> str:
    """What stands for the content of a file."""
    return hashlib.sha256(content).hexdigest()


def current_hash(place: Path) -> str | None:
    """Of what the file holds now; ``None`` when there is none. ``InvalidInputError`` for a folder or the like."""
    try:
        with open_resolved(place) as file:
            return hash_of(file.read())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InvalidInputError.at("path", f"{place.name} is not a file that can be written.") from error


def read(folder: Path, path: str) -> DagText:
    """The text of a file. ``NotFoundError`` when there is none, ``InvalidInputError`` when it is no text or too big."""
    place = find(folder, path)
    try:
        with open_resolved(place) as file:
            content = file.read(MOST_BYTES + 1)
            modified = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no file {path!r} in the DAG folder.") from error
    except OSError as error:
        raise InvalidInputError.at("path", f"{path} cannot be read: {error.strerror}.") from error
    if len(content) > MOST_BYTES:
        raise InvalidInputError.at("path", f"{path} has more than {MOST_BYTES // 1024**2} MB: too much to edit here.")
    encoding, text = _decoded(content, path)
    return DagText(path, _plain(text), hash_of(content), len(content), modified, encoding)


def encoded(text: str, before: bytes | None) -> bytes:
    """The bytes of ``text`` in the encoding that it declares, with the line ends and the mark of the file ``before``.
    ``InvalidInputError`` at ``content`` when the encoding has no such character."""
    plain = _plain(text)
    try:
        encoding = _encoding(plain.encode())
        marked = (before or b"").startswith(BOM_UTF8) and encoding == "utf-8"
        ends = plain.replace("\n", "\r\n") if before and b"\r\n" in before else plain
        content = (BOM_UTF8 if marked else b"") + ends.encode(encoding)
    except (SyntaxError, LookupError) as error:
        raise InvalidInputError.at("content", f"The encoding that the file declares is not known: {error}.") from error
    except UnicodeEncodeError as error:
        line = plain.count("\n", 0, error.start) + 1
        raise InvalidInputError.at(
            "content",
            f"Line {line} holds a character that the declared encoding {error.encoding} does not have. Declare utf-8.",
        ) from error
    if len(content) > MOST_BYTES:
        raise InvalidInputError.at("content", f"A DAG file may have {MOST_BYTES // 1024**2} MB at the most.")
    return content


def write(place: Path, content: bytes, *, is_new: bool = False) -> None:
    """Replace the file, or make it with the folders above it. Its permissions stay. ``is_new``: ``FileExistsError`` if
    there is one by now."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        mode = stat.S_IMODE(place.stat().st_mode)
    except FileNotFoundError:
        mode = 0o666
    write_atomically(place, content, durable=True, mode=mode, is_new=is_new)


def _decoded(content: bytes, path: str) -> tuple[str, str]:
    try:
        encoding = _encoding(content)
        text = content.decode(encoding)
    except (SyntaxError, LookupError, UnicodeDecodeError) as error:
        told = f"{path} is not text in the encoding that it declares: {error}. It can be downloaded and replaced."
        raise InvalidInputError.at("path", told) from error
    if "\0" in text:
        raise InvalidInputError.at(
            "path", f"{path} is not text: it holds NUL bytes. It can be downloaded and replaced."
        )
    return encoding, text


def _encoding(content: bytes) -> str:
    """By Python's rules: a mark, a declaration in the first two lines, else UTF-8."""
    return tokenize.detect_encoding(io.BytesIO(content).readline)[0]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
