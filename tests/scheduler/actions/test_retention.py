"""How long runs are kept, and what else is tidied up."""

from __future__ import annotations

import dataclasses
import os
from datetime import timedelta
from pathlib import Path

import pytest
from couture_scheduler.access import Role
from couture_scheduler.actions import housekeeping, retention, runs, schedules
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.retention import NextToGo
from couture_scheduler.actions.schedules import NotebookScheduleForm, When
from couture_scheduler.errors import ForbiddenError, InvalidInputError
from couture_scheduler.files import layout, snapshots
from couture_scheduler.loop.retaining import PAUSE, Retaining
from couture_scheduler.store import asset_events, dag_runs
from couture_scheduler.store.asset_events import NewEvent
from people import Clock, Ear

from couture_jupyter.notebook_options import CodeChoice, Retention
from couture_jupyter.states import DagRunState

S, F = DagRunState.SUCCESS, DagRunState.FAILED


def make(ctx: ActionContext, notebook: str, **limits: float) -> str:
    form = NotebookScheduleForm("Daily", notebook, When("manual"), retention=Retention.of(limits))
    return schedules.create(ctx, form).dag_id


def add_runs(ctx: ActionContext, clock: Clock, dag_id: str, *states: DagRunState, size: int = 10) -> list[str]:
    """Runs that ended a day apart, the first one first."""
    made = []
    for state in states:
        record = runs.trigger(ctx, dag_id).run
        with ctx.store.transaction() as tx:
            dag_runs.set_state(tx, record.id, DagRunState.RUNNING, allowed=frozenset(DagRunState), at=clock())
            if state is not DagRunState.RUNNING:
                dag_runs.set_state(tx, record.id, state, allowed=frozenset(DagRunState), at=clock())
        folder = layout.run_folder(ctx.settings.runs_folder, dag_id, record.run_id)
        folder.mkdir(parents=True)
        (folder / "file").write_bytes(b"x" * size)
        made.append(record.run_id)
        clock.forward(days=1)
    return made


def left(ctx: ActionContext, dag_id: str) -> list[str]:
    entries = runs.list_runs(ctx, runs.RunFilter(dag_ids=(dag_id,)), order_by="id").entries
    return [each.run.run_id for each in entries]


def folders(ctx: ActionContext, dag_id: str) -> int:
    return len(list((ctx.settings.runs_folder / dag_id).iterdir()))


def test_the_oldest_beyond_the_number_go_with_their_files(ctx: ActionContext, notebook: str, clock: Clock) -> None:
    dag_id = make(ctx, notebook, runs=2)
    names = add_runs(ctx, clock, dag_id, S, S, F, S)
    assert [each.run_id for each in retention.prune(ctx, dag_id, dry_run=True)] == names[:2]
    assert left(ctx, dag_id) == names
    gone = retention.prune(ctx, dag_id)
    assert [(each.run_id, each.because) for each in gone] == [(name, "2 runs are kept.") for name in names[:2]]
    assert left(ctx, dag_id) == names[2:]
    assert folders(ctx, dag_id) == 2
    found = retention.status(ctx, dag_id)
    assert (found.kept, found.deleted, found.due) == (2, 2, 0)


def test_the_newest_the_last_good_one_and_active_ones_stay(ctx: ActionContext, notebook: str, clock: Clock) -> None:
    dag_id = make(ctx, notebook, days=1)
    names = add_runs(ctx, clock, dag_id, S, DagRunState.RUNNING, S, F, F, F)
    clock.forward(days=100)
    retention.prune(ctx, dag_id)
    assert left(ctx, dag_id) == [names[1], names[2], names[5]]


