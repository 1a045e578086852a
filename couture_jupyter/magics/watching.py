"""Shows a run in the output of a cell while it goes on: told by Jupyter's events, until it has ended."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from IPython.core.display_functions import DisplayHandle
from IPython.core.error import UsageError

from couture_jupyter.client import Client, part
from couture_jupyter.event_socket import EventSocket, EventSocketError
from couture_jupyter.magics import pictures
from couture_jupyter.magics.graph_layout import Node
from couture_jupyter.magics.pictures import Picture

ENDED = ("success", "failed")
_SWEEP = 15.0  # seconds after which is looked although nothing was heard: a lost event must not matter
_TASKS_ENDED = ("success", "failed", "upstream_failed", "skipped", "removed")
_MOST_ROWS = 200
_PACE = 0.25  # seconds between two looks at the least
_PAGE = 1000


class Run:
    """A run to look at."""

    def __init__(self, client: Client, dag_id: str, run_id: str) -> None:
        self._client, self.dag_id, self.run_id = client, dag_id, run_id
        self._path = f"dags/{part(dag_id)}/dagRuns/{part(run_id)}"
        self.state = ""
        self.tasks: list[dict[str, Any]] = []
        self._graph = client.get(f"dags/{part(dag_id)}/tasks")["tasks"]

    def look(self) -> None:
        """Ask how it stands."""
        self.state = self._client.get(self._path)["state"]
        found: list[dict[str, Any]] = []
        total = 1
        while len(found) < total:
            page = self._client.get(f"{self._path}/taskInstances", limit=_PAGE, offset=len(found))
            found += page["task_instances"]
            total = page["total_entries"] if page["task_instances"] else 0
        self.tasks = found

    def is_meant(self, changes: Sequence[dict[str, Any]]) -> bool:
        """Whether one of these changes is about this run, or about the engine that works on it."""
        return any(
            (each.get("dag_id"), each.get("run_id")) == (self.dag_id, self.run_id) or each["subject"] == "engine"
            for each in changes
        )

    def picture(self) -> Picture:
        """The graph with its states, a progress bar, and the tasks."""
        done = sum(each["state"] in _TASKS_ENDED for each in self.tasks)
        title = f"{self.dag_id} · {self.run_id}"
        words = f"{pictures.said(self.state)}, {done} of {len(self.tasks)} tasks have ended"
        drawn = pictures.graph(title, self.nodes())
        listed = pictures.table(["Task", "State", "Try", "Took", "Says"], self._rows(), "No tasks.")
        text = f"{title}\n{words}\n{pictures.text_bar(done, len(self.tasks))}\n{listed.text}"
        return Picture(drawn.html + pictures.progress(done, len(self.tasks), words) + listed.html, text)

    def nodes(self) -> list[Node]:
        """The tasks to draw; of a mapped one the state that matters most."""
        states: dict[str, list[str]] = {}
        for each in self.tasks:
            states.setdefault(each["task_id"], []).append(each["state"] or "")
        return [
            Node(each["task_id"], tuple(each["downstream_task_ids"]), state=_worst(states.get(each["task_id"], [])))
            for each in self._graph
        ]

    def problem(self) -> str:
        """Why the run failed."""
        failed = [each for each in self.tasks if each["state"] == "failed"]
        lines = [f"The run {self.run_id} of {self.dag_id} failed."]
        lines += [f"{each['task_id']}: {each['error'] or each['because'] or 'see its log'}" for each in failed[:10]]
        if failed:
            lines.append(f"Its log: %dag logs {self.dag_id} {self.run_id} {failed[0]['task_id']}")
        return "\n".join(lines)

    def _rows(self) -> list[list[object]]:
        return [
            [_name(each), pictures.said(each["state"]), each["try_number"] or "", _took(each), _says(each)]
            for each in self.tasks[:_MOST_ROWS]
        ]


def watch(client: Client, dag_id: str, run_id: str, shell: Any) -> None:
    """Show the run until it has ended. An interrupt ends the looking, not the run. Raises when the run failed."""
    try:
        run = _watch(client, dag_id, run_id, shell)
    except KeyboardInterrupt:
        pictures.say(f"You look away; the run goes on. Look again with: %dag watch {dag_id} {run_id}")
        return
    if run.state == "failed":
        raise UsageError(run.problem())


def _watch(client: Client, dag_id: str, run_id: str, shell: Any) -> Run:
    with client.events() as events:  # first: nothing that happens from now on is missed
        run = Run(client, dag_id, run_id)
        run.look()
        view = _Live(run) if hasattr(shell, "kernel") else _Lines()
        view.show(run)
        _follow(client, events, run, view)
    return run


def _follow(client: Client, events: EventSocket, run: Run, view: _Live | _Lines) -> None:
    """Look again when something changed, but not at every one of many changes."""
    is_old, next_look = False, 0.0
    while run.state not in ENDED:
        try:
            heard = events.changes(max(next_look - time.monotonic(), 0.01) if is_old else _SWEEP)
        except EventSocketError:  # a server that was away for a moment; if it stays away this raises
            with client.events() as again:
                run.look()
                view.show(run)
                _follow(client, again, run, view)
            return
        is_quiet = not heard and not is_old
        is_old = is_old or is_quiet or run.is_meant(heard)
        if is_old and time.monotonic() >= next_look:
            run.look()
            view.show(run)
            is_old, next_look = False, time.monotonic() + _PACE
        if is_quiet:
            _hint(client, run)


def _hint(client: Client, run: Run) -> None:
    """Nothing happens: is anybody at work?"""
    if run.state not in ENDED and client.get("engine")["state"] == "stopped":
        pictures.say(
            "No engine is running, so nothing goes on. Start it in the status bar, or with: couture engine start"
        )


class _Live:
    """In a notebook: one output that changes."""

    def __init__(self, run: Run) -> None:
        self._handle = DisplayHandle()  # type: ignore[no-untyped-call]
        self._handle.display(run.picture())  # type: ignore[no-untyped-call]

    def show(self, run: Run) -> None:
        """Draw it anew."""
        self._handle.update(run.picture())  # type: ignore[no-untyped-call]


class _Lines:
    """In a console: a line for each change of a state."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}

    def show(self, run: Run) -> None:
        """Say what changed."""
        states = {_name(each): each["state"] or "" for each in run.tasks} | {f"run {run.run_id}": run.state}
        for name, state in states.items():
            if self._said.get(name, "") != state:
                pictures.say(f"{name}: {pictures.said(state)}")
        self._said = states


def show_once(client: Client, dag_id: str, run_id: str) -> None:
    """The graph of a run as it is now."""
    run = Run(client, dag_id, run_id)
    run.look()
    pictures.show(pictures.graph(f"{dag_id} · {run_id}", run.nodes()))


def _worst(states: Sequence[str]) -> str:
    order = ("failed", "upstream_failed", "running", "up_for_retry", "deferred", "queued", "scheduled")
    return next((each for each in order if each in states), states[0] if states else "")


def _name(task: dict[str, Any]) -> str:
    index = task["map_index"]
    return str(task["task_id"]) if index < 0 else f"{task['task_id']}[{task['rendered_map_index'] or index}]"


def _took(task: dict[str, Any]) -> str:
    return "" if task["duration"] is None else f"{task['duration']:.1f} s"


def _says(task: dict[str, Any]) -> str:
    progress = task["progress"] or {}
    if progress.get("cells"):
        return f"cell {progress['cell']} of {progress['cells']}"
    return str(task["error"] or task["because"] or "")[:200]
