"""Routes of task instances."""

from __future__ import annotations

from couture_scheduler.actions.context import ActionContext

from couture_server.http.models import FileAnswer, TextAnswer
from couture_server.http.routes import Routes
from couture_server.tasks.bodies import (
    AirflowLog,
    ClearTasksBody,
    DependencyCollection,
    DownloadQuery,
    ExecutedNotebook,
    LogQuery,
    LogWindow,
    MapIndexQuery,
    NotebookQuery,
    TaskInstance,
    TaskInstanceCollection,
    TaskInstancePatch,
    TaskInstanceQuery,
    TaskTry,
    TaskTryCollection,
    XComCollection,
    XComEntry,
    XComEntryQuery,
    XComQuery,
)

routes = Routes("Task Instance")

_RUN = "dags/{dag_id}/dagRuns/{dag_run_id}"
_ONE = _RUN + "/taskInstances/{task_id}"


@routes.get(_RUN + "/taskInstances", "runs:read")
def get_task_instances(
    ctx: ActionContext, dag_id: str, dag_run_id: str, query: TaskInstanceQuery
) -> TaskInstanceCollection:
    """The task instances of a run, in the order of the DAG."""


@routes.get(_ONE, "runs:read")
def get_task_instance(ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str) -> TaskInstance:
    """One task instance."""


@routes.get(_ONE + "/{map_index}", "runs:read")
def get_mapped_task_instance(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, map_index: int
) -> TaskInstance:
    """One task instance of a mapped task."""


@routes.patch(_ONE, "runs:edit")
def patch_task_instance(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, body: TaskInstancePatch
) -> TaskInstanceCollection:
    """Mark a task instance, or change its note."""


@routes.get(_ONE + "/tries", "runs:read")
def get_task_instance_tries(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: MapIndexQuery
) -> TaskTryCollection:
    """All tries of a task instance."""


@routes.get(_ONE + "/tries/{task_try_number}", "runs:read")
def get_task_instance_try_details(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, task_try_number: int, query: MapIndexQuery
) -> TaskTry:
    """One try of a task instance."""


@routes.get(_ONE + "/dependencies", "runs:read")
def get_task_instance_dependencies(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: MapIndexQuery
) -> DependencyCollection:
    """Why a task instance does not run."""


@routes.get(_ONE + "/logs/{try_number}", "runs:read")
def get_log(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, try_number: int, query: LogQuery
) -> LogWindow | AirflowLog | TextAnswer:
    """A part of a try's log, while it grows too. As Airflow's client asks (`full_content` or `token`) it comes as
    a list of lines; `format=text` gives plain text."""


@routes.get(_ONE + "/logs/{try_number}/file", "runs:read")
def download_log(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, try_number: int, query: DownloadQuery
) -> FileAnswer:
    """A try's whole log as a file."""


@routes.get(_ONE + "/notebook", "runs:read")
def get_executed_notebook(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: NotebookQuery
) -> ExecutedNotebook:
    """The executed notebook of a try, as far as it got."""


@routes.get(_ONE + "/notebook/file", "runs:read")
def download_notebook(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: DownloadQuery
) -> FileAnswer:
    """The executed notebook of a try as a file."""


@routes.get(_ONE + "/outputs/{index}", "runs:read")
def get_output(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, index: int, query: DownloadQuery
) -> FileAnswer:
    """A file that a try made for people."""


@routes.post("dags/{dag_id}/clearTaskInstances", "runs:edit")
def post_clear_task_instances(ctx: ActionContext, dag_id: str, body: ClearTasksBody) -> TaskInstanceCollection:
    """Run tasks again; with `dry_run`, list the task instances that would run."""


@routes.get(_ONE + "/xcomEntries", "runs:read")
def get_xcom_entries(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: XComQuery
) -> XComCollection:
    """The XComs of a task instance, without their values; task_id may be `~`."""


@routes.get(_ONE + "/xcomEntries/{xcom_key}", "runs:read")
def get_xcom_entry(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, xcom_key: str, query: XComEntryQuery
) -> XComEntry:
    """One XCom with its value."""