def test_a_run_that_a_person_keeps_stays(ctx: ActionContext, notebook: str, clock: Clock) -> None:
    dag_id = make(ctx, notebook, runs=1)
    names = add_runs(ctx, clock, dag_id, S, S, S)
    assert runs.keep(ctx, dag_id, names[0]).kept_at == clock()
    retention.prune(ctx, dag_id)
    assert left(ctx, dag_id) == [names[0], names[2]]
    assert retention.status(ctx, dag_id).next is None
    runs.keep(ctx, dag_id, names[0], is_kept=False)
    assert retention.status(ctx, dag_id).next == NextToGo(names[0], None)
    retention.prune(ctx, dag_id)
    assert left(ctx, dag_id) == [names[2]]


def test_it_is_told_which_run_goes_next(ctx: ActionContext, notebook: str, clock: Clock) -> None:
    dag_id = make(ctx, notebook, runs=3, days=30)
    assert retention.status(ctx, dag_id).next is None
    began = clock()
    names = add_runs(ctx, clock, dag_id, S, S)
    assert retention.status(ctx, dag_id).next == NextToGo(names[0], began + timedelta(days=30))
    names += add_runs(ctx, clock, dag_id, S, S)
    found = retention.status(ctx, dag_id)
    assert (found.due, found.next) == (1, NextToGo(names[0], None))
    retention.prune(ctx, dag_id)
    assert retention.status(ctx, dag_id).next == NextToGo(names[1], None)


def test_the_size_of_the_files_is_limited(ctx: ActionContext, notebook: str, clock: Clock) -> None:
    dag_id = make(ctx, notebook, megabytes=2.5)
    names = add_runs(ctx, clock, dag_id, S, S, S, S, size=1_000_000)
    assert [each.because for each in retention.prune(ctx, dag_id)] == ["2.5 MB of runs are kept."] * 2
    assert left(ctx, dag_id) == names[2:]


def test_the_settings_hold_where_the_dag_says_nothing(ctx: ActionContext, notebook: str, clock: Clock) -> None:
    dag_id = make(ctx, notebook)
    names = add_runs(ctx, clock, dag_id, S, S, S)
    assert retention.prune(ctx, dag_id) == []
    limited = dataclasses.replace(ctx, settings=dataclasses.replace(ctx.settings, keep_runs=1))
    assert len(retention.prune(limited, dag_id)) == 2
    assert left(ctx, dag_id) == names[2:]


def test_a_run_that_is_active_again_is_not_deleted(ctx: ActionContext, notebook: str, clock: Clock) -> None:
    dag_id = make(ctx, notebook, runs=1)
    names = add_runs(ctx, clock, dag_id, S, S)
    [found] = retention.prune(ctx, dag_id, dry_run=True)
    with ctx.store.transaction() as tx:
        dag_runs.set_state(tx, found.id, DagRunState.QUEUED, allowed=frozenset(DagRunState), at=clock())
    assert retention._remove(ctx, dag_id, [found]) == []
    assert left(ctx, dag_id) == names


