"""What an author writes means the same to ``dag.test()`` and, through its JSON form, to the engine."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from couture_scheduler.engine.decisions import SetRunState, SetTaskState
from couture_scheduler.engine.launch import OutcomeKind, TryOutcome
from couture_scheduler.engine.outcomes import after_try
from couture_scheduler.engine.plan_tasks import advance
from couture_scheduler.engine.snapshot import RunView
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from couture_jupyter import DAG, PythonOperator
from couture_jupyter.exceptions import TaskSkipped
from couture_jupyter.serialization import DagSpec, from_json, to_json
from couture_jupyter.serialization.serialize import serialize_dag
from couture_jupyter.states import DagRunState
from couture_jupyter.states import TaskInstanceState as Task
from couture_jupyter.trigger_rules import TriggerRule

# Where failures and skips meet, the one that comes first decides, here as in Airflow: so a DAG has only one of them.
NEVER_SKIP = [
    *(TriggerRule.ALL_SUCCESS, TriggerRule.ALL_DONE, TriggerRule.ALL_DONE_MIN_ONE_SUCCESS, TriggerRule.ONE_SUCCESS),
    *(TriggerRule.ONE_DONE, TriggerRule.NONE_FAILED, TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS, TriggerRule.ALWAYS),
]
FATES = {"succeed": OutcomeKind.SUCCESS, "fail": OutcomeKind.FAILED, "skip": OutcomeKind.SKIPPED}


def doing(fate: str) -> Callable[[], None]:
    """A function with that fate."""

    def work() -> None:
        if fate == "fail":
            raise ValueError("as it was to be")
        if fate == "skip":
            raise TaskSkipped("as it was to be")

    return work


@dataclass
class Authored:
    """A DAG as its author wrote it, and what becomes of each task that runs."""

    dag: DAG
    fates: dict[str, str] = field(default_factory=dict)


@st.composite
def authored(draw: st.DrawFn) -> Authored:
    """Tasks with any rules, arrows and fates; perhaps the first is a setup whose teardown is the last."""
    made = Authored(DAG("authored"))
    tasks: list[PythonOperator] = []
    has_scope, bad = draw(st.booleans()), draw(st.sampled_from(["fail", "skip"]))
    rules = st.sampled_from(NEVER_SKIP if bad == "fail" else list(TriggerRule))
    for number in range(draw(st.integers(3 if has_scope else 1, 9))):
        name, fate = f"t{number}", draw(st.sampled_from(["succeed", "succeed", bad]))
        upstream = draw(st.sets(st.sampled_from(range(number)), max_size=3)) if number else set()
        after_setup = has_scope and 0 in upstream  # such a task has no choice
        rule = TriggerRule.ALL_SUCCESS if after_setup else draw(rules)
        task = PythonOperator(task_id=name, python_callable=doing(fate), trigger_rule=rule, dag=made.dag)
        [tasks[above] for above in upstream] >> task
        made.fates[name] = fate
        tasks.append(task)
    if has_scope:
        made.fates["end"] = "succeed"
        end = PythonOperator(task_id="end", python_callable=doing("succeed"), dag=made.dag)
        tasks[-1] >> end.as_teardown(setups=tasks[0])
    return made


def carry_out(run: RunView, decisions: Any) -> None:
    """As the loop does."""
    for decision in decisions:
        if isinstance(decision, SetTaskState):
            run.tasks[decision.key].state = decision.to
        elif isinstance(decision, SetRunState):
            run.state = decision.to


def live(run: RunView, spec: DagSpec, fates: dict[str, str], seed: int) -> dict[str, str]:
    """The states at the end, when tasks end in any order."""
    chance = random.Random(seed)
    while run.state is DagRunState.RUNNING:
        carry_out(run, advance(run, None, run.logical_date))
        ready = [ti for ti in run.tasks.values() if ti.state is Task.SCHEDULED]
        if ready:
            ti = chance.choice(ready)
            ti.state = Task.RUNNING
            outcome = TryOutcome(FATES[fates[ti.task_id]], "", "")
            carry_out(run, after_try(spec.task(ti.task_id), ti, outcome, run, run.logical_date))
    return {ti.task_id: str(ti.state) for ti in run.tasks.values()}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=authored(), seed=st.integers(0, 10_000))
def test_a_dag_ends_in_the_engine_as_in_dag_test(made: Authored, seed: int, make_run: Any) -> None:
    """The same states, whatever the order in which tasks end, and the same state of the run."""
    spec = from_json(json.loads(json.dumps(to_json(serialize_dag(made.dag)))))
    run = make_run(spec)
    states = live(run, spec, made.fates, seed)
    tried = made.dag.test()
    assert states == tried.states
    assert run.state == tried.state
