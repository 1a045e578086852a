"""Routes of DAGs."""

from __future__ import annotations

from couture_scheduler.actions.context import ActionContext

from couture_server.dags.bodies import (
    Dag,
    DagCollection,
    DagDetails,
    DagPatch,
    DagQuery,
    DagSource,
    DagSummaryCollection,
    DagSummaryQuery,
    DagTagCollection,
    DagTagQuery,
    DagVersionCollection,
    ImportErrorCollection,
    ImportFailure,
    MissedRunCollection,
    SourceQuery,
    Task,
    TaskCollection,
)
from couture_server.http.paging import Page, SortedPage
from couture_server.http.resources import DagVersion
from couture_server.http.routes import Routes

routes = Routes("DAG")


@routes.get("dags", "dags:read")
def get_dags(ctx: ActionContext, query: DagQuery) -> DagCollection:
    """List DAGs."""


@routes.get("dags/{dag_id}", "dags:read")
def get_dag(ctx: ActionContext, dag_id: str) -> Dag:
    """One DAG."""


@routes.get("dags/{dag_id}/details", "dags:read")
def get_dag_details(ctx: ActionContext, dag_id: str) -> DagDetails:
    """One DAG with all that its author wrote."""


@routes.patch("dags/{dag_id}", "dags:pause")
def patch_dag(ctx: ActionContext, dag_id: str, body: DagPatch) -> Dag:
    """Pause or resume a DAG."""


@routes.delete("dags/{dag_id}", "dags:edit")
def delete_dag(ctx: ActionContext, dag_id: str) -> None:
    """Delete a DAG with its runs and their logs; its file and the outputs stay."""


@routes.get("dagSummaries", "dags:read")
def get_dag_summaries(ctx: ActionContext, query: DagSummaryQuery) -> DagSummaryCollection:
    """DAGs and notebook schedules with their last runs, for the sidebar."""


@routes.get("dagTags", "dags:read")
def get_dag_tags(ctx: ActionContext, query: DagTagQuery) -> DagTagCollection:
    """All tags in use."""


@routes.get("dags/{dag_id}/source", "dags:read")
def get_dag_source(ctx: ActionContext, dag_id: str, query: SourceQuery) -> DagSource:
    """The Python source of a DAG."""


@routes.get("dagSources/{dag_id}", "dags:read")
def get_dag_source_as_airflow(ctx: ActionContext, dag_id: str, query: SourceQuery) -> DagSource:
    """The Python source of a DAG, at Airflow's place."""
    return get_dag_source(ctx, dag_id, query)


@routes.get("dags/{dag_id}/dagVersions", "dags:read")
def get_dag_versions(ctx: ActionContext, dag_id: str, query: SortedPage) -> DagVersionCollection:
    """The versions of a DAG."""


@routes.get("dags/{dag_id}/dagVersions/{version_number}", "dags:read")
def get_dag_version(ctx: ActionContext, dag_id: str, version_number: int) -> DagVersion:
    """One version of a DAG."""


@routes.get("dags/{dag_id}/tasks", "dags:read")
def get_tasks(ctx: ActionContext, dag_id: str) -> TaskCollection:
    """The tasks of a DAG."""


@routes.get("dags/{dag_id}/tasks/{task_id}", "dags:read")
def get_task(ctx: ActionContext, dag_id: str, task_id: str) -> Task:
    """One task of a DAG."""


@routes.get("dags/{dag_id}/missedRuns", "runs:read")
def get_missed_runs(ctx: ActionContext, dag_id: str, query: Page) -> MissedRunCollection:
    """Runs that were due and were not made."""


@routes.get("importErrors", "importErrors:read")
def get_import_errors(ctx: ActionContext, query: SortedPage) -> ImportErrorCollection:
    """DAG files that could not be read."""


@routes.get("importErrors/{import_error_id}", "importErrors:read")
def get_import_error(ctx: ActionContext, import_error_id: int) -> ImportFailure:
    """One DAG file that could not be read."""
