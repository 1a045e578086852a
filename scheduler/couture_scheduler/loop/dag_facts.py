"""What a task is told of a DAG, under the names of Airflow's ``DagModel``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from couture_scheduler.actions.dags import DagDetails
from couture_scheduler.config import Settings


def dag_facts(found: DagDetails, settings: Settings) -> dict[str, Any]:
    """See ``TaskContext.dag_facts``."""
    dag, spec = found.dag, found.version.spec
    return {
        "dag_id": dag.dag_id,
        "dag_display_name": dag.display_name,
        "is_paused": dag.is_paused,
        "is_stale": dag.is_stale,
        "fileloc": str(settings.dags_folder / dag.file) if dag.file else "",
        "relative_fileloc": dag.file or "",
        "owners": dag.owner,
        "description": dag.description,
        "schedule_interval": spec.timetable.get("cron") or spec.timetable.get("expression"),
        "timetable_summary": spec.timetable.get("cron") or spec.timetable.get("expression") or dag.schedule_summary,
        "timetable_description": dag.schedule_summary,
        "max_active_runs": spec.max_active_runs,
        "max_active_tasks": spec.max_active_tasks,
        "max_consecutive_failed_dag_runs": spec.max_consecutive_failed_dag_runs,
        "has_import_errors": dag.has_import_error,
        "tags": list(dag.tags),
        "last_parsed_time": _text(dag.parsed_at),
        "next_dagrun": _text(dag.next_logical_date),
        "next_dagrun_create_after": _text(dag.next_run_after),
        "next_dagrun_data_interval_start": _text(dag.next_interval_start),
        "next_dagrun_data_interval_end": _text(dag.next_interval_end),
    }


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
