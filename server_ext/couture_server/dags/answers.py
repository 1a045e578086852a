"""From what the actions return to what the API describes: DAGs."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

from couture_scheduler.actions import dags, next_runs
from couture_scheduler.config import Settings
from couture_scheduler.engine.backfills import has_days
from couture_scheduler.engine.partitions import takes_key
from couture_scheduler.errors import NotFoundError
from couture_scheduler.store.dag_listing import DagRecord
from couture_scheduler.store.missed_runs import MissedRunRecord
from couture_scheduler.store.versions import VersionRecord

from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.timetables import from_json
from couture_server.dags.bodies import (
    Dag,
    DagDetails,
    DagSource,
    DagTag,
    MissedRun,
    NextRun,
    NextRuns,
    Task,
    TimeDelta,
)
from couture_server.dags.summary_bodies import DagSummary, RecentRun
from couture_server.http.resources import DagKind, dag_version, file_name, run_fields

_WITHOUT_RHYTHM = ("none", "once", "assets", "partitioned_assets", "partitioned_at_runtime")


def dag(found: dags.DagDetails, settings: Settings) -> Dag:
    """A DAG in Airflow's shape."""
    return Dag(**_dag_fields(found.dag, found.version.spec, settings))


def dag_details(found: dags.DagDetails, settings: Settings, *, is_favorite: bool) -> DagDetails:
    """A DAG with all that its author wrote."""
    record, spec = found.dag, found.version.spec
    return DagDetails(
        **_dag_fields(record, spec, settings),
        catchup=spec.missed_runs == "run_all",
        missed_runs=spec.missed_runs,
        overlap=spec.overlap,
        dag_run_timeout=None if spec.dagrun_timeout is None else str(timedelta(seconds=spec.dagrun_timeout)),
        doc_md=spec.doc_md,
        start_date=spec.start_date,
        end_date=spec.end_date,
        is_paused_upon_creation=spec.is_paused_upon_creation,
        params=spec.params,
        callbacks=list(spec.callbacks),
        deadlines=[str(each["name"]) for each in spec.deadlines],
        owner_links=spec.owner_links,
        rerun_with_latest_version=spec.rerun_with_latest_version,
        timezone=spec.timezone,
        last_parsed=record.parsed_at,
        is_favorite=is_favorite,
        active_runs_count=found.active_runs,
        latest_dag_version=dag_version(found.version),
        concurrency=spec.max_active_tasks,
        asset_expression=spec.timetable.get("assets"),
        takes_partition_key=takes_key(spec),
        default_view=spec.default_view,
        line=spec.line,
    )


def _dag_fields(record: DagRecord, spec: DagSpec, settings: Settings) -> dict[str, Any]:
    return {
        "dag_id": record.dag_id,
        "dag_display_name": record.display_name,
        "is_paused": record.is_paused,
        "is_stale": record.is_stale,
        "last_parsed_time": record.parsed_at,
        "relative_fileloc": file_name(record.file, settings),
        "fileloc": str(settings.dags_folder / record.file) if record.file else "",
        "file_token": file_token(record.file),
        "description": record.description,
        "timetable_summary": dags.expression(spec) or record.schedule_summary,
        "timetable_description": record.schedule_summary,
        "timetable_partitioned": spec.timetable.get("kind") in ("cron_partition", "partitioned_assets"),
        "timetable_periodic": spec.timetable.get("kind") not in _WITHOUT_RHYTHM,
        "tags": [DagTag(name=tag, dag_id=record.dag_id, dag_display_name=record.display_name) for tag in record.tags],
        "max_active_tasks": spec.max_active_tasks,
        "max_active_runs": spec.max_active_runs,
        "has_task_concurrency_limits": any(_has_limits(task) for task in spec.tasks),
        "has_import_errors": record.has_import_error,
        "next_dagrun_logical_date": record.next_logical_date,
        "next_dagrun_data_interval_start": record.next_interval_start,
        "next_dagrun_data_interval_end": record.next_interval_end,
        "next_dagrun_run_after": record.next_run_after,
        "is_backfillable": has_days(from_json(spec.timetable)),
        "owners": record.owner.split(", "),
        "kind": record.kind,
    }


