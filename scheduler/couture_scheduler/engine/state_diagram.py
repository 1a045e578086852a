"""Draws the transition tables as Mermaid diagrams: the content of docs/states.md, which a test compares.

Run ``python -m couture_scheduler.engine.state_diagram > docs/states.md`` after changing a table.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

from couture_scheduler.engine import transitions

_PAGE = """# States

Drawn from `couture_scheduler/engine/transitions.py` by `python -m couture_scheduler.engine.state_diagram`; a test fails
when the two differ. `no_state` is a task instance that the engine has not decided about yet (`null` in the API).

## Task instances: what the engine does

{tasks}

## Runs: what the engine does

{runs}

## What a person may do besides

A person with the permission may clear a task instance (it becomes `no_state`; `restarting` while a process works on it)
and mark it `success`, `failed` or `skipped`, and run it alone (it becomes `scheduled`, and a run that has ended
`running`); queue a run again, and mark it `success` or `failed`.

| task instance | may become, by a person |
|---|---|
{task_actions}

| run | may become, by a person |
|---|---|
{run_actions}
"""


def page() -> str:
    """The whole page."""
    return _PAGE.format(
        tasks=mermaid(transitions.TASK_TRANSITIONS, start="no_state"),
        runs=mermaid(transitions.RUN_TRANSITIONS, start="queued"),
        task_actions=_rows(transitions.TASK_ACTIONS),
        run_actions=_rows(transitions.RUN_ACTIONS),
    )


def mermaid(table: Mapping[Any, Iterable[object]], *, start: str) -> str:
    """One table as a fenced Mermaid state diagram."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {start}"]
    for state, targets in table.items():
        names = sorted(_name(target) for target in targets)
        lines += [f"    {_name(state)} --> {name}" for name in names or ["[*]"]]
    return "\n".join([*lines, "```"])


def _rows(table: Mapping[Any, Iterable[object]]) -> str:
    return "\n".join(
        f"| `{_name(state)}` | {', '.join(f'`{name}`' for name in sorted(map(_name, targets)))} |"
        for state, targets in table.items()
    )


def _name(state: object) -> str:
    return "no_state" if state is None else str(state)


if __name__ == "__main__":
    sys.stdout.write(page())
