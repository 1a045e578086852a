"""How the code that a try ran differs from what the workspace holds today: notebooks cell by cell, other files line by
line."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from couture_scheduler.actions import code_versions
from couture_scheduler.actions.code_versions import CodeFacts, content_of, copy_of
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.comparing.cells import CellChange, compare_notebooks
from couture_scheduler.errors import NotFoundError
from couture_scheduler.files import snapshots

MOST_LINES = 5_000


@dataclass(frozen=True, slots=True)
class CodeDifference:
    """A diff of the sources from what ran to what the files hold now; empty when they are the same. ``cut``: it was
    longer."""

    code: CodeFacts
    diff: str
    cut: bool


@needs("runs:read")
def compare_with_today(
    ctx: ActionContext, dag_id: str, run_id: str, task_id: str, try_number: int | None = None, *, map_index: int = -1
) -> CodeDifference:
    """What a person would see who had both beside each other, with the side files of a snapshot."""
    code = code_versions.code_of(ctx, dag_id, run_id, task_id, try_number, map_index=map_index)
    if code.today == "gone":
        raise NotFoundError(f"The file {code.path} is not in the workspace any more: there is nothing to compare with.")
    ran = copy_of(ctx, dag_id, run_id, task_id, code, map_index=map_index)
    if ran is None:
        raise NotFoundError("The copy of the code that ran has been deleted.")
    found = islice(_lines(ctx, code, ran), MOST_LINES + 1)
    lines = list(found)
    return CodeDifference(code, "\n".join(lines[:MOST_LINES]), len(lines) > MOST_LINES)


def _lines(ctx: ActionContext, code: CodeFacts, ran: bytes) -> Iterator[str]:
    if code.today == "changed":
        yield from _of_file(code.path, ran, content_of(ctx, code.path) or b"")
    for each in code.side_files:
        before = snapshots.read_file(ctx.settings.home, code.snapshot or "", each.path)
        if each.today == "changed" and before is not None:
            yield from _of_file(each.path, before, content_of(ctx, each.path) or b"")
        elif each.today == "gone":
            yield from (f"--- {each.path} (ran)", f"+++ {each.path} (not there today)")


def _of_file(path: str, ran: bytes, today: bytes) -> Iterator[str]:
    documents = [_notebook(each) for each in (ran, today)] if Path(path).suffix == ".ipynb" else [None]
    if None not in documents:
        yield from _of_notebook(path, *[each for each in documents if each is not None])
        return
    before, after = (each.decode("utf-8", "replace").splitlines() for each in (ran, today))
    yield from difflib.unified_diff(before, after, f"{path} (ran)", f"{path} (today)", lineterm="")


def _of_notebook(path: str, ran: dict[str, Any], today: dict[str, Any]) -> Iterator[str]:
    """Each changed cell under its number, cells matched by nbdime."""
    found = compare_notebooks(ran, today)
    changed = [each for each in found.cells if each.kind != "same"]
    if changed:
        yield from (f"--- {path} (ran)", f"+++ {path} (today)")
    for each in changed:
        yield f"@@ {_heading(each)} @@"
        mark = {"added": "+", "removed": "-"}.get(each.kind)
        yield from each.lines if mark is None else (mark + line for line in each.source.splitlines())


def _heading(cell: CellChange) -> str:
    place = cell.before if cell.after is None else cell.after
    name = "Cell" if cell.cell_type == "code" else f"{cell.cell_type.capitalize()} cell"
    return f"{name} {(place or 0) + 1}, {cell.kind}"


def _notebook(content: bytes) -> dict[str, Any] | None:
    try:
        document = json.loads(content)
    except ValueError:
        return None
    is_one = isinstance(document, dict) and isinstance(document.get("cells"), list)
    return document if is_one and all(isinstance(each, dict) for each in document["cells"]) else None