def file_token(file: str | None) -> str:
    """What names a DAG file in an address; empty for a DAG without one. It is no secret."""
    return base64.urlsafe_b64encode((file or "").encode("utf-8", "replace")).decode().rstrip("=")


def file_of(token: str) -> str:
    """The file that a token names; ``NotFoundError`` for what is none."""
    try:
        return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    except ValueError as error:
        raise NotFoundError("This token names no DAG file.") from error


def _has_limits(task: TaskSpec) -> bool:
    return task.max_active_tis_per_dag is not None or task.max_active_tis_per_dagrun is not None


def dag_summary(found: dags.DagSummary, settings: Settings, *, is_favorite: bool) -> DagSummary:
    """A DAG in the sidebar."""
    record = found.dag
    runs = [
        RecentRun(**run_fields(mark), notebook_task_id=found.notebook_tasks.get(mark.id)) for mark in found.recent_runs
    ]
    return DagSummary(
        dag_id=record.dag_id,
        dag_display_name=record.display_name,
        kind=DagKind(record.kind),
        file=file_name(record.file, settings),
        notebook=record.notebook,
        description=record.description,
        schedule=record.schedule_summary,
        timezone=record.timezone,
        is_paused=record.is_paused,
        is_stale=record.is_stale,
        owner=record.owner,
        tags=list(record.tags),
        next_run_after=None if record.is_paused or record.is_stale else record.next_run_after,
        last_run=runs[0] if runs else None,
        recent_runs=runs,
        active_runs=found.active_runs,
        has_import_error=record.has_import_error,
        is_favorite=is_favorite,
        timetable_summary=found.timetable,
        owner_links=found.owner_links,
        run_counts=None if found.run_counts is None else {state.value: n for state, n in found.run_counts.items()},
        task_counts=None if found.task_counts is None else dict(found.task_counts),
    )


def dag_source(version: VersionRecord, record: DagRecord, settings: Settings) -> DagSource:
    """The source of a version."""
    return DagSource(
        content=version.source,
        dag_id=version.dag_id,
        dag_display_name=record.display_name,
        version_number=version.number,
        file=file_name(version.file, settings),
        kind=DagKind(record.kind),
        created_at=version.created_at,
    )


def task(spec: TaskSpec) -> Task:
    """A task as its author wrote it."""
    return Task(
        task_id=spec.task_id,
        task_display_name=spec.label or spec.task_id,
        owner=spec.owner,
        trigger_rule=spec.trigger_rule,
        depends_on_past=spec.depends_on_past,
        wait_for_downstream=spec.wait_for_downstream,
        retries=spec.retries,
        queue=spec.queue,
        pool=spec.pool,
        pool_slots=spec.pool_slots,
        execution_timeout=None if spec.execution_timeout is None else _duration(spec.execution_timeout),
        retry_delay=_duration(spec.retry_delay),
        retry_exponential_backoff=spec.retry_exponential_backoff,
        priority_weight=spec.priority_weight,
        template_fields=list(spec.template_fields),
        downstream_task_ids=list(spec.downstream),
        upstream_task_ids=list(spec.upstream),
        doc_md=spec.doc_md,
        operator_name=spec.operator,
        class_ref={"class_name": spec.operator, "module_path": None},
        is_notebook=spec.is_notebook,
        task_group=spec.task_group,
        arguments=spec.arguments,
        callbacks=list(spec.callbacks),
        is_mapped=spec.size is not None,
        extra_links=list(spec.extra_links),
    )


def _duration(seconds: float) -> TimeDelta:
    delta = timedelta(seconds=seconds)
    return TimeDelta(days=delta.days, seconds=delta.seconds, microseconds=delta.microseconds)


def missed_run(record: MissedRunRecord) -> MissedRun:
    """A run that was not made."""
    return MissedRun(
        logical_date=record.logical_date, run_after=record.run_after, why=record.why, noticed_at=record.noticed_at
    )


def coming_runs(found: next_runs.NextRuns) -> NextRuns:
    """The runs to come."""
    runs = [
        NextRun(
            logical_date=run.logical_date,
            data_interval_start=run.data_interval[0],
            data_interval_end=run.data_interval[1],
            run_after=run.run_after,
        )
        for run in found.runs
    ]
    return NextRuns(
        sentence=found.sentence, timezone=found.timezone, is_paused=found.is_paused, is_open=found.is_open, runs=runs
    )
