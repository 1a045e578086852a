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


def _of_one(rest: str) -> tuple[str, str]:
    """Both paths: of a plain task instance and of a mapped one."""
    return _ONE + rest, _ONE + "/{map_index}" + rest


@routes.get(_RUN + "/taskInstances", "runs:read")
def get_task_instances(
    ctx: ActionContext, dag_id: str, dag_run_id: str, query: TaskInstanceQuery
) -> TaskInstanceCollection:
    """The task instances of a run, in the order of the DAG."""


@routes.get(_of_one(""), "runs:read")
def get_task_instance(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, map_index: int = -1
) -> TaskInstance:
    """One task instance."""


@routes.patch(_of_one(""), "runs:edit")
def patch_task_instance(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, body: TaskInstancePatch, map_index: int = -1
) -> TaskInstanceCollection:
    """Mark a task instance, or change its note."""


@routes.get(_of_one("/tries"), "runs:read")
def get_task_instance_tries(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, map_index: int = -1
) -> TaskTryCollection:
    """All tries of a task instance."""


@routes.get(_of_one("/tries/{task_try_number}"), "runs:read")
def get_task_instance_try_details(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, task_try_number: int, map_index: int = -1
) -> TaskTry:
    """One try of a task instance."""


@routes.get(_of_one("/dependencies"), "runs:read")
def get_task_instance_dependencies(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, map_index: int = -1
) -> DependencyCollection:
    """Why a task instance does not run."""


@routes.get(_of_one("/logs/{try_number}"), "runs:read")
def get_log(
    ctx: ActionContext,
    dag_id: str,
    dag_run_id: str,
    task_id: str,
    try_number: int,
    query: LogQuery,
    map_index: int = -1,
) -> LogWindow | AirflowLog | TextAnswer:
    """A part of a try's log, while it grows too. As Airflow's client asks (`full_content` or `token`) it comes as
    a list of lines; `format=text` gives plain text."""


@routes.get(_of_one("/logs/{try_number}/file"), "runs:read")
def download_log(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, try_number: int, map_index: int = -1
) -> FileAnswer:
    """A try's whole log as a file."""


@routes.get(_of_one("/notebook"), "runs:read")
def get_executed_notebook(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: NotebookQuery, map_index: int = -1
) -> ExecutedNotebook:
    """The executed notebook of a try, as far as it got."""


@routes.get(_of_one("/notebook/file"), "runs:read")
def download_notebook(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: DownloadQuery, map_index: int = -1
) -> FileAnswer:
    """The executed notebook of a try as a file."""


@routes.get(_of_one("/outputs/{index}"), "runs:read")
def get_output(
    ctx: ActionContext,
    dag_id: str,
    dag_run_id: str,
    task_id: str,
    index: int,
    query: DownloadQuery,
    map_index: int = -1,
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
