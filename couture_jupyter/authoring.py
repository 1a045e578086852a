"""Which DAG and task group is being written right now: what ``with DAG(…):`` opened."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG
    from couture_jupyter.task_group import TaskGroup

_dags: list[DAG] = []
_groups: list[TaskGroup] = []
_registered: list[DAG] = []

_PACKAGE = str(Path(__file__).parent)


def current_dag() -> DAG | None:
    """The DAG of the innermost ``with``."""
    return _dags[-1] if _dags else None


def open_dag(dag: DAG) -> None:
    """A ``with`` block begins; the DAG is registered even if no global name keeps it."""
    _dags.append(dag)
    register(dag)


def close_dag() -> None:
    """The ``with`` block ends."""
    _dags.pop()


def current_group() -> TaskGroup | None:
    """The task group of the innermost ``with``."""
    return _groups[-1] if _groups else None


def open_group(group: TaskGroup) -> None:
    """A group's ``with`` block begins."""
    _groups.append(group)


def close_group() -> None:
    """A group's ``with`` block ends."""
    _groups.pop()


def register(dag: DAG) -> None:
    """Remember ``dag`` for whoever loads this file."""
    if dag not in _registered:
        _registered.append(dag)


def begin_file() -> None:
    """A file is about to be loaded: forget what was open or registered."""
    _dags.clear()
    _groups.clear()
    _registered.clear()


def registered_dags() -> list[DAG]:
    """The DAGs that were opened since ``begin_file``."""
    return list(_registered)


def author_frame() -> FrameType | None:
    """The innermost stack frame that is not in this package: the author's line."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame = frame.f_back
    return frame
