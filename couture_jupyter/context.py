"""The context of a running task: Airflow's names for its run, its dates and itself."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pendulum

from couture_jupyter import asset_events, macros, state_stores, xcom
from couture_jupyter.configuration import conf
from couture_jupyter.map_lengths import length_for_mapping
from couture_jupyter.params import defaults
from couture_jupyter.runtime import RunInfo, TaskContext, current_task
from couture_jupyter.template_values import VALUES

if TYPE_CHECKING:
    from couture_jupyter.operators.base import BaseOperator

Context = dict[str, Any]

_current: ContextVar[Context] = ContextVar("current_context")


def get_current_context() -> Context:
    """The context of the task that runs; ``RuntimeError`` where none does."""
    try:
        return _current.get()
    except LookupError:
        raise RuntimeError("get_current_context() answers only while a task runs.") from None


class DagRun:
    """The run, as templates and callables see it."""

    def __init__(self, run: RunInfo) -> None:
        self.dag_id = run.dag_id
        self.run_id = run.run_id
        self.run_type = run.run_type
        self.conf = run.conf
        self.logical_date = self.execution_date = _moment(run.logical_date)
        self.data_interval_start = _moment(run.data_interval_start)
        self.data_interval_end = _moment(run.data_interval_end)
        self.run_after = _moment(run.run_after)
        self.start_date = _moment(run.start_date)
        self.external_trigger = run.run_type == "manual"
        self.triggering_user_name = run.triggering_user
        self.partition_key = run.partition_key
        self.partition_date = _moment(run.partition_date)
        self.state: str = "running"  # callbacks of the DAG find another one

    def get_task_instances(self, state: str | Iterable[str] | None = None) -> list[SeenTaskInstance]:
        """Its task instances, or those in one of these states, as the engine knows them now."""
        wanted = {state} if isinstance(state, str) else set(state or ())
        task = current_task.get()
        known = task.dag_states(self.dag_id)["task_ids"]
        found = task.dag_states(self.dag_id, run_ids=[self.run_id], task_ids=known)["runs"]
        seen = [
            SeenTaskInstance(self.dag_id, self.run_id, task_id, index if len(states) > 1 else -1, each)
            for run in found
            for task_id, states in run["tasks"].items()
            for index, each in enumerate(states)
        ]
        return [each for each in seen if not wanted or each.state in wanted]

    def __repr__(self) -> str:
        return f"<DagRun {self.dag_id} {self.run_id}>"


@dataclass(frozen=True, slots=True)
class SeenTaskInstance:
    """Another task instance of the run: its names and its state."""

    dag_id: str
    run_id: str
    task_id: str
    map_index: int
    state: str | None


class TaskInstance:
    """The running task, as templates and callables see it; the way to XComs."""

    def __init__(self, task: TaskContext, operator: BaseOperator, dag_run: DagRun) -> None:
        self._task = task
        self.task = operator
        self.dag_run = dag_run
        self.dag_id, self.run_id = dag_run.dag_id, dag_run.run_id
        self.task_id = task.this_try.task_id
        self.map_index = task.this_try.map_index
        self.try_number = task.this_try.try_number
        self.max_tries = task.this_try.max_tries
        self.logical_date = self.execution_date = dag_run.logical_date
        self.start_date = pendulum.now("UTC")
        self.first_started_at = _moment(task.this_try.first_started_at) or self.start_date
        self.operator = operator.task_type
        self.state: str = "running"  # callbacks find another one
        self.end_date: Any = None
        self.hostname = socket.gethostname()
        self.log_url = task.run.page or f"/lab/couture/run/{self.dag_id}/{self.run_id}"
        self.skipped: set[str] = set()
        self.lengths: dict[str, int] = {}  # of what was pushed for tasks that are mapped over it

    @property
    def duration(self) -> float | None:
        """How many seconds it took; ``None`` while it runs."""
        return (self.end_date - self.start_date).total_seconds() if self.end_date and self.start_date else None

    @property
    def key_str(self) -> str:
        """Airflow's ``task_instance_key_str``."""
        return f"{self.dag_id}__{self.task_id}__{self.dag_run.logical_date.strftime('%Y%m%d')}"

    @property
    def handover_folder(self) -> str:
        """A folder for files that the tasks of this run leave for each other. It need not exist yet; it goes with the
        run."""
        this_try = self._task.this_try
        return str(this_try.handover_folder or this_try.folder / "handover")

    @property
    def log(self) -> logging.Logger:
        """The task's logger."""
        return self.task.log

    def xcom_push(self, key: str, value: Any, execution_date: Any = None, **rest: Any) -> None:
        """Give ``value`` to other tasks under ``key``. ``XComError`` when it has no JSON form."""
        self._task.xcom_push(key, value)
        self.lengths.update(length_for_mapping(self.task, self.map_index, key, value))

    def xcom_pull(
        self,
        task_ids: str | Iterable[str] | None = None,
        dag_id: str | None = None,
        key: str | None = xcom.RETURN_KEY,
        include_prior_dates: bool = False,
        *,
        run_id: str | None = None,
        map_indexes: Any = None,
        default: Any = None,
        **rest: Any,
    ) -> Any:
        """What other tasks pushed: one value for one task id, a list for several; ``default`` where nothing is."""
        wanted = task_ids if task_ids is None or isinstance(task_ids, str) else list(task_ids)
        value = self._task.xcom_pull(wanted, key, dag_id=dag_id, run_id=run_id, map_indexes=map_indexes)
        return default if value is None else value

    def skip_tasks(self, task_ids: Iterable[str]) -> None:
        """Decide against tasks after this one: they end in state skipped."""
        self.skipped.update(task_ids)

    def __repr__(self) -> str:
        return f"<TaskInstance {self.dag_id}.{self.task_id} {self.run_id} try {self.try_number}>"


