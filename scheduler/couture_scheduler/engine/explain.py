"""Why is it not running? All preconditions of one task instance, each with its verdict."""

from __future__ import annotations

from datetime import datetime

from couture_jupyter.states import ACTIVE_TASK_STATES
from couture_jupyter.states import TaskInstanceState as Task
from couture_scheduler.engine.graph import Node, graph_of
from couture_scheduler.engine.look import Look
from couture_scheduler.engine.mapping import PLACEHOLDER
from couture_scheduler.engine.preconditions import (
    dag_has_room,
    dag_is_on,
    engine_has_room,
    pool_has_slots,
    previous_run_succeeded,
    retry_delay_is_over,
    run_is_running,
    setups_are_done,
    size_is_known,
    task_has_room,
    trigger_rule_is_met,
    upstream_is_in_run,
    wait_is_over,
)
from couture_scheduler.engine.preconditions.verdict import Verdict
from couture_scheduler.engine.readiness import upstream_tally
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView, Usage


def explain(
    run: RunView, ti: TaskInstanceView, usage: Usage, now: datetime, *, is_paused: bool = False
) -> list[Verdict]:
    """The verdict of every rule that still matters for ``ti``, in the order in which they are asked. Empty
    for a task that runs or has ended. The first that is not met is the reason to show."""
    if ti.state not in (None, Task.SCHEDULED, Task.UP_FOR_RETRY, Task.UP_FOR_RESCHEDULE, Task.DEFERRED):
        return []
    verdicts = [run_is_running.check(run.state)]
    if not run_is_running.is_met(run.state):
        verdicts.insert(0, dag_is_on.check(is_paused, run.run_type))
    node = graph_of(run.dag).nodes.get(ti.task_id)
    if node is None:
        return [*verdicts, of_no_version()]
    if ti.state is None:
        verdicts += dependencies(Look(run, now), ti, node)
    if ti.state is Task.UP_FOR_RETRY:
        verdicts.append(retry_delay_is_over.check(ti.retry_at, now))
    if ti.state in (Task.UP_FOR_RESCHEDULE, Task.DEFERRED):
        verdicts.append(wait_is_over.check(ti.state, ti.retry_at, now))
    return verdicts + _room(run, ti, usage)


def dependencies(look: Look, ti: TaskInstanceView, node: Node) -> list[Verdict]:
    """What a task instance depends on: other tasks of its run, and the run before."""
    upstream = upstream_tally(look, ti.key, node)
    return [
        *_needs(look, ti, node),
        trigger_rule_is_met.check(node.task.trigger_rule, upstream),
        previous_run_succeeded.check(node.task, ti.key, look.run.previous),
    ]


def of_no_version() -> Verdict:
    """The task is gone from the version of the run."""
    return Verdict(False, "It is not part of this version of the DAG.", "dag_has_task")


def _needs(look: Look, ti: TaskInstanceView, node: Node) -> list[Verdict]:
    """What must be done first, apart from the tasks directly upstream."""
    verdicts = [upstream_is_in_run.check(look, node)] if look.graph.has_dates else []
    if node.setups and not node.task.is_teardown:
        verdicts.append(setups_are_done.check(look, ti.key, node))
    if node.size is not None and ti.map_index == PLACEHOLDER:
        verdicts.append(size_is_known.check(look, node))
    return verdicts


def _room(run: RunView, ti: TaskInstanceView, usage: Usage) -> list[Verdict]:
    task, dag_id = graph_of(run.dag).nodes[ti.task_id].task, run.dag.dag_id
    in_run = sum(t.task_id == ti.task_id and t.state in ACTIVE_TASK_STATES for t in run.tasks.values())
    return [
        pool_has_slots.check(task, usage.pools.get(task.pool)),
        dag_has_room.check(run.dag, usage.per_dag.get(dag_id, 0)),
        task_has_room.check(task, usage.per_task.get((dag_id, ti.task_id), 0), in_run),
        engine_has_room.check(usage.parallelism, usage.active),
    ]
