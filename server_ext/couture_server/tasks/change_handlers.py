"""Routes that change task instances: clear, mark, run one alone, write a note. Each has a dry run that shows
what it would do."""

from __future__ import annotations

from collections.abc import Sequence

from couture_scheduler.actions import clearing, marking, running_alone, task_deleting, tasks
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.selecting import Selection, TaskName
from couture_scheduler.actions.task_details import TaskDetails
from couture_scheduler.engine.run_alone import Lift

from couture_jupyter.states import TaskInstanceState
from couture_server.http.routes import Routes
from couture_server.tasks import answers
from couture_server.tasks.bodies import (
    ClearTasksBody,
    RunCondition,
    RunTaskBody,
    TaskInstanceCollection,
    TaskInstancePatch,
    TaskRun,
)
from couture_server.tasks.paths import GROUP, of_one

routes = Routes("Task Instance")


@routes.post("dags/{dag_id}/clearTaskInstances", "runs:edit")
def post_clear_task_instances(ctx: ActionContext, dag_id: str, body: ClearTasksBody) -> TaskInstanceCollection:
    """Run tasks again; with `dry_run`, list the task instances that would run."""
    wanted = Selection(
        run_id=body.dag_run_id,
        task_ids=body.names(),
        upstream=body.include_upstream,
        downstream=body.include_downstream,
        past=body.include_past,
        future=body.include_future,
        only_failed=body.only_failed and not body.only_running,
        only_running=body.only_running,
        start=body.start_date,
        end=body.end_date,
    )
    how = clearing.Clearing(
        reset_runs=body.reset_dag_runs,
        on_latest_version=body.run_on_latest_version,
        prevent_running=body.prevent_running_task,
        keep_task_state=body.keep_task_state,
        dependent_dags=body.include_dependent_dags,
        note=body.note,
    )
    told = clearing.clear_selected(ctx, dag_id, wanted, how, dry_run=body.dry_run)
    return _collection(ctx, told if body.dry_run else tasks.as_they_are(ctx, told))


@routes.post(of_one("/run"), "runs:edit")
def post_run_task_instance(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, body: RunTaskBody, map_index: int = -1
) -> TaskRun:
    """Run one task instance and no other; with `dry_run`, tell what speaks for and against it."""
    lifts = {Lift(name) for name in Lift if getattr(body, name)}
    found = running_alone.run_alone(ctx, dag_id, dag_run_id, task_id, map_index, ignoring=lifts, dry_run=body.dry_run)
    told = [
        RunCondition(
            name=each.verdict.rule, reason=each.verdict.sentence, met=each.verdict.met, lifted_by=each.lifted_by
        )
        for each in found.conditions
    ]
    return TaskRun(may_run=found.may_run, conditions=told, task_instance=answers.task_instance(ctx, found.task))


@routes.patch(of_one(), "runs:edit")
def patch_task_instance(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, body: TaskInstancePatch, map_index: int = -1
) -> TaskInstanceCollection:
    """Mark task instances, or change a note. Without a map index all instances of a mapped task."""
    named = tasks.named(ctx, dag_id, dag_run_id, task_id, map_index)
    changed = _patch(ctx, dag_id, dag_run_id, _one(task_id, map_index), body)
    if "note" in body.model_fields_set:
        for each in named:
            tasks.set_note(ctx, dag_id, dag_run_id, task_id, body.note, each.task.map_index)
    others = {each.task.id for each in named}
    return _collection(ctx, tasks.as_they_are(ctx, [*named, *(each for each in changed if each.task.id not in others)]))


@routes.patch(of_one("/dry_run"), "runs:edit")
def patch_task_instance_dry_run(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, body: TaskInstancePatch, map_index: int = -1
) -> TaskInstanceCollection:
    """The task instances that marking would change, as they are."""
    tasks.named(ctx, dag_id, dag_run_id, task_id, map_index)
    return _collection(ctx, _patch(ctx, dag_id, dag_run_id, _one(task_id, map_index), body, dry_run=True))


@routes.patch(GROUP, "runs:edit")
def patch_task_group_instances(
    ctx: ActionContext, dag_id: str, dag_run_id: str, group_id: str, body: TaskInstancePatch
) -> TaskInstanceCollection:
    """Mark the task instances of a task group, or write a note on all of them."""
    named = tasks.of_group(ctx, dag_id, dag_run_id, group_id)
    changed = _patch(ctx, dag_id, dag_run_id, group_id, body)
    if "note" in body.model_fields_set:
        for each in named:
            tasks.set_note(ctx, dag_id, dag_run_id, each.task.task_id, body.note, each.task.map_index)
    others = {each.task.id for each in named}
    return _collection(ctx, tasks.as_they_are(ctx, [*named, *(each for each in changed if each.task.id not in others)]))


@routes.patch(GROUP + "/dry_run", "runs:edit")
def patch_task_group_instances_dry_run(
    ctx: ActionContext, dag_id: str, dag_run_id: str, group_id: str, body: TaskInstancePatch
) -> TaskInstanceCollection:
    """The task instances that marking a task group would change, as they are."""
    tasks.of_group(ctx, dag_id, dag_run_id, group_id)
    return _collection(ctx, _patch(ctx, dag_id, dag_run_id, group_id, body, dry_run=True))


@routes.delete(of_one(), "runs:delete")
def delete_task_instance(ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, map_index: int = -1) -> None:
    """Delete a task instance of a run that has ended, with its tries and logs; outputs in the workspace stay."""
    task_deleting.delete(ctx, dag_id, dag_run_id, task_id, map_index)


def _patch(
    ctx: ActionContext, dag_id: str, run_id: str, name: TaskName, body: TaskInstancePatch, *, dry_run: bool = False
) -> list[TaskDetails]:
    if body.new_state is None:
        return []
    wanted = Selection(
        run_id,
        (name,),
        upstream=body.include_upstream,
        downstream=body.include_downstream,
        past=body.include_past,
        future=body.include_future,
        only_unfinished=body.only_unfinished,
    )
    return marking.mark_selected(ctx, dag_id, wanted, TaskInstanceState(body.new_state), dry_run=dry_run)


def _one(task_id: str, map_index: int) -> TaskName:
    return task_id if map_index < 0 else (task_id, map_index)


def _collection(ctx: ActionContext, found: Sequence[TaskDetails]) -> TaskInstanceCollection:
    listed = [answers.task_instance(ctx, each) for each in found]
    return TaskInstanceCollection(task_instances=listed, total_entries=len(listed))
