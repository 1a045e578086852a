"""What the interpreter of a kernel knows: its modules, its version. It is asked in a process of its own, and the
answers are remembered until something is installed or removed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from couture_scheduler.files.environment import without_secrets
from couture_scheduler.kernels.kernelspecs import ForkRecipe

_PATIENCE = 20.0  # seconds
_SCRIPT = """
import importlib.util, json, sys, warnings
warnings.simplefilter("ignore")
sys.path[:] = [each for each in sys.path if each]
asked = json.load(sys.stdin)
def has(name):
    try:
        return name in sys.builtin_module_names or importlib.util.find_spec(name) is not None
    except Exception:
        return name in sys.modules
def problem(text):
    import ast
    try:
        compile(text, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except SyntaxError as error:
        return [error.lineno or 1, error.msg]
    except Exception as error:
        return [1, str(error)]
modules = {name: has(name) for name in asked["modules"]}
cells = [problem(text) for text in asked["cells"]]
json.dump({"version": sys.version_info[:2], "path": sys.path, "modules": modules, "cells": cells}, sys.stdout)
"""


class NotAnswering(Exception):
    """The interpreter could not be asked; the message says why."""


@dataclass(slots=True)
class _Memory:
    stamp: tuple[Any, ...]
    version: tuple[int, int]
    modules: dict[str, bool] = field(default_factory=dict)


_memories: dict[tuple[Any, ...], _Memory] = {}
_lock = threading.Lock()


def missing_modules(recipe: ForkRecipe, names: Iterable[str]) -> set[str]:
    """Those of the names that the interpreter cannot import. Raises ``NotAnswering``."""
    wanted = sorted({name for name in names if name not in sys.stdlib_module_names or name in _MOVED})
    memory = _remembered(recipe)
    unknown = wanted if memory is None else [name for name in wanted if name not in memory.modules]
    if unknown:
        answer = _ask(recipe, unknown, [])
        memory = _keep(recipe, answer, memory)
    return set() if memory is None else {name for name in wanted if not memory.modules[name]}


def syntax_problems(recipe: ForkRecipe, texts: list[str]) -> list[tuple[int, str] | None]:
    """What this interpreter has against each of the texts: the line and its words. It may be another version of Python
    than ours. Raises ``NotAnswering``."""
    answers: list[list[Any] | None] = _ask(recipe, [], texts)["cells"]
    return [None if each is None else (int(each[0]), str(each[1])) for each in answers]


# Modules of our standard library that newer versions of Python have no more.
_MOVED = {"asynchat", "asyncore", "cgi", "cgitb", "crypt", "distutils", "imp", "imghdr", "lib2to3", "pipes", "smtpd"}


def _key(recipe: ForkRecipe) -> tuple[Any, ...]:
    return recipe.interpreter, tuple(sorted(recipe.env.items())), os.environ.get("PYTHONPATH")


def _remembered(recipe: ForkRecipe) -> _Memory | None:
    with _lock:
        memory = _memories.get(_key(recipe))
    if memory is None:
        return None
    fresh = all(_stamp(path) == when for path, when in memory.stamp)
    return memory if fresh else None


def _keep(recipe: ForkRecipe, answer: dict[str, Any], memory: _Memory | None) -> _Memory:
    if memory is None:
        places = [recipe.interpreter[0], *map(str, answer["path"])]
        major, minor = answer["version"]
        memory = _Memory(tuple((place, _stamp(place)) for place in places), (major, minor))
    with _lock:
        memory.modules.update(answer["modules"])
        _memories[_key(recipe)] = memory
    return memory


def _stamp(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def _ask(recipe: ForkRecipe, modules: list[str], cells: list[str]) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [*recipe.interpreter, "-c", _SCRIPT],
            input=json.dumps({"modules": modules, "cells": cells}),
            env={**without_secrets(), **recipe.env},
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=True,
        )
        answer: dict[str, Any] = json.loads(done.stdout[done.stdout.index('{"version"') :])
    except FileNotFoundError:
        raise NotAnswering(f"its interpreter {recipe.interpreter[0]} is gone") from None
    except subprocess.TimeoutExpired:
        raise NotAnswering(f"its interpreter did not answer within {_PATIENCE:.0f} seconds") from None
    except (OSError, subprocess.CalledProcessError, ValueError) as error:
        raise NotAnswering(f"its interpreter could not be asked ({type(error).__name__})") from error
    return answer
