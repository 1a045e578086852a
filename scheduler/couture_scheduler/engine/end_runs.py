"""How a run ends: by itself when all its tasks have, or early, by its timeout or because it fails fast.

As in Airflow the leaf tasks (those without downstream tasks) decide: the run has failed if one of them failed
or could not run, else it has succeeded. A run that ends early first ends its processes; when the last of them
is gone, the tasks that never ran are skipped and the run has failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from couture_jupyter.states import DagRunState
from couture_jupyter.states import TaskInstanceState as Task
from couture_jupyter.trigger_rules import Answer
from couture_scheduler.engine.decisions import ExpandTask, SetRunState
from couture_scheduler.engine.graph import Node
from couture_scheduler.engine.look import Look, has_process, is_finished
from couture_scheduler.engine.mapping import PLACEHOLDER
from couture_scheduler.engine.readiness import absent, answer_for
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView

MOST_NAMED = 3  # failed tasks in the sentence about a run


def deadline(run: RunView) -> datetime | None:
    """When the run's timeout ends it."""
    if run.dag.dagrun_timeout is None or run.started_at is None:
        return None
    return run.started_at + timedelta(seconds=run.dag.dagrun_timeout)


def reason_to_stop(look: Look) -> str:
    """A sentence if the run must end before its tasks have; else nothing. Where it fails fast, teardowns still run."""
    if is_overdue(look) and not _is_done(look):
        return f"The run took longer than its dagrun_timeout of {look.run.dag.dagrun_timeout:g} s."
    if look.run.dag.fail_fast:
        failed = next((ti for ti in look.run.tasks.values() if ti.state is Task.FAILED), None)
        if failed:
            return f"The task {failed.task_id} failed, and the DAG fails fast."
    return ""


def is_overdue(look: Look) -> bool:
    """Whether its timeout ends the run: then nothing is spared."""
    limit = deadline(look.run)
    return limit is not None and limit <= look.now


def stop(look: Look, because: str, *, spare_teardowns: bool) -> bool:
    """End the run early: its processes first, then what waits. Whether nothing that was to end is left."""
    ending = [(ti, node) for ti, node in look.known() if not (spare_teardowns and node.task.is_teardown)]
    living = [ti.key for ti, _ in ending if has_process(ti.state)]
    for key in living:
        look.kill(key, because, may_retry=False)
    if living:
        return False
    for ti, _ in ending:
        if not is_finished(look.state(ti.key)):
            look.set(ti.key, Task.SKIPPED, because)
    return True


def fail_if_done(look: Look, because: str) -> None:
    """End the run that was stopped, once all its tasks have ended."""
    if _is_done(look):
        look.end_run(DagRunState.FAILED, because)


def end_if_done(look: Look) -> None:
    """End the run if all its tasks have ended."""
    if not _is_done(look):
        return
    leaves = look.states(look.graph.leaves)
    if any(state is Task.FAILED or state is Task.UPSTREAM_FAILED for state in leaves):
        look.end_run(DagRunState.FAILED, _what_failed(look))
    else:
        look.end_run(DagRunState.SUCCESS, "")


def fail_if_stuck(look: Look) -> None:
    """End the run if nothing in it can change any more: what waits needs a task that this run does not have. The states
    stay as they are, as in Airflow."""
    if not look.graph.has_dates or any(isinstance(each, ExpandTask | SetRunState) for each in look.decisions):
        return
    waiting = [(ti, node) for ti, node in look.known() if not is_finished(look.state(ti.key))]
    if all(_waits(look, ti, node) for ti, node in waiting):
        look.end_run(DagRunState.FAILED, _what_is_absent(look, [node for _, node in waiting]))


def _waits(look: Look, ti: TaskInstanceView, node: Node) -> bool:
    """Whether it waits for another task of the run, or for what that makes: how many instances there are."""
    is_placeholder = node.size is not None and ti.map_index == PLACEHOLDER
    return look.state(ti.key) is None and (is_placeholder or answer_for(look, ti.key, node) is Answer.WAIT)


def _what_is_absent(look: Look, waiting: Sequence[Node]) -> str:
    needed = (other for node in waiting for other in absent(look, (*node.upstream, *node.setups, *node.scope)))
    names = ", ".join(dict.fromkeys(task_id for task_id, _ in needed))
    return f"The tasks that are left wait for {names}, which this run does not have: their own dates leave it out."


def _what_failed(look: Look) -> str:
    """A sentence with the tasks that failed themselves, in the order of the DAG; the others failed for their sake."""
    names = list(dict.fromkeys(ti.task_id for ti, _ in look.known() if look.state(ti.key) is Task.FAILED))
    if not names:
        return "Its last tasks could not run."
    if len(names) == 1:
        return f"The task {names[0]} failed."
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{len(names)} tasks failed: {', '.join(names[:MOST_NAMED])}{more}."


def _is_done(look: Look) -> bool:
    # Leaves end last, and late leaves last of all: the common "not yet" is found at once.
    for leaf in reversed(look.graph.ends):
        if not all(is_finished(look.state(key)) for key in look.instances(leaf)):
            return False
    return all(is_finished(look.state(ti.key)) for ti, _ in look.known())
