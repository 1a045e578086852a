"""Builds DAGs and runs from drawings such as ``a >> b >> d; a >> c >> d``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from couture_scheduler.engine.decisions import ExpandTask, SetRunState, SetTaskState
from couture_scheduler.engine.plan_tasks import advance
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView

from couture_jupyter.serialization import DagSpec
from couture_jupyter.serialization.spec import TaskSpec
from couture_jupyter.states import DagRunState, DagRunType, TaskInstanceState

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

DrawDag = Callable[..., DagSpec]
MakeRun = Callable[..., RunView]


def _draw_dag(drawing: str, tasks: dict[str, dict[str, Any]] | None = None, **values: Any) -> DagSpec:
    upstream: dict[str, list[str]] = {}
    downstream: dict[str, list[str]] = {}
    for line in drawing.split(";"):
        names = [name.strip() for name in line.split(">>") if name.strip()]
        for name in names:
            upstream.setdefault(name, [])
            downstream.setdefault(name, [])
        for above, below in pairwise(names):
            upstream[below].append(above)
            downstream[above].append(below)
    specs = tuple(
        TaskSpec(name, "EmptyOperator", tuple(upstream[name]), tuple(downstream[name]), **(tasks or {}).get(name, {}))
        for name in upstream
    )
    return DagSpec(**{"dag_id": "dag", "timetable": {"kind": "none"}, "tasks": specs, **values})


def _expand(run: RunView, task_id: str, *states: str | None) -> None:
    """Give a mapped task instances in these states."""
    run.tasks.pop((task_id, -1), None)
    for index, state in enumerate(states):
        found = TaskInstanceView(1000 + len(run.tasks), task_id, index)
        found.state = TaskInstanceState(state) if state else None
        run.tasks[found.key] = found


def _make_run(dag: DagSpec, run_id: int = 1, /, **values: Any) -> RunView:
    given = {
        "state": DagRunState.RUNNING,
        "run_type": DagRunType.SCHEDULED,
        "logical_date": NOW,
        "started_at": NOW,
        **values,
    }
    run = RunView(
        id=run_id,
        run_id=f"run_{run_id}",
        dag=dag,
        version_id=1,
        data_interval=(NOW, NOW),
        run_after=NOW,
        queued_at=NOW,
        **given,
    )
    for number, task in enumerate(dag.tasks):
        run.tasks[(task.task_id, -1)] = TaskInstanceView(number, task.task_id, max_tries=task.retries)
    return run


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def draw_dag() -> DrawDag:
    return _draw_dag


@pytest.fixture
def make_run() -> MakeRun:
    return _make_run


@pytest.fixture
def expand() -> Callable[..., None]:
    """``expand(run, "b", "success", None)``: the mapped task has two instances."""
    return _expand


@pytest.fixture
def set_states() -> Callable[..., None]:
    """Put task instances into states: ``set_states(run, a="success", b="running")``."""

    def put(run: RunView, **states: str) -> None:
        for task_id, state in states.items():
            run.tasks[(task_id, -1)].state = TaskInstanceState(state)

    return put


@pytest.fixture
def decided() -> Callable[..., dict[str, str]]:
    """What ``advance`` decides, readably: ``{"b": "scheduled", "run": "success"}``; kills are ``"kill"``, expansions
    ``"x3"``, instances of mapped tasks ``"b[0]"``."""

    def ask(run: RunView, touched: list[str] | None = None, at: datetime = NOW) -> dict[str, str]:
        keys = None if touched is None else [(name, -1) for name in touched]
        answer = {}
        for decision in advance(run, keys, at):
            if isinstance(decision, SetTaskState):
                task_id, map_index = decision.key
                answer[task_id if map_index < 0 else f"{task_id}[{map_index}]"] = str(decision.to)
            elif isinstance(decision, SetRunState):
                answer["run"] = str(decision.to)
            elif isinstance(decision, ExpandTask):
                answer[decision.task_id] = f"x{decision.size}"
            else:
                answer[decision.key[0]] = "kill"
        return answer

    return ask
