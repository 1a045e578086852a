"""Routes of task instances: their states and tries. What they left is in ``file_handlers``; clearing and
marking in ``change_handlers``."""

from __future__ import annotations

from dataclasses import replace

from couture_scheduler.actions import exports, runs, tasks
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError, NotFoundError
from couture_scheduler.store.task_listing import TaskFilter

from couture_jupyter.states import TaskInstanceState
from couture_server.http.bounds import bounds_of
from couture_server.http.filters import matches_of
from couture_server.http.models import TableAnswer
from couture_server.http.routes import Routes
from couture_server.tasks import answers
from couture_server.tasks.bodies import (
    Dependency,
    DependencyCollection,
    ExtraLinks,
    LinksQuery,
    TaskInstance,
    TaskInstanceCollection,
    TaskInstanceExport,
    TaskInstanceFilters,
    TaskInstanceQuery,
    TaskInstancesBatch,
    TaskTry,
    TaskTryCollection,
)
from couture_server.tasks.paths import ONE, RUN, of_one

routes = Routes("Task Instance", store_only=True)

_ANY = "~"
NONE = ("",)  # no task is called that


@routes.get(RUN + "/taskInstances", "runs:read")
def get_task_instances(
    ctx: ActionContext, dag_id: str, dag_run_id: str, query: TaskInstanceQuery
) -> TaskInstanceCollection:
    """The task instances of a run, in the order of the DAG; DAG and run may be `~`."""
    named: tuple[str, ...] = (query.task_id,) if query.task_id else ()
    if query.task_group_id is not None:
        in_group = tasks.ids_of_group(ctx, dag_id, query.task_group_id)
        named = tuple(each for each in in_group if query.task_id in (None, each)) or NONE
    wanted = replace(_filter(ctx, dag_id, dag_run_id, query), task_ids=named)
    return _page(ctx, wanted, query.order_by, query.limit, query.offset)


@routes.get("taskInstances/export", "runs:read")
def export_task_instances(ctx: ActionContext, query: TaskInstanceExport) -> TableAnswer:
    """All task instances that the query names, as CSV."""
    named: tuple[str, ...] = (query.task_id,) if query.task_id else ()
    wanted = replace(_filter(ctx, query.dag_id or _ANY, query.dag_run_id or _ANY, query), task_ids=named)
    found = exports.task_instances_of(ctx, wanted, query.order_by or "id")
    parts = ([answers.row(*each) for each in part] for part in found)
    return TableAnswer("task-instances.csv", answers.COLUMNS, parts)


@routes.get(ONE + "/listMapped", "runs:read")
def get_mapped_task_instances(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: TaskInstanceQuery
) -> TaskInstanceCollection:
    """The instances of a mapped task, by their map index."""
    tasks.named(ctx, dag_id, dag_run_id, task_id)
    wanted = replace(_filter(ctx, dag_id, dag_run_id, query), task_ids=(task_id,), is_mapped=True)
    return _page(ctx, wanted, query.order_by or "map_index", query.limit, query.offset)


@routes.post(RUN + "/taskInstances/list", "runs:read")
def get_task_instances_batch(
    ctx: ActionContext, dag_id: str, dag_run_id: str, body: TaskInstancesBatch
) -> TaskInstanceCollection:
    """Task instances, asked for with a body."""
    if dag_id != _ANY or dag_run_id != _ANY:
        sentence = "Here DAG and run must be ~; name them in the body as dag_ids and dag_run_ids."
        raise InvalidInputError.at("dag_id", sentence)
    wanted = TaskFilter(
        dag_ids=tuple(body.dag_ids or ()),
        run_ids=tuple(body.dag_run_ids or ()),
        task_ids=tuple(body.task_ids or ()),
        states=tuple(body.state or ()),
        pools=tuple(body.pool or ()),
        executors=tuple(body.executor or ()),
        queues=tuple(body.queue or ()),
        matches=matches_of(body, "duration"),
        **bounds_of(body),
    )
    return _page(ctx, wanted, body.order_by, body.page_limit, body.page_offset)


@routes.get(of_one(), "runs:read")
def get_task_instance(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, map_index: int = -1
) -> TaskInstance:
    """One task instance."""
    return answers.task_instance(ctx, tasks.get(ctx, dag_id, dag_run_id, task_id, map_index))


@routes.get(of_one("/tries"), "runs:read")
def get_task_instance_tries(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, map_index: int = -1
) -> TaskTryCollection:
    """All tries of a task instance."""
    found = tasks.get(ctx, dag_id, dag_run_id, task_id, map_index)
    records = tasks.list_tries(ctx, dag_id, dag_run_id, task_id, map_index)
    tries = [answers.task_try(ctx, found, record) for record in records]
    return TaskTryCollection(task_instances=tries, total_entries=len(tries))


@routes.get(of_one("/tries/{task_try_number}"), "runs:read")
def get_task_instance_try_details(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, task_try_number: int, map_index: int = -1
) -> TaskTry:
    """One try of a task instance."""
    found = tasks.get(ctx, dag_id, dag_run_id, task_id, map_index)
    record = tasks.get_try(ctx, dag_id, dag_run_id, task_id, task_try_number, map_index)
    return answers.task_try(ctx, found, record)


@routes.get(of_one("/dependencies"), "runs:read")
def get_task_instance_dependencies(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, map_index: int = -1
) -> DependencyCollection:
    """Why a task instance does not run: what is not met yet. Empty when it runs or has ended."""
    verdicts = tasks.why_not_running(ctx, dag_id, dag_run_id, task_id, map_index)
    unmet = [Dependency(name=each.rule, reason=each.sentence) for each in verdicts if not each.met]
    return DependencyCollection(dependencies=unmet)


@routes.get(of_one("/links"), "runs:read")
def get_extra_links(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: LinksQuery, map_index: int = -1
) -> ExtraLinks:
    """The links that the newest try of a task left for people; those of earlier ones are not kept."""
    newest = tasks.get(ctx, dag_id, dag_run_id, task_id, map_index).task.try_number
    if query.try_number not in (None, newest):
        raise NotFoundError(f"Links are kept of the newest try alone, which is try {newest}.")
    found = tasks.extra_links(ctx, dag_id, dag_run_id, task_id, map_index)
    return ExtraLinks(extra_links=found, total_entries=len(found))


def _filter(ctx: ActionContext, dag_id: str, run_id: str, query: TaskInstanceFilters) -> TaskFilter:
    if _ANY not in (dag_id, run_id):
        runs.get(ctx, dag_id, run_id)
    return TaskFilter(
        dag_ids=() if dag_id == _ANY else (dag_id,),
        run_ids=() if run_id == _ANY else (run_id,),
        map_indexes=tuple(query.map_index),
        states=tuple(None if state in ("none", "no_status") else TaskInstanceState(state) for state in query.state),
        pools=tuple(query.pool),
        executors=tuple(query.executor),
        operators=tuple(query.operator),
        queues=tuple(query.queue),
        try_numbers=tuple(query.try_number),
        version_numbers=tuple(query.version_number),
        run_states=tuple(query.run_state),
        owner_text=query.owner_pattern or "",
        matches=matches_of(query, "duration", but="owner"),
        **bounds_of(query),
    )


def _page(
    ctx: ActionContext, wanted: TaskFilter, order_by: str | None, limit: int, offset: int
) -> TaskInstanceCollection:
    found = tasks.list_many(ctx, wanted, order_by=order_by or "id", limit=limit, offset=offset)
    listed = [answers.task_instance(ctx, each) for each in found.entries]
    return TaskInstanceCollection(task_instances=listed, total_entries=found.total)
