"""What DAG files ask Airflow's server while a task runs, answered by the engine: runs of DAGs, and to start one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pendulum

from couture_jupyter.airflow_compat.errors import DagRunAlreadyExists
from couture_jupyter.arguments import moment
from couture_jupyter.exceptions import TaskError
from couture_jupyter.operators.trigger_dag import json_conf
from couture_jupyter.runtime import current_task

if TYPE_CHECKING:
    from couture_jupyter.runtime import TaskContext

NEWEST = 1000  # of a DAG's runs: older ones are found by their ids or dates


@dataclass(frozen=True, slots=True)
class FoundRun:
    """A run of a DAG, as the engine knew it when it was asked."""

    dag_id: str
    run_id: str
    run_type: str
    state: str
    logical_date: datetime

    @property
    def execution_date(self) -> datetime:
        """The logical date, as Airflow 1 and 2 call it."""
        return self.logical_date

    @property
    def external_trigger(self) -> bool:
        """Whether a person or a task started it."""
        return self.run_type == "manual"

    def get_state(self) -> str:
        """The state."""
        return self.state


def trigger_dag(
    dag_id: str,
    run_id: str | None = None,
    conf: Any = None,
    execution_date: datetime | None = None,
    replace_microseconds: bool = True,
    logical_date: datetime | None = None,
    note: str | None = None,
) -> FoundRun:
    """Start a run of a DAG, from within a task. ``DagRunAlreadyExists`` when there is one with that id or date."""
    when = moment("logical_date", logical_date if logical_date is not None else execution_date)
    name = run_id or f"manual__{(when or datetime.now(UTC)).isoformat()}{'' if when else f'_{uuid.uuid4().hex[:8]}'}"
    made = worker("trigger_dag").trigger_dag(dag_id, run_id=name, conf=json_conf(conf), logical_date=when, note=note)
    if not made["created"]:
        raise DagRunAlreadyExists(f"There is a run of {dag_id!r} with that id or date already: {made['run_id']}.")
    return _found(dag_id, {"run_type": "manual", **made})


def find_runs(
    dag_id: str | Iterable[str],
    run_id: str | Iterable[str] | None = None,
    execution_date: datetime | Iterable[datetime] | None = None,
    state: str | None = None,
    external_trigger: bool | None = None,
    no_backfills: bool = False,
    run_type: str | None = None,
    session: Any = None,
    execution_start_date: datetime | None = None,
    execution_end_date: datetime | None = None,
    logical_date: datetime | Iterable[datetime] | None = None,
    logical_start_date: datetime | None = None,
    logical_end_date: datetime | None = None,
) -> list[FoundRun]:
    """``DagRun.find``: the runs of DAGs that fit, the oldest first; of those that no id and no date names the newest
    thousand are looked at."""
    first = execution_start_date if logical_start_date is None else logical_start_date
    last = execution_end_date if logical_end_date is None else logical_end_date
    dates = list(_several(execution_date if logical_date is None else logical_date, datetime))
    return [
        run
        for each in _several(dag_id, str)
        for run in _asked(each, list(_several(run_id, str)), dates)
        if (state is None or run.state == state)
        and (external_trigger is None or run.external_trigger == external_trigger)
        and not (no_backfills and run.run_type == "backfill")
        and (run_type is None or run.run_type == run_type)
        and (first is None or run.logical_date >= first)
        and (last is None or run.logical_date <= last)
    ]


def _asked(dag_id: str, run_ids: list[str], dates: list[datetime]) -> Iterator[FoundRun]:
    newest = 0 if run_ids or dates else NEWEST
    answer = worker("DagRun.find").dag_states(dag_id, run_ids=run_ids, logical_dates=dates, newest=newest)
    return (_found(dag_id, each) for each in answer["runs"])


def _found(dag_id: str, run: dict[str, Any]) -> FoundRun:
    date = pendulum.instance(datetime.fromisoformat(run["logical_date"]))
    return FoundRun(dag_id, run["run_id"], run["run_type"], run["state"], date)


def _several(given: Any, kind: type) -> Iterable[Any]:
    if given is None:
        return ()
    return (given,) if isinstance(given, kind) else given


def worker(what: str) -> TaskContext:
    """Who answers for ``what`` while a task runs. ``TaskError`` when nothing runs."""
    task = current_task.get(None)
    if task is None:
        raise TaskError(f"{what} works while a task runs, not while a DAG file is read.")
    return task
