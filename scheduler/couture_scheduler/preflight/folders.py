"""Where a notebook works and looks: its folder, where it goes with ``%cd``, what it adds to ``sys.path``."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

from couture_scheduler.preflight.dotted import dotted
from couture_scheduler.preflight.literals import Literals
from couture_scheduler.preflight.magics import Effects
from couture_scheduler.preflight.situations import Nodes


class Folders:
    """The working folder at each place of the notebook, and the folders that imports are looked up in."""

    def __init__(self, start: Path, nodes: Nodes, effects: Effects, literals: Literals) -> None:
        self._start = start
        self._moves: list[tuple[int, Path | None]] = []
        moves = [*effects.folders, *_changes(nodes, literals)]
        at: Path | None = start
        for line, target in sorted(moves, key=lambda move: move[0]):
            at = _moved(at, target)
            self._moves.append((line, at))
        self.imports = [start]
        self.adds_unknown = False
        for added in _added(nodes, literals):
            place = None if added is None else Path(os.path.normpath(start / Path(added).expanduser()))
            if place is None or not place.exists():  # it may be made before the import
                self.adds_unknown = True
            else:
                self.imports.append(place)
        self.imports += [folder for _, folder in self._moves if folder is not None]

    def at(self, line: int) -> Path | None:
        """The working folder at a place; ``None`` when it cannot be known."""
        found: Path | None = self._start
        for moved, folder in self._moves:
            if moved < line:
                found = folder
        return found

    def locate(self, path: str, line: int) -> Path | None:
        """A path at a place, as an absolute one; ``None`` when it cannot be known."""
        wanted = Path(path).expanduser() if path.startswith("~/") else Path(path)
        folder = self.at(line)
        if wanted.is_absolute():
            return Path(os.path.normpath(wanted))
        return None if folder is None else Path(os.path.normpath(folder / wanted))


def _moved(at: Path | None, target: str | None) -> Path | None:
    if target is None or not target or any(letter in target for letter in "$-{"):
        return None
    wanted = Path(target).expanduser() if target.startswith("~") else Path(target)
    if wanted.is_absolute():
        return wanted
    return None if at is None else Path(os.path.normpath(at / wanted))


def _changes(nodes: Nodes, literals: Literals) -> Iterator[tuple[int, str | None]]:
    for node, _ in nodes:
        if isinstance(node, ast.Call) and node.args and dotted(node.func) in ("os.chdir", "chdir"):
            yield node.lineno, literals.text(node.args[0])


def _added(nodes: Nodes, literals: Literals) -> Iterator[str | None]:
    """What is added to ``sys.path``; ``None`` for what is not written down."""
    for node, _ in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = dotted(node.func)
            if name in ("sys.path.append", "sys.path.insert", "path.append", "path.insert") and node.args:
                argument = node.args[-1]
                if isinstance(argument, ast.Call) and dotted(argument.func) == "str" and argument.args:
                    argument = argument.args[0]
                yield literals.text(argument)
            elif name in ("sys.path.extend", "site.addsitedir"):
                yield None
