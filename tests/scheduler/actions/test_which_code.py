"""On which code something runs again: what the person says, else the DAG's author, else what is usual."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from couture_scheduler.actions import dags, runs
from couture_scheduler.actions.clearing import Clearing, clear_selected
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.selecting import Selection
from couture_scheduler.store import dags as stored
from couture_scheduler.store import event_logs
from couture_scheduler.store.event_logs import EventFilter
from people import Clock

from couture_jupyter import DAG
from couture_jupyter.exceptions import DagError
from couture_jupyter.serialization import DagSpec
from couture_jupyter.serialization.serialize import serialize_dag

Change = Callable[[bool | None], None]


@pytest.fixture
def change(ctx: ActionContext, sales: DagSpec) -> Change:
    """The author saves the DAG's file anew: a further version of it."""

    def saved(rerun_with_latest_version: bool | None) -> None:
        number = dags.get(ctx, "sales").version.number + 1
        spec = replace(sales, description=f"v{number}", rerun_with_latest_version=rerun_with_latest_version)
        with ctx.store.transaction() as tx:
            text = f"# {number}"
            stored.register(tx, spec, source=text, kind=stored.FILE, file="sales.py", commit=None, now=ctx.clock())

    return saved


def version(found: runs.RunDetails) -> int:
    assert found.version is not None
    return found.version.number


def test_a_new_run_like_an_old_one_gets_the_code_that_the_person_chooses(
    ctx: ActionContext, change: Change, clock: Clock
) -> None:
    """Left open it is the newest, unless the DAG's author said otherwise."""
    old = runs.trigger(ctx, "sales", run_id="old")
    change(None)
    chosen: dict[bool | None, int] = {}
    for asked in (None, True, False):
        clock.forward(seconds=1)
        chosen[asked] = version(runs.rerun(ctx, "sales", "old", on_latest_version=asked))
    assert (version(old), chosen) == (1, {None: 2, True: 2, False: 1})
    change(False)
    clock.forward(seconds=1)
    assert version(runs.rerun(ctx, "sales", "old")) == 1
    with ctx.store.reading() as tx:
        told = [each.details for each in event_logs.listing(tx, EventFilter(event="trigger_dag_run"))]
    assert told == [{"version": 1}, {"version": 1}, None, None, None]


def test_what_is_cleared_keeps_its_code_unless_person_or_author_say_otherwise(
    ctx: ActionContext, change: Change
) -> None:
    """Airflow's order: the request, then the DAG's ``rerun_with_latest_version``, then the run's own code."""
    runs.trigger(ctx, "sales", run_id="old")
    change(None)
    clear_selected(ctx, "sales", Selection("old"))
    assert version(runs.get(ctx, "sales", "old")) == 1
    change(True)
    clear_selected(ctx, "sales", Selection("old"), Clearing(on_latest_version=False))
    assert version(runs.get(ctx, "sales", "old")) == 1
    clear_selected(ctx, "sales", Selection("old"), dry_run=True)
    assert version(runs.get(ctx, "sales", "old")) == 1
    clear_selected(ctx, "sales", Selection("old"))
    assert version(runs.get(ctx, "sales", "old")) == 3


def test_the_author_says_it_in_the_dag() -> None:
    assert serialize_dag(DAG("demo", rerun_with_latest_version=True)).rerun_with_latest_version is True
    assert serialize_dag(DAG("demo")).rerun_with_latest_version is None
    with pytest.raises(DagError, match="rerun_with_latest_version of"):
        DAG("demo", rerun_with_latest_version="newest")
