"""Clearing and marking over tasks, runs and DAGs: what is shown first is what is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from couture_scheduler.actions import runs, tasks
from couture_scheduler.actions.clearing import Clearing, add_new_tasks, clear_selected
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.marking import mark_selected
from couture_scheduler.actions.selecting import Selection
from couture_scheduler.errors import ConflictError, InvalidInputError
from couture_scheduler.store import dag_runs, dags, event_logs, task_instances
from couture_scheduler.store.event_logs import EventFilter
from couture_scheduler.store.task_instances import TaskChange

from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.states import DagRunState, TaskInstanceState

T = TaskInstanceState
R = DagRunState
ANY = frozenset({None, *T})
DAY = timedelta(days=1)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)

Register = Callable[[DagSpec], None]


@pytest.fixture
def register(ctx: ActionContext) -> Register:
    """Make a DAG known."""

    def known(spec: DagSpec) -> None:
        with ctx.store.transaction() as tx:
            dags.register(
                tx, spec, source=f"# {spec}", kind=dags.FILE, file=f"{spec.dag_id}.py", commit=None, now=ctx.clock()
            )

    return known


def put(ctx: ActionContext, dag_id: str, run_id: str, run: R, **states: T) -> None:
    """Bring a run into a state, as the engine would; tasks that are not named are in success."""
    with ctx.store.transaction() as tx:
        record = dag_runs.get(tx, dag_id, run_id)
        assert record is not None
        found = task_instances.of_run(tx, record.id)
        changes = [TaskChange(each.id, states.get(each.task_id, T.SUCCESS), ANY, {"try_number": 1}) for each in found]
        assert task_instances.apply(tx, changes) == []
        dag_runs.set_state(tx, record.id, run, allowed=frozenset(R), at=ctx.clock())


def start(ctx: ActionContext, dag_id: str, days: int = 1, run: R = R.SUCCESS, **states: T) -> None:
    """Runs ``day0``, ``day1`` … that have ended."""
    for day in range(days):
        runs.trigger(ctx, dag_id, run_id=f"day{day}", logical_date=FIRST + day * DAY)
        put(ctx, dag_id, f"day{day}", run, **states)


def states(ctx: ActionContext, dag_id: str, run_id: str = "day0") -> dict[str, str | None]:
    return {each.task.task_id: each.task.state for each in tasks.list_tasks(ctx, dag_id, run_id).entries}


def clear(ctx: ActionContext, dag_id: str, wanted: Selection, how: Clearing | None = None) -> list[str]:
    """Clear after a look, which shows the same; ``run/task`` of each."""
    before = [states(ctx, dag_id, each.run.run_id) for each in runs.list_runs(ctx).entries if each.run.dag_id == dag_id]
    shown = clear_selected(ctx, dag_id, wanted, how, dry_run=True)
    after = [states(ctx, dag_id, each.run.run_id) for each in runs.list_runs(ctx).entries if each.run.dag_id == dag_id]
    assert before == after
    assert clear_selected(ctx, dag_id, wanted, how) == shown
    return [f"{each.run.run_id}/{each.task.task_id}" for each in shown]


def test_one_task_alone_or_with_its_relatives(ctx: ActionContext, sales: DagSpec) -> None:
    start(ctx, "sales")
    assert clear(ctx, "sales", Selection("day0", ("transform",))) == ["day0/transform"]
    assert states(ctx, "sales")["transform"] is None
    assert runs.get(ctx, "sales", "day0").run.state is R.QUEUED
    put(ctx, "sales", "day0", R.SUCCESS)
    assert clear(ctx, "sales", Selection("day0", ("transform",), upstream=True)) == ["day0/extract", "day0/transform"]
    put(ctx, "sales", "day0", R.SUCCESS)
    assert clear(ctx, "sales", Selection("day0", ("transform",), downstream=True)) == ["day0/transform", "day0/load"]


def test_past_and_future_runs(ctx: ActionContext, sales: DagSpec) -> None:
    start(ctx, "sales", days=4)
    assert clear(ctx, "sales", Selection("day1", ("side",), past=True)) == ["day0/side", "day1/side"]
    assert clear(ctx, "sales", Selection("day2", ("side",), future=True)) == ["day2/side", "day3/side"]
    assert runs.get(ctx, "sales", "day3").run.state is R.QUEUED


def test_runs_by_their_logical_dates(ctx: ActionContext, sales: DagSpec) -> None:
    start(ctx, "sales", days=4)
    wanted = Selection(task_ids=("side",), start=FIRST + DAY, end=FIRST + 2 * DAY)
    assert clear(ctx, "sales", wanted) == ["day1/side", "day2/side"]
    assert clear(ctx, "sales", Selection(task_ids=("side",), start=FIRST + 9 * DAY)) == []


def test_only_what_failed_and_only_what_runs(ctx: ActionContext, sales: DagSpec) -> None:
    start(ctx, "sales", run=R.FAILED, transform=T.FAILED, load=T.UPSTREAM_FAILED)
    assert clear(ctx, "sales", Selection("day0", only_failed=True)) == ["day0/transform", "day0/load"]
    put(ctx, "sales", "day0", R.RUNNING, side=T.RUNNING, load=T.FAILED)
    with pytest.raises(ConflictError, match="These tasks run now: side"):
        clear_selected(ctx, "sales", Selection("day0"), Clearing(prevent_running=True))
    assert clear(ctx, "sales", Selection("day0", only_running=True)) == ["day0/side"]
    assert states(ctx, "sales")["side"] == T.RESTARTING


def test_one_instance_of_a_mapped_task(ctx: ActionContext, register: Register) -> None:
    mapped = TaskSpec("each", "EmptyOperator", downstream=("end",), size={"literal": 3})
    register(DagSpec("maps", {"kind": "none"}, (mapped, TaskSpec("end", "EmptyOperator", upstream=("each",)))))
    runs.trigger(ctx, "maps", run_id="day0", logical_date=FIRST)
    with ctx.store.transaction() as tx:
        record = dag_runs.get(tx, "maps", "day0")
        assert record is not None
        task_instances.expand(tx, record.id, mapped, 3)
    put(ctx, "maps", "day0", R.SUCCESS)
    told = clear_selected(ctx, "maps", Selection("day0", (("each", 1),), downstream=True))
    assert {(one.task.task_id, one.task.map_index) for one in told} == {("each", 1), ("end", -1)}
    after = tasks.list_tasks(ctx, "maps", "day0").entries
    assert {one.task.map_index for one in after if one.task.state is None} == {1, -1}


def test_setups_and_teardowns_come_along(ctx: ActionContext, register: Register) -> None:
    register(_cluster())
    start(ctx, "cluster")
    assert clear(ctx, "cluster", Selection("day0", ("work",))) == ["day0/up", "day0/work", "day0/down"]


def test_a_run_that_is_not_reset_stays_ended(ctx: ActionContext, sales: DagSpec) -> None:
    start(ctx, "sales")
    clear(ctx, "sales", Selection("day0", ("side",)), Clearing(reset_runs=False, note="by hand"))
    assert runs.get(ctx, "sales", "day0").run.state is R.SUCCESS
    assert tasks.get(ctx, "sales", "day0", "side").task.note == "by hand"


def test_what_is_not_there_is_named(ctx: ActionContext, sales: DagSpec) -> None:
    start(ctx, "sales")
    with pytest.raises(InvalidInputError, match="no task nothing, nowhere") as caught:
        clear_selected(ctx, "sales", Selection("day0", ("side", "nowhere", "nothing")))
    assert caught.value.problems[0].field == ("task_ids",)


def test_each_run_is_in_the_audit_log(ctx: ActionContext, sales: DagSpec) -> None:
    start(ctx, "sales", days=2)
    clear(ctx, "sales", Selection("day0", ("side",), future=True))
    with ctx.store.reading() as tx:
        found = event_logs.listing(tx, EventFilter(event="clear_dag_run"), 10, 0)
    assert [(each.run_id, each.details) for each in found] == [
        ("day1", {"task_ids": ["side"]}),
        ("day0", {"task_ids": ["side"]}),
    ]


def _marker(dag_id: str, task_id: str, **more: object) -> DagSpec:
    """A DAG ``start >> points`` whose marker points to a task of another DAG."""
    arguments = {"external_dag_id": dag_id, "external_task_id": task_id, **more}
    points = TaskSpec("points", "ExternalTaskMarker", upstream=("start",), arguments=arguments)
    return DagSpec("outer", {"kind": "none"}, (TaskSpec("start", "EmptyOperator", downstream=("points",)), points))


def test_a_marker_leads_into_the_other_dag(ctx: ActionContext, sales: DagSpec, register: Register) -> None:
    register(_marker("sales", "transform"))
    start(ctx, "sales", days=2)
    start(ctx, "outer", days=2)
    told = clear(ctx, "outer", Selection("day1", ("start",), downstream=True))
    assert told == ["day1/start", "day1/points", "day1/transform", "day1/load"]
    assert states(ctx, "sales", "day1") == {"extract": T.SUCCESS, "transform": None, "load": None, "side": T.SUCCESS}
    assert states(ctx, "sales", "day0")["transform"] is T.SUCCESS


def test_a_marker_is_not_followed_when_that_is_not_wanted(
    ctx: ActionContext, sales: DagSpec, register: Register
) -> None:
    register(_marker("sales", "transform"))
    start(ctx, "sales")
    start(ctx, "outer")
    assert clear(ctx, "outer", Selection("day0"), Clearing(dependent_dags=False)) == ["day0/start", "day0/points"]
    put(ctx, "outer", "day0", R.SUCCESS)
    assert clear(ctx, "outer", Selection("day0", ("start",))) == ["day0/start"]  # the marker itself is not cleared


def test_where_a_marker_points_to_is_rendered(ctx: ActionContext, sales: DagSpec, register: Register) -> None:
    template = "{{ (logical_date - macros.timedelta(days=1)).isoformat() }}"
    register(_marker("{{ 'sa' }}les", "side", logical_date=template))
    start(ctx, "sales", days=2)
    start(ctx, "outer", days=2)
    told = clear_selected(ctx, "outer", Selection("day1", ("points",)), dry_run=True)
    assert [(one.run.dag_id, one.run.run_id, one.task.task_id) for one in told] == [
        ("outer", "day1", "points"),
        ("sales", "day0", "side"),
    ]


def test_markers_that_lead_on_for_ever_are_refused(ctx: ActionContext, register: Register) -> None:
    def ring(dag_id: str, other: str) -> DagSpec:
        arguments = {"external_dag_id": other, "external_task_id": "m", "recursion_depth": 2}
        date = "{{ (logical_date + macros.timedelta(days=1)).isoformat() }}"
        task = TaskSpec("m", "ExternalTaskMarker", arguments={**arguments, "logical_date": date})
        return DagSpec(dag_id, {"kind": "none"}, (task,))

    register(ring("one", "two"))
    register(ring("two", "one"))
    start(ctx, "one", days=5)
    start(ctx, "two", days=5)
    with pytest.raises(ConflictError, match="recursion_depth"):
        clear_selected(ctx, "one", Selection("day0"))
    assert states(ctx, "one") == {"m": T.SUCCESS}


def test_a_marker_to_nowhere_clears_itself(ctx: ActionContext, register: Register) -> None:
    register(_marker("gone", "task"))
    start(ctx, "outer")
    assert clear(ctx, "outer", Selection("day0")) == ["day0/start", "day0/points"]


def test_new_tasks_of_the_newest_version_run_alone(ctx: ActionContext, sales: DagSpec, register: Register) -> None:
    start(ctx, "sales")
    register(replace(sales, tasks=(*sales.tasks, TaskSpec("extra", "EmptyOperator"))))
    assert [task.task_id for task in add_new_tasks(ctx, "sales", "day0", dry_run=True)] == ["extra"]
    assert "extra" not in states(ctx, "sales")
    add_new_tasks(ctx, "sales", "day0")
    assert states(ctx, "sales") == {**dict.fromkeys(("extract", "transform", "load", "side"), T.SUCCESS), "extra": None}
    assert runs.get(ctx, "sales", "day0").run.state is R.QUEUED
    assert runs.get(ctx, "sales", "day0").version.number == 2  # type: ignore[union-attr]


def test_marking_goes_up_down_back_and_forth(ctx: ActionContext, sales: DagSpec) -> None:
    start(ctx, "sales", days=3, run=R.FAILED, extract=T.FAILED, transform=T.UPSTREAM_FAILED, load=T.UPSTREAM_FAILED)
    wanted = Selection("day1", ("transform",), upstream=True, future=True)
    shown = mark_selected(ctx, "sales", wanted, T.SUCCESS, dry_run=True)
    assert states(ctx, "sales", "day1")["transform"] == T.UPSTREAM_FAILED
    assert mark_selected(ctx, "sales", wanted, T.SUCCESS) == shown
    assert [f"{each.run.run_id}/{each.task.task_id}" for each in shown] == [
        "day1/extract",
        "day1/transform",
        "day2/extract",
        "day2/transform",
    ]
    # What failed below runs again.
    assert states(ctx, "sales", "day2") == {
        "extract": "success",
        "transform": "success",
        "load": None,
        "side": "success",
    }
    assert states(ctx, "sales", "day0")["extract"] == T.FAILED
    assert runs.get(ctx, "sales", "day2").run.state is R.QUEUED


def test_marking_a_run_leaves_teardowns_of_what_was_set_up(ctx: ActionContext, register: Register) -> None:
    register(_cluster())
    runs.trigger(ctx, "cluster", run_id="day0", logical_date=FIRST)
    with ctx.store.transaction() as tx:
        record = dag_runs.get(tx, "cluster", "day0")
        assert record is not None
        up = task_instances.get(tx, record.id, "up")
        assert up is not None
        task_instances.apply(tx, [TaskChange(up.id, T.SUCCESS, ANY)])
        dag_runs.set_state(tx, record.id, R.RUNNING, allowed=frozenset(R), at=ctx.clock())
    shown = runs.preview_mark(ctx, "cluster", "day0", R.FAILED)
    assert [each.task.task_id for each in shown] == ["work"]
    assert runs.mark(ctx, "cluster", "day0", R.FAILED).state is R.RUNNING
    assert states(ctx, "cluster") == {"up": T.SUCCESS, "work": T.FAILED, "down": None}


def _cluster() -> DagSpec:
    """``up >> work >> down``, a setup and its teardown around work."""
    return DagSpec(
        "cluster",
        {"kind": "none"},
        (
            TaskSpec("up", "EmptyOperator", downstream=("work", "down"), is_setup=True),
            TaskSpec("work", "EmptyOperator", upstream=("up",), downstream=("down",)),
            TaskSpec("down", "EmptyOperator", upstream=("up", "work"), is_teardown=True),
        ),
    )
