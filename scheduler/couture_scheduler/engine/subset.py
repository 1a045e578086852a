"""Which task instances of a run belong to a choice of tasks: with what stands above or below them, and with the setups
and teardowns that they need.

Source of the rules about setups: Airflow's documentation ("Setup and Teardown"): whoever clears a task clears its
setups and teardowns too, and a setup never runs again without its teardowns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from couture_jupyter.serialization import DagSpec
from couture_jupyter.serialization.shape import mapped_groups, scopes, topological
from couture_jupyter.serialization.spec import GroupSpec, TaskSpec

Indexes = frozenset[int] | None  # map indexes; ``None``: all instances of the task
Subset = dict[str, Indexes]


def subset(
    spec: DagSpec, roots: Mapping[str, Indexes], *, upstream: bool, downstream: bool, with_setups: bool
) -> Subset:
    """The tasks of ``roots`` and their relatives. Of relatives all instances belong to it; in one mapped group with a
    root those with its map indexes."""
    tasks = {task.task_id: task for task in spec.tasks}
    groups = mapped_groups(spec)
    up = {name: task.upstream for name, task in tasks.items()}
    down = {name: task.downstream for name, task in tasks.items()}
    found: Subset = {}
    ordinary: set[str] = set()  # these need their setups
    whole = [name for name, indexes in roots.items() if indexes is None]
    for part in (whole, *([name] for name, indexes in roots.items() if indexes is not None)):
        below = reach(down, part) if downstream else set(part)
        above = reach(up, part) if upstream else set(part)
        ordinary |= below
        for name in below | above:
            indexes = roots[part[0]]
            _add(found, name, indexes if name in part or _in_one_group(tasks, groups, name, part[0]) else None)
    if with_setups:
        for name in _setups_and_teardowns(spec, set(found), ordinary):
            _add(found, name, None)
    return found


def reach(edges: Mapping[str, Iterable[str]], start: Iterable[str]) -> set[str]:
    """All that ``edges`` lead to from ``start``, and ``start``."""
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        task_id = waiting.pop()
        if task_id not in reached:
            reached.add(task_id)
            waiting.extend(edges.get(task_id, ()))
    return reached


def tasks_named(spec: DagSpec, name: str) -> list[str]:
    """The task of that id, or all tasks of the task group of that id (and of the groups in it)."""
    if any(task.task_id == name for task in spec.tasks):
        return [name]
    inner: dict[str, list[str]] = {}
    for group in spec.task_groups:
        inner.setdefault(group.parent or "", []).append(group.group_id)
    groups = reach(inner, [name]) if any(group.group_id == name for group in spec.task_groups) else set()
    return [task.task_id for task in spec.tasks if task.task_group in groups]


def _in_one_group(tasks: Mapping[str, TaskSpec], groups: Mapping[str, GroupSpec], one: str, other: str) -> bool:
    group = groups.get(tasks[one].task_group or "") if one in tasks else None
    return group is not None and other in tasks and groups.get(tasks[other].task_group or "") is group


def _add(found: Subset, name: str, indexes: Indexes) -> None:
    known = found.get(name, frozenset())
    found[name] = None if indexes is None or known is None else known | indexes


def _setups_and_teardowns(spec: DagSpec, chosen: set[str], ordinary: set[str]) -> set[str]:
    tasks = {task.task_id: task for task in spec.tasks}
    needed = scopes(tasks, topological(tasks))
    plain = [name for name in ordinary if name in tasks and not (tasks[name].is_setup or tasks[name].is_teardown)]
    setups = {each.task_id for name in plain for each in needed.get(name, ())}
    setups |= {name for name in chosen if name in tasks and tasks[name].is_setup}
    return setups | {below for name in setups for below in tasks[name].downstream if tasks[below].is_teardown}
