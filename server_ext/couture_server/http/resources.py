"""Parts of answers that several capabilities share."""

from __future__ import annotations

from uuid import UUID

from couture_jupyter.states import DagRunState
from couture_server.http.models import Answer, Moment


class DagVersion(Answer):
    """One version of a DAG: each change of its source makes a new one."""

    id: UUID
    version_number: int
    dag_id: str
    dag_display_name: str
    bundle_name: str | None = None
    bundle_version: str | None = None
    bundle_url: str | None = None
    created_at: Moment


class RunSummary(Answer):
    """A run as a small mark in a list."""

    dag_run_id: str
    state: DagRunState
    start_date: Moment | None
    end_date: Moment | None


def as_uuid(number: int) -> UUID:
    """Airflow's clients expect UUIDs where our ids are numbers."""
    return UUID(int=number)
