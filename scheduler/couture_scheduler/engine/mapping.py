"""Mapped tasks: which instances there are, and which of them belong together.

Until its size is known a mapped task has one instance, its placeholder, with map index -1. Then it has an instance for
each map index from 0. Within a mapped task group an instance depends on those with its own map index only.
"""

from __future__ import annotations

from couture_jupyter import sizes
from couture_jupyter.states import TaskInstanceState as Task
from couture_scheduler.engine.graph import Node
from couture_scheduler.engine.look import Look, is_finished
from couture_scheduler.engine.snapshot import TaskKey

PLACEHOLDER = -1


def upstream_of(look: Look, key: TaskKey, node: Node) -> list[TaskKey]:
    """The instances directly upstream of this one."""
    return [found for above in node.upstream for found in related(look, key, node, above)]


def related(look: Look, key: TaskKey, node: Node, other: TaskKey) -> list[TaskKey]:
    """The instances of the task ``other`` that belong to ``key``: all of them, or the one with its map index when both
    are in one mapped group."""
    if node.group is not None and key[1] != PLACEHOLDER and look.graph.nodes[other[0]].group == node.group:
        same = (other[0], key[1])
        if same in look.run.tasks:
            return [same]
    return look.instances(other)


def size_of(look: Look, node: Node) -> int | None:
    """How many instances a mapped task has; ``None`` while that is not known."""
    return None if node.size is None else sizes.evaluate(node.size, lambda task, key: _length(look, task, key))


def never_known(look: Look, node: Node) -> Task | None:
    """The state that follows when a size can never be known: what it depends on has ended without a value."""
    ends = [
        look.state(key)
        for task_id, _ in sizes.xcoms(node.size or {})
        if task_id in look.graph.nodes
        for key in look.instances((task_id, PLACEHOLDER))
    ]
    if not all(is_finished(state) for state in ends):
        return None
    failed = any(state is Task.FAILED or state is Task.UPSTREAM_FAILED for state in ends)
    return Task.UPSTREAM_FAILED if failed else Task.SKIPPED


def _length(look: Look, task_id: str, key: str) -> int | None:
    """Of what an ordinary task pushed; of a mapped task, once all its instances have ended: how many pushed."""
    node = look.graph.nodes.get(task_id)
    if node is None or node.size is None:
        return look.run.lengths.get((task_id, PLACEHOLDER, key))
    instances = look.instances(node.key)
    if not all(is_finished(look.state(each)) for each in instances):
        return None
    if not any(look.state(each) is Task.SUCCESS for each in instances):
        return None
    return sum((task_id, each[1], key) in look.run.lengths for each in instances)
