"""What an author writes means the same to ``dag.test()`` and, through its JSON form, to the engine."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from couture_scheduler.engine.decisions import ExpandTask, SetRunState, SetTaskState
from couture_scheduler.engine.graph import graph_of
from couture_scheduler.engine.launch import OutcomeKind, TryOutcome
from couture_scheduler.engine.outcomes import after_try
from couture_scheduler.engine.plan_tasks import advance
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from couture_jupyter import DAG, BranchPythonOperator, PythonOperator, task_group
from couture_jupyter.exceptions import TaskSkipped
from couture_jupyter.serialization import DagSpec, from_json, to_json
from couture_jupyter.serialization.serialize import serialize_dag
from couture_jupyter.serialization.shape import tasks_of_run
from couture_jupyter.states import DagRunState
from couture_jupyter.states import TaskInstanceState as Task
from couture_jupyter.trigger_rules import TriggerRule

# Where failures and skips meet, the one that comes first decides, here as in Airflow: so that the order in which tasks
# end makes no difference, a DAG has only one of them.
NEVER_SKIP = [
    *(TriggerRule.ALL_SUCCESS, TriggerRule.ALL_DONE, TriggerRule.ALL_DONE_MIN_ONE_SUCCESS, TriggerRule.ONE_SUCCESS),
    *(TriggerRule.ONE_DONE, TriggerRule.NONE_FAILED, TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS, TriggerRule.ALWAYS),
]
FATES = {"succeed": OutcomeKind.SUCCESS, "fail": OutcomeKind.FAILED, "skip": OutcomeKind.SKIPPED}
QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def doing(fates: Sequence[str], answer: Any = None) -> Callable[..., Any]:
    """A function with that fate, which for a mapped task depends on the index; what it returns."""

    def work(index: int = 0) -> Any:
        fate = fates[index % len(fates)]
        if fate == "fail":
            raise ValueError("as it was to be")
        if fate == "skip":
            raise TaskSkipped("as it was to be")
        return answer

    return work


@dataclass
class Authored:
    """A DAG as its author wrote it, and what becomes of each task that runs: its fate by map index, how long the list
    is that it makes, which task it chooses."""

    dag: DAG
    fates: dict[str, Sequence[str]] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    chosen: dict[str, set[str]] = field(default_factory=dict)

    def outcome(self, ti: TaskInstanceView) -> TryOutcome:
        """How a try of this task instance ends."""
        fates = self.fates[ti.task_id]
        kind = FATES[fates[max(ti.map_index, 0) % len(fates)]]
        skip: set[str] = set()
        if kind is OutcomeKind.SUCCESS and ti.task_id in self.chosen:
            ids = self.chosen[ti.task_id]
            kept = ids.union(*(self.dag.downstream_of(name) for name in ids))
            skip = self.dag.get_task(ti.task_id).downstream_task_ids - kept
        return TryOutcome(kind, "", "", skip=tuple(skip))


@st.composite
def one_sided(draw: st.DrawFn) -> Authored:
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
        task = PythonOperator(task_id=name, python_callable=doing([fate]), trigger_rule=rule, dag=made.dag)
        [tasks[above] for above in upstream] >> task
        made.fates[name] = [fate]
        tasks.append(task)
    if has_scope:
        made.fates["end"] = ["succeed"]
        end = PythonOperator(task_id="end", python_callable=doing(["succeed"]), dag=made.dag)
        tasks[-1] >> end.as_teardown(setups=tasks[0])
    return made


def without_always(options: dict[str, Any]) -> dict[str, Any]:
    """What is mapped cannot have this rule."""
    is_always = options["trigger_rule"] in (TriggerRule.ALWAYS, TriggerRule.DUMMY)
    return {**options, "trigger_rule": TriggerRule.ALL_DONE} if is_always else options


class Author:
    """Writes DAGs in which everything meets: failures, skips, branches, mapped tasks and groups, the scope of a setup,
    tasks that the run does not have."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.has_scope, self.is_hasty = draw(st.booleans()), draw(st.sampled_from([False, False, False, True]))
        self.made = Authored(DAG("authored", fail_fast=self.is_hasty))
        self.nodes: list[Any] = []  # tasks and groups
        self.makers: list[PythonOperator] = []

    def write(self) -> Authored:
        """All of it."""
        kinds = ["plain", "plain", "plain", "branch", "maker", "mapped", "group"]
        for number in range(self.draw(st.integers(2, 7))):
            self.add(f"t{number}", "setup" if self.has_scope and not number else self.draw(st.sampled_from(kinds)))
        if self.has_scope:
            end = PythonOperator(task_id="end", python_callable=self.doing("end"), dag=self.made.dag)
            self.nodes[-1] >> end.as_teardown(setups=self.nodes[0])
        for name in self.made.chosen:
            below = sorted(self.made.dag.get_task(name).downstream_task_ids)
            self.made.chosen[name] |= set(self.draw(st.lists(st.sampled_from(below), max_size=2)) if below else ())
        return self.made

    def add(self, name: str, kind: str) -> None:
        """One task or group, after some of those before it."""
        count = len(self.nodes)
        above = self.draw(st.sets(st.sampled_from(range(count)), max_size=3)) if count else set()
        is_free = not (self.is_hasty or (self.has_scope and 0 in above))
        rule = self.draw(st.sampled_from(list(TriggerRule))) if is_free else TriggerRule.ALL_SUCCESS
        options: dict[str, Any] = {"task_id": name, "trigger_rule": rule, "dag": self.made.dag}
        if self.draw(st.integers(0, 11)) == 11:
            options["start_date"] = "2030-01-01"
        node = getattr(self, kind)(name, options)
        [self.nodes[each] for each in above] >> node
        self.nodes.append(node)

    def doing(self, name: str, answer: Any = None) -> Callable[..., Any]:
        """What the task does."""
        fates = self.draw(st.lists(st.sampled_from(["succeed", "succeed", "fail", "skip"]), min_size=1, max_size=2))
        self.made.fates[name] = fates
        return doing(fates, answer)

    def plain(self, name: str, options: dict[str, Any]) -> Any:
        return PythonOperator(python_callable=self.doing(name), **options)

    def setup(self, name: str, options: dict[str, Any]) -> Any:
        return self.plain(name, options).as_setup()

    def branch(self, name: str, options: dict[str, Any]) -> Any:
        chosen = self.made.chosen[name] = set()  # filled when all tasks are there
        return BranchPythonOperator(python_callable=self.doing(name, chosen), **options)

    def maker(self, name: str, options: dict[str, Any]) -> Any:
        length = self.made.lengths[name] = self.draw(st.integers(0, 2))
        self.makers.append(PythonOperator(python_callable=self.doing(name, self.items(length)), **options))
        return self.makers[-1]

    def mapped(self, name: str, options: dict[str, Any]) -> Any:
        does, items = self.doing(name), self.some_items()
        return PythonOperator.partial(python_callable=does, **without_always(options)).expand(op_args=items)

    def group(self, name: str, options: dict[str, Any]) -> Any:
        @task_group(group_id=name, dag=self.made.dag)
        def two(items: Any) -> None:
            inside = {**without_always(options), "task_id": "first"}
            first = PythonOperator(python_callable=self.doing(f"{name}.first"), op_args=items, **inside)
            first >> PythonOperator(python_callable=self.doing(f"{name}.last"), op_args=items, task_id="last")

        return two.expand(items=self.some_items())

    def some_items(self) -> Any:
        """Written in the file, or what another task makes."""
        if self.makers and self.draw(st.booleans()):
            return self.draw(st.sampled_from(self.makers)).output
        return self.items(self.draw(st.integers(0, 2)))

    def items(self, count: int) -> list[list[int]]:
        """Each instance is told its index."""
        return [[index] for index in range(count)]


