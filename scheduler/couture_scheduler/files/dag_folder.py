"""Which files of a DAG folder are looked into, by Airflow's rules.

Folders and files that begin with a dot are not, nor what an ``.airflowignore`` in a folder or above it names. Its lines
are patterns as in ``.gitignore`` (Airflow 3), or with ``AIRFLOW__CORE__DAG_IGNORE_FILE_SYNTAX=regexp`` regular
expressions (Airflow 2). Of the rest those are read that speak of DAGs at all: the others can only be modules.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

IGNORED = frozenset({"__pycache__", ".ipynb_checkpoints"})
IGNORE_FILE = ".airflowignore"
_SYNTAX = "AIRFLOW__CORE__DAG_IGNORE_FILE_SYNTAX"
_MAKERS = (b"airflow", b"couture")
_MADE = (b"dag", b"asset")


def python_files(folder: Path) -> Iterator[Path]:
    """The Python files of ``folder`` that are not ignored, in the order of their names."""
    yield from sorted(_walk(folder, []))


def may_hold_dags(path: Path) -> bool:
    """Whether the file speaks of Airflow or Couture, and of DAGs or assets. One that cannot be read may: reading it
    says why it cannot."""
    try:
        return speaks_of_dags(path.read_bytes())
    except OSError:
        return True


def speaks_of_dags(content: bytes) -> bool:
    """Whether it names Airflow or Couture, and DAGs or assets."""
    text = content.lower()
    return any(word in text for word in _MAKERS) and any(word in text for word in _MADE)


def all_files(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Every Python file and every ``.airflowignore``, with whether it is ignored, in the order of their paths."""
    yield from sorted(_walk_all(folder, [], ignored=False))


def is_ignored(folder: Path, path: str) -> bool:
    """Whether the file ``path`` of the DAG folder is ignored, or would be."""
    rules: list[_Rule] = []
    here = folder
    for name in Path(path).parts:
        rules += _rules(here)
        here = here / name
        if name.startswith(".") or name in IGNORED or _is_ignored(here, here != folder / path, rules):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Rule:
    """One line of an ``.airflowignore``. ``fits`` takes a path relative to the file's folder, and whether it is one."""

    base: Path
    fits: Callable[[str, bool], bool]
    ignores: bool = True


def _walk(folder: Path, above: Sequence[_Rule]) -> Iterator[Path]:
    rules = [*above, *_rules(folder)]
    for entry in _entries(folder):
        if entry.name in IGNORED or entry.name.startswith("."):
            continue
        is_folder = entry.is_dir()
        if _is_ignored(Path(entry.path), is_folder, rules):
            continue
        if is_folder and not _leads_back(Path(entry.path)):
            yield from _walk(Path(entry.path), rules)
        elif entry.name.endswith(".py") and entry.is_file():
            yield Path(entry.path)


def _walk_all(folder: Path, above: Sequence[_Rule], *, ignored: bool) -> Iterator[tuple[Path, bool]]:
    rules = [*above, *_rules(folder)]
    for entry in _entries(folder):
        path = Path(entry.path)
        if entry.name == IGNORE_FILE and entry.is_file():
            yield path, False
        if entry.name in IGNORED or entry.name.startswith("."):
            continue
        is_out = ignored or _is_ignored(path, entry.is_dir(), rules)
        if entry.is_dir() and not _leads_back(path):
            yield from _walk_all(path, rules, ignored=is_out)
        elif entry.name.endswith(".py") and entry.is_file():
            yield path, is_out


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []  # it went away, or is not ours to read


def _leads_back(folder: Path) -> bool:
    """Whether it is a link to a folder above itself."""
    return folder.is_symlink() and folder.parent.resolve().is_relative_to(folder.resolve())


def _is_ignored(path: Path, is_folder: bool, rules: Sequence[_Rule]) -> bool:
    """What the last rule that fits says."""
    for rule in reversed(rules):
        if rule.fits(path.relative_to(rule.base).as_posix(), is_folder):
            return rule.ignores
    return False


def _rules(folder: Path) -> Iterator[_Rule]:
    try:
        lines = (folder / IGNORE_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    make = _regexp if os.environ.get(_SYNTAX, "").lower() == "regexp" else _glob
    for line in lines:
        pattern = re.sub(r"(^|\s)#.*", "", line).strip()
        if pattern:
            yield make(folder, pattern)


def _regexp(folder: Path, pattern: str) -> _Rule:
    """A regular expression found anywhere in the path; one that is none fits nothing."""
    try:
        found = re.compile(pattern)
    except re.error:
        return _Rule(folder, lambda path, is_folder: False)
    return _Rule(folder, lambda path, is_folder: found.search(path) is not None)


def _glob(folder: Path, pattern: str) -> _Rule:
    """A line as in ``.gitignore``: ``!`` takes back, ``/`` at the end is for folders, one elsewhere ties the pattern to
    this folder, ``**`` is any folders."""
    ignores, body = not pattern.startswith("!"), pattern.removeprefix("!")
    only_folders, body = body.endswith("/"), body.rstrip("/")
    tied, body = "/" in body, body.removeprefix("/")
    found = re.compile(("" if tied else r"(?:.*/)?") + _translated(body))
    return _Rule(
        folder, lambda path, is_folder: (is_folder or not only_folders) and found.fullmatch(path) is not None, ignores
    )


def _translated(body: str) -> str:
    pieces = {"**/": r"(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|/\*\*$|\*\*|\*|\?|\[[^\]]+\])", body)
    return "".join(pieces.get(part) or (_choice(part) if part.startswith("[") else re.escape(part)) for part in parts)


def _choice(part: str) -> str:
    """``[abc]``, ``[!abc]``."""
    inner = part[1:-1].replace("\\", r"\\")
    return f"[^{inner[1:]}]" if inner.startswith("!") else f"[{inner}]"
