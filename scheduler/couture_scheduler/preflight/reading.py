"""A notebook as it was read: its code, the folders it works in, the files it uses. Every rule begins here."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from couture_scheduler.errors import SchedulerError
from couture_scheduler.preflight import cells
from couture_scheduler.preflight.cells import NotebookSource
from couture_scheduler.preflight.code import Code, read_code, read_script
from couture_scheduler.preflight.file_uses import FileUse, find_file_uses
from couture_scheduler.preflight.folders import Folders
from couture_scheduler.preflight.imports import Import, find_imports
from couture_scheduler.preflight.literals import Literals
from couture_scheduler.preflight.local_modules import parse_file
from couture_scheduler.preflight.situations import Nodes, walk

_DEEPEST = 5  # scripts that run scripts


@dataclass(slots=True)
class Reading:
    """A notebook whose language is Python."""

    source: NotebookSource
    workspace: Path
    code: Code
    tree: ast.Module
    nodes: Nodes
    folders: Folders
    imports: list[Import] = field(default_factory=list)
    files: list[FileUse] = field(default_factory=list)


def read_python(
    source: NotebookSource, workspace: Path, parameters: dict[str, Any] | None = None, depth: int = 0
) -> Reading:
    """Read all that the rules need. ``parameters`` are those given to the run."""
    given = parameters or {}
    folder = source.path.parent

    def names_of(target: str) -> list[str] | None:
        return names_left_by(folder / target, workspace, depth + 1)

    skipped = "injected-parameters" if given else ""
    cells_read = [cell for cell in source.code if skipped not in cell.tags or not skipped]
    code = read_script(source.cells[0]) if source.is_script else read_code(cells_read, names_of)
    after = source.parameters_cell
    tree = code.tree(given, after.index if after else -1)
    nodes = walk(tree)
    literals = Literals(tree, nodes, given)
    folders = Folders(folder, nodes, code.effects, literals)
    return Reading(
        source, workspace, code, tree, nodes, folders, list(find_imports(nodes)), list(find_file_uses(nodes, literals))
    )


def names_left_by(path: Path, workspace: Path, depth: int) -> list[str] | None:
    """The names that ``%run path`` leaves in the notebook; ``None`` when the file cannot be read."""
    path = path if path.suffix else path.with_suffix(".py")
    path = path.resolve()
    if depth > _DEEPEST or not path.is_relative_to(workspace.resolve()):
        return None
    if path.suffix == ".ipynb":
        try:
            reading = read_python(cells.read(path), workspace, depth=depth)
        except SchedulerError:
            return None
        return None if reading.code.problems or reading.code.effects.unknown_names else _names(reading.tree)
    tree = parse_file(path)
    return None if tree is None else _names(tree)


def _names(tree: ast.Module) -> list[str] | None:
    """The names that a module sets; ``None`` when it imports everything of another one."""
    found: dict[str, None] = {}
    for statement in tree.body:
        for node in [statement, *ast.walk(statement)]:
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    found[name] = None
                case ast.Name(id=name, ctx=ast.Store()):
                    found[name] = None
                case ast.alias(name="*"):
                    return None
                case ast.alias(name=name, asname=asname):
                    found[asname or name.partition(".")[0]] = None
    return list(found)