def build_context(task: TaskContext, operator: BaseOperator) -> Context:
    """Everything Airflow documents for templates and callables of the try ``task`` of ``operator``."""
    dag_run = DagRun(task.run)
    instance = TaskInstance(task, operator, dag_run)
    return {
        **_dates(task.run, dag_run),
        **_others(task.run, operator),
        **state_stores.names_for(task, operator.inlets, operator.outlets),
        "map_index": instance.map_index,
        "partition_key": task.run.partition_key,
        "dag_run": dag_run,
        "ti": instance,
        "task_instance": instance,
        "task_instance_key_str": instance.key_str,
    }


def run_context(run: RunInfo) -> Context:
    """What templates may ask of a run alone, where none of its tasks runs."""
    dag_run = DagRun(run)
    dates = _dates(run, dag_run)
    dates["partition_key"] = run.partition_key
    return {**dates, "dag_run": dag_run, "run_id": run.run_id, "params": run.params, "macros": macros}


def _others(run: RunInfo, operator: BaseOperator) -> Context:
    dag = operator.dag
    dag_params = defaults(dag.params) if dag else {}
    return {
        "dag": dag,
        "task": operator,
        "run_id": run.run_id,
        # The run's own conf wins; run.params holds the DAG's defaults as well, so a task's params come after it.
        "params": {**dag_params, **run.params, **defaults(operator.params), **run.conf},
        "conf": conf,
        "macros": macros,
        "test_mode": False,
        **asset_events.names_for(operator),
        **VALUES,
        "templates_dict": None,
        "expanded_ti_count": None,
        "map_index_template": operator.map_index_template,
    }


def _dates(run: RunInfo, dag_run: DagRun) -> Context:
    day = dag_run.logical_date
    plain, tick = run.logical_date, timedelta(days=1)  # pendulum's arithmetic is a hundred times slower
    previous = _moment(run.prev_logical_date)
    following = dag_run.data_interval_end if run.data_interval_end > run.logical_date else None
    return {
        "logical_date": day,
        "execution_date": day,
        "data_interval_start": dag_run.data_interval_start,
        "data_interval_end": dag_run.data_interval_end,
        "prev_logical_date": previous,
        "prev_execution_date": previous,
        "next_execution_date": following,
        "prev_data_interval_start_success": _moment(run.prev_data_interval_start_success),
        "prev_data_interval_end_success": _moment(run.prev_data_interval_end_success),
        "prev_start_date_success": None,
        "prev_end_date_success": None,
        "prev_execution_date_success": _moment(run.prev_data_interval_start_success),
        **_texts("ds", day),
        **_texts("yesterday_ds", plain - tick),
        **_texts("tomorrow_ds", plain + tick),
        **_texts("prev_ds", previous),
        **_texts("next_ds", following),
        "ts": day.isoformat(),
        "ts_nodash": day.strftime("%Y%m%dT%H%M%S"),
        "ts_nodash_with_tz": day.isoformat().replace("-", "").replace(":", ""),
    }


def _texts(name: str, day: Any) -> dict[str, str | None]:
    text = day.date().isoformat() if day else None
    return {name: text, f"{name}_nodash": text.replace("-", "") if text else None}


@lru_cache(maxsize=64)
def _moment(value: datetime | None) -> Any:
    """A pendulum datetime, as DAG files written for Airflow expect."""
    return None if value is None else pendulum.instance(value)


def set_current(context: Context) -> None:
    """From now on ``get_current_context`` answers with ``context``."""
    _current.set(context)
