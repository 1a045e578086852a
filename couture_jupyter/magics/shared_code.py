"""What tasks share and no task makes: imports, functions and classes of the notebook, written so that a file has them.

Everything is taken from the notebook's names as they are now: a module becomes an import, a function or class from a
module likewise, one that a cell defined becomes its source, with whatever that uses itself.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import json
import sys
import textwrap
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from couture_jupyter.exceptions import DagError
from couture_jupyter.magics.cell_names import names_of

LARGEST = 10_000  # characters of a plain value that is written into the file
_OF_NOTEBOOKS = frozenset({"In", "Out", "exit", "quit", "get_ipython", "_", "__", "___"})
_BUILTINS = frozenset(dir(builtins)) - {"display", "get_ipython"} | {"__name__", "__file__", "__doc__"}
_DISPLAY = "from IPython.display import display"
_RESERVED = frozenset({"DAG", "dag", "task"})  # what the file itself needs under these names


class SharedCode:
    """Collects what is written once, above the tasks."""

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace
        self.imports: dict[str, None] = {}  # lines, in order, each once
        self.definitions: dict[str, str] = {}

    def import_of(self, name: str, source: str) -> str | None:
        """The import that gives ``name`` to this ``source``, or ``None`` when no import does."""
        if name == "display":
            return _DISPLAY
        value = self._namespace.get(name)
        if isinstance(value, ModuleType):
            return _module_import(name, value, source)
        module, place = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
        if not module or module == "__main__" or not place or "." in place:
            return None
        if getattr(sys.modules.get(module), place, None) is not value:
            return None
        return f"from {module} import {place}" + (f" as {name}" if name != place else "")

    def define(self, name: str) -> bool:
        """Write the function or class ``name`` of the notebook above the tasks; false when it is neither."""
        value = self._namespace.get(name)
        if not (inspect.isfunction(value) or inspect.isclass(value)) or value.__module__ != "__main__":
            return False
        if name in self.definitions:
            return True
        if name in _RESERVED:
            raise DagError(f"Rename {name}: the file of the DAG needs this name itself.")
        text = _source_of(name, value, self._namespace.get("In", ()))
        self.definitions[name] = ""  # it may use itself
        self._add_what_it_uses(name, text)
        del self.definitions[name]
        self.definitions[name] = text
        return True

    def is_known(self, name: str) -> bool:
        """Whether every Python file has this name."""
        return name in _BUILTINS

    def plain_value(self, name: str) -> tuple[bool, Any]:
        """Whether ``name`` holds a plain value, as JSON has them, and that value."""
        if name not in self._namespace or name in _OF_NOTEBOOKS:
            return False, None
        value = self._namespace[name]
        try:
            text = json.dumps(value, allow_nan=False)
            return len(text) <= LARGEST and json.loads(text) == value and not isinstance(value, tuple), value
        except (TypeError, ValueError):
            return False, None

    def _add_what_it_uses(self, name: str, text: str) -> None:
        for used in sorted(names_of(text).reads):
            if self.is_known(used):
                continue
            line = self.import_of(used, text)
            if line is not None:
                self.imports.setdefault(line)
            elif not self.define(used):
                is_plain, value = self.plain_value(used)
                if not is_plain:
                    raise DagError(f"{name} uses {used}, {self.what_it_is(used)}. Give it to {name} as an argument.")
                self.definitions.setdefault(used, f"{used} = {value!r}")

    def what_it_is(self, name: str) -> str:
        """For an error: what stands behind the name."""
        if name not in self._namespace:
            return "which nothing in this notebook makes"
        return f"which is no plain value but of type {type(self._namespace[name]).__name__}"


def _module_import(name: str, module: ModuleType, source: str) -> str:
    if name != module.__name__:
        parent, _, last = module.__name__.rpartition(".")
        return f"from {parent} import {last}" if parent and last == name else f"import {module.__name__} as {name}"
    return "\n".join(f"import {each}" for each in [name, *_submodules(name, source)])


def _submodules(name: str, source: str) -> list[str]:
    """The modules inside ``name`` that the source uses: ``import a.b`` makes the name ``a`` only."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            text = ast.unparse(node)
            if text.startswith(f"{name}.") and text in sys.modules and text != "os.path":
                found.append(text)
    return sorted(set(found))


def _source_of(name: str, value: Any, cells: Sequence[str]) -> str:
    """The source of a function or class. Python itself does not know that of a class in a notebook: the newest of the
    cells that have run and define it has it."""
    try:
        return textwrap.dedent(inspect.getsource(value)).rstrip("\n")
    except (OSError, TypeError):
        found = next(filter(None, (_definition_in(cell, name) for cell in reversed(cells))), None)
    if found is None:
        raise DagError(f"The source of {name} is not to be found. Run the cell that defines it once more.")
    return found


def _definition_in(cell: str, name: str) -> str | None:
    """The source of what the cell defines under this name, with its decorators."""
    if name not in cell:
        return None
    text = cell.partition("\n")[2] if cell.startswith("%%") else cell
    try:
        body = ast.parse(text).body
    except SyntaxError:  # lines with % and !
        return None
    for node in reversed(body):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            return "\n".join(text.split("\n")[first - 1 : node.end_lineno])
    return None
