"""Runs as people handle them: start, stop, clear, mark, delete."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from couture_scheduler.actions import dags, runs, schedules, tasks
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.engine.launch import EDITION
from couture_scheduler.engine.preconditions.verdict import Verdict
from couture_scheduler.engine.transitions import TASK_ACTIONS, TASK_TRANSITIONS
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.files import layout
from couture_scheduler.files.worker_machines import Sign, Taken, write_sign
from couture_scheduler.store import dag_runs, task_instances, tries, xcoms
from couture_scheduler.store import dags as stored_dags
from couture_scheduler.store.task_instances import TaskChange
from people import Clock, Ear

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunState, TaskInstanceState

T = TaskInstanceState
ANY = frozenset({None, *T})


def put(ctx: ActionContext, run_id: str, run: DagRunState, **states: T) -> None:
    """Bring a run into a state, as the engine would."""
    with ctx.store.transaction() as tx:
        record = dag_runs.get(tx, "sales", run_id)
        assert record is not None
        found = {task.task_id: task for task in task_instances.of_run(tx, record.id)}
        changes = [
            TaskChange(found[name].id, state, ANY, {"try_number": 1, "launch": 1, "started_at": ctx.clock()})
            for name, state in states.items()
        ]
        assert task_instances.apply(tx, changes) == []
        if record.state != run:
            assert dag_runs.set_state(tx, record.id, run, allowed=frozenset(DagRunState), at=ctx.clock())


def states(ctx: ActionContext, run_id: str) -> dict[str, T | None]:
    return {each.task.task_id: each.task.state for each in tasks.list_tasks(ctx, "sales", run_id).entries}


@pytest.fixture
def run_id(ctx: ActionContext, sales: DagSpec) -> str:
    return runs.trigger(ctx, "sales").run.run_id


def test_a_run_by_hand_has_its_tasks_at_once_and_is_announced(ctx: ActionContext, sales: DagSpec, ear: Ear) -> None:
    found = runs.trigger(ctx, "sales", conf={"rows": 5}, note="again")
    assert found.run.run_id == "manual__2026-03-02T12:00:00+00:00"
    assert (found.run.state, found.run.note, found.run.conf) == (DagRunState.QUEUED, "again", {"rows": 5})
    assert (found.run.triggering_user, found.run.triggered_by, found.kind) == ("ada", "rest_api", "file")
    assert found.task_counts == {"none": 4}
    assert ear.last() == {
        "subject": "dag_run",
        "what": "created",
        "dag_id": "sales",
        "run_id": found.run.run_id,
        "state": "queued",
        "user": "ada",
    }


def test_two_runs_at_the_same_moment_get_dates_of_their_own(ctx: ActionContext, sales: DagSpec) -> None:
    first, second = runs.trigger(ctx, "sales").run, runs.trigger(ctx, "sales").run
    assert second.logical_date - first.logical_date == timedelta(microseconds=1)
    with pytest.raises(ConflictError, match="already"):
        runs.trigger(ctx, "sales", logical_date=first.logical_date)
    with pytest.raises(ConflictError, match="already"):
        runs.trigger(ctx, "sales", run_id=first.run_id)


@pytest.mark.parametrize("conf", [{"rows": "many"}, {"rows": 0}])
def test_a_parameter_that_breaks_its_schema_is_refused_where_it_stands(
    ctx: ActionContext, sales: DagSpec, conf: dict[str, object]
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        runs.trigger(ctx, "sales", conf=conf)
    assert caught.value.problems[0].field == ("conf", "rows")
    assert runs.list_runs(ctx).total == 0


def test_what_is_not_there_cannot_run(ctx: ActionContext, sales: DagSpec) -> None:
    with pytest.raises(NotFoundError):
        runs.trigger(ctx, "nothing")
    with pytest.raises(InvalidInputError, match="run id"):
        runs.trigger(ctx, "sales", run_id="a/b")
    with ctx.store.transaction() as tx:
        stored_dags.retire_file(tx, "sales.py")
    with pytest.raises(ConflictError, match=r"gone from its file sales\.py"):
        runs.trigger(ctx, "sales")


def test_stop_fails_what_runs_and_skips_what_waits(ctx: ActionContext, run_id: str, clock: Clock) -> None:
    put(ctx, run_id, DagRunState.RUNNING, extract=T.SUCCESS, transform=T.RUNNING, side=T.QUEUED)
    clock.forward(minutes=1)
    stopped = runs.stop(ctx, "sales", run_id)
    assert (stopped.state, stopped.because, stopped.ended_at) == (DagRunState.FAILED, "Stopped by ada.", clock.now)
    assert states(ctx, run_id) == {"extract": T.SUCCESS, "transform": T.FAILED, "load": T.SKIPPED, "side": T.FAILED}
    (only,) = tasks.list_tries(ctx, "sales", run_id, "transform")
    assert (only.state, only.error, only.ended_at) == (T.FAILED, "Stopped by ada.", clock.now)
    with pytest.raises(ConflictError, match="has ended already"):
        runs.stop(ctx, "sales", run_id)


def test_retry_runs_what_failed_and_what_stands_below(ctx: ActionContext, run_id: str, ear: Ear) -> None:
    put(
        ctx,
        run_id,
        DagRunState.FAILED,
        extract=T.SUCCESS,
        transform=T.FAILED,
        load=T.UPSTREAM_FAILED,
        side=T.SUCCESS,
    )
    assert sorted(task.task_id for task in runs.retry(ctx, "sales", run_id)) == ["load", "transform"]
    assert states(ctx, run_id) == {"extract": T.SUCCESS, "transform": None, "load": None, "side": T.SUCCESS}
    run = runs.get(ctx, "sales", run_id).run
    assert (run.state, run.started_at, run.ended_at) == (DagRunState.QUEUED, None, None)
    assert ear.last()["subject"] == "dag_run"
    with pytest.raises(ConflictError, match="nothing failed"):
        runs.retry(ctx, "sales", run_id)


def test_retry_of_a_stopped_run_goes_on_where_it_was(ctx: ActionContext, run_id: str) -> None:
    put(ctx, run_id, DagRunState.RUNNING, extract=T.SUCCESS, side=T.SKIPPED)
    runs.stop(ctx, "sales", run_id)
    runs.retry(ctx, "sales", run_id)
    assert states(ctx, run_id) == {"extract": T.SUCCESS, "transform": None, "load": None, "side": T.SKIPPED}


def test_clear_shows_first_and_then_does_what_it_showed(ctx: ActionContext, run_id: str) -> None:
    put(ctx, run_id, DagRunState.RUNNING, extract=T.SUCCESS, transform=T.RUNNING)
    with ctx.store.transaction() as tx:
        rows = [{"dag_id": "sales", "run_id": run_id, "task_id": "extract", "map_index": -1, "key": "k", "value": 1}]
        xcoms.put_many(tx, rows, ctx.clock())
    before = states(ctx, run_id)
    shown = runs.clear(ctx, "sales", run_id, task_ids=["extract"], dry_run=True)
    assert [task.task_id for task in shown] == ["extract", "transform"]
    assert states(ctx, run_id) == before
    assert runs.clear(ctx, "sales", run_id, task_ids=["extract"]) == shown
    assert states(ctx, run_id) == {"extract": None, "transform": T.RESTARTING, "load": None, "side": None}
    extract = tasks.get(ctx, "sales", run_id, "extract").task
    assert (extract.try_number, extract.max_tries, extract.started_at) == (1, 2, None)
    assert tasks.list_xcoms(ctx, "sales", run_id) == []
    with pytest.raises(InvalidInputError, match="no task nothing"):
        runs.clear(ctx, "sales", run_id, task_ids=["nothing"])


def test_every_move_of_a_person_is_in_the_table_of_moves() -> None:
    for state in (None, *T):
        cleared = T.RESTARTING if state in (T.QUEUED, T.RUNNING) else None
        allowed = TASK_ACTIONS[state] | TASK_TRANSITIONS[state]
        assert cleared == state or cleared in allowed
        assert {T.SUCCESS, T.FAILED, T.SKIPPED} - {state} <= allowed


def test_mark_success_and_failed(ctx: ActionContext, run_id: str) -> None:
    put(ctx, run_id, DagRunState.RUNNING, extract=T.SKIPPED, transform=T.RUNNING)
    assert runs.mark(ctx, "sales", run_id, DagRunState.SUCCESS).state is DagRunState.SUCCESS
    assert states(ctx, run_id) == {"extract": T.SKIPPED, "transform": T.SUCCESS, "load": T.SUCCESS, "side": T.SUCCESS}
    assert runs.mark(ctx, "sales", run_id, DagRunState.FAILED).because == "Marked as failed by ada."
    with pytest.raises(InvalidInputError):
        runs.mark(ctx, "sales", run_id, DagRunState.RUNNING)


def test_marking_a_task_has_the_run_go_on(ctx: ActionContext, run_id: str) -> None:
    put(ctx, run_id, DagRunState.FAILED, extract=T.FAILED, transform=T.UPSTREAM_FAILED, load=T.UPSTREAM_FAILED)
    assert tasks.set_state(ctx, "sales", run_id, "extract", T.SUCCESS).state is T.SUCCESS
    assert states(ctx, run_id) == {"extract": T.SUCCESS, "transform": None, "load": None, "side": None}
    assert runs.get(ctx, "sales", run_id).run.state is DagRunState.QUEUED


def test_delete_removes_rows_and_files_of_a_run_that_has_ended(ctx: ActionContext, run_id: str) -> None:
    folder = layout.run_folder(ctx.settings.runs_folder, "sales", run_id)
    other = layout.run_folder(ctx.settings.runs_folder, "sales", "other")
    for each in (folder, other):
        each.mkdir(parents=True)
        (each / "task.log").write_text("text")
    with pytest.raises(ConflictError, match="Stop it first"):
        runs.delete(ctx, "sales", run_id)
    runs.stop(ctx, "sales", run_id)
    runs.delete(ctx, "sales", run_id)
    assert not folder.exists()
    assert other.exists()
    with pytest.raises(NotFoundError):
        runs.get(ctx, "sales", run_id)


def test_many_at_once_give_a_result_each(ctx: ActionContext, run_id: str) -> None:
    results = runs.bulk(ctx, "stop", [("sales", run_id), ("sales", run_id), ("sales", "nothing")])
    assert [result.ok for result in results] == [True, False, False]
    assert "has ended already" in results[1].detail
    assert runs.bulk(ctx, "delete", [("sales", run_id)])[0].ok


def test_a_new_run_like_an_old_one(ctx: ActionContext, sales: DagSpec, clock: Clock) -> None:
    old = runs.trigger(ctx, "sales", conf={"rows": 7}, parameters={"country": "FI"}).run
    clock.forward(seconds=1)
    assert runs.rerun(ctx, "sales", old.run_id).run.conf == old.conf
    edited = runs.rerun(ctx, "sales", old.run_id, parameters={"country": "SE"})
    assert edited.run.conf == {"rows": 7, "parameters": {"country": "SE"}}


def test_counts_and_notes(ctx: ActionContext, run_id: str, clock: Clock) -> None:
    assert runs.counts(ctx) == runs.RunCounts(queued=1, running=0, failed_recently=0)
    runs.stop(ctx, "sales", run_id)
    assert runs.counts(ctx).failed_recently == 1
    clock.forward(hours=25)
    assert runs.counts(ctx).failed_recently == 0
    assert runs.set_note(ctx, "sales", run_id, "looked at").note == "looked at"
    assert runs.set_note(ctx, "sales", run_id, "").note is None
    assert tasks.set_note(ctx, "sales", run_id, "load", "why").note == "why"


def test_why_it_is_not_running(ctx: ActionContext, run_id: str) -> None:
    put(ctx, run_id, DagRunState.RUNNING, extract=T.RUNNING)
    verdicts = tasks.why_not_running(ctx, "sales", run_id, "transform")
    unmet = [verdict.rule for verdict in verdicts if not verdict.met]
    assert unmet == ["engine_is_running", "trigger_rule_is_met"]
    assert tasks.why_not_running(ctx, "sales", run_id, "extract") == []


def test_a_queued_task_waits_for_a_worker_machine(ctx: ActionContext, run_id: str) -> None:
    put(ctx, run_id, DagRunState.RUNNING, extract=T.QUEUED)
    assert [each.rule for each in why_queued(ctx, run_id)] == []
    far = replace(ctx, settings=replace(ctx.settings, executor="celery"))
    assert why_queued(far, run_id)[0].sentence.startswith("No worker machine takes tasks of the queue 'default'.")
    now = ctx.clock().isoformat()
    sign = Sign("one", "host", 1, EDITION, ("default",), 2, now, now, running=("7.1.1",))
    before = replace(sign, name="before", version="0.0.9-1a2b3c4d")
    old = replace(before, name="old", at="2020-01-01T00:00:00+00:00")
    for each in (sign, before, old, replace(sign, name="x", queues=())):
        Taken(far.settings.home, each.name)
    for each in (before, old):
        write_sign(far.settings.home, each)
    (other,) = why_queued(far, run_id)
    assert not other.met
    assert f"another version of Couture than the engine ({EDITION})" in other.sentence
    assert "take no tasks of it: before (0.0.9-1a2b3c4d)." in other.sentence
    for each in (sign, replace(sign, name="x", queues=())):
        write_sign(far.settings.home, each)
    found = why_queued(far, run_id)
    assert [(each.met, each.sentence) for each in found] == [
        (True, "1 of 2 slots of the worker machines for the queue 'default' are taken.")
    ]
    write_sign(far.settings.home, replace(sign, running=("7.1.1", "8.1.1")))
    assert [each.met for each in why_queued(far, run_id)] == [False]


def why_queued(ctx: ActionContext, run_id: str) -> list[Verdict]:
    verdicts = tasks.why_not_running(ctx, "sales", run_id, "extract")
    return [each for each in verdicts if each.rule != "engine_is_running"]


def test_the_current_try_is_listed_while_it_is_at_work(ctx: ActionContext, run_id: str) -> None:
    put(ctx, run_id, DagRunState.RUNNING, extract=T.RUNNING)
    assert [(each.try_number, each.state) for each in tasks.list_tries(ctx, "sales", run_id, "extract")] == [
        (1, T.RUNNING)
    ]
    with ctx.store.transaction() as tx:
        id_ = task_instances.get_many(tx, [1])[1].id
        tries.record_end(tx, [{"task_instance_id": id_, "try_number": 1, "state": T.FAILED}])
    assert tasks.get_try(ctx, "sales", run_id, "extract", 1).state is T.FAILED
    with pytest.raises(NotFoundError):
        tasks.get_try(ctx, "sales", run_id, "extract", 2)


def test_dags_are_paused_resumed_and_deleted(ctx: ActionContext, run_id: str, ear: Ear) -> None:
    assert dags.resume(ctx, "sales").is_paused is False
    assert dags.pause(ctx, "sales").is_paused is True
    assert ear.last() == {"subject": "dag", "what": "changed", "dag_id": "sales", "user": "ada"}
    heard = len(ear.heard)
    dags.pause(ctx, "sales")
    assert len(ear.heard) == heard
    with pytest.raises(ConflictError, match="an active run"):
        dags.delete(ctx, "sales")
    runs.stop(ctx, "sales", run_id)
    summary = dags.list_dags(ctx).entries[0]
    assert ([mark.run_id for mark in summary.recent_runs], summary.active_runs) == ([run_id], 0)
    assert dags.get(ctx, "sales").version.source == "# sales"
    dags.delete(ctx, "sales")
    assert dags.list_dags(ctx).total == 0


CODE = "x = 1\nimport os; os.abort()\n#"


@pytest.mark.parametrize("name", [CODE, "", "a b", "1a", "a-b", "a=b", "a;b", "a\u2028b"])
def test_the_name_of_a_notebooks_parameter_cannot_be_code(ctx: ActionContext, notebook: str, name: str) -> None:
    schedules.create(ctx, schedules.NotebookScheduleForm(name="nb", notebook=notebook, when=schedules.When("manual")))
    for given in ({"parameters": {name: 1}}, {"conf": {"parameters": {name: 1}}}):
        with pytest.raises(InvalidInputError, match="name of a parameter"):
            runs.trigger(ctx, "nb", **given)
    with pytest.raises(InvalidInputError, match="names and values"):
        runs.trigger(ctx, "nb", conf={"parameters": [name]})


def test_clear_on_the_latest_version_leaves_out_what_is_gone_from_it(
    ctx: ActionContext, sales: DagSpec, run_id: str
) -> None:
    put(ctx, run_id, DagRunState.RUNNING, extract=T.SUCCESS, side=T.RUNNING)
    shorter = replace(sales, tasks=tuple(task for task in sales.tasks if task.task_id != "side"))
    with ctx.store.transaction() as tx:
        stored_dags.register(
            tx, shorter, source="# shorter", kind=stored_dags.FILE, file="sales.py", commit=None, now=ctx.clock()
        )
    cleared = runs.clear(ctx, "sales", run_id, on_latest_version=True)
    assert [task.task_id for task in cleared] == ["extract"]
    assert states(ctx, run_id) == {"extract": None, "transform": None, "load": None, "side": T.REMOVED}
