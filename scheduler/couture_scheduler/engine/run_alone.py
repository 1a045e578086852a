"""May a single task instance run now, because a person wants it to? Airflow's "Run" of one task.

What usually has to be true first is asked, rule by rule. Most rules can be lifted by a choice of Airflow's: *ignore
task state*, *ignore task dependencies*, *ignore all dependencies*. Some cannot: it runs already, its run has not
started, nobody knows how many instances it has. Room is not asked for: the task waits for a slot as any other does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from couture_jupyter.states import DagRunState
from couture_scheduler.engine.explain import dependencies, of_no_version
from couture_scheduler.engine.graph import graph_of
from couture_scheduler.engine.look import Look
from couture_scheduler.engine.preconditions import (
    dag_is_on,
    retry_delay_is_over,
    run_is_running,
    run_limit_leaves_room,
    task_has_not_begun,
)
from couture_scheduler.engine.preconditions.verdict import Verdict
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView

_FIRM = frozenset({"size_is_known"})  # of the task's dependencies what no choice lifts


class Lift(StrEnum):
    """The choices that lift a rule. ``ALL`` lifts what the others do, and that the DAG is off or has no room for one
    more run."""

    STATE = "ignore_task_state"
    DEPENDENCIES = "ignore_task_dependencies"
    ALL = "ignore_all_dependencies"


@dataclass(frozen=True, slots=True)
class Condition:
    """A rule's verdict and the choice that lifts it; ``None``: nothing does."""

    verdict: Verdict
    lifted_by: Lift | None = None

    def holds(self, chosen: frozenset[Lift]) -> bool:
        """Whether the rule is met, or was lifted by one of these choices."""
        return self.verdict.met or (self.lifted_by is not None and bool(chosen & {self.lifted_by, Lift.ALL}))


def conditions(
    run: RunView, ti: TaskInstanceView, now: datetime, *, is_paused: bool, running_runs: int
) -> list[Condition]:
    """Every rule that matters when a person runs ``ti`` alone. ``running_runs``: how many runs of the DAG are running
    now."""
    found = _of_run(run, is_paused, running_runs)
    node = graph_of(run.dag).nodes.get(ti.task_id)
    if node is None:
        return [*found, Condition(of_no_version())]
    state = task_has_not_begun.check(ti.state)
    found.append(Condition(state, Lift.STATE if ti.state in task_has_not_begun.ENDED else None))
    if not found[-1].holds(frozenset({Lift.STATE})):
        return found
    if ti.retry_at is not None:
        found.append(Condition(retry_delay_is_over.check(ti.retry_at, now), Lift.DEPENDENCIES))
    for verdict in dependencies(Look(run, now), ti, node):
        found.append(Condition(verdict, None if verdict.rule in _FIRM else Lift.DEPENDENCIES))
    return found


def _of_run(run: RunView, is_paused: bool, running_runs: int) -> list[Condition]:
    """A run that has ended goes on, by the rules by which it would start; one that waits must start by itself: with it
    all of its tasks would."""
    if run.state is DagRunState.RUNNING:
        return [Condition(run_is_running.check(run.state))]
    is_on = dag_is_on.check(is_paused, run.run_type)
    if run.state is DagRunState.QUEUED:
        return [Condition(is_on), Condition(run_is_running.check(run.state))]
    found = [Condition(is_on, Lift.ALL)]
    if run.backfill_id is None and run.sweep_id is None:
        found.append(Condition(run_limit_leaves_room.check(run.dag, running_runs), Lift.ALL))
    return found
