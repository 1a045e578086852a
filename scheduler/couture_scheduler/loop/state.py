"""What the loop has in its hands between and within ticks."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from couture_scheduler.engine.callbacks import NewCallback
from couture_scheduler.engine.launch import Launch
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView, TaskKey
from couture_scheduler.events import Change
from couture_scheduler.loop.active_runs import ActiveRuns
from couture_scheduler.store.asset_events import NewEvent


@dataclass(slots=True)
class Outbox:
    """What one tick will do: first what the transaction writes, then what follows the commit."""

    tries: list[dict[str, Any]] = field(default_factory=list)
    xcoms: list[dict[str, Any]] = field(default_factory=list)
    rendered: dict[int, dict[str, Any]] = field(default_factory=dict)  # by task instance: its template fields
    expand: dict[tuple[int, str], int] = field(default_factory=dict)  # (run, task id) -> number of instances
    triggers: dict[int, dict[str, Any]] = field(default_factory=dict)  # of task instances that are deferred now
    forget_xcoms: list[int] = field(default_factory=list)  # of task instances that begin a further try
    callbacks: list[NewCallback] = field(default_factory=list)
    asset_events: dict[int, list[NewEvent]] = field(default_factory=dict)  # by task instance
    submit: list[Launch] = field(default_factory=list)
    kill: list[tuple[str, str]] = field(default_factory=list)  # (launch id, because)
    changes: list[Change] = field(default_factory=list)


@dataclass(slots=True)
class LiveLaunch:
    """A launch that the executor works on."""

    run_id: int
    key: TaskKey
    kill_because: str = ""
    may_retry: bool = True


@dataclass(slots=True)
class LoopState:
    """The active runs, the live launches, and the moments at which a run must be looked at again."""

    active: ActiveRuns
    live: dict[str, LiveLaunch] = field(default_factory=dict)
    touched: dict[int, set[TaskKey] | None] = field(default_factory=dict)  # None: look at all of the run's tasks
    moments: list[tuple[datetime, int]] = field(default_factory=list)
    unread: set[int] = field(default_factory=set)  # runs to be read anew once what is known of them is stored
    paused: frozenset[str] = frozenset()
    progress: dict[int, Change] = field(default_factory=dict)  # task instance id -> its progress, not yet stored
    out: Outbox = field(default_factory=Outbox)

    def touch(self, run: RunView, task: TaskInstanceView | None = None) -> None:
        """Have the engine look at what follows from ``task``, or at the whole run."""
        if task is None:
            self.touched[run.id] = None
            return
        keys = self.touched.setdefault(run.id, set())
        if keys is not None:
            keys.add(task.key)

    def remember(self, moment: datetime | None, run: RunView) -> None:
        """Look at ``run`` again at ``moment``."""
        if moment is not None:
            heapq.heappush(self.moments, (moment, run.id))

    def touch_what_is_due(self, now: datetime) -> None:
        """Touch the runs whose moment has come."""
        while self.moments and self.moments[0][0] <= now:
            _, run_id = heapq.heappop(self.moments)
            if run_id in self.active.by_id:
                self.touched[run_id] = None

    def find(self, launch_id: str) -> tuple[LiveLaunch, RunView, TaskInstanceView] | None:
        """The launch with its run and task instance; ``None`` when they are not ours any more."""
        live = self.live.get(launch_id)
        run = self.active.by_id.get(live.run_id) if live else None
        if live is None or run is None or live.key not in run.tasks:
            return None
        return live, run, run.tasks[live.key]


def task_change(run: RunView, task: TaskInstanceView, **more: Any) -> Change:
    """The news that a task instance is in a new state."""
    return Change(
        "task_instance",
        dag_id=run.dag.dag_id,
        run_id=run.run_id,
        task_id=task.task_id,
        map_index=task.map_index,
        try_number=task.try_number,
        state=task.state,
        **more,
    )


def run_change(run: RunView, what: str = "changed") -> Change:
    """The news that a run is in a new state."""
    return Change("dag_run", what, dag_id=run.dag.dag_id, run_id=run.run_id, state=run.state)
