"""What happens next in a running run: which tasks may start, which never will, what took too long, and the
end.

``advance`` looks at the touched task instances and at what is directly downstream of them, and goes on from
whatever it decides itself. It expects to be told of every change once; with ``touched=None`` it looks at
everything and comes to the same result.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from couture_jupyter.states import DagRunState
from couture_jupyter.states import TaskInstanceState as Task
from couture_scheduler.engine import end_runs, mapping, readiness
from couture_scheduler.engine.decisions import Decision
from couture_scheduler.engine.graph import Node, graph_of
from couture_scheduler.engine.look import Look, is_finished
from couture_scheduler.engine.preconditions import retry_delay_is_over
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView, TaskKey

# A worker enforces its execution_timeout itself; this much later the engine ends a worker that could not.
TIMEOUT_GRACE = timedelta(seconds=15)


def advance(run: RunView, touched: Collection[TaskKey] | None, now: datetime) -> list[Decision]:
    """The decisions for ``run`` now; none unless it is running.

    Call it with ``touched=None`` after loading a run and when the moment of ``next_moment`` has come. A
    ``KillTask`` is decided anew on every such call until the death is reported: killing twice must be
    harmless.
    """
    if run.state is not DagRunState.RUNNING:
        return []
    look = Look(run, now)
    because = end_runs.reason_to_stop(look)
    if because:
        _stop(look, because)
        return look.decisions
    _settle(look, _candidates(look, touched))
    if touched is None and look.graph.has_execution_timeouts:
        _kill_overdue(look)
    end_runs.end_if_done(look)
    end_runs.fail_if_stuck(look)
    return look.decisions


def _stop(look: Look, because: str) -> None:
    """End the run early. Where only a failure is the reason, teardowns run first."""
    spare = look.graph.has_teardowns and not end_runs.is_overdue(look)
    if end_runs.stop(look, because, spare_teardowns=spare):
        if spare:
            _settle(look, [(node.position, ti.key) for ti, node in look.known() if node.task.is_teardown])
        end_runs.fail_if_done(look, because)
        end_runs.fail_if_stuck(look)


def next_moment(run: RunView, now: datetime) -> datetime | None:
    """The next moment at which time alone changes something in ``run``: a retry, or a timeout after ``now`` (one that
    is over has been acted on)."""
    if run.state is not DagRunState.RUNNING:
        return None
    deadline = end_runs.deadline(run)
    moments = [deadline if deadline and deadline > now else None]
    nodes = graph_of(run.dag).nodes
    moments += [_moment(ti, nodes.get(ti.task_id), now) for ti in run.tasks.values()]
    return min((moment for moment in moments if moment is not None), default=None)


def _moment(ti: TaskInstanceView, node: Node | None, now: datetime) -> datetime | None:
    if _waits_for_time(ti.state):
        return ti.retry_at
    overdue = _overdue_at(ti, node)
    return overdue if overdue and overdue > now else None  # what is overdue already has been killed


def _overdue_at(ti: TaskInstanceView, node: Node | None) -> datetime | None:
    if ti.state is not Task.RUNNING or ti.started_at is None or node is None or node.task.execution_timeout is None:
        return None
    return ti.started_at + timedelta(seconds=node.task.execution_timeout) + TIMEOUT_GRACE


def _kill_overdue(look: Look) -> None:
    for ti, node in look.known():
        overdue = _overdue_at(ti, node)
        if overdue and overdue <= look.now:
            because = f"It ran longer than its execution_timeout of {node.task.execution_timeout:g} s."
            look.kill(ti.key, because, may_retry=True)


Place = tuple[int, TaskKey]  # upstream before downstream: sorted by position in the DAG


def _candidates(look: Look, touched: Collection[TaskKey] | None) -> list[Place]:
    if touched is None:
        return [(node.position, ti.key) for ti, node in look.known()]
    found: set[Place] = set()
    for key in touched:
        ti, node = look.run.tasks.get(key), look.graph.nodes.get(key[0])
        if ti is None or node is None:
            continue
        if is_finished(ti.state):
            found.update(_awakened(look, key, node, ti.state))
        else:
            found.add((node.position, key))
    return sorted(found)


def _awakened(look: Look, key: TaskKey, node: Node, state: Task | None) -> Iterator[Place]:
    """Those after a finished task instance that its end may concern. A success says nothing to a patient rule while the
    last of the upstream tasks is unfinished; asking that first keeps wide fan-ins cheap."""
    for other in node.downstream:
        below = look.graph.nodes[other[0]]
        if state is Task.SUCCESS and below.is_patient and _is_unfinished(look, below.upstream[-1]):
            continue
        for found in mapping.related(look, key, node, other):
            yield (below.position, found)
    for other in node.also_awakens:
        for found in look.instances(other):
            yield (look.graph.nodes[other[0]].position, found)


def _is_unfinished(look: Look, key: TaskKey) -> bool:
    return key in look.run.tasks and not is_finished(look.state(key))


def _settle(look: Look, waiting: list[Place]) -> None:
    """Decide about each of ``waiting``, a heap, and about what follows from that. In topological order, so that what is
    asked first makes no difference: a task sees all that was decided upstream of it."""
    while waiting:
        _, key = heapq.heappop(waiting)
        node = look.graph.nodes[key[0]]
        state = look.state(key)
        if state is None:
            readiness.settle(look, key, node)
            after = look.state(key)
            if is_finished(after):
                for place in _awakened(look, key, node, after):
                    heapq.heappush(waiting, place)
        elif _waits_for_time(state) and _is_time(look, key, state):
            look.set(key, Task.SCHEDULED)


def _is_time(look: Look, key: TaskKey, state: Task | None) -> bool:
    """A deferred task without a moment waits for its trigger however long that takes."""
    at = look.run.tasks[key].retry_at
    return retry_delay_is_over.is_met(at, look.now) and not (state is Task.DEFERRED and at is None)


def _waits_for_time(state: Task | None) -> bool:
    return state is Task.UP_FOR_RETRY or state is Task.UP_FOR_RESCHEDULE or state is Task.DEFERRED
