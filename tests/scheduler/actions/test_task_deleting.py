"""Deleting single task instances, waiting for results, favourites, plugins that cannot be read."""

from __future__ import annotations

import pytest
from couture_scheduler.access import Actor, Role
from couture_scheduler.actions import deployment, favorites, run_changes, run_results, runs, task_deleting, tasks
from couture_scheduler.actions.clearing import Clearing, clear_selected
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.selecting import Selection
from couture_scheduler.errors import ConflictError, NotFoundError
from couture_scheduler.files import layout
from couture_scheduler.store import event_logs, task_instances, xcoms
from couture_scheduler.store.event_logs import EventFilter
from couture_scheduler.store.session import Store
from couture_scheduler.store.task_instances import TaskChange
from people import Clock, Ear

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunState, TaskInstanceState


@pytest.fixture
def ended(ctx: ActionContext, sales: DagSpec) -> str:
    """A run that has ended; its first task was tried once and left a value."""
    run = runs.trigger(ctx, "sales", run_id="ended").run
    with ctx.store.transaction() as tx:
        first = task_instances.of_run(tx, run.id)[0]
        change = TaskChange(first.id, TaskInstanceState.SUCCESS, frozenset({None}), {"try_number": 1})
        assert task_instances.apply(tx, [change]) == []
        where = {"dag_id": "sales", "run_id": "ended", "task_id": "extract", "map_index": -1}
        xcoms.put_many(tx, [{**where, "key": "return_value", "value": {"rows": 3}}], ctx.clock())
    run_changes.mark(ctx, "sales", "ended", DagRunState.SUCCESS)
    return "ended"


def test_a_task_instance_goes_with_its_files_and_comes_back_with_the_newest_code(
    ctx: ActionContext, ended: str, ear: Ear
) -> None:
    folder = layout.try_folder(ctx.settings.runs_folder, "sales", ended, "extract", -1, 1)
    folder.mkdir(parents=True)
    task_deleting.delete(ctx, "sales", ended, "extract")
    assert not folder.exists()
    assert [each.task.task_id for each in tasks.list_tasks(ctx, "sales", ended).entries] == [
        "transform",
        "load",
        "side",
    ]
    assert (ear.last()["what"], ear.last()["task_id"]) == ("deleted", "extract")
    with ctx.store.reading() as tx:
        (entry,) = event_logs.listing(tx, EventFilter(event="delete_task_instance"))
        assert (entry.run_id, entry.task_id, entry.map_index) == (ended, "extract", -1)
        assert xcoms.listing(tx, "sales", ended) == []
    with pytest.raises(NotFoundError):
        task_deleting.delete(ctx, "sales", ended, "extract")
    clear_selected(ctx, "sales", Selection(ended), Clearing(on_latest_version=True))
    assert len(tasks.list_tasks(ctx, "sales", ended).entries) == 4


def test_of_an_active_run_none_is_deleted(ctx: ActionContext, sales: DagSpec) -> None:
    runs.trigger(ctx, "sales", run_id="active")
    with pytest.raises(ConflictError, match="The run 'active' is active"):
        task_deleting.delete(ctx, "sales", "active", "extract")


def test_results_come_with_the_end_of_a_run(ctx: ActionContext, ended: str, clock: Clock) -> None:
    clock.forward(seconds=1)
    runs.trigger(ctx, "sales", run_id="active")
    assert run_results.look(ctx, "sales", "active", ["extract"]) == run_results.RunResults(
        DagRunState.QUEUED, is_over=False
    )
    found = run_results.look(ctx, "sales", ended, ["extract", "load"])
    assert (found.state, found.is_over, found.values) == (DagRunState.SUCCESS, True, {"extract": {"rows": 3}})
    assert run_results.look(ctx, "sales", ended).values == {}


def test_favourites_are_each_persons_own(ctx: ActionContext, store: Store, sales: DagSpec, ear: Ear) -> None:
    other = ActionContext(store, ctx.settings, Actor("bob", Role.VIEWER.rights, "cli"), ear, ctx.clock)
    favorites.mark(ctx, "sales")
    assert favorites.among(ctx, ["sales", "none"]) == {"sales"}
    assert favorites.among(other, ["sales"]) == set()
    with pytest.raises(ConflictError, match="already"):
        favorites.mark(ctx, "sales")
    favorites.unmark(ctx, "sales")
    with pytest.raises(ConflictError, match="none of your favourites"):
        favorites.unmark(ctx, "sales")
    with pytest.raises(NotFoundError):
        favorites.mark(ctx, "nothing")


def test_plugins_that_are_no_python_are_told(ctx: ActionContext) -> None:
    folder = ctx.settings.dags_folder / "plugins"
    folder.mkdir(parents=True)
    (folder / "good.py").write_text("x = 1\n")
    (folder / "bad.py").write_text("def (:\n")
    assert [(each.source, each.error.split(":")[0]) for each in deployment.list_plugin_errors(ctx)] == [
        ("dags/plugins/bad.py", "SyntaxError")
    ]
    assert deployment.list_plugins(ctx) == []
