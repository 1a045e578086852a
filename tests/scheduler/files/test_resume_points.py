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
    assert (point.start, point.cells, point.changed) == (2, 4, ())


def test_the_cell_with_the_parameters_is_taken_over_though_it_is_made_anew() -> None:
    injected = cell("a = 2", None, resume_points.INJECTED)
    current = document(cell("a = 1"), injected, cell("b = 1\nc = 2"), cell("1 / 1"))
    point = resume_points.find(EXECUTED, current)
    assert (point.start, point.changed, sorted(point.taken)) == (3, (), [0, 1, 2])


def test_parameters_that_ran_do_not_run_again_when_the_next_cell_failed() -> None:
    executed = document(cell("a = 1", DONE), cell("a = 2", DONE, resume_points.INJECTED), cell("1 / 0", FAILED))
    current = document(cell("a = 1"), cell("a = 2", None, resume_points.INJECTED), cell("1 / 1"))
    assert resume_points.find(executed, current).start == 2


def test_a_changed_cell_before_it_is_named() -> None:
    current = document(cell("a = 1"), cell("b = 5"), cell("1 / 1"))
    assert resume_points.find(EXECUTED, current).changed == ("Code cell 2 (“b = 5”) is not as it ran (“b = 1”).",)


def test_a_cell_that_is_gone_is_told_of() -> None:
    (told,) = resume_points.find(EXECUTED, document(cell("a = 1"), cell("1 / 0"))).changed
    assert told == "The cell “b = 1” ran, and is not there any more."


def with_ids(*sources: str, **marks: Any) -> list[dict[str, Any]]:
    return [{**cell(source, marks or None), "id": source[0]} for source in sources]


def test_a_cell_that_was_put_before_the_failed_one_is_told_and_not_taken_for_another() -> None:
    executed = document(*with_ids("a = 1", "b = 2", **DONE), *with_ids("c / 0", **FAILED), *with_ids("d"))
    point = resume_points.find(executed, document(*with_ids("a = 1", "x = 3", "b = 2", "c / 1", "d")))
    assert point.changed == ("Code cell 2 (“x = 3”) is new: the run passes over it.",)
    assert (point.start, sorted(point.taken), point.edited) == (3, [0, 2], frozenset())


def test_a_cell_with_the_same_id_and_another_source_was_edited() -> None:
    executed = document(*with_ids("a = 1", "b = 2", **DONE), *with_ids("c / 0", **FAILED))
    point = resume_points.find(executed, document(*with_ids("a = 7", "b = 2", "c / 1")))
    assert point.changed == ("Code cell 1 (“a = 7”) is not as it ran (“a = 1”).",)
    assert (point.start, point.edited) == (2, frozenset({0}))


def test_cells_that_were_put_after_the_failed_one_run() -> None:
    executed = document(*with_ids("a = 1", **DONE), *with_ids("c / 0", **FAILED))
    point = resume_points.find(executed, document(*with_ids("a = 1", "c = 0", "x", "y")))
    assert (point.start, point.cells, point.changed) == (1, 4, ())


def test_a_damaged_notebook_is_not_taken_for_done() -> None:
    assert (
        resume_points.done_before({"cells": [{"cell_type": "code", "source": "x", "metadata": {"papermill": None}}]})
        == []
    )
    assert resume_points.done_before({}) == []
