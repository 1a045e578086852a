"""Routes of DAG runs."""

from __future__ import annotations

from couture_scheduler.actions.context import ActionContext

from couture_server.http.routes import Routes
from couture_server.runs.bodies import (
    BulkRunResults,
    BulkRunsBody,
    ClearedRun,
    ClearRunBody,
    DagRun,
    DagRunCollection,
    DagRunCounts,
    DagRunPatch,
    DagRunQuery,
    DagRunsBatch,
    RerunBody,
    TriggerBody,
)

routes = Routes("DagRun")


@routes.get("dags/{dag_id}/dagRuns", "runs:read")
def get_dag_runs(ctx: ActionContext, dag_id: str, query: DagRunQuery) -> DagRunCollection:
    """Runs of a DAG, or of all DAGs where dag_id is `~`."""


@routes.post("dags/{dag_id}/dagRuns/list", "runs:read")
def get_list_dag_runs_batch(ctx: ActionContext, dag_id: str, body: DagRunsBatch) -> DagRunCollection:
    """Runs, asked for with a body."""


@routes.post("dags/{dag_id}/dagRuns", "runs:trigger")
def trigger_dag_run(ctx: ActionContext, dag_id: str, body: TriggerBody) -> DagRun:
    """Start a run."""


@routes.get("dags/{dag_id}/dagRuns/{dag_run_id}", "runs:read")
def get_dag_run(ctx: ActionContext, dag_id: str, dag_run_id: str) -> DagRun:
    """One run."""


@routes.patch("dags/{dag_id}/dagRuns/{dag_run_id}", "runs:edit")
def patch_dag_run(ctx: ActionContext, dag_id: str, dag_run_id: str, body: DagRunPatch) -> DagRun:
    """Mark a run as success or failed, queue it again, or change its note."""


@routes.delete("dags/{dag_id}/dagRuns/{dag_run_id}", "runs:delete")
def delete_dag_run(ctx: ActionContext, dag_id: str, dag_run_id: str) -> None:
    """Delete a run with its logs and executed notebooks; outputs in the workspace stay."""


@routes.post("dags/{dag_id}/dagRuns/{dag_run_id}/clear", "runs:edit")
def clear_dag_run(ctx: ActionContext, dag_id: str, dag_run_id: str, body: ClearRunBody) -> ClearedRun | DagRun:
    """Run tasks of a run again; with `dry_run`, list the task instances that would run."""


@routes.post("dags/{dag_id}/dagRuns/{dag_run_id}/stop", "runs:edit")
def stop_dag_run(ctx: ActionContext, dag_id: str, dag_run_id: str) -> DagRun:
    """Stop a run: its running tasks are ended, the run fails."""


@routes.post("dags/{dag_id}/dagRuns/{dag_run_id}/retry", "runs:edit")
def retry_dag_run(ctx: ActionContext, dag_id: str, dag_run_id: str) -> DagRun:
    """Run the failed tasks of a run, and what depends on them, again."""


@routes.post("dags/{dag_id}/dagRuns/{dag_run_id}/rerun", "runs:trigger")
def rerun_dag_run(ctx: ActionContext, dag_id: str, dag_run_id: str, body: RerunBody | None) -> DagRun:
    """Start a new run like this one, with the same or edited parameters."""


@routes.post("dagRuns/bulk", "runs:edit")
def bulk_dag_runs(ctx: ActionContext, body: BulkRunsBody) -> BulkRunResults:
    """Retry, stop or delete many runs; one result for each."""


@routes.get("dagRunCounts", "runs:read")
def get_dag_run_counts(ctx: ActionContext) -> DagRunCounts:
    """How many runs are queued and running, and how many failed in the last 24 hours."""
