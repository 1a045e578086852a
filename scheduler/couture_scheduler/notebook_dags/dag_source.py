"""The Python of a DAG whose tasks are notebooks."""

from __future__ import annotations

import json
import keyword
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class NotebookTask:
    """One task. ``parameters`` are templates."""

    task_id: str
    notebook: str
    upstream: tuple[str, ...] = ()
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DagFacts:
    """What people say of the DAG; ``schedule`` is a cron expression or a preset such as ``@daily``, which counts from
    ``start`` on."""

    dag_id: str
    start: date
    schedule: str | None = None
    description: str = ""
    tags: tuple[str, ...] = ()


def dag_source(facts: DagFacts, tasks: Iterable[NotebookTask], doc: str) -> str:
    """The file. ``doc`` is its docstring, one sentence."""
    made = list(tasks)
    lines = [
        f'"""{doc}"""',
        "",
        "import pendulum",
        "",
        "from couture_jupyter import DAG, CoutureJupyterOperator",
        "",
        "with DAG(",
        *(f"    {each}," for each in _dag_arguments(facts)),
        "):",
        *(line for task in made for line in _task(task)),
        *_dependencies(made),
        "",
    ]
    return "\n".join(lines)


def variable_of(task_id: str) -> str:
    """The name that a task has in the file."""
    return f"task_{task_id}" if task_id[0].isdigit() or keyword.iskeyword(task_id) else task_id


def _dag_arguments(facts: DagFacts) -> list[str]:
    arguments = [_quoted(facts.dag_id)]
    if facts.description:
        arguments.append(f"description={_quoted(facts.description)}")
    arguments.append(f"schedule={_quoted(facts.schedule) if facts.schedule else None}")
    start = facts.start
    arguments += [f'start_date=pendulum.datetime({start.year}, {start.month}, {start.day}, tz="UTC")', "catchup=False"]
    if facts.tags:
        arguments.append(f"tags=[{', '.join(map(_quoted, facts.tags))}]")
    return arguments


def _task(task: NotebookTask) -> list[str]:
    parameters = ", ".join(f"{_quoted(name)}: {_quoted(value)}" for name, value in task.parameters.items())
    return [
        f"    {variable_of(task.task_id)} = CoutureJupyterOperator(",
        f"        task_id={_quoted(task.task_id)},",
        f"        input_notebook={_quoted(task.notebook)},",
        *([f"        parameters={{{parameters}}},"] if parameters else []),
        "    )",
    ]


def _dependencies(tasks: list[NotebookTask]) -> list[str]:
    lines = []
    for task in tasks:
        names = [variable_of(each) for each in task.upstream]
        if names:
            before = names[0] if len(names) == 1 else f"[{', '.join(names)}]"
            lines.append(f"    {before} >> {variable_of(task.task_id)}")
    return ["", *lines] if lines else []


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
