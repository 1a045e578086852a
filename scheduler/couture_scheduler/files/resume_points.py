"""Where a notebook goes on after a failure: the executed copy of the earlier try beside the notebook as it is now.

Cells are the same when they have the same id or, where ids do not last, the same source. Plain JSON documents come in,
so that this is quick enough for a click: no papermill, no nbformat.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

ERROR_MARK = "papermill-error-cell-tag"
INJECTED = "injected-parameters"

Cell = dict[str, Any]
Placed = tuple[int, Cell]  # a cell with its place among those that run


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """``start`` is the place, among the ``cells`` that run and counted from 0, of the first one to run now.

    ``taken`` maps places before it to the earlier cell that stands for them. ``edited`` are those of them whose source
    is another one now, and ``changed`` says in a sentence for each what is not as it ran, also new and missing cells.
    """

    start: int
    cells: int
    taken: dict[int, Cell] = field(default_factory=dict)
    edited: frozenset[int] = frozenset()
    changed: tuple[str, ...] = ()


def runnable(document: dict[str, Any]) -> list[Cell]:
    """The cells that run, in their order."""
    return [cell for cell in document.get("cells", ()) if cell.get("cell_type") == "code" and source_of(cell).strip()]


def source_of(cell: Cell) -> str:
    """Its source as one text."""
    source = cell.get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)


def has_succeeded(cell: Cell) -> bool:
    """Whether it ran to its end, by papermill's marks."""
    marks = cell.get("metadata", {}).get("papermill") or {}
    return marks.get("status") == "completed" and not marks.get("exception")


def done_before(executed: dict[str, Any]) -> list[Cell]:
    """The cells of an executed notebook that ran before the one that failed."""
    done = []
    for cell in runnable(executed):
        if not has_succeeded(cell):
            break
        done.append(cell)
    return done


def is_injected(cell: Cell) -> bool:
    """Whether papermill made it from the run's parameters: it is made anew for each try, so it never has changed."""
    return INJECTED in (cell.get("metadata", {}).get("tags") or ())


def find(executed: dict[str, Any], current: dict[str, Any]) -> ResumePoint:
    """Where to go on in ``current`` with what ``executed`` has done: at the cell that failed, known by its id, else by
    its source, else by its place."""
    done, now = done_before(executed), runnable(current)
    plain_done = [cell for cell in done if not is_injected(cell)]
    plain = [(place, cell) for place, cell in enumerate(now) if not is_injected(cell)]
    failed = runnable(executed)[len(done) : len(done) + 1]
    steps = _steps(plain_done, plain)
    start = _start(failed[0] if failed else None, len(plain_done), plain, steps, len(now))
    found = _Comparison(plain_done, [each for each in plain if each[0] < start])
    _put_injected(found.taken, done, now, start)
    if start < len(now) and is_injected(now[start]) and any(map(is_injected, done)):
        found.taken[start] = next(filter(is_injected, done))
        start += 1
    return ResumePoint(start, len(now), found.taken, frozenset(found.edited), tuple(found.changed))


class _Comparison:
    """The cells that ran beside those that stand before the failed one now."""

    def __init__(self, done: list[Cell], now: list[Placed]) -> None:
        self.taken: dict[int, Cell] = {}
        self.edited: set[int] = set()
        self.changed: list[str] = []
        for tag, i, i_end, j, j_end in _steps(done, now):
            pairs = min(i_end - i, j_end - j) if tag in ("equal", "replace") else 0
            for offset in range(pairs):
                self._take(done[i + offset], *now[j + offset], number=j + offset + 1)
            for gone in done[i + pairs : i_end]:
                self.changed.append(f"The cell {_title(gone)} ran, and is not there any more.")
            for number, (_, cell) in enumerate(now[j + pairs : j_end], j + pairs + 1):
                self.changed.append(f"Code cell {number} ({_title(cell)}) is new: the run passes over it.")

    def _take(self, before: Cell, place: int, cell: Cell, *, number: int) -> None:
        self.taken[place] = before
        if source_of(before).strip() != source_of(cell).strip():
            self.edited.add(place)
            was = "" if _title(before) == _title(cell) else f" ({_title(before)})"
            self.changed.append(f"Code cell {number} ({_title(cell)}) is not as it ran{was}.")


def _steps(done: list[Cell], now: list[Placed]) -> list[tuple[str, int, int, int, int]]:
    """How to get from the cells that ran to those that there are."""
    both = {cell.get("id") for cell in done} & {cell.get("id") for _, cell in now} - {None}
    before, after = [_key(cell, both) for cell in done], [_key(cell, both) for _, cell in now]
    return list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())


def _key(cell: Cell, both: set[Any]) -> tuple[str, Any]:
    own = cell.get("id")
    return ("id", own) if own in both else ("source", source_of(cell).strip())


def _start(failed: Cell | None, done: int, plain: list[Placed], steps: list[Any], cells: int) -> int:
    if failed is not None:
        for same in (_has_id(failed), _has_source(failed)):
            found = [place for place, cell in plain if same(cell)]
            if len(found) == 1:
                return found[0]
    last = max([j_end for tag, _, _, _, j_end in steps if tag == "equal" and j_end], default=0)
    count = max(last, min(done, len(plain)))
    return plain[count - 1][0] + 1 if count else (0 if plain else cells)


def _has_id(failed: Cell) -> Any:
    return lambda cell: failed.get("id") is not None and cell.get("id") == failed["id"]


def _has_source(failed: Cell) -> Any:
    return lambda cell: source_of(cell).strip() == source_of(failed).strip()


def _put_injected(taken: dict[int, Cell], done: list[Cell], now: list[Cell], start: int) -> None:
    earlier = next(filter(is_injected, done), None)
    for place, cell in enumerate(now[:start]):
        if is_injected(cell) and earlier is not None:
            taken[place] = earlier


def _title(cell: Cell) -> str:
    first = source_of(cell).strip().partition("\n")[0]
    return f"“{first[:60]}…”" if len(first) > 60 else f"“{first}”"
