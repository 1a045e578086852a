"""The code of a notebook as one syntax tree: what IPython would make of each cell, one after the other.

The line of each node is its place in the notebook (``cells.place``).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from couture_scheduler.preflight.cells import STEP, Cell
from couture_scheduler.preflight.magics import Effects, MagicReader, NamesOf, assignments, is_automagic

_CELL_MAGIC = re.compile(r"%%([\w.]+)[ \t]*(.*)")
_PYTHON_CELLS = {"time", "timeit", "prun", "memit", "capture", "mprun", "lprun"}
_SHELL_CELLS = {"bash", "sh", "script", "!", "system", "sx", "cmd", "powershell"}
_FOREIGN_CELLS = {"html", "HTML", "javascript", "js", "latex", "markdown", "svg", "SVG", "perl", "ruby", "python2"}
_CONTINUED = re.compile(r"^[ \t]*[%!].*\\$")


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """A cell that is not Python."""

    cell: Cell
    line: int
    message: str
    text: str  # as IPython gives it to Python


@dataclass(slots=True)
class Code:
    """All that was read; ``bodies`` maps each cell's index to its statements."""

    bodies: dict[int, list[ast.stmt]] = field(default_factory=dict)
    problems: list[SyntaxProblem] = field(default_factory=list)
    effects: Effects = field(default_factory=Effects)

    def tree(self, injected: Iterable[str] = (), after: int = -1) -> ast.Module:
        """One module of all cells; ``injected`` are names that are set after the cell with the index ``after``."""
        before = [each for index, body in self.bodies.items() if index <= after for each in body]
        behind = [each for index, body in self.bodies.items() if index > after for each in body]
        given = [ast.fix_missing_locations(each) for each in assignments(list(injected))]
        for each in given:
            ast.increment_lineno(each, max(after, 0) * STEP)
        return ast.Module([*before, *given, *behind], [])


def read_code(cells: Iterable[Cell], names_of: NamesOf) -> Code:
    """Read the Python of code cells."""
    code = Code()
    for cell in cells:
        _CellReader(cell, code, names_of).read()
    return code


def read_script(cell: Cell) -> Code:
    """Read a file of plain Python."""
    code = Code()
    try:
        tree = ast.parse(cell.source)
        compile(tree, "<script>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        message = error.msg if isinstance(error, SyntaxError) else str(error) or "too deeply nested"
        code.effects.add_words(cell.source)
        code.problems.append(SyntaxProblem(cell, line or 1, message, cell.source))
    else:
        code.bodies[cell.index] = tree.body
    return code


def parse(text: str) -> ast.Module:
    """Python as a notebook takes it: ``await`` may stand at the top level. Raises ``SyntaxError`` and its like."""
    tree = compile(text, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    compile(tree, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)  # `return` and its like
    assert isinstance(tree, ast.Module)
    return tree


class _CellReader:
    """Reads one cell."""

    def __init__(self, cell: Cell, code: Code, names_of: NamesOf) -> None:
        self._cell, self._code, self._effects = cell, code, code.effects
        self._start = cell.index * STEP
        self._magics = MagicReader(code.effects, self._start, names_of)

    def read(self) -> None:
        before, text = self._without_cell_magic()
        if text is None:
            self._code.bodies[self._cell.index] = before
            return
        try:
            tree = self._parse(text)
        except SyntaxError as error:
            self._fail(text, error.lineno or 1, error.msg)
        except (ValueError, RecursionError, MemoryError, RuntimeError) as error:
            self._fail(text, 1, str(error) or "too deeply nested")
        else:
            ast.increment_lineno(tree, self._start)
            self._code.bodies[self._cell.index] = [*before, *tree.body]

    def _parse(self, text: str) -> ast.Module:
        if is_automagic(text):
            text = re.sub(r"^(\s*)", r"\1%", text, count=1)
        try:
            tree = parse(text)
        except SyntaxError:
            tree = parse(_ipython(text))
        self._magics.visit(tree)
        return ast.fix_missing_locations(tree)

    def _fail(self, text: str, line: int, message: str) -> None:
        # What stands in a cell that cannot be read counts as set, or one mistake would be told many times.
        self._effects.add_words(text)
        with suppress(SyntaxError, RuntimeError):  # IPython cannot read it either
            text = _ipython(text)
        self._code.problems.append(SyntaxProblem(self._cell, line, message, text))

    def _without_cell_magic(self) -> tuple[list[ast.stmt], str | None]:
        """What the ``%%`` lines on top set, and the Python below them; ``None`` when there is none."""
        lines, before = self._cell.source.split("\n"), []
        for number, line in enumerate(lines):
            if not line.strip():
                continue
            found = _CELL_MAGIC.match(line)
            if found is None:
                break
            lines[number] = ""
            before += self._set_by(found[1], found[2], self._start + number + 1)
            if found[1] not in _PYTHON_CELLS:
                self._foreign(found[1], found[2], "\n".join(lines[number + 1 :]), self._start + number + 1)
                return before, None
        return before, "\n".join(lines)

    def _set_by(self, name: str, text: str, line: int) -> list[ast.stmt]:
        """What a cell magic's own line sets: ``%%capture out``, ``%%bash --out text``."""
        words = text.split()
        names = [word for word in words if word.isidentifier()] if name == "capture" else []
        names += [words[at + 1] for at, word in enumerate(words[:-1]) if word in ("--out", "--err", "--proc", "-o")]
        made: list[ast.stmt] = assignments([each for each in names if each.isidentifier()])
        if name in _PYTHON_CELLS and name != "capture":
            made += self._magics.line_magic(name, text, line)
        for each in made:
            ast.fix_missing_locations(each)
            for node in ast.walk(each):
                if "lineno" in node._attributes:
                    node.lineno = node.end_lineno = line  # type: ignore[attr-defined]
        return made

    def _foreign(self, name: str, text: str, body: str, line: int) -> None:
        if name in ("writefile", "file"):
            self._effects.written.append((line, text.split()[-1].strip("'\"") if text.split() else ""))
        elif name in _SHELL_CELLS:
            self._effects.shell.append((line, body))
            if re.search(r"\b(pip|conda|mamba|uv)\b.*\b(install|add)\b", body):
                self._effects.installs.append(line)
        if name not in _FOREIGN_CELLS:
            self._effects.add_words(text + " " + body)


def _ipython(text: str) -> str:
    """The Python that IPython makes of a cell, with every line in its place."""
    from IPython.core.inputtransformer2 import TransformerManager  # slow to import

    lines = text.split("\n")
    top = next((number for number, line in enumerate(lines) if line.strip()), 0)
    transformer = TransformerManager()  # type: ignore[no-untyped-call]
    made: str = transformer.transform_cell("\n".join(_joined(lines[top:])))
    return "\n" * top + made


def _joined(lines: list[str]) -> list[str]:
    """Magics over several lines as one line, followed by empty ones: IPython itself would lose count."""
    kept: list[str] = []
    number = 0
    while number < len(lines):
        first = number
        while number + 1 < len(lines) and _CONTINUED.match(lines[first]) and lines[number].endswith("\\"):
            number += 1
        parts = [line.removesuffix("\\") for line in lines[first : number + 1]]
        kept += [" ".join(parts), *[""] * (number - first)]
        number += 1
    return kept
