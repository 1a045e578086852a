"""IPython's magics, read as the Python that they mean.

IPython turns ``%name arguments`` into ``get_ipython().run_line_magic("name", "arguments")``. Here such a call becomes
what it does to the notebook's names (``%time x = f()`` is ``x = f()``), and what else it does is kept as an effect.
"""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass, field

_WORD = re.compile(r"[^\W\d]\w*")
_RUNS_CODE = {"time", "timeit", "prun", "memit", "lprun", "mprun"}
# Magics that neither make names nor read any.
_HARMLESS = {
    *("matplotlib", "load_ext", "reload_ext", "unload_ext", "autoreload", "config", "env", "set_env", "pwd", "ls"),
    *("who", "who_ls", "whos", "precision", "xmode", "colors", "pinfo", "pinfo2", "pdoc", "psource", "pdef", "pfile"),
    *("history", "notebook", "automagic", "alias", "unalias", "logstart", "logstop", "doctest_mode", "gui", "quickref"),
    *("lsmagic", "magic", "autocall", "pip", "conda", "mamba", "micromamba", "uv", "mkdir", "rm", "cp", "mv", "cat"),
}
_AUTOMAGIC = {"cd", "ls", "pwd", "pip", "conda", "mamba", "cat", "cp", "mv", "rm", "mkdir", "run", "time", "timeit"}
_INSTALLS = re.compile(r"\b(pip3?|conda|mamba|micromamba|uv)\b.*\b(install|add|sync|create)\b")
_OPTION = re.compile(r"^(-\w+\s*\d*\s+)+")

# The names that the code of a file (``%run``) leaves behind, or None when that cannot be known.
NamesOf = Callable[[str], "list[str] | None"]


@dataclass(slots=True)
class Effects:
    """What the notebook does that is no plain Python, each with its place."""

    runs: list[tuple[int, str]] = field(default_factory=list)
    folders: list[tuple[int, str]] = field(default_factory=list)
    shell: list[tuple[int, str]] = field(default_factory=list)
    installs: list[int] = field(default_factory=list)
    prompts: list[tuple[int, str]] = field(default_factory=list)
    written: list[tuple[int, str]] = field(default_factory=list)
    words: set[str] = field(default_factory=set)  # in text that is not Python: they may be names, set or read
    unknown_names: list[int] = field(default_factory=list)  # from here on there may be names that nobody can know

    def add_words(self, text: str) -> None:
        """Take the words of a text that is not Python."""
        self.words.update(_WORD.findall(text))


def is_automagic(source: str) -> bool:
    """Whether a cell of one line is a magic without its ``%``."""
    words = source.split()
    if len(source.strip().splitlines()) != 1 or words[0] not in _AUTOMAGIC:
        return False
    return len(words) == 1 or not re.match(r"[=.,(\[:+*/%&|^<>]", words[1])


class MagicReader(ast.NodeTransformer):
    """Replaces the calls that IPython makes of magics. ``offset`` is where the cell begins."""

    def __init__(self, effects: Effects, offset: int, names_of: NamesOf) -> None:
        self._effects, self._offset, self._names_of = effects, offset, names_of

    def visit_Expr(self, node: ast.Expr) -> ast.AST | list[ast.stmt]:
        """A magic on its own line."""
        called = _magic(node.value)
        if called is None:
            return self.generic_visit(node)
        statements = self._meaning(*called, self._offset + node.lineno)
        return [_at(each, node) for each in statements] or ast.copy_location(ast.Pass(), node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        """``name = %magic``: of a magic that runs code, the value is the code's."""
        called = _magic(node.value)
        if called is not None:
            meaning = self._meaning(*called, self._offset + node.lineno)
            value = meaning[-1].value if meaning and isinstance(meaning[-1], ast.Expr) else ast.Constant(None)
            node.value = ast.copy_location(value, node.value)
            _at(node, node)
        return self.generic_visit(node)

    def _meaning(self, kind: str, text: str, line: int) -> list[ast.stmt]:
        effects = self._effects
        if kind in ("system", "getoutput", "getoutput_assign", "sx", "sc"):
            effects.shell.append((line, text))
            effects.add_words(text)
            if _INSTALLS.search(text):
                effects.installs.append(line)
            return []
        return self.line_magic(kind, text, line)

    def line_magic(self, name: str, text: str, line: int) -> list[ast.stmt]:
        """The statements that ``%name text`` means."""
        effects = self._effects
        if name in _RUNS_CODE:
            return self._code(text)
        if name == "pylab":
            return ast.parse("from pylab import *").body
        if name == "run":
            return self._run(text, line)
        if name == "store":
            return self._store(text, line)
        if name in ("cd", "pushd", "popd"):
            effects.folders.append((line, text.strip().strip("'\"")))
        elif name in ("debug", "pdb", "edit") and text.strip() not in ("off", "0"):
            effects.prompts.append((line, f"%{name}"))
        elif _INSTALLS.search(f"{name} {text}"):
            effects.installs.append(line)
        elif name not in _HARMLESS:
            effects.add_words(text)
        return []

    def _code(self, text: str) -> list[ast.stmt]:
        code = _OPTION.sub("", text.strip() + " ").strip()
        try:
            return ast.parse(code).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            self._effects.add_words(text)
            return []

    def _run(self, text: str, line: int) -> list[ast.stmt]:
        target = next((word for word in _split(text) if not word.startswith("-")), "")
        names = None
        if target and "$" not in target and "{" not in target and "-m" not in _split(text):
            self._effects.runs.append((line, target))
            names = self._names_of(target)
        if names is None:
            self._effects.unknown_names.append(line)
        return assignments(names or [])

    def _store(self, text: str, line: int) -> list[ast.stmt]:
        words = text.split()
        if "-r" not in words:
            return []
        names = [word for word in words if word.isidentifier()]
        if not names:
            self._effects.unknown_names.append(line)
        return assignments(names)


def assignments(names: list[str]) -> list[ast.stmt]:
    """A statement for each name that sets it."""
    return [ast.Assign([ast.Name(name, ast.Store())], ast.Constant(None), lineno=1, col_offset=0) for name in names]


def _magic(value: ast.expr) -> tuple[str, str] | None:
    """What kind of magic a call is, and its text."""
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)):
        return None
    owner = value.func.value
    if not (isinstance(owner, ast.Call) and isinstance(owner.func, ast.Name) and owner.func.id == "get_ipython"):
        return None
    texts = [each.value for each in value.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    if value.func.attr == "run_line_magic" and len(texts) == 2:
        return texts[0], texts[1]
    if value.func.attr in ("system", "getoutput") and texts:
        return value.func.attr, texts[0]
    return None


def _at(statement: ast.AST, node: ast.stmt) -> ast.stmt:
    """The statement with all its parts where ``node`` is."""
    for each in ast.walk(statement):
        if "lineno" in each._attributes:
            each.lineno, each.end_lineno = node.lineno, node.end_lineno  # type: ignore[attr-defined]
            each.col_offset, each.end_col_offset = node.col_offset, node.end_col_offset  # type: ignore[attr-defined]
    return statement  # type: ignore[return-value]


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()
