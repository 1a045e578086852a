"""The setup tasks that it needs, without being directly after them, have succeeded: what ``readiness`` asks first."""

from __future__ import annotations

from couture_jupyter.states import TaskInstanceState as Task
from couture_scheduler.engine.graph import Node
from couture_scheduler.engine.look import Look
from couture_scheduler.engine.mapping import related
from couture_scheduler.engine.preconditions.verdict import Verdict
from couture_scheduler.engine.snapshot import TaskKey


def check(look: Look, key: TaskKey, node: Node) -> Verdict:
    """With the names of those that it waits for."""
    waiting = [
        setup[0]
        for setup in node.setups
        if any(look.state(each) is not Task.SUCCESS for each in related(look, key, node, setup))
    ]
    if waiting:
        return Verdict(False, f"It needs the setup tasks {', '.join(waiting)} first.", "setups_are_done")
    return Verdict(True, "The setup tasks that it needs have succeeded.", "setups_are_done")
