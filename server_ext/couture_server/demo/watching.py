"""Shows how runs go on: one line for each new state of a task or a run."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from rich.console import Console

from couture_server.demo.api import Api
from couture_server.demo.workspace import DemoError

DEADLINE = 300.0
MARKS = {"success": "[green]✓[/]", "failed": "[red]✗[/]", "running": "[blue]▶[/]", "skipped": "[dim]–[/]"}


@dataclass
class Watcher:
    """Follows some runs to their end."""

    api: Api
    console: Console
    began: float = field(default_factory=time.monotonic)
    seen: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def until_visible(self, dag_id: str) -> None:
        """Wait until the engine has read the DAG."""
        for _ in self.api.changes(self.began + DEADLINE):
            known = self.api.ask("GET", "dagSummaries?limit=100")["dags"]
            if any(each["dag_id"] == dag_id for each in known):
                return
        raise DemoError(f"The DAG {dag_id} did not appear.")

    def until_finished(self, runs: dict[str, str]) -> dict[str, str]:
        """Show the runs (DAG id -> run id) until each has ended; their last states."""
        for _ in self.api.changes(self.began + DEADLINE):
            states = {dag_id: self.look(dag_id, run_id) for dag_id, run_id in runs.items()}
            if all(state in ("success", "failed") for state in states.values()):
                return states
        raise DemoError("The runs did not end in time.")

    def look(self, dag_id: str, run_id: str) -> str:
        """Show what is new in one run; its state."""
        path = f"dags/{quote(dag_id)}/dagRuns/{quote(run_id, safe='')}"
        run = self.api.ask("GET", path)
        self.tasks[dag_id] = self.api.ask("GET", f"{path}/taskInstances")["task_instances"]
        for task in self.tasks[dag_id]:
            self.show(f"{dag_id} · {task['task_id']}", task["state"], progress(task))
        self.show(dag_id, run["state"], "")
        return str(run["state"])

    def show(self, name: str, state: str | None, extra: str) -> None:
        """Print a line if it says something new."""
        text = f"{state or 'waiting'} {extra}".strip()
        if self.seen.get(name) != text and state:
            self.seen[name] = text
            moment = time.monotonic() - self.began
            self.console.print(f"  {moment:6.1f} s  {MARKS.get(state, '[dim]·[/]')} {name:42} {text}")


def progress(task: dict[str, Any]) -> str:
    """How far a notebook is: ``cell 3 of 9``."""
    so_far = task.get("progress") or {}
    return f"cell {so_far['cell']} of {so_far['cells']}" if so_far.get("cells") else ""
