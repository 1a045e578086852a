"""Random DAGs with random outcomes: every run ends, keeps to the table, and in the right state."""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from couture_scheduler.engine.decisions import Decision, SetRunState, SetTaskState
from couture_scheduler.engine.launch import OutcomeKind, TryOutcome
from couture_scheduler.engine.outcomes import after_try
from couture_scheduler.engine.plan_tasks import advance
from couture_scheduler.engine.snapshot import RunView, TaskKey
from couture_scheduler.engine.transitions import RUN_TRANSITIONS, TASK_TRANSITIONS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from couture_jupyter.serialization import DagSpec
from couture_jupyter.serialization.spec import TaskSpec
from couture_jupyter.states import FINISHED_TASK_STATES, DagRunState
from couture_jupyter.states import TaskInstanceState as Task
from couture_jupyter.trigger_rules import TriggerRule

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def dags(draw: st.DrawFn) -> DagSpec:
    count = draw(st.integers(1, 12))
    upstream = [draw(st.sets(st.integers(0, n - 1), max_size=4)) if n else set() for n in range(count)]
    tasks = tuple(
        TaskSpec(
            f"t{n}",
            "EmptyOperator",
            upstream=tuple(f"t{above}" for above in sorted(upstream[n])),
            downstream=tuple(f"t{below}" for below in range(count) if n in upstream[below]),
            trigger_rule=draw(st.sampled_from(list(TriggerRule))),
            retries=draw(st.integers(0, 2)),
        )
        for n in range(count)
    )
    fail_fast = draw(st.booleans()) and draw(st.booleans())
    return DagSpec("dag", {"kind": "none"}, tasks, fail_fast=fail_fast)


class Life:
    """Carries decisions out as the loop does, and checks each move against the table."""

    def __init__(self, run: RunView, seed: int) -> None:
        self.run = run
        self.random = random.Random(seed)
        self.now = run.logical_date
        self.skipping: set[str] = set()

    def carry_out(self, decisions: Collection[Decision]) -> None:
        for decision in decisions:
            if isinstance(decision, SetTaskState):
                ti = self.run.tasks[decision.key]
                assert decision.to in TASK_TRANSITIONS[ti.state], f"{ti.state} -> {decision.to}"
                ti.state, ti.retry_at = decision.to, decision.retry_at
            elif isinstance(decision, SetRunState):
                assert decision.to in RUN_TRANSITIONS[self.run.state]
                self.run.state = decision.to
            else:
                self.run.tasks[decision.key].state = Task.FAILED

    def step(self) -> list[TaskKey]:
        """Something happens in the world; returns what it touched."""
        waiting = [ti for ti in self.run.tasks.values() if ti.state in (Task.SCHEDULED, Task.RUNNING)]
        if not waiting:
            self.now += timedelta(hours=1)
            return [ti.key for ti in self.run.tasks.values() if ti.state is Task.UP_FOR_RETRY]
        ti = self.random.choice(waiting)
        if ti.state is Task.SCHEDULED:
            ti.state, ti.try_number = Task.RUNNING, ti.try_number + 1
            return [ti.key]
        task = self.run.dag.task(ti.task_id)
        decisions = after_try(task, ti, self.outcome(task), self.run, self.now)
        self.carry_out(decisions)
        return [decision.key for decision in decisions]

    def outcome(self, task: TaskSpec) -> TryOutcome:
        kind = self.random.choice([OutcomeKind.SUCCESS, OutcomeKind.SUCCESS, *OutcomeKind])
        skip = tuple(name for name in task.downstream if self.random.random() < 0.2)
        return TryOutcome(kind, "", "", skip=skip if kind is OutcomeKind.SUCCESS else ())


def live(run: RunView, seed: int, *, incremental: bool) -> RunView:
    life = Life(run, seed)
    touched: list[TaskKey] | None = None
    for _ in range(500):
        decisions = advance(run, touched if incremental else None, life.now)
        life.carry_out(decisions)
        if run.state is not DagRunState.RUNNING:
            break
        touched = life.step()
    return run


@QUICK
@given(dag=dags(), seed=st.integers(0, 10_000))
def test_every_run_ends_in_the_right_state(dag: DagSpec, seed: int, make_run: Any) -> None:
    run = live(make_run(dag), seed, incremental=True)
    states = {ti.task_id: ti.state for ti in run.tasks.values()}
    assert set(states.values()) <= FINISHED_TASK_STATES
    leaves = {states[task.task_id] for task in dag.tasks if not task.downstream}
    bad = leaves & {Task.FAILED, Task.UPSTREAM_FAILED} or (dag.fail_fast and Task.FAILED in states.values())
    assert run.state is (DagRunState.FAILED if bad else DagRunState.SUCCESS)


@QUICK
@given(dag=dags(), seed=st.integers(0, 10_000))
def test_looking_at_everything_and_at_what_was_touched_come_to_the_same(dag: DagSpec, seed: int, make_run: Any) -> None:
    life = Life(make_run(dag), seed)
    touched: list[TaskKey] | None = None
    for _ in range(500):
        incremental = advance(life.run, touched, life.now)
        assert set(incremental) == set(advance(life.run, None, life.now))
        life.carry_out(incremental)
        if life.run.state is not DagRunState.RUNNING:
            return
        touched = life.step()
    raise AssertionError("the run never ended")


@QUICK
@given(dag=dags(), seed=st.integers(0, 10_000))
def test_once_its_decisions_are_carried_out_there_is_nothing_left_to_decide(
    dag: DagSpec, seed: int, make_run: Any
) -> None:
    life = Life(make_run(dag), seed)
    while life.run.state is DagRunState.RUNNING:
        before = advance(life.run, None, life.now)
        assert before == advance(life.run, None, life.now)
        life.carry_out(before)
        if not any(ti.state is Task.FAILED for ti in life.run.tasks.values()) or not dag.fail_fast:
            assert advance(life.run, None, life.now) == []
        life.step()
