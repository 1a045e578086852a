"""What a mapped task is mapped over has been made, so that it is known how many instances it has."""

from __future__ import annotations

from couture_jupyter import sizes
from couture_scheduler.engine.graph import Node
from couture_scheduler.engine.look import Look
from couture_scheduler.engine.mapping import size_of
from couture_scheduler.engine.preconditions.verdict import Verdict


def check(look: Look, node: Node) -> Verdict:
    """With the names of the tasks that make it."""
    if size_of(look, node) is not None:
        return Verdict(True, "What it is mapped over is there.", "size_is_known")
    makers = ", ".join(dict.fromkeys(task_id for task_id, _ in sizes.xcoms(node.size or {})))
    return Verdict(
        False, f"It is not known yet over how many values it is mapped: {makers} makes them.", "size_is_known"
    )
