"""Where the tasks of a small graph stand: columns from left to right, each task right of all that come before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

GAP, ROW, COLUMN = 14, 44, 48  # pixels: between rows, a row's height, between columns
_SWEEPS = 4
_CHARACTER, _PADDING, _NARROWEST = 7.2, 30, 90


@dataclass(frozen=True, slots=True)
class Node:
    """A task to draw: what comes after it, what is written below its name, and its state if it is one of a run."""

    task_id: str
    downstream: tuple[str, ...] = ()
    note: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a task stands, in pixels."""

    x: float
    y: float
    width: float
    height: float = ROW


def place(nodes: Sequence[Node]) -> dict[str, Box]:
    """A place for each task; edges to tasks that are not there, and those that lead back, do not count."""
    columns = _columns(nodes)
    upstream = _upstream(nodes)
    order = {name: float(row) for column in columns for row, name in enumerate(column)}
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            near = upstream if sweep % 2 == 0 else {each.task_id: each.downstream for each in nodes}
            column.sort(key=lambda name: _middle(name, near, order))
            order.update({name: float(row) for row, name in enumerate(column)})
    return _boxes(columns, {each.task_id: each for each in nodes})


def _boxes(columns: Sequence[Sequence[str]], nodes: Mapping[str, Node]) -> dict[str, Box]:
    tallest, x, found = max((len(column) for column in columns), default=0), 1.0, {}
    for column in columns:
        widths = {name: max(len(name), len(nodes[name].note)) * _CHARACTER + _PADDING for name in column}
        width = max(_NARROWEST, *widths.values())
        top = (tallest - len(column)) * (ROW + GAP) / 2 + 1
        for row, name in enumerate(column):
            found[name] = Box(x, top + row * (ROW + GAP), width)
        x += width + COLUMN
    return found


def _columns(nodes: Sequence[Node]) -> list[list[str]]:
    """By the longest way that leads to each task."""
    upstream, depth = _upstream(nodes), dict.fromkeys((each.task_id for each in nodes), 0)
    for _ in nodes:  # a graph without circles is done earlier
        deeper = {name: max((depth[each] + 1 for each in upstream[name]), default=0) for name in depth}
        if deeper == depth:
            break
        depth = deeper
    found: dict[int, list[str]] = {}
    for name, column in depth.items():
        found.setdefault(column, []).append(name)
    return [found[column] for column in sorted(found)]


def _upstream(nodes: Sequence[Node]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {each.task_id: [] for each in nodes}
    for each in nodes:
        for name in each.downstream:
            if name in found:
                found[name].append(each.task_id)
    return found


def _middle(name: str, near: Mapping[str, Sequence[str]], order: Mapping[str, float]) -> float:
    rows = [order[each] for each in near[name] if each in order]
    return sum(rows) / len(rows) if rows else order[name]
