"""Two executed notebooks beside each other."""

from __future__ import annotations

from typing import Any

from couture_scheduler.comparing.cells import NotebookComparison, by_identity, compare_notebooks
from couture_scheduler.comparing.values import compare_environments, compare_values
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output


def cell(source: str, *texts: str, tags: tuple[str, ...] = ()) -> Any:
    made = new_code_cell(source, outputs=[new_output("stream", text=text) for text in texts])
    made.metadata["tags"] = list(tags)
    made.id = f"id-{source[:3].encode().hex()}"
    return made


def kinds(found: NotebookComparison) -> list[tuple[str, bool]]:
    return [(each.kind, each.outputs_changed) for each in found.cells]


LONG = "total = 0\nfor each in range(10):\n    total += each\nprint(total)"


def test_the_same_sources_are_compared_by_their_outputs() -> None:
    before = new_notebook(cells=[new_markdown_cell("# Report"), cell("a = 1", "1"), cell(LONG, "45")])
    after = new_notebook(cells=[new_markdown_cell("# Report"), cell("a = 1", "1"), cell(LONG, "46")])
    after.cells[1].execution_count = 7
    found = compare_notebooks(before, after)
    assert kinds(found) == [("same", False), ("same", False), ("same", True)]
    assert found.cells[2].outputs_after[0]["text"] == "46"
    assert found.note == ""


def test_a_changed_cell_shows_its_lines_and_new_and_old_ones_are_found() -> None:
    before = new_notebook(cells=[cell("a = 1"), cell("gone = True\nprint(gone)"), cell(LONG, "45")])
    after = new_notebook(cells=[cell("a = 1"), cell(LONG.replace("10", "11"), "55"), cell("zzz = new()")])
    found = compare_notebooks(before, after)
    assert kinds(found) == [("same", False), ("removed", False), ("changed", True), ("added", False)]
    assert found.cells[2].lines == (
        " total = 0",
        "-for each in range(10):",
        "+for each in range(11):",
        "     total += each",
        " print(total)",
    )
    assert [(each.before, each.after) for each in found.cells] == [(0, 0), (1, None), (2, 1), (None, 2)]


def test_what_papermill_adds_is_left_out() -> None:
    before = new_notebook(cells=[cell("x = 1", tags=("injected-parameters",)), cell("a = 1")])
    after = new_notebook(cells=[cell("!", tags=("papermill-error-cell-tag",)), cell("a = 1")])
    assert kinds(compare_notebooks(before, after)) == [("same", False)]


def test_cells_have_the_numbers_that_their_run_counts() -> None:
    injected = cell("rows = 7", tags=("injected-parameters",))
    before = new_notebook(cells=[cell("n = 1"), cell("a = 1")])
    after = new_notebook(cells=[cell("n = 1"), injected, new_markdown_cell("text"), cell(" "), cell("a = 1")])
    assert [each.number for each in compare_notebooks(after, before).cells if each.kind == "same"] == [1, 2]
    numbers = {each.source: each.number for each in compare_notebooks(before, after).cells}
    assert numbers == {"n = 1": 1, "text": None, " ": None, "a = 1": 3}


def test_addresses_of_objects_are_no_difference() -> None:
    def shown(address: str) -> Any:
        made = cell("A()", f"at {address}\n")
        made.outputs.append(new_output("execute_result", {"text/plain": f"<__main__.A at {address}>"}))
        return new_notebook(cells=[made])

    assert kinds(compare_notebooks(shown("0x7f0384f8a450"), shown("0x7f0384f739d0"))) == [("same", False)]


def test_very_large_notebooks_are_matched_by_equal_sources() -> None:
    before = [cell(f"x = {number}") for number in range(10)]
    assert by_identity(before, before[:3] + before[4:]) == [
        *((place, place) for place in range(3)),
        (3, None),
        *((place + 1, place) for place in range(3, 9)),
    ]
    many = [cell("x = 1")] * 3001
    assert "equal sources" in compare_notebooks({"cells": many}, {"cells": many[:-1]}).note


def test_values_and_packages() -> None:
    found = compare_values({"a": 1, "b": 2, "c": None}, {"a": 1, "b": 3, "d": 4})
    assert [(each.name, each.kind) for each in found] == [
        ("a", "same"),
        ("b", "changed"),
        ("c", "removed"),
        ("d", "added"),
    ]
    old = {"python": "3.11.2", "packages": {"numpy": "1.26", "pandas": "2.2"}}
    new = {"python": "3.13.0", "packages": {"numpy": "2.1", "pandas": "2.2"}}
    changes = compare_environments(old, new)
    assert [(each.name, each.before, each.after) for each in changes] == [
        ("numpy", "1.26", "2.1"),
        ("Python", "3.11.2", "3.13.0"),
    ]


def test_a_comparison_that_takes_too_long_is_made_in_a_rougher_way() -> None:
    before, after = new_notebook(cells=[cell("a = 1")]), new_notebook(cells=[cell("a = 2")])
    found = compare_notebooks(before, after, patience=0.0)
    assert kinds(found) == [("removed", False), ("added", False)]
    assert "took longer" in found.note


def test_cells_of_older_notebooks_without_ids_are_matched_by_their_sources() -> None:
    old = {"cells": [{"cell_type": "code", "source": source} for source in ("rows = load()", "print(rows)", "1 + 1")]}
    new = {"cells": [{"cell_type": "code", "source": "import os"}, *old["cells"][:2], {**old["cells"][2]}]}
    assert [each.kind for each in compare_notebooks(old, new).cells] == ["added", "same", "same", "same"]
