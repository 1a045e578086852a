"""The files that a notebook needs beside itself: found by reading its imports and what it opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from couture_scheduler.preflight import cells
from couture_scheduler.preflight.findings import SideFile, SideFileKind
from couture_scheduler.preflight.local_modules import LocalModule, follow, imports_of
from couture_scheduler.preflight.reading import Reading, read_python

MOST = 5000
_ENVIRONMENTS = (
    *("requirements.txt", "requirements.lock", "pylock.toml", "pyproject.toml", "uv.lock", "poetry.lock", "Pipfile"),
    *("Pipfile.lock", "environment.yml", "environment.yaml", "conda-lock.yml", "renv.lock"),
)


def side_files(notebook: Path, workspace: Path) -> list[SideFile]:
    """The files in the workspace that the notebook imports, opens by a literal name or runs, and the requirements or
    lock files beside it; what it writes first is left out. Files that do not exist are listed with ``exists`` false.

    Raises ``NotFoundError`` or ``InvalidInputError`` when the notebook cannot be read.
    """
    root, source = workspace.resolve(), cells.read(notebook)
    found: dict[str, SideFile] = {}
    if (source.language or "python") == "python":
        for path, kind, line in _needed(read_python(source, root)):
            _add(found, root, path, kind, cells.place(line)[0])
    for name in _ENVIRONMENTS:
        if (notebook.parent / name).is_file():
            _add(found, root, notebook.parent / name, "environment", None)
    found.pop(_relative(root, notebook) or "", None)
    return list(found.values())[:MOST]


def _needed(reading: Reading) -> Iterator[tuple[Path, SideFileKind, int]]:
    modules = list(follow(iter(reading.imports), reading.folders.imports))
    scripts = list(_scripts(reading))
    for module in [*modules, *scripts]:
        yield module.path, "module", module.line
    for use, path in files_read(reading):
        for each in _matches(path):
            yield each, "data", use


def _scripts(reading: Reading) -> Iterator[LocalModule]:
    """What ``%run`` runs, and the modules that it imports."""
    for line, target in reading.code.effects.runs:
        path = reading.folders.locate(target, line)
        if path is None:
            continue
        path = path if path.suffix else path.with_suffix(".py")
        yield LocalModule(path, line)
        if path.is_file():
            yield from follow(iter(imports_of(path, line)), [path.parent, *reading.folders.imports])


def files_read(reading: Reading) -> Iterator[tuple[int, Path]]:
    """The files that the notebook reads and that it has not written before, with the place where it does."""
    written, is_certain = set[Path](), True
    made = [(line, path) for line, path in reading.code.effects.written]
    for line, path in made:
        if found := reading.folders.locate(path, line):
            written.add(found)
    for use in reading.files:
        found = reading.folders.locate(use.path, use.line)
        if use.is_write:
            is_certain = is_certain and use.path != "*"
            if found is not None:
                written.add(found)
        elif found is not None and not _is_written(found, written) and (is_certain or found.exists()):
            yield use.line, found


def _is_written(path: Path, written: set[Path]) -> bool:
    return path in written


def _matches(path: Path) -> list[Path]:
    if "*" not in path.name:
        return [path]
    return sorted(path.parent.glob(path.name))[:MOST] if path.parent.is_dir() else []


def _add(found: dict[str, SideFile], root: Path, path: Path, kind: SideFileKind, cell: int | None) -> None:
    name = _relative(root, path)
    if name is None or name in found or path.is_dir():
        return
    size = path.stat().st_size if path.is_file() else None
    found[name] = SideFile(name, kind, cell, size, size is not None)


def _relative(root: Path, path: Path) -> str | None:
    """The path in the workspace; ``None`` when it leads out of it, also by a link."""
    resolved = path.resolve()
    return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else None
