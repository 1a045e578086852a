"""Which DAG and task group is being written right now: what ``with DAG(…):`` opened."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG
    from couture_jupyter.setup_teardown import Scope
    from couture_jupyter.task_groups import TaskGroup

_dags: list[DAG | None] = []
_groups: list[TaskGroup | None] = []
_registered: list[DAG] = []
_file: list[str] = []
open_scopes: list[Scope] = []  # of setups and teardowns, see setup_teardown

_PACKAGE = str(Path(__file__).parent)


def current_dag() -> DAG | None:
    """The DAG of the innermost ``with``."""
    return _dags[-1] if _dags else None


def open_dag(dag: DAG) -> None:
    """A ``with`` block begins; the DAG is registered even if no global name keeps it. Its tasks are in no group of
    another DAG."""
    _dags.append(dag)
    _groups.append(None)
    register(dag)


def close_dag() -> None:
    """The ``with`` block ends."""
    _dags.pop()
    _groups.pop()


def current_group() -> TaskGroup | None:
    """The task group of the innermost ``with``."""
    return _groups[-1] if _groups else None


def open_group(group: TaskGroup) -> None:
    """A group's ``with`` block begins."""
    _groups.append(group)


def close_group() -> None:
    """A group's ``with`` block ends."""
    _groups.pop()


@contextmanager
def detached() -> Iterator[None]:
    """Operators that are made meanwhile belong to no DAG, whatever is open."""
    _dags.append(None)
    _groups.append(None)
    try:
        yield
    finally:
        _dags.pop()
        _groups.pop()


def register(dag: DAG) -> None:
    """Remember ``dag`` for whoever loads this file."""
    if dag not in _registered:
        _registered.append(dag)


def begin_file(origin: str) -> None:
    """The file ``origin`` is about to be loaded: forget what was open or registered."""
    for remembered in (_dags, _groups, _registered, _file, open_scopes):
        remembered.clear()
    _file.append(origin)


def registered_dags() -> list[DAG]:
    """The DAGs that were opened since ``begin_file``."""
    return list(_registered)


def author_place() -> tuple[str, int | None]:
    """File and line of the author: in the file that is being loaded where that is at work (it may have called a
    function elsewhere), else the innermost line that is not in this package."""
    frame: FrameType | None = sys._getframe(1)
    found: FrameType | None = None
    while frame is not None:
        name = frame.f_code.co_filename
        if name in _file:
            return name, frame.f_lineno
        if found is None and not name.startswith(_PACKAGE):
            found = frame
        frame = frame.f_back
    return (found.f_code.co_filename, found.f_lineno) if found else ("", None)


def line_of(function: Any) -> int | None:
    """The line of a function and its decorators in the file that is being loaded; ``None`` for one from elsewhere."""
    code = getattr(function, "__code__", None)
    return code.co_firstlineno if code is not None and code.co_filename in _file else None
