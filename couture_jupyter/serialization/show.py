"""Operators' arguments as JSON for people to look at: stable from parse to parse, secrets hidden."""

from __future__ import annotations

import functools
import re
from datetime import date, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from couture_jupyter.secret_references import is_reference

if TYPE_CHECKING:
    from couture_jupyter.operators.base import BaseOperator

HIDDEN = "***"
_SECRET = re.compile(r"password|secret|passwd|authorization|api_?key|access_token|private_key|\btoken\b", re.IGNORECASE)
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_LONGEST = 10_000
_DEEPEST = 8


def shown_arguments(task: BaseOperator) -> dict[str, Any]:
    """The operator's own arguments (not those that all operators have) that were given."""
    own = {name: value for name, value in task.given_arguments.items() if name not in task.base_arguments}
    own.pop("task_id", None)
    return {name: _hide(name, as_json(value)) for name, value in own.items() if value is not None}


def _hide(name: str, value: Any) -> Any:
    if name == "secrets" and isinstance(value, dict):  # of a notebook: what they are called, not what they are
        return {each: value[each] if is_reference(value[each]) else HIDDEN for each in value}
    shown = name == "secret_parameters" or is_reference(value)
    return HIDDEN if _SECRET.search(name) and value and not shown else value


def as_json(value: Any, depth: int = 0) -> Any:
    """``value`` as JSON; what has no JSON form becomes text that is the same in every process."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else repr(value)
    if isinstance(value, str):
        return str(value) if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, dict):
        return {str(name): _hide(str(name), as_json(each, depth + 1)) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(each, depth + 1) for each in value]
    if isinstance(value, set | frozenset):
        return sorted((as_json(each, depth + 1) for each in value), key=repr)
    return _as_text(value)


def _as_text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta | PurePath):
        return str(value)
    if isinstance(value, functools.partial):
        return f"partial of {_as_text(value.func)}"
    if isinstance(value, type) or (callable(value) and hasattr(value, "__qualname__")):
        # Without the module: a DAG file has another module name in every process.
        return str(value.__qualname__)
    return _ADDRESS.sub("", repr(value))[:_LONGEST]
