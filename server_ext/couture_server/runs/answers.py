"""From what the actions return to what the API describes: runs."""

from __future__ import annotations

from typing import Any

from couture_scheduler.actions.runs import RunDetails
from couture_scheduler.store.task_instances import TaskInstanceRecord

from couture_jupyter.serialization import TaskSpec
from couture_jupyter.states import TaskInstanceState
from couture_server.http.resources import DagKind, dag_version, seconds_between
from couture_server.runs.bodies import ClearedRun, ClearedTask, DagRun

_IN_AIRFLOWS_WORDS = {"token": "rest_api", "sweep": "rest_api", "file": "asset", "dag": "asset"}


def dag_run(found: RunDetails) -> DagRun:
    """A run in Airflow's shape."""
    run = found.run
    return DagRun(
        dag_run_id=run.run_id,
        dag_id=run.dag_id,
        dag_display_name=found.display_name,
        logical_date=run.logical_date,
        queued_at=run.queued_at,
        start_date=run.started_at,
        end_date=run.ended_at,
        duration=seconds_between(run.started_at, run.ended_at),
        data_interval_start=run.data_interval_start,
        data_interval_end=run.data_interval_end,
        run_after=run.run_after,
        last_scheduling_decision=None,
        run_type=run.run_type,
        state=run.state,
        triggered_by=_IN_AIRFLOWS_WORDS.get(run.triggered_by, run.triggered_by),
        origin=run.triggered_by,
        triggering_user_name=run.triggering_user,
        conf=run.conf,
        note=run.note,
        dag_versions=[dag_version(found.version)] if found.version else [],
        because=run.because,
        kind=DagKind(found.kind),
        task_counts=found.task_counts,
        notebook_task_id=found.notebook_task_id,
        kept_at=run.kept_at,
        partition_key=run.partition_key,
        partition_date=run.partition_date,
    )


COLUMNS = (
    *("dag_id", "dag_run_id", "state", "run_type", "logical_date", "data_interval_start", "data_interval_end"),
    *("run_after", "queued_at", "start_date", "end_date", "duration", "triggered_by", "triggering_user_name"),
    *("dag_version", "partition_key", "conf", "note"),
)


def row(found: RunDetails) -> list[Any]:
    """A run as a row of these columns."""
    run = found.run
    return [
        *(run.dag_id, run.run_id, run.state, run.run_type, run.logical_date),
        *(run.data_interval_start, run.data_interval_end, run.run_after, run.queued_at, run.started_at, run.ended_at),
        *(seconds_between(run.started_at, run.ended_at), run.triggered_by, run.triggering_user),
        *(found.version.number if found.version else None, run.partition_key, run.conf or None, run.note),
    ]


def cleared_run(dag_id: str, run_id: str, tasks: list[TaskInstanceRecord]) -> ClearedRun:
    """What clearing concerns."""
    return _cleared(dag_id, run_id, [(task.task_id, task.map_index, task.state) for task in tasks])


def new_tasks(dag_id: str, run_id: str, tasks: list[TaskSpec]) -> ClearedRun:
    """The tasks that a run would get."""
    return _cleared(dag_id, run_id, [(task.task_id, -1, None) for task in tasks])


def _cleared(dag_id: str, run_id: str, tasks: list[tuple[str, int, TaskInstanceState | None]]) -> ClearedRun:
    listed = [
        ClearedTask(
            task_id=task_id,
            task_display_name=task_id,
            map_index=map_index,
            state=state,
            dag_id=dag_id,
            dag_run_id=run_id,
        )
        for task_id, map_index, state in tasks
    ]
    return ClearedRun(task_instances=listed, total_entries=len(listed))
