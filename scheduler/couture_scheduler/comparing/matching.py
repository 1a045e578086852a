"""Which cell of one notebook is which of another, by nbdime: a program that reads two lists of cells and writes pairs.

``python -m couture_scheduler.comparing.matching`` takes JSON ``[[{cell_type, id, source}], […]]`` on its input; a pair
is ``[place or null, place or null]``.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from typing import Any

CellPair = list[int | None]


def match(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[CellPair]:
    """Pairs of places in both lists, in their order."""
    from nbdime.diffing.notebooks import diff_notebooks

    difference = diff_notebooks(_notebook(before), _notebook(after))
    of_cells: list[Any] = next((each["diff"] for each in difference if each["key"] == "cells"), [])
    pairs: list[CellPair] = []
    old = new = 0
    for step in of_cells:
        while old < step["key"]:
            pairs.append([old, new])
            old, new = old + 1, new + 1
        if step["op"] == "addrange":
            pairs += [[None, new + place] for place in range(len(step["valuelist"]))]
            new += len(step["valuelist"])
        elif step["op"] == "removerange":
            pairs += [[old + place, None] for place in range(step["length"])]
            old += step["length"]
        else:  # patch
            pairs.append([old, new])
            old, new = old + 1, new + 1
    return pairs + [[old + place, new + place] for place in range(len(before) - old)]


def _notebook(cells: list[dict[str, Any]]) -> Any:
    from nbformat import from_dict

    seen: Counter[str] = Counter()
    made = [_cell(each, seen) for each in cells]
    return from_dict({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})  # type: ignore[no-untyped-call]


def _cell(cell: dict[str, Any], seen: Counter[str]) -> dict[str, Any]:
    """Older notebooks have no ids, and nbdime takes cells with one id for the same: there the source is the id."""
    own = hashlib.sha256(f"{cell['cell_type']} {cell['source']}".encode("utf-8", "replace")).hexdigest()[:16]
    seen[own] += 1
    code: dict[str, Any] = {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
    return {"metadata": {}, **code, **cell, "id": cell.get("id") or f"{own}-{seen[own]}"}


if __name__ == "__main__":
    json.dump(match(*json.load(sys.stdin)), sys.stdout)
