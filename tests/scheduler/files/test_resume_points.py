"""Where a notebook goes on after a failure."""

from __future__ import annotations

from typing import Any

from couture_scheduler.files import resume_points

DONE = {"status": "completed", "exception": False}
FAILED = {"status": "failed", "exception": True}


def cell(source: str, marks: dict[str, Any] | None = None, *tags: str) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "metadata": {"papermill": marks or {}, "tags": list(tags)}}


def document(*cells: dict[str, Any]) -> dict[str, Any]:
    return {"cells": list(cells)}


EXECUTED = document(
    {"cell_type": "markdown", "source": "An error", "metadata": {"tags": [resume_points.ERROR_MARK]}},
    cell("a = 1", DONE, "parameters"),
    cell("a = 2", DONE, resume_points.INJECTED),
    cell("", None),
    cell(["b = 1\n", "c = 2"], DONE),  # type: ignore[arg-type]
    cell("1 / 0", FAILED),
    cell("last", {"status": "pending", "exception": None}),
)


def test_it_goes_on_at_the_first_cell_that_did_not_succeed() -> None:
    current = document(cell("a = 1"), cell("b = 1\nc = 2"), cell("1 / 1"), cell("last"))
    point = resume_points.find(EXECUTED, current)
    assert (point.failed, point.cells, point.changed) == (3, 5, ())


def test_a_changed_cell_before_it_is_named() -> None:
    current = document(cell("a = 1"), cell("b = 5"), cell("1 / 1"))
    assert resume_points.find(EXECUTED, current).changed == ("Code cell 2 (“b = 5”) is not as it ran (“b = 1”).",)


def test_cells_that_are_gone_are_told_of() -> None:
    (told,) = resume_points.find(EXECUTED, document(cell("a = 1"))).changed
    assert told == "The notebook has only 1 code cells left, 2 ran before."


def test_a_damaged_notebook_is_not_taken_for_done() -> None:
    assert (
        resume_points.done_before({"cells": [{"cell_type": "code", "source": "x", "metadata": {"papermill": None}}]})
        == []
    )
    assert resume_points.done_before({}) == []
