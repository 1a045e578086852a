"""The graph of a DAG as a file: DOT for Graphviz, Mermaid for Markdown, SVG for browsers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from couture_jupyter.magics.graph_layout import Node
from couture_jupyter.magics.pictures import svg
from couture_jupyter.serialization import DagSpec
from couture_jupyter.serialization.spec import GroupSpec, TaskSpec


@dataclass(frozen=True, slots=True)
class _Language:
    """How a task, the beginning and the end of a group, and an edge with its label are written."""

    task: Callable[[TaskSpec], str]
    group: Callable[[GroupSpec], str]
    end: str
    edge: Callable[[str, str, str], str]


def graph_nodes(spec: DagSpec) -> list[Node]:
    """The tasks and what comes after them; ``[]`` behind those that are mapped."""
    after: dict[str, list[str]] = {task.task_id: [] for task in spec.tasks}
    for start, end, _ in _edges(spec):
        after[start].append(end)
    return [Node(task.task_id, tuple(after[task.task_id]), _mark(task)) for task in spec.tasks]


def group_lines(spec: DagSpec, parent: str | None = None, depth: int = 0) -> Iterator[str]:
    """The task groups, each with its tasks, those in others deeper."""
    for group in spec.task_groups:
        if group.parent == parent:
            tasks = [task.task_id for task in spec.tasks if task.task_group == group.group_id]
            yield f"{'  ' * depth}{group.group_id}{_mark(group)}" + (f": {', '.join(tasks)}" if tasks else "")
            yield from group_lines(spec, group.group_id, depth + 1)


def as_dot(spec: DagSpec) -> str:
    """For Graphviz: ``dot -Tpng``."""
    head = f"graph [label={_quoted(spec.dag_id)}, labelloc=t, rankdir=LR]"
    language = _Language(
        lambda task: f"{_quoted(task.task_id)} [label={_quoted(_name(task))}{_fill(task)}]",
        lambda group: f"subgraph {_quoted('cluster_' + group.group_id)} {{ label={_quoted(_title(group))}",
        "}",
        lambda start, end, label: f"{_quoted(start)} -> {_quoted(end)}" + (f" [label={_quoted(label)}]" * bool(label)),
    )
    return "\n".join(
        [
            f"digraph {_quoted(spec.dag_id)} {{",
            f"  {head}",
            "  node [shape=box, style=rounded]",
            *_body(spec, language),
            "}\n",
        ]
    )


def as_mermaid(spec: DagSpec) -> str:
    """For Markdown, in a block that says ``mermaid``."""
    names = {task.task_id: f"t{number}" for number, task in enumerate(spec.tasks)}
    groups = {group.group_id: f"g{number}" for number, group in enumerate(spec.task_groups)}
    language = _Language(
        lambda task: f"{names[task.task_id]}[{_plain(_name(task))}]",
        lambda group: f"subgraph {groups[group.group_id]}[{_plain(_title(group))}]",
        "end",
        lambda start, end, label: f"{names[start]} -->{f'|{_plain(label)}|' if label else ''} {names[end]}",
    )
    return "\n".join(["flowchart LR", *_body(spec, language), ""])


def as_svg(spec: DagSpec) -> str:
    """For browsers, as the magics draw it."""
    nodes = [replace(each, note="mapped" if each.note else "") for each in graph_nodes(spec)]
    return svg(spec.dag_id, nodes) + "\n"


WRITERS: dict[str, Callable[[DagSpec], str]] = {".dot": as_dot, ".gv": as_dot, ".mmd": as_mermaid, ".svg": as_svg}


def _body(spec: DagSpec, language: _Language) -> Iterator[str]:
    yield from _inside(spec, language, None, "  ")
    for start, end, label in _edges(spec):
        yield f"  {language.edge(start, end, label)}"


def _inside(spec: DagSpec, language: _Language, parent: str | None, indent: str) -> Iterator[str]:
    for task in spec.tasks:
        if task.task_group == parent:
            yield indent + language.task(task)
    for group in spec.task_groups:
        if group.parent == parent:
            yield indent + language.group(group)
            yield from _inside(spec, language, group.group_id, indent + "  ")
            yield indent + language.end


def _edges(spec: DagSpec) -> Iterator[tuple[str, str, str]]:
    labels = {task.task_id: task.edge_labels for task in spec.tasks}
    for task in spec.tasks:
        for before in task.upstream:
            if before in labels:
                yield before, task.task_id, labels[before].get(task.task_id, "")


def _mark(thing: TaskSpec | GroupSpec) -> str:
    return "[]" if thing.size is not None else ""


def _name(task: TaskSpec) -> str:
    return (task.label or task.task_id) + _mark(task)


def _title(group: GroupSpec) -> str:
    return (group.label or group.group_id) + _mark(group)


def _fill(task: TaskSpec) -> str:
    return f', style="rounded,filled", fillcolor={_quoted(task.ui_color)}' if task.ui_color else ""


def _quoted(text: str) -> str:
    """As DOT reads it: a backslash is one, a line's end is one."""
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> str:
    return '"' + text.replace("&", "#amp;").replace('"', "#quot;").replace("\n", " ") + '"'
