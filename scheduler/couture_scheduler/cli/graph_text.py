"""The graph of a DAG in plain characters: layers from top to bottom, lines between them, arrows at their ends.

A task stands in the layer after all that come before it. A line that passes a layer gets a place of its own there.
``+`` is where lines turn, branch or join, ``|`` in a line from left to right is another line that crosses it. Where the
graph is wider than the page it is a list, layer by layer.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from couture_jupyter.magics.graph_layout import Node, depths

_GAP = 3  # columns between two things in a layer
_SWEEPS = 8
Name = str | tuple[str, int]  # a task, or where the lines of a task pass a layer
Bundle = tuple[Name, ...]  # where lines end that may run together, as they end at the same places


@dataclass(slots=True)
class _Line:
    """All that leads from one thing to things of the next layer: from column ``start`` to the columns ``ends``."""

    start: int
    ends: list[int]
    track: int = 0

    @property
    def is_straight(self) -> bool:
        return self.ends == [self.start]

    @property
    def span(self) -> tuple[int, int]:
        return min(self.start, *self.ends), max(self.start, *self.ends)


@dataclass(slots=True)
class _Drawing:
    layers: list[list[Name]]
    below: dict[Name, list[Name]] = field(default_factory=dict)
    above: dict[Name, list[Name]] = field(default_factory=dict)
    middle: dict[Name, int] = field(default_factory=dict)


def graph_text(nodes: Sequence[Node], width: int = 80) -> str:
    """The graph; ``width`` is how many columns it may take."""
    depth = depths(nodes)
    if _least_width(nodes, depth) > width:
        return _list(nodes, depth, width)
    drawing = _layered(nodes, depth)
    words = {each.task_id: _word(each, drawing) for each in nodes}
    for _ in range(_SWEEPS):
        _order(drawing.layers, drawing.above)
        _order(drawing.layers[::-1], drawing.below)
    _place(drawing, words)
    lines = list(_lines(drawing, words))
    if max((len(line) for line in lines), default=0) > width:
        return _list(nodes, depth, width)
    return "\n".join(lines)


def _least_width(nodes: Sequence[Node], depth: Mapping[str, int]) -> int:
    """What the widest layer takes at the least: known before anything is drawn, which takes long in a large graph."""
    widths = [0] * (max(depth.values(), default=-1) + 1)
    for each in nodes:
        first = depth[each.task_id]
        widths[first] += len(each.task_id + each.note) + 2 + _GAP
        last = max((depth[name] for name in each.downstream if name in depth), default=first)
        for layer in range(first + 1, last):
            widths[layer] += 1 + _GAP
    return max(widths, default=0) - _GAP


def _word(node: Node, drawing: _Drawing) -> str:
    """The task, wide enough for all lines that end at it."""
    return f"[{(node.task_id + node.note).center(2 * len(_arriving(drawing, node.task_id)) - 1)}]"


def _arriving(drawing: _Drawing, name: Name) -> list[Bundle]:
    """The bundles of lines that end here, from left to right; lines with the same ends are one bundle."""
    starts: dict[Bundle, list[int]] = {}
    for each in drawing.above.get(name, []):
        starts.setdefault(tuple(drawing.below[each]), []).append(drawing.middle.get(each, 0))
    return sorted(starts, key=lambda bundle: _mean(starts[bundle]))


def _layered(nodes: Sequence[Node], depth: Mapping[str, int]) -> _Drawing:
    """Each task in its layer; lines that pass a layer stand in it, all those of one task in one place."""
    drawing = _Drawing([[] for _ in range(max(depth.values(), default=-1) + 1)])
    for each in nodes:
        drawing.layers[depth[each.task_id]].append(each.task_id)
    for each in nodes:
        for name in each.downstream:
            if name in depth and depth[name] > depth[each.task_id]:
                _lead(drawing, each.task_id, name, depth)
    return drawing


def _lead(drawing: _Drawing, start: str, end: str, depth: Mapping[str, int]) -> None:
    last: Name = start
    for layer in range(depth[start] + 1, depth[end] + 1):
        name: Name = end if layer == depth[end] else (start, layer)
        if name not in drawing.layers[layer]:
            drawing.layers[layer].append(name)
        if name not in drawing.below.setdefault(last, []):
            drawing.below[last].append(name)
            drawing.above.setdefault(name, []).append(last)
        last = name


def _order(layers: Sequence[list[Name]], near: Mapping[Name, Sequence[Name]]) -> None:
    """Everything stands near the middle of its neighbours in the layer before."""
    before: dict[Name, float] = {}
    for layer in layers:
        rows = {name: float(place) for place, name in enumerate(layer)}
        for name in layer:
            known = [before[each] for each in near.get(name, ()) if each in before]
            rows[name] = sum(known) / len(known) if known else rows[name]
        layer.sort(key=lambda name, rows=rows: rows[name])  # type: ignore[misc]
        before = {name: float(place) for place, name in enumerate(layer)}


def _place(drawing: _Drawing, words: Mapping[str, str]) -> None:
    """A column for the middle of everything: as near to its neighbours' as the order and the gaps allow."""
    half = {name: len(words[name]) // 2 + 1 if isinstance(name, str) else 1 for each in drawing.layers for name in each}
    for layer in drawing.layers:
        _settle(drawing, layer, half, dict.fromkeys(layer, 0.0))
    for sweep in range(_SWEEPS):
        near = drawing.above if sweep % 2 == 0 else drawing.below
        for layer in drawing.layers if sweep % 2 == 0 else reversed(drawing.layers):
            wish = {name: _mean([drawing.middle[each] for each in near.get(name, [name])]) for name in layer}
            _settle(drawing, layer, half, wish)
    left = min((drawing.middle[name] - half[name] for each in drawing.layers for name in each), default=0)
    drawing.middle = {name: column - left for name, column in drawing.middle.items()}


def _settle(drawing: _Drawing, layer: list[Name], half: Mapping[Name, int], wish: Mapping[Name, float]) -> None:
    """Pushed apart to the right and to the left, the middle of both is wide enough, too."""
    right: list[int] = []
    for place, name in enumerate(layer):
        least = right[-1] + half[layer[place - 1]] + half[name] + _GAP - 1 if right else None
        right.append(round(wish[name]) if least is None else max(round(wish[name]), least))
    left: list[int] = []
    for place, name in reversed(list(enumerate(layer))):
        most = left[0] - half[layer[place + 1]] - half[name] - _GAP + 1 if left else None
        left.insert(0, round(wish[name]) if most is None else min(round(wish[name]), most))
    drawing.middle.update({name: (a + b) // 2 for name, a, b in zip(layer, left, right, strict=True)})


def _mean(numbers: Sequence[int]) -> float:
    return sum(numbers) / len(numbers)


def _lines(drawing: _Drawing, words: Mapping[str, str]) -> Iterator[str]:
    for number, layer in enumerate(drawing.layers):
        row: dict[int, str] = {}
        for name in layer:
            text = words[name] if isinstance(name, str) else "|"
            start = drawing.middle[name] - len(text) // 2
            row.update({start + place: character for place, character in enumerate(text)})
        yield _text(row)
        if number + 1 < len(drawing.layers):
            yield from _between(drawing, layer, drawing.layers[number + 1])


def _between(drawing: _Drawing, upper: Sequence[Name], lower: Sequence[Name]) -> Iterator[str]:
    """The lines from one layer to the next."""
    ends = _ends(drawing, lower)
    lines = []
    for name in (each for each in upper if drawing.below.get(each)):
        bundle = tuple(drawing.below[name])
        lines.append(_Line(drawing.middle[name], sorted(ends[bundle, to] for to in bundle)))
    count = _give_tracks([line for line in lines if not line.is_straight])
    rows: list[dict[int, str]] = [{line.start: "|" for line in lines}, *({} for _ in range(count))]
    for line in lines:
        _draw(line, rows)
    yield from (_text(row) for row in rows)
    yield _text({column: "v" if isinstance(name, str) else "|" for (_, name), column in ends.items()})


def _ends(drawing: _Drawing, lower: Sequence[Name]) -> dict[tuple[Bundle, Name], int]:
    """The columns where the bundles end, each in one of its own. Where two bundles each end below the other's
    beginning, which no order of their rows can keep apart, one ends beside it."""
    ends: dict[tuple[Bundle, Name], int] = {}
    for name in lower:
        bundles = _arriving(drawing, name)
        for place, bundle in enumerate(bundles):
            ends[bundle, name] = drawing.middle[name] - len(bundles) + 1 + 2 * place
    starts: dict[Bundle, set[int]] = {}
    for name in (each for layer in lower for each in drawing.above.get(layer, [])):
        starts.setdefault(tuple(drawing.below[name]), set()).add(drawing.middle[name])
    for (bundle, name), column in ends.items():
        above = [other for other in starts if other != bundle and column in starts[other]]
        crossed = any(starts[bundle] & {ends[other, to] for to in other} for other in above)
        ends[bundle, name] += 1 if crossed and isinstance(name, str) else 0
    return ends


def _give_tracks(lines: Sequence[_Line]) -> int:
    """A row for the level part of each line; how many there are. Lines with the same ends share one; one that begins
    above another's end turns first, and a row stays empty between them."""
    bundles: dict[tuple[int, ...], list[_Line]] = {}
    for line in lines:
        bundles.setdefault(tuple(line.ends), []).append(line)
    left, given = list(bundles.values()), list[list[_Line]]()
    while left:
        free = [each for each in left if not any(_begins_above(other, each) for other in left if other is not each)]
        bundle = min(free or left, key=_span)
        taken = [other[0].track + _begins_above(other, bundle) for other in given if _meet(other, bundle)]
        for line in bundle:
            line.track = max(taken, default=0) + 1
        given.append(bundle)
        left.remove(bundle)
    return max((line.track for line in lines), default=0)


def _begins_above(one: Sequence[_Line], other: Sequence[_Line]) -> bool:
    return any(line.start in other[0].ends for line in one)


def _span(bundle: Sequence[_Line]) -> tuple[int, int]:
    return min(line.span[0] for line in bundle), max(line.span[1] for line in bundle)


def _meet(one: Sequence[_Line], other: Sequence[_Line]) -> bool:
    (first, last), (begin, end) = _span(one), _span(other)
    return first <= end + 1 and begin <= last + 1


def _draw(line: _Line, rows: list[dict[int, str]]) -> None:
    first, last = line.span
    for number, row in enumerate(rows):
        if number == line.track and not line.is_straight:
            for column in range(first, last + 1):
                turns = column == line.start or column in line.ends or row.get(column) == "+"
                row[column] = "+" if turns else row.get(column, "-")
        elif line.is_straight or number < line.track:
            _upright(row, line.start)
        else:
            for column in line.ends:
                _upright(row, column)


def _upright(row: dict[int, str], column: int) -> None:
    row[column] = "+" if row.get(column) == "+" else "|"


def _text(row: Mapping[int, str]) -> str:
    return "".join(row.get(column, " ") for column in range(max(row, default=-1) + 1))


def _list(nodes: Sequence[Node], depth: Mapping[str, int], width: int) -> str:
    """Layer by layer, what comes after each task."""
    layers: dict[int, list[str]] = {}
    for each in nodes:
        after = f" -> {', '.join(each.downstream)}" if each.downstream else ""
        text = f"{each.task_id}{each.note}{after}"
        lines = textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="      ", break_long_words=False)
        layers.setdefault(depth[each.task_id], []).extend(lines)
    return "\n".join(line for number in sorted(layers) for line in (f"Layer {number + 1}", *layers[number]))
