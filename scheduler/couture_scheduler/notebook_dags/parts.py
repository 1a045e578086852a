"""Which cells make a task: by headings, or by tags ``task:<name>``."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from couture_scheduler.errors import InvalidInputError
from couture_scheduler.preflight.cells import Cell

_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_TAG = re.compile(r"task:\s*(.+)")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Part:
    """The cells of one task, by their indexes in the notebook."""

    task_id: str
    title: str
    cells: tuple[int, ...]


def by_headings(cells: tuple[Cell, ...], level: int | None = None) -> list[Part]:
    """A part for each heading of ``level`` or above it; without a level, of the highest one that stands there twice.

    Raises ``InvalidInputError`` at ``level`` when there is no such heading.
    """
    found = {cell.index: heading for cell in cells if (heading := _heading(cell))}
    wanted = level or _usual_level([each for each, _ in found.values()])
    starts = {index: title for index, (depth, title) in found.items() if depth <= wanted}
    if not any(depth == wanted for depth, _ in found.values()):
        told = f"The notebook has no heading of level {wanted}." if level else "The notebook has no headings."
        raise InvalidInputError.at("level", f"{told} Add headings as Markdown cells, or tag cells with task:NAME.")
    return _parts(cells, starts)


def by_tags(cells: tuple[Cell, ...]) -> list[Part]:
    """A part for each tag ``task:<name>``; cells without one belong to the part before them.

    Raises ``InvalidInputError`` at ``by`` when no cell has such a tag, or when the cells of a task are apart.
    """
    starts: dict[int, str] = {}
    seen: list[str] = []
    for cell in cells:
        name = next((found[1].strip() for tag in sorted(cell.tags) if (found := _TAG.fullmatch(tag))), None)
        if name is None or (seen and seen[-1] == name):
            continue
        if name in seen:
            told = f"The cells of the task {name!r} are apart: cell {cell.index + 1} comes after one of {seen[-1]!r}."
            raise InvalidInputError.at("by", f"{told} Move them together, or give them different names.")
        seen.append(name)
        starts[cell.index] = name
    if not starts:
        raise InvalidInputError.at("by", "No cell has a tag task:NAME. Tag the first cell of each task.")
    return _parts(cells, starts)


def task_id_of(title: str) -> str:
    """A title as a task id: ``Load the data`` is ``load_the_data``."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_").lower()[:_LONGEST].rstrip("_")
    return words or "part"


def unique(names: Iterator[str] | list[str]) -> list[str]:
    """The names, repeated ones with a number behind them."""
    seen: Counter[str] = Counter()
    made: list[str] = []
    for name in names:
        seen[name] += 1
        candidate = name if seen[name] == 1 else f"{name}_{seen[name]}"
        while candidate in made:
            seen[name] += 1
            candidate = f"{name}_{seen[name]}"
        made.append(candidate)
    return made


def _parts(cells: tuple[Cell, ...], starts: dict[int, str]) -> list[Part]:
    groups: list[tuple[str, list[int]]] = []
    for cell in cells:
        if cell.index in starts:
            groups.append((starts[cell.index], [cell.index]))
        elif groups:
            groups[-1][1].append(cell.index)
        else:
            groups.append(("Start", [cell.index]))
    kinds = {cell.index: cell for cell in cells}
    kept = [(title, indexes) for title, indexes in groups if any(kinds[each].kind == "code" for each in indexes)]
    ids = unique([task_id_of(title) for title, _ in kept])
    return [Part(task_id, title, tuple(indexes)) for task_id, (title, indexes) in zip(ids, kept, strict=True)]


def _heading(cell: Cell) -> tuple[int, str] | None:
    """The level and the text of the highest heading in a Markdown cell."""
    if cell.kind != "markdown":
        return None
    found = [(len(marks), title) for marks, title in _HEADING.findall(_FENCE.sub("", cell.source))]
    return min(found, key=lambda each: each[0], default=None)


def _usual_level(levels: list[int]) -> int:
    counts = Counter(levels)
    return min((level for level, count in counts.items() if count > 1), default=max(counts, default=1))