@st.composite
def manifold(draw: st.DrawFn) -> Authored:
    """See ``Author``."""
    return Author(draw).write()


class World:
    """Carries decisions out as the loop does, and has tasks end."""

    def __init__(self, run: RunView, made: Authored) -> None:
        self.run, self.made = run, made
        here = {task.task_id for task in tasks_of_run(run.dag, run.run_type, run.logical_date)}
        self.run.tasks = {key: ti for key, ti in run.tasks.items() if key[0] in here}

    def decide(self) -> None:
        """Until there is nothing more to decide."""
        while decisions := advance(self.run, None, self.run.logical_date):
            self.carry_out(decisions)

    def carry_out(self, decisions: Sequence[Any]) -> None:
        """As the loop does."""
        for decision in decisions:
            if isinstance(decision, SetTaskState):
                self.run.tasks[decision.key].state = decision.to
            elif isinstance(decision, SetRunState):
                self.run.state = decision.to
            elif isinstance(decision, ExpandTask):
                self.run.tasks.pop((decision.task_id, -1), None)
                for index in range(decision.size):
                    ti = TaskInstanceView(1000 + len(self.run.tasks), decision.task_id, index)
                    self.run.tasks.setdefault(ti.key, ti)

    def ready(self) -> list[TaskInstanceView]:
        """Those that may run now, in the order of the DAG."""
        nodes = graph_of(self.run.dag).nodes
        found = [ti for ti in self.run.tasks.values() if ti.state is Task.SCHEDULED]
        return sorted(found, key=lambda ti: (nodes[ti.task_id].position, ti.map_index))

    def end(self, ti: TaskInstanceView) -> None:
        """The task runs, and ends as it is to."""
        ti.state, outcome = Task.RUNNING, self.made.outcome(ti)
        if outcome.kind is OutcomeKind.SUCCESS:
            ti.skips = list(outcome.skip)
            if ti.task_id in self.made.lengths:
                self.run.lengths[ti.task_id, ti.map_index, "return_value"] = self.made.lengths[ti.task_id]
        self.carry_out(after_try(self.run.dag.task(ti.task_id), ti, outcome, self.run, self.run.logical_date))

    def states(self) -> dict[str, str]:
        """How all have ended."""
        return {
            ti.task_id if ti.map_index < 0 else f"{ti.task_id}[{ti.map_index}]": str(ti.state or "none")
            for ti in self.run.tasks.values()
        }


