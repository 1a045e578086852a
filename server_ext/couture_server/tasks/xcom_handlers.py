"""Routes of XComs: list, read, write and delete them."""

from __future__ import annotations

from couture_scheduler.actions import runs, tasks, xcoms
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import NotFoundError
from couture_scheduler.store.xcom_listing import XComFilter

from couture_server.http.filters import matches_of
from couture_server.http.routes import Routes
from couture_server.tasks import answers
from couture_server.tasks.paths import ONE
from couture_server.tasks.xcom_bodies import XComBody, XComCollection, XComEntry, XComEntryQuery, XComPatch, XComQuery

routes = Routes("XCom")

_ANY = "~"


@routes.get(ONE + "/xcomEntries", "runs:read")
def get_xcom_entries(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: XComQuery
) -> XComCollection:
    """XComs without their values; DAG, run and task may be `~`."""
    if _ANY not in (dag_id, dag_run_id):
        runs.get(ctx, dag_id, dag_run_id)
    if None not in (query.map_index, query.map_index_filter) and query.map_index != query.map_index_filter:
        return XComCollection(xcom_entries=[], total_entries=0)
    wanted = XComFilter(
        dag_id=None if dag_id == _ANY else dag_id,
        run_id=None if dag_run_id == _ANY else dag_run_id,
        task_id=None if task_id == _ANY else task_id,
        key=query.xcom_key,
        map_index=query.map_index_filter if query.map_index is None else query.map_index,
        matches=matches_of(query, "logical_date", "run_after"),
    )
    found = xcoms.list_xcoms(ctx, wanted, limit=query.limit, offset=query.offset)
    return XComCollection(xcom_entries=[answers.xcom(each) for each in found.entries], total_entries=found.total)


@routes.post(ONE + "/xcomEntries", "runs:edit", status=201)
def create_xcom_entry(ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, body: XComBody) -> XComEntry:
    """Leave a value for other tasks, as if the task had pushed it."""
    made = xcoms.create(ctx, dag_id, dag_run_id, task_id, body.key, body.value, body.map_index)
    return answers.xcom_entry(runs.get(ctx, dag_id, dag_run_id).run, made, stringify=False)


@routes.get(ONE + "/xcomEntries/{xcom_key}", "runs:read")
def get_xcom_entry(
    ctx: ActionContext,
    dag_id: str,
    dag_run_id: str,
    task_id: str,
    xcom_key: str,
    query: XComEntryQuery,
    map_index: int = -1,
) -> XComEntry:
    """One XCom with its value."""
    found = tasks.list_xcoms(ctx, dag_id, dag_run_id, task_id, key=xcom_key, map_index=map_index)
    if not found:
        raise NotFoundError(f"The task {task_id!r} has no XCom {xcom_key!r} in the run {dag_run_id!r}.")
    run = runs.get(ctx, dag_id, dag_run_id).run
    return answers.xcom_entry(run, found[0], stringify=query.stringify)


@routes.patch(ONE + "/xcomEntries/{xcom_key}", "runs:edit")
def update_xcom_entry(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, xcom_key: str, body: XComPatch
) -> XComEntry:
    """Replace a value that a task left."""
    changed = xcoms.update(ctx, dag_id, dag_run_id, task_id, xcom_key, body.value, body.map_index)
    return answers.xcom_entry(runs.get(ctx, dag_id, dag_run_id).run, changed, stringify=False)


@routes.delete(ONE + "/xcomEntries/{xcom_key}", "runs:edit")
def delete_xcom_entry(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, xcom_key: str, map_index: int = -1
) -> None:
    """Delete a value that a task left."""
    xcoms.delete(ctx, dag_id, dag_run_id, task_id, xcom_key, map_index)
