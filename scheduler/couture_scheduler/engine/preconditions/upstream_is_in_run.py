"""The run has all tasks that come directly before: tasks with dates of their own are not in all runs."""

from __future__ import annotations

from couture_scheduler.engine.graph import Node
from couture_scheduler.engine.look import Look
from couture_scheduler.engine.preconditions.verdict import Verdict
from couture_scheduler.engine.readiness import absent

RULE = "upstream_is_in_run"


def check(look: Look, node: Node) -> Verdict:
    """With the names of those that it does not have: whoever waits for one of them waits in vain."""
    names = ", ".join(task_id for task_id, _ in absent(look, node.upstream))
    if names:
        return Verdict(False, f"This run does not have {names}: its start_date or end_date leaves it out.", RULE)
    return Verdict(True, "This run has all tasks directly upstream.", RULE)
