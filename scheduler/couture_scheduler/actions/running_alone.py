"""Run a single task instance because a person wants it to, though what usually comes first may not be done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from couture_jupyter.states import FINISHED_RUN_STATES, FINISHED_TASK_STATES, DagRunState, TaskInstanceState
from couture_scheduler.actions import find
from couture_scheduler.actions.clearing import FRESH, forget_results
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.task_details import TaskDetails, details
from couture_scheduler.engine.run_alone import Condition, Lift, conditions
from couture_scheduler.engine.transitions import allowed_from, run_allowed_from
from couture_scheduler.errors import ConflictError
from couture_scheduler.events import Change
from couture_scheduler.store import dag_runs, run_listing, task_instances, versions
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.run_listing import RunFilter
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.task_instances import TaskChange, TaskInstanceRecord

_CHOICES = {
    Lift.STATE: "ignore its state",
    Lift.DEPENDENCIES: "ignore its dependencies",
    Lift.ALL: "ignore all dependencies",
}


@dataclass(frozen=True, slots=True)
class RunAlone:
    """What speaks for and against running the task instance, and how it stands now."""

    conditions: list[Condition]
    may_run: bool
    task: TaskDetails


@needs("runs:edit")
def run_alone(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    task_id: str,
    map_index: int = -1,
    *,
    ignoring: Collection[Lift] = (),
    dry_run: bool = False,
) -> RunAlone:
    """Run this task instance, and no other, as soon as there is room. Of a run that has ended only this one runs; then
    the run ends anew, as its tasks have ended.

    Raises ``ConflictError`` with the reasons when a rule is not met that ``ignoring`` does not lift. With ``dry_run``
    nothing is changed, and it only tells.
    """
    chosen = frozenset(ignoring)
    with ctx.store.reading() if dry_run else ctx.store.transaction() as tx:
        run = find.run(tx, dag_id, run_id)
        task = find.task(tx, run, task_id, map_index)
        found = _conditions(ctx, tx, run, task)
        against = [each for each in found if not each.holds(chosen)]
        if not dry_run:
            if against:
                raise ConflictError(f"{_name(task)} was not started. {' '.join(map(_sentence, against))}")
            _start(ctx, tx, run, task, chosen)
            task = find.task(tx, run, task_id, map_index)
        told = details(tx, run, [task])[0]
    if not dry_run:
        ctx.tell(Change("dag_run", dag_id=dag_id, run_id=run_id, user=ctx.actor.name))
    return RunAlone(found, not against, told)


def _conditions(ctx: ActionContext, tx: Transaction, run: DagRunRecord, task: TaskInstanceRecord) -> list[Condition]:
    view = dag_runs.load_view(tx, run.id, lambda version_id: versions.get(tx, version_id).spec)
    assert view is not None  # read a moment ago in this transaction
    running = run_listing.count(tx, RunFilter(dag_ids=(run.dag_id,), states=(DagRunState.RUNNING,)))
    ti = view.tasks[task.task_id, task.map_index]
    paused = find.dag(tx, run.dag_id).is_paused
    return conditions(view, ti, ctx.clock(), is_paused=paused, running_runs=running)


def _start(
    ctx: ActionContext, tx: Transaction, run: DagRunRecord, task: TaskInstanceRecord, chosen: frozenset[Lift]
) -> None:
    because = f"Run alone by {ctx.actor.name}."
    guard = frozenset({task.state}) & allowed_from(TaskInstanceState.SCHEDULED, by_person=True)
    values: dict[str, object] = {**FRESH, "because": because}
    if task.state in FINISHED_TASK_STATES:
        specs = {each.task_id: each for each in versions.get(tx, run.version_id).spec.tasks}
        values["max_tries"] = task.try_number + specs[task.task_id].retries
    if task_instances.apply(tx, [TaskChange(task.id, TaskInstanceState.SCHEDULED, guard, values)]):
        raise ConflictError("The task changed meanwhile. Look at it again.")
    forget_results(ctx, tx, run, [task], keep_task_state=task.state not in FINISHED_TASK_STATES)
    if run.state in FINISHED_RUN_STATES:
        allowed = run_allowed_from(DagRunState.RUNNING, by_person=True)
        dag_runs.set_state(tx, run.id, DagRunState.RUNNING, allowed=allowed, at=ctx.clock(), because=because)
    ctx.audit(
        tx,
        "run_task_instance",
        dag_id=run.dag_id,
        run_id=run.run_id,
        task_id=task.task_id,
        map_index=task.map_index,
        details={"ignoring": sorted(chosen)},
    )


def _sentence(condition: Condition) -> str:
    lifted = condition.lifted_by
    return condition.verdict.sentence + (f" (To run it all the same: {_CHOICES[lifted]}.)" if lifted else "")


def _name(task: TaskInstanceRecord) -> str:
    return task.task_id if task.map_index < 0 else f"{task.task_id}[{task.map_index}]"
