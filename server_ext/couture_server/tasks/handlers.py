"""Routes of task instances: their states and tries. What they left is in ``file_handlers``; clearing and
marking in ``change_handlers``."""

from __future__ import annotations

from couture_scheduler.actions import tasks
from couture_scheduler.actions.context import ActionContext

from couture_server.http.routes import Routes
from couture_server.tasks import answers
from couture_server.tasks.bodies import (
    Dependency,
    DependencyCollection,
    TaskInstance,
    TaskInstanceCollection,
    TaskInstanceQuery,
    TaskTry,
    TaskTryCollection,
)
from couture_server.tasks.paths import RUN, of_one

routes = Routes("Task Instance")


@routes.get(RUN + "/taskInstances", "runs:read")
def get_task_instances(
    ctx: ActionContext, dag_id: str, dag_run_id: str, query: TaskInstanceQuery
) -> TaskInstanceCollection:
    """The task instances of a run, in the order of the DAG."""
    found = tasks.list_tasks(
        ctx,
        dag_id,
        dag_run_id,
        states=frozenset(query.state),
        task_id=query.task_id,
        limit=query.limit,
        offset=query.offset,
    )
    listed = [answers.task_instance(ctx, each) for each in found.entries]
    return TaskInstanceCollection(task_instances=listed, total_entries=found.total)


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