def stored(dag: DAG) -> DagSpec:
    """The DAG as the engine gets it."""
    return from_json(json.loads(json.dumps(to_json(serialize_dag(dag)))))


@QUICK
@given(made=one_sided(), seed=st.integers(0, 10_000))
def test_a_dag_ends_in_the_engine_as_in_dag_test(made: Authored, seed: int, make_run: Any) -> None:
    """The same states, whatever the order in which tasks end, and the same state of the run."""
    world, chance = World(make_run(stored(made.dag)), made), random.Random(seed)
    world.decide()
    while ready := world.ready():
        world.end(chance.choice(ready))
        world.decide()
    tried = made.dag.test(logical_date=world.run.logical_date)
    assert world.states() == tried.states
    assert world.run.state == tried.state


@settings(QUICK, max_examples=200)
@given(made=manifold())
def test_where_everything_meets_the_engine_and_dag_test_agree(made: Authored, make_run: Any) -> None:
    """When tasks end in the same order: all that are ready, and only then those that this makes ready."""
    world = World(make_run(stored(made.dag)), made)
    world.decide()
    while ready := world.ready():
        for ti in ready:
            if ti.state is Task.SCHEDULED:
                world.end(ti)
            if made.dag.fail_fast and ti.state is Task.FAILED:
                break
        world.decide()
    tried = made.dag.test(logical_date=world.run.logical_date)
    assert world.states() == tried.states
    assert world.run.state == tried.state
    assert world.run.state is not DagRunState.RUNNING
