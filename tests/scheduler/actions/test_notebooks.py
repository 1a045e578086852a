"""What the form learns from a notebook, and of a cron expression."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from couture_scheduler.actions import engine, notebooks, pools, timetables
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.notebooks import NotebookParameter, find_parameters
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.store import leases
from people import Clock, write_notebook

SOURCE = """\
%matplotlib inline
import os
# A comment.
country = "FI"  # two letters
rows: int = 10
share = 1e-3 # type: float  of the total
names = ["a",
         "b"]  # who
limits = {"low": 1, 2: None}
flag = False
twice = rows * 2
nothing = None
until: "Optional[int]" = None
many: list[str] | None = ["x"]
a = b = 1
x.y = 3
country = "SE"  # again
"""


def test_parameters_are_found_with_type_default_and_help() -> None:
    assert find_parameters(SOURCE) == [
        NotebookParameter("rows", "int", "10", 10, "", False),
        NotebookParameter("share", "float", "1e-3", 0.001, "of the total", False),
        NotebookParameter("names", "list", '["a",\n         "b"]', ["a", "b"], "who", False),
        NotebookParameter("limits", "dict", '{"low": 1, 2: None}', {"low": 1, "2": None}, "", False),
        NotebookParameter("flag", "bool", "False", False, "", False),
        NotebookParameter("twice", "", "rows * 2", None, "", False),
        NotebookParameter("nothing", "", "None", None, "", True),
        NotebookParameter("until", "int", "None", None, "", True),
        NotebookParameter("many", "list", '["x"]', ["x"], "", True),
        NotebookParameter("country", "str", '"SE"', "SE", "again", False),
    ]


@pytest.mark.parametrize("source", ["", "def broken(:", "x == 1", "\x00"])
def test_what_is_no_python_has_no_parameters(source: str) -> None:
    assert find_parameters(source) == []


def test_a_notebook_is_described(ctx: ActionContext, notebook: str) -> None:
    found = notebooks.inspect(ctx, notebook)
    assert (found.path, found.kernel_name, found.language) == (notebook, "python3", "python")
    assert (found.has_parameters_cell, found.code_cells) == (True, 2)
    assert [parameter.name for parameter in found.parameters] == ["country", "rows", "share", "until"]


def test_a_notebook_without_parameters_cell_has_none(ctx: ActionContext) -> None:
    write_notebook(ctx.settings.workspace / "plain.ipynb", None)
    found = notebooks.inspect(ctx, "plain.ipynb")
    assert (found.has_parameters_cell, found.parameters) == (False, ())


def test_what_is_no_notebook_is_refused(ctx: ActionContext) -> None:
    (ctx.settings.workspace / "bad.ipynb").write_text("{")
    for path in ("bad.ipynb", "gone.ipynb", "../x.ipynb", ""):
        with pytest.raises(InvalidInputError) as caught:
            notebooks.inspect(ctx, path)
        assert caught.value.problems[0].field == ("notebook",)


def test_a_cron_expression_is_shown_in_words_with_its_next_runs(ctx: ActionContext) -> None:
    found = timetables.preview(ctx, "0 9 * * 1-5", "Europe/Helsinki")
    assert found.error is None
    assert found.sentence == "At 09:00 on Monday through Friday (Europe/Helsinki)"
    assert found.next_runs[0] == datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
    assert len(found.next_runs) == 5
    late = timetables.preview(ctx, "@daily", "UTC", end_date=datetime(2026, 3, 4, tzinfo=UTC))
    assert [each.day for each in late.next_runs] == [3, 4]
    assert timetables.preview(ctx, "@daily", start_date=datetime(2027, 1, 1, tzinfo=UTC)).next_runs[0].year == 2027


@pytest.mark.parametrize(
    ("cron", "zone"), [("", "UTC"), ("61 * * * *", "UTC"), ("* * * *", "UTC"), ("@daily", "Mars/X")]
)
def test_a_wrong_expression_says_what_is_wrong(ctx: ActionContext, cron: str, zone: str) -> None:
    found = timetables.preview(ctx, cron, zone)
    assert found.error
    assert found.next_runs == ()


def test_time_zones_are_the_real_ones(ctx: ActionContext) -> None:
    zones = timetables.list_timezones(ctx)
    assert {"UTC", "Europe/Helsinki", "America/New_York"} <= set(zones)
    assert zones == sorted(zones)


def test_pools_are_made_changed_and_deleted(ctx: ActionContext) -> None:
    assert pools.create(ctx, "gpu", 2, "cards").open == 2
    assert pools.update(ctx, "gpu", slots=-1).open is None
    assert pools.get(ctx, "gpu").pool.description == "cards"
    for wrong in (("gpu", 1, ConflictError), ("", 1, InvalidInputError), ("x", -2, InvalidInputError)):
        with pytest.raises(wrong[2]):
            pools.create(ctx, wrong[0], wrong[1])
    pools.delete(ctx, "gpu")
    with pytest.raises(NotFoundError):
        pools.get(ctx, "gpu")
    with pytest.raises(ConflictError, match="default pool"):
        pools.delete(ctx, "default_pool")


def test_the_engine_is_running_while_its_lease_is(ctx: ActionContext, clock: Clock) -> None:
    assert engine.status(ctx).state == "stopped"
    with ctx.store.transaction() as tx:
        leases.acquire(tx, "engine", "one", "here", 77, 1.0, clock(), 15)
    found = engine.status(ctx)
    assert (found.state, found.pid, found.heartbeat_at) == ("running", 77, clock.now)
    clock.forward(seconds=16)
    assert engine.status(ctx).state == "silent"
    assert engine.health(ctx).database
