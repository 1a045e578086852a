"""Modules beside a notebook: found as Python would find them, read without being run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from couture_scheduler.files.regular import open_resolved
from couture_scheduler.preflight.imports import Import, find_imports
from couture_scheduler.preflight.situations import walk

LARGEST = 10 * 1024 * 1024  # bytes of a module that is still read
MOST = 2000  # modules that are followed


@dataclass(frozen=True, slots=True)
class LocalModule:
    """A file of a local module, and the import in the notebook that leads to it."""

    path: Path
    line: int


def locate(name: str, folders: list[Path]) -> list[Path]:
    """The files that ``import name`` runs: each package's ``__init__.py`` and the module itself. Empty when there is no
    such module in the folders; a folder without ``__init__.py`` is itself the answer (a namespace package)."""
    parts = name.split(".")
    for folder in folders:
        if found := _in_folder(folder, parts):
            return found
    return []


def follow(imports: Iterator[Import], folders: list[Path]) -> Iterator[LocalModule]:
    """The local modules behind these imports, and those that they import in turn."""
    waiting = [(each, folders) for each in imports]
    seen: set[Path] = set()
    while waiting and len(seen) < MOST:
        each, places = waiting.pop(0)
        for path in _files(each, places):
            if path in seen or path.is_dir():
                continue
            seen.add(path)
            yield LocalModule(path, each.line)
            waiting += [(inner, _places(inner, path, folders)) for inner in imports_of(path, each.line)]


def imports_of(path: Path, line: int) -> list[Import]:
    """The imports of a module's file, as if they stood at ``line``; none when it cannot be read."""
    tree = parse_file(path)
    if tree is None:
        return []
    return [replace(each, line=line) for each in find_imports(walk(tree))]


def parse_file(path: Path) -> ast.Module | None:
    """The syntax tree of a Python file, or ``None``."""
    try:
        place = path.resolve()
        if place.suffix != ".py":
            return None
        with open_resolved(place) as file:
            content = file.read(LARGEST + 1)
        return ast.parse(content) if len(content) <= LARGEST else None
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _files(each: Import, places: list[Path]) -> Iterator[Path]:
    if each.name:
        yield from locate(each.name, places)
    for name in each.names:  # `from package import module`
        if name != "*":
            yield from locate(f"{each.name}.{name}" if each.name else name, places)


def _places(inner: Import, path: Path, folders: list[Path]) -> list[Path]:
    """Where the import in the file ``path`` looks."""
    if inner.level == 0:
        return folders
    folder = path.parent
    for _ in range(inner.level - 1):
        folder = folder.parent
    return [folder]


def _in_folder(folder: Path, parts: list[str]) -> list[Path]:
    found: list[Path] = []
    for number, part in enumerate(parts):
        package, module = folder / part, folder / f"{part}.py"
        if (package / "__init__.py").is_file():
            found.append(package / "__init__.py")
        elif module.is_file():
            return [*found, module] if number == len(parts) - 1 else []
        elif compiled := next(iter(sorted(folder.glob(f"{part}.*.so"))), None):
            return [*found, compiled] if number == len(parts) - 1 else []
        elif package.is_dir() and part.isidentifier():
            found.append(package)
        else:
            return []
        folder = package
    return found
