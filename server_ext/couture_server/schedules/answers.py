"""From what the actions return to what the API describes: notebook schedules."""

from __future__ import annotations

from couture_scheduler.actions.schedules import ScheduleDetails

from couture_server.http.resources import run_summary
from couture_server.schedules.bodies import NotebookSchedule


def notebook_schedule(found: ScheduleDetails) -> NotebookSchedule:
    """A saved schedule: the form's fields, and what came of it."""
    dag = found.dag
    runs = [run_summary(mark) for mark in found.recent_runs]
    form = found.form.to_json()
    return NotebookSchedule.model_validate(
        {
            **form,
            "timezone": found.form.timezone or dag.timezone,
            "dag_id": found.dag_id,
            "created_by": found.created_by,
            "created_at": found.created_at,
            "updated_by": found.updated_by,
            "updated_at": found.updated_at,
            "source": found.source,
            "schedule": dag.schedule_summary,
            "next_run_after": None if dag.is_paused else dag.next_run_after,
            "last_run": runs[0] if runs else None,
            "run_id": found.run_id,
            "paused_because": found.paused_because,
            "runs_as": found.runs_as,
        }
    )
