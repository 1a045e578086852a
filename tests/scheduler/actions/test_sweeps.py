"""What can be asked of sweeps, and what is refused."""

from __future__ import annotations

import pytest
from couture_scheduler.actions import sweeps
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError, NotFoundError

from couture_jupyter.serialization import DagSpec


def test_lists_are_combined_or_go_side_by_side() -> None:
    values = {"a": [1, 2], "b": ["x", "y"]}
    assert [list(each.values()) for each in sweeps.combinations(values, "product")] == [
        [1, "x"],
        [1, "y"],
        [2, "x"],
        [2, "y"],
    ]
    assert [list(each.values()) for each in sweeps.combinations(values, "zip")] == [[1, "x"], [2, "y"]]


@pytest.mark.parametrize(
    ("values", "combine", "sentence"),
    [
        ({}, "product", "at least one parameter"),
        ({"rows": []}, "product", "at least one value"),
        ({"rows": [1, 2], "b": [1]}, "zip", "equally long: rows has 2, b has 1"),
        ({"rows": list(range(40)), "b": list(range(40))}, "product", "1,600 runs; 1,000 are possible"),
        ({"rows": [1, "many"]}, "product", "is not of type 'integer'"),
    ],
)
def test_what_makes_no_sweep_is_refused_before_any_run(
    ctx: ActionContext, sales: DagSpec, values: dict[str, list[object]], combine: str, sentence: str
) -> None:
    with pytest.raises(InvalidInputError, match=sentence):
        sweeps.start(ctx, "sales", values, combine=combine)  # type: ignore[arg-type]
    assert sweeps.list_sweeps(ctx, "sales") == []


def test_a_sweep_is_listed_and_cancelled(ctx: ActionContext, sales: DagSpec) -> None:
    made = sweeps.start(ctx, "sales", {"rows": [1, 2, 3]}, at_once=1, note="first")
    assert sweeps.list_sweeps(ctx, "sales") == [made]
    assert (made.states, made.at_once, made.user) == ({"queued": 3}, 1, "ada")
    found = sweeps.get(ctx, made.sweep_id)
    assert [row.parameters for row in found.rows] == [{"rows": 1}, {"rows": 2}, {"rows": 3}]
    assert sweeps.cancel(ctx, made.sweep_id) == 3
    assert sweeps.cancel(ctx, made.sweep_id) == 0
    with pytest.raises(NotFoundError):
        sweeps.get(ctx, "sweep__none")


def test_texts_that_a_spreadsheet_would_run_are_marked_in_csv(ctx: ActionContext, sales: DagSpec) -> None:
    made = sweeps.start(ctx, "sales", {"name": ["=1+1"], "rows": [-1 + 2]})
    assert sweeps.to_csv(sweeps.get(ctx, made.sweep_id)).splitlines()[1].endswith(",queued,,'=1+1,1")
