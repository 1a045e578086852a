"""The task instance has not begun, or has ended and is to run once more.

Only where a person asks for a single task: the engine itself never looks at one that has a state of its own.
"""

from __future__ import annotations

from couture_jupyter.states import FINISHED_TASK_STATES
from couture_jupyter.states import TaskInstanceState as Task
from couture_scheduler.engine.preconditions.verdict import Verdict

RULE = "task_has_not_begun"
ENDED = FINISHED_TASK_STATES - {Task.REMOVED}  # a task instance in one of these can run once more
_BEGUN = {
    Task.SCHEDULED: "It is about to run: it waits for nothing but room.",
    Task.QUEUED: "It has been handed over and starts in a moment.",
    Task.RUNNING: "It runs.",
    Task.RESTARTING: "It was cleared while it ran: it runs again as soon as its process has ended.",
    Task.DEFERRED: "Its try has begun and waits for its trigger.",
    Task.UP_FOR_RESCHEDULE: "Its try has begun and looks again later.",
    Task.REMOVED: "It was removed from the DAG.",
}


def check(state: Task | None) -> Verdict:
    """With a sentence."""
    if state in ENDED:
        return Verdict(False, f"It has ended in {state}.", RULE)
    if state in _BEGUN:
        return Verdict(False, _BEGUN[state], RULE)
    return Verdict(True, "It waits for its next try." if state else "It has not begun.", RULE)
