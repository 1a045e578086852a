"""Changing many task instances at once, in Airflow's shape."""

from __future__ import annotations

from couture_scheduler.actions import marking, task_deleting, tasks
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.selecting import Selection
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError

from couture_jupyter.states import TaskInstanceState
from couture_server.http.bulk import BulkAnswer, BulkBody, BulkDoor, carry_out
from couture_server.http.routes import Routes
from couture_server.tasks.bodies import BulkTaskChange
from couture_server.tasks.paths import RUN

routes = Routes("Task Instance")

_ANY = "~"
Place = tuple[str, str, str, int]


@routes.patch(RUN + "/taskInstances", "runs:edit")
def bulk_task_instances(ctx: ActionContext, dag_id: str, dag_run_id: str, body: BulkBody[BulkTaskChange]) -> BulkAnswer:
    """Mark, note or delete many task instances, one after the other; DAG and run may be `~`."""

    def place(entity: BulkTaskChange | str) -> Place:
        return _place(
            dag_id, dag_run_id, BulkTaskChange.model_construct(task_id=entity) if isinstance(entity, str) else entity
        )

    door: BulkDoor[BulkTaskChange] = BulkDoor(
        things="task instances",
        key=place,
        exists=lambda key: _exists(ctx, key),
        create=lambda entity: _refuse(entity.task_id),
        replace=lambda entity: _refuse(entity.task_id),
        update=lambda entity, fields: _change(ctx, place(entity), entity, fields),
        delete=lambda key: _delete(ctx, key),
        told=lambda key: ".".join(map(str, key[:3])) + (f"[{key[3]}]" if key[3] >= 0 else ""),
    )
    return carry_out(body, door)


def _change(ctx: ActionContext, place: Place, entity: BulkTaskChange, fields: frozenset[str]) -> None:
    dag_id, run_id, task_id, map_index = place
    if "new_state" in fields and entity.new_state is not None:
        wanted = Selection(
            run_id,
            (task_id if map_index < 0 else (task_id, map_index),),
            upstream=entity.include_upstream,
            downstream=entity.include_downstream,
            past=entity.include_past,
            future=entity.include_future,
        )
        marking.mark_selected(ctx, dag_id, wanted, TaskInstanceState(entity.new_state))
    if "note" in fields:
        for each in tasks.named(ctx, dag_id, run_id, task_id, map_index):
            tasks.set_note(ctx, dag_id, run_id, task_id, entity.note, each.task.map_index)


def _place(dag_id: str, run_id: str, entity: BulkTaskChange) -> Place:
    named = (("dag_id", dag_id, entity.dag_id), ("dag_run_id", run_id, entity.dag_run_id))
    found = []
    for field, in_path, given in named:
        which = given or in_path
        if which == _ANY or in_path not in (_ANY, which):
            raise InvalidInputError.at(field, f"Say of which run the task {entity.task_id!r} is, as the path does.")
        found.append(which)
    return found[0], found[1], entity.task_id, -1 if entity.map_index is None else entity.map_index


def _exists(ctx: ActionContext, place: Place) -> bool:
    try:
        tasks.named(ctx, *place)
    except NotFoundError:
        return False
    return True


def _delete(ctx: ActionContext, place: Place) -> None:
    dag_id, run_id, task_id, map_index = place
    for each in tasks.named(ctx, dag_id, run_id, task_id, map_index):
        task_deleting.delete(ctx, dag_id, run_id, task_id, each.task.map_index)


def _refuse(task_id: str) -> None:
    raise ConflictError(f"Task instances are not made in bulk: clear {task_id!r}.")
