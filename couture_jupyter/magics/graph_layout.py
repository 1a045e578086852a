"""Where the tasks of a small graph stand: columns from left to right, each task right of all that come before it.

An edge that passes columns gets a place of its own in each of them, so that it leads around the tasks there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

GAP, ROW, COLUMN = 14, 44, 48  # pixels: between rows, a row's height, between columns
_SWEEPS = 6
_CHARACTER, _PADDING, _NARROWEST = 7.2, 30, 90
_PASS = 10  # the height of a place where an edge passes


@dataclass(frozen=True, slots=True)
class Node:
    """A task to draw: what comes after it, what is written below its name, and its state if it is one of a run."""

    task_id: str
    downstream: tuple[str, ...] = ()
    note: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a task stands, or where an edge passes, in pixels."""

    x: float
    y: float
    width: float
    height: float = ROW


@dataclass(frozen=True, slots=True)
class Layout:
    """The tasks' places, and for each edge the places where it passes."""

    boxes: dict[str, Box]
    edges: dict[tuple[str, str], list[Box]]


@dataclass(slots=True)
class _Grid:
    """Columns of names; a name is a task, or (from, to, column) of an edge that passes."""

    columns: list[list[object]]
    near: dict[object, list[object]] = field(default_factory=dict)  # neighbours on the left
    after: dict[object, list[object]] = field(default_factory=dict)  # neighbours on the right


def place(nodes: Sequence[Node]) -> Layout:
    """A place for everything; edges to tasks that are not there do not count."""
    depth = depths(nodes)
    grid = _Grid([[] for _ in range(max(depth.values(), default=-1) + 1)])
    for each in nodes:
        grid.columns[depth[each.task_id]].append(each.task_id)
    passes = {
        (each.task_id, name): _lead(grid, each.task_id, name, depth)
        for each in nodes
        for name in each.downstream
        if name in depth
    }
    _order(grid)
    boxes = _boxes(grid.columns, {each.task_id: each for each in nodes})
    edges = {edge: [boxes[name] for name in names] for edge, names in passes.items()}
    return Layout({each.task_id: boxes[each.task_id] for each in nodes}, edges)


def _lead(grid: _Grid, start: str, end: str, depth: Mapping[str, int]) -> list[object]:
    """Lead an edge through the columns between its ends."""
    between: list[object] = [(start, end, column) for column in range(depth[start] + 1, depth[end])]
    for name in between:
        grid.columns[name[2]].append(name)  # type: ignore[index]
    way = [start, *between, end]
    for left, right in pairwise(way):
        grid.after.setdefault(left, []).append(right)
        grid.near.setdefault(right, []).append(left)
    return between


def _order(grid: _Grid) -> None:
    """Everything stands near the middle of its neighbours: first seen from the left, then from the right, and again."""
    order: dict[object, float] = {}
    for column in grid.columns:
        order.update({name: float(row) for row, name in enumerate(column)})
    for sweep in range(_SWEEPS):
        near = grid.near if sweep % 2 == 0 else grid.after
        for column in grid.columns if sweep % 2 == 0 else reversed(grid.columns):
            middles = {name: _middle(name, near, order) for name in column}
            column.sort(key=lambda name, middles=middles: middles[name])  # type: ignore[misc]
            order.update({name: float(row) for row, name in enumerate(column)})


def _middle(name: object, near: Mapping[object, Sequence[object]], order: Mapping[object, float]) -> float:
    rows = [order[each] for each in near.get(name, ())]
    return sum(rows) / len(rows) if rows else order[name]


def _boxes(columns: Sequence[Sequence[object]], nodes: Mapping[str, Node]) -> dict[object, Box]:
    heights = [sum(_height(name) + GAP for name in column) - GAP for column in columns]
    tallest, x, found = max(heights, default=0), 1.0, dict[object, Box]()
    for column, height in zip(columns, heights, strict=True):
        width = max(_NARROWEST, *(_width(nodes.get(name)) for name in column if isinstance(name, str)))
        y = (tallest - height) / 2 + 1
        for name in column:
            found[name] = Box(x, y, width, _height(name))
            y += _height(name) + GAP
        x += width + COLUMN
    return found


def _height(name: object) -> float:
    return ROW if isinstance(name, str) else _PASS


def _width(node: Node | None) -> float:
    words = (node.task_id, node.note or node.state) if node else ("",)
    return max(len(each) for each in words) * _CHARACTER + _PADDING


def depths(nodes: Sequence[Node]) -> dict[str, int]:
    """The column of each task, by the longest way that leads to it."""
    depth = dict.fromkeys((each.task_id for each in nodes), 0)
    for _ in nodes:  # so many times at most: a circle ends here too
        is_done = True
        for each in nodes:
            for name in each.downstream:
                if name in depth and depth[name] <= depth[each.task_id] < len(nodes) - 1:
                    depth[name], is_done = depth[each.task_id] + 1, False
        if is_done:
            break
    used = {column: number for number, column in enumerate(sorted(set(depth.values())))}
    return {name: used[column] for name, column in depth.items()}