@pytest.mark.parametrize("limits", [{"runs": 0}, {"days": -1}, {"megabytes": float("inf")}, {"runs": 1.5}])
def test_a_limit_that_is_none_is_refused_at_its_field(
    ctx: ActionContext, notebook: str, limits: dict[str, float]
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        make(ctx, notebook, **limits)
    assert [each.field for each in caught.value.problems] == [("retention", *limits)]


def test_a_viewer_sees_but_may_not_prune(ctx_of, ctx: ActionContext, notebook: str) -> None:
    dag_id = make(ctx, notebook, runs=1)
    viewer = ctx_of(Role.VIEWER)
    assert retention.status(viewer, dag_id).limits.runs == 1
    with pytest.raises(ForbiddenError):
        retention.prune(viewer, dag_id)


def test_the_engine_looks_when_a_run_has_ended(ctx: ActionContext, notebook: str, clock: Clock, ear: Ear) -> None:
    dag_id = make(ctx, notebook, runs=1)
    names = add_runs(ctx, clock, dag_id, S, S)
    duty = Retaining(ctx.settings, ctx.store, clock, lambda changes: ear.notify(*changes))
    duty.catch_up()
    duty.turn()
    assert left(ctx, dag_id) == names
    duty.hear([runs.run_change(runs.get(ctx, dag_id, names[1]).run, "engine")])
    assert duty.turn() > 0
    assert left(ctx, dag_id) == names[1:]
    assert ear.last()["what"] == "deleted"


def test_many_dags_are_looked_at_in_several_turns(ctx: ActionContext, notebook: str, clock: Clock, ear: Ear) -> None:
    dag_id = make(ctx, notebook, runs=1)
    names = add_runs(ctx, clock, dag_id, S, S)
    duty = Retaining(ctx.settings, ctx.store, clock, lambda changes: ear.notify(*changes))
    duty.catch_up()
    ended = runs.run_change(runs.get(ctx, dag_id, names[1]).run, "engine")
    duty.hear([ended, *(dataclasses.replace(ended, dag_id=f"a{number}") for number in range(1500))])
    turns = 1
    while duty.turn() == PAUSE:
        turns += 1
    assert left(ctx, dag_id) == names[1:]
    assert turns > 1


def age(path: Path) -> Path:
    """As if it had been written two days ago."""
    moment = path.stat().st_mtime - timedelta(days=2).total_seconds()
    os.utime(path, (moment, moment))
    return path


def test_what_nothing_refers_to_is_tidied_up(ctx: ActionContext, notebook: str, clock: Clock) -> None:
    home = ctx.settings.home
    form = NotebookScheduleForm("Snap", notebook, When("manual"), code=CodeChoice("snapshot"))
    used = schedules.create(ctx, form)
    (ctx.settings.workspace / "other.txt").write_text("other")
    unused = snapshots.pack(home, ctx.settings.workspace, "other.txt", [])
    for name in snapshots.names(home):
        age(snapshots.folder_of(home, name))
    (home / "versions").mkdir()
    stale, young = home / "versions" / "stale.py", home / "versions" / "young.py"
    stale.write_text("")
    young.write_text("")
    age(stale)
    add_runs(ctx, clock, used.dag_id, S, S)
    orphan = ctx.settings.runs_folder / used.dag_id / "orphan"
    orphan.mkdir()
    age(orphan)
    assert housekeeping.keep_house(ctx) == {
        "logs": 0,
        "sources": 1,
        "snapshots": 1,
        "run folders": 1,
        "environments": 0,
        "values of state stores": 0,
        "updates of assets": 0,
        "entries of the audit log": 0,
    }
    assert snapshots.names(home) == [used.form.code.ref]
    assert unused.hash != used.form.code.ref
    assert young.exists()
    assert not stale.exists()
    assert not orphan.exists()
    assert folders(ctx, used.dag_id) == 2


def test_folders_of_another_database_are_left_alone(ctx: ActionContext) -> None:
    strange = ctx.settings.runs_folder / "dag" / "run"
    strange.mkdir(parents=True)
    age(strange)
    assert housekeeping.remove_orphaned_folders(ctx) == 0
    assert strange.exists()


def test_a_large_log_is_rotated_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "engine.log"
    with path.open("ab", buffering=0) as writer:
        writer.write(b"a" * 100)
        assert housekeeping.rotate_logs(tmp_path, largest=50) == 1
        writer.write(b"b")
    assert (tmp_path / "engine.log.1").read_bytes() == b"a" * 100
    assert path.read_bytes() == b"b"


def test_old_updates_of_assets_are_deleted(ctx: ActionContext, clock: Clock) -> None:
    with ctx.store.transaction() as tx:
        for _ in range(3):
            asset_events.add(tx, NewEvent({"asset_ref": {"name": "orders"}}, {}), clock.forward(days=1))
    assert housekeeping.remove_old_asset_events(ctx) == 0
    clock.forward(days=365)
    for_ever = dataclasses.replace(ctx, settings=dataclasses.replace(ctx.settings, asset_event_days=0))
    assert housekeeping.remove_old_asset_events(for_ever) == 0
    assert housekeeping.remove_old_asset_events(ctx) == 2
    assert housekeeping.remove_old_asset_events(ctx) == 0
