"""From what the actions return to what the API describes: task instances and what they left."""

from __future__ import annotations

import json
from typing import Any

from couture_scheduler.actions import task_files
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.task_details import TaskDetails
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.task_instances import TaskInstanceRecord
from couture_scheduler.store.task_listing import DEFAULT_QUEUE
from couture_scheduler.store.tries import TryRecord
from couture_scheduler.store.xcom_listing import XComName
from couture_scheduler.store.xcoms import XComRecord

from couture_server.http.resources import as_uuid, dag_version, live_place, seconds_between
from couture_server.http.shortening import Shortener
from couture_server.tasks.bodies import Output, Progress, TaskInstance, TaskTry
from couture_server.tasks.file_bodies import AirflowLog, ExecutedNotebook, LogLine, LogWindow
from couture_server.tasks.xcom_bodies import XCom, XComEntry


def task_instance(ctx: ActionContext, found: TaskDetails) -> TaskInstance:
    """A task instance in Airflow's shape."""
    task = found.task
    spec = {each.task_id: each for each in found.version.spec.tasks}.get(task.task_id)
    return TaskInstance(
        **_common(found),
        id=as_uuid(task.id),
        logical_date=found.run.logical_date,
        run_after=found.run.run_after,
        start_date=task.began_at,
        end_date=task.ended_at,
        duration=seconds_between(task.began_at, task.ended_at),
        state=task.state,
        try_number=task.try_number,
        hostname=task.host,
        queued_when=task.queued_at,
        pid=task.pid,
        note=task.note,
        rendered_map_index=task.map_label or (str(task.map_index) if task.map_index >= 0 else None),
        rendered_fields=found.rendered,
        is_notebook=spec.is_notebook if spec else False,
        is_script=task_files.is_script(ctx, spec) if spec else False,
        has_extra_links=bool(spec and spec.extra_links),
        progress=_progress(task.progress),
        error=task.error,
        because=task.because or None,
        retry_at=task.retry_at,
        outputs=outputs(ctx, found.last_try.outputs if found.last_try else None),
    )


COLUMNS = (
    *("dag_id", "dag_run_id", "task_id", "map_index", "state", "run_state", "logical_date", "run_after", "queued_when"),
    *("start_date", "end_date", "duration", "try_number", "max_tries", "operator", "pool", "pool_slots", "queue"),
    *("priority_weight", "executor", "hostname", "pid", "error", "note"),
)


def row(task: TaskInstanceRecord, run: DagRunRecord) -> list[Any]:
    """A task instance as a row of these columns."""
    return [
        *(run.dag_id, run.run_id, task.task_id, task.map_index, task.state, run.state, run.logical_date),
        *(run.run_after, task.queued_at, task.began_at, task.ended_at, seconds_between(task.began_at, task.ended_at)),
        *(task.try_number, task.max_tries, task.operator, task.pool, task.pool_slots, DEFAULT_QUEUE),
        *(task.priority_weight, task.executor, task.host, task.pid, task.error, task.note),
    ]


def task_try(ctx: ActionContext, found: TaskDetails, record: TryRecord) -> TaskTry:
    """One try of a task instance."""
    return TaskTry(
        **_common(found),
        try_number=record.try_number,
        state=record.state,
        start_date=record.started_at,
        end_date=record.ended_at,
        queued_when=record.queued_at,
        duration=seconds_between(record.started_at, record.ended_at),
        hostname=record.host,
        pid=record.pid,
        error=record.error,
        error_name=record.error_name,
        progress=_progress(record.progress),
        outputs=outputs(ctx, record.outputs),
    )


def _common(found: TaskDetails) -> dict[str, Any]:
    """What a task instance and its tries share."""
    task, run = found.task, found.run
    return {
        "task_id": task.task_id,
        "task_display_name": task.task_id,
        "dag_id": run.dag_id,
        "dag_display_name": found.version.spec.display_name or run.dag_id,
        "dag_run_id": run.run_id,
        "map_index": task.map_index,
        "max_tries": task.max_tries,
        "pool": task.pool,
        "pool_slots": task.pool_slots,
        "queue": DEFAULT_QUEUE,
        "priority_weight": task.priority_weight,
        "operator": task.operator,
        "operator_name": task.operator,
        "executor": task.executor,
        "dag_version": dag_version(found.version),
    }


def _progress(stored: dict[str, Any] | None) -> Progress | None:
    if not stored:
        return None
    return Progress(
        cell=stored.get("cell", 0),
        cells=stored.get("cells", 0),
        running=stored.get("running"),
        failed=stored.get("failed"),
        note=stored.get("note"),
    )


def outputs(ctx: ActionContext, recorded: list[dict[str, str]] | None) -> list[Output]:
    """The files of a try."""
    return [_output(each) for each in task_files.outputs_of(ctx, recorded)]


def _output(file: task_files.OutputFile) -> Output:
    try:
        size = None if file.problem else file.path.stat().st_size
    except OSError:
        size = None
    return Output(
        index=file.index,
        kind=file.kind,
        name="" if file.problem else file.path.name,
        path=None if file.problem else file.relative,
        size=size,
        exists=size is not None,
        problem=file.problem,
    )


def log_window(chunk: task_files.LogChunk) -> LogWindow:
    """A part of a log."""
    return LogWindow(
        content=chunk.text,
        offset=chunk.offset,
        next_offset=chunk.next_offset,
        size=chunk.size,
        complete=chunk.complete,
    )


def airflow_log(chunk: task_files.LogChunk) -> AirflowLog:
    """A part of a log as Airflow's client reads it: the token to go on with is an offset."""
    lines = [LogLine(timestamp=None, event=line) for line in chunk.text.splitlines()]
    more = not chunk.complete and chunk.next_offset < chunk.size
    return AirflowLog(content=lines, continuation_token=str(chunk.next_offset) if more else None)


def executed_notebook(ctx: ActionContext, found: task_files.ExecutedNotebook) -> ExecutedNotebook:
    """The notebook of a try, small enough for a browser."""
    shortener = Shortener()
    shortener.shorten(found.document)
    workspace = ctx.settings.workspace.resolve()
    path = found.path.resolve()
    return ExecutedNotebook(
        path=path.relative_to(workspace).as_posix() if path.is_relative_to(workspace) else None,
        try_number=found.try_number,
        notebook=found.document,
        failed_cell=found.failed_cell,
        complete=found.complete,
        shortened=shortener.count,
        live=live_place(found.live),
    )


def xcom(found: XComName) -> XCom:
    """An XCom without its value."""
    return XCom(
        key=found.key,
        timestamp=found.created_at,
        logical_date=found.logical_date,
        map_index=found.map_index,
        task_id=found.task_id,
        task_display_name=found.task_id,
        dag_id=found.dag_id,
        dag_display_name=found.dag_id,
        run_id=found.run_id,
        run_after=found.run_after,
    )


def xcom_entry(run: DagRunRecord, record: XComRecord, *, stringify: bool) -> XComEntry:
    """An XCom with its value."""
    value = json.dumps(record.value, ensure_ascii=False) if stringify else record.value
    return XComEntry(
        key=record.key,
        timestamp=record.created_at,
        logical_date=run.logical_date,
        map_index=record.map_index,
        task_id=record.task_id,
        task_display_name=record.task_id,
        dag_id=run.dag_id,
        dag_display_name=run.dag_id,
        run_id=run.run_id,
        run_after=run.run_after,
        value=value,
    )
