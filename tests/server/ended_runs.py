"""Runs that tests start through the API and wait for."""

from __future__ import annotations

from api_client import Api, part
from change_listener import ChangeListener


def run_to_its_end(api: Api, changes: ChangeListener, dag_id: str, **body: object) -> str:
    """Trigger the DAG and wait; the path of the run."""
    run = api.post(f"dags/{dag_id}/dagRuns", body)
    return wait_for_end(api, changes, dag_id, run["dag_run_id"])


def wait_for_end(api: Api, changes: ChangeListener, dag_id: str, run_id: str) -> str:
    """Wait for the end of a run; its path."""
    path = f"dags/{dag_id}/dagRuns/{part(run_id)}"
    changes.until(lambda: api.get(path)["state"] in ("success", "failed"))
    return path
