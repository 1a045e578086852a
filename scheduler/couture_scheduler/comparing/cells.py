"""Two executed notebooks beside each other: which cell of one is which of the other, and where they differ."""

from __future__ import annotations

import difflib
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from couture_scheduler.files.cells import INJECTED
from couture_scheduler.files.environment import without_secrets

PATIENCE = 60.0  # seconds that nbdime gets
MOST_CELLS = 3_000
MOST_LINES = 2_000  # of one cell's difference
_NOT_OWN = {INJECTED, "papermill-error-cell-tag"}
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}\b")  # in ``<module.Thing at 0x7f…>``: new in each run

Pair = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell in both notebooks, or in one of them.

    ``kind`` is ``same``, ``changed``, ``added`` (only in the second) or ``removed``. ``lines`` are those of the source
    where it changed, each with ``+``, ``-`` or a blank before it. Outputs are given where they differ.
    """

    kind: str
    cell_type: str
    before: int | None  # its place among the cells that people wrote, from 0
    after: int | None
    number: int | None  # of a code cell: as the (second, else first) run counts cells, from 1
    source: str
    lines: tuple[str, ...]
    outputs_changed: bool
    outputs_before: list[dict[str, Any]]
    outputs_after: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class NotebookComparison:
    """The cells in the order of the second notebook; ``note`` is a sentence when they were matched in a rougher way."""

    cells: list[CellChange]
    note: str = ""


def own_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells that people wrote: without papermill's notes of an error and the injected parameters."""
    return [each for each in notebook["cells"] if not _NOT_OWN & set(_tags(each))]


def compare_notebooks(before: dict[str, Any], after: dict[str, Any], patience: float = PATIENCE) -> NotebookComparison:
    """Compare two notebook documents. Takes long, at most ``patience`` seconds, only when their sources differ."""
    old, new = own_cells(before), own_cells(after)
    pairs, note = _pairs(old, new, patience)
    numbers = _numbers(before), _numbers(after)
    return NotebookComparison([_change(old, new, pair, numbers) for pair in pairs], note)


def _numbers(notebook: dict[str, Any]) -> list[int | None]:
    """For each cell that people wrote its number in the run: code cells that ran are counted, and the parameters that
    were injected before it."""
    found: list[int | None] = []
    count = 0
    for cell in notebook["cells"]:
        runs = cell.get("cell_type") == "code" and bool(_source(cell).strip())
        count += runs
        if not _NOT_OWN & set(_tags(cell)):
            found.append(count if runs else None)
    return found


def _pairs(old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]], patience: float) -> tuple[list[Pair], str]:
    if [_identity(each) for each in old] == [_identity(each) for each in new]:
        return [(place, place) for place in range(len(old))], ""
    if max(len(old), len(new)) > MOST_CELLS:
        return by_identity(old, new), f"With more than {MOST_CELLS} cells, only cells with equal sources are matched."
    try:
        return _with_nbdime(old, new, patience), ""
    except subprocess.TimeoutExpired:
        because = f"Comparing took longer than {patience:g} s"
    except (subprocess.CalledProcessError, OSError, ValueError):
        because = "nbdime could not compare these notebooks"
    return by_identity(old, new), f"{because}, so only cells with equal sources are matched."


def _with_nbdime(old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]], patience: float) -> list[Pair]:
    """In a process of its own: it may take long, and importing it does."""
    asked = json.dumps([[_bare(each) for each in cells] for cells in (old, new)])
    done = subprocess.run(
        [sys.executable, "-P", "-m", "couture_scheduler.comparing.matching"],
        input=asked.encode("utf-8", "replace"),
        capture_output=True,
        timeout=patience,
        check=True,
        env=without_secrets(),
    )
    return [(one, other) for one, other in json.loads(done.stdout)]


def by_identity(old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> list[Pair]:
    """Match cells with equal sources, in order; what stands between them was removed and added."""
    matcher = difflib.SequenceMatcher(None, [_identity(e) for e in old], [_identity(e) for e in new], autojunk=False)
    pairs: list[Pair] = []
    for word, first, last, other, end in matcher.get_opcodes():
        if word == "equal":
            pairs += zip(range(first, last), range(other, end), strict=True)
        else:
            pairs += [(place, None) for place in range(first, last)]
            pairs += [(None, place) for place in range(other, end)]
    return pairs


def _change(
    old: Sequence[dict[str, Any]],
    new: Sequence[dict[str, Any]],
    pair: Pair,
    numbers: tuple[list[int | None], list[int | None]],
) -> CellChange:
    before = old[pair[0]] if pair[0] is not None else None
    after = new[pair[1]] if pair[1] is not None else None
    is_same = before is not None and after is not None and _source(before) == _source(after)
    kind = "added" if before is None else "removed" if after is None else "same" if is_same else "changed"
    shown = after or before or {}
    outputs = [list((each or {}).get("outputs", ())) for each in (before, after)]
    differ = [_comparable(each) for each in outputs[0]] != [_comparable(each) for each in outputs[1]]
    return CellChange(
        kind=kind,
        cell_type=str(shown.get("cell_type", "")),
        before=pair[0],
        after=pair[1],
        number=numbers[1][pair[1]] if pair[1] is not None else numbers[0][pair[0] or 0],
        source=_source(shown),
        lines=_lines(_source(before), _source(after)) if kind == "changed" and before and after else (),
        outputs_changed=differ,
        outputs_before=outputs[0] if differ else [],
        outputs_after=outputs[1] if differ else [],
    )


def _lines(before: str, after: str) -> tuple[str, ...]:
    found = difflib.ndiff(before.splitlines(), after.splitlines())
    if len(before) + len(after) > 100_000:  # ndiff looks within lines, which takes long
        found = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=10**6)
    kept = [line[:1] + line[2:] for line in found if line[:2] in ("  ", "+ ", "- ")]
    return tuple(kept[:MOST_LINES])


def _comparable(output: dict[str, Any]) -> Any:
    """An output without what is new in each run: its number, and addresses of objects."""
    kept = {name: value for name, value in output.items() if name not in ("execution_count", "metadata")}
    if "text" in kept:
        kept["text"] = _without_addresses(kept["text"])
    if isinstance(data := kept.get("data"), dict) and "text/plain" in data:
        kept["data"] = {**data, "text/plain": _without_addresses(data["text/plain"])}
    return kept


def _without_addresses(text: Any) -> str:
    return _ADDRESS.sub("0x", _joined(text))


def _identity(cell: dict[str, Any]) -> tuple[str, str]:
    return str(cell.get("cell_type")), _source(cell)


def _bare(cell: dict[str, Any]) -> dict[str, Any]:
    return {"cell_type": str(cell.get("cell_type")), "id": cell.get("id"), "source": _source(cell)}


def _source(cell: dict[str, Any]) -> str:
    return _joined(cell.get("source", ""))


def _joined(text: Any) -> str:
    """nbformat allows a text to be a list of its lines."""
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


def _tags(cell: dict[str, Any]) -> list[str]:
    return [str(each) for each in (cell.get("metadata") or {}).get("tags") or ()]
