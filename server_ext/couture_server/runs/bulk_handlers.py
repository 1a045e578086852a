"""Routes that change many runs at once, in Airflow's shape."""

from __future__ import annotations

from couture_scheduler.actions import clearing, runs
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError

from couture_jupyter.states import DagRunState
from couture_server.http.bulk import BulkAnswer, BulkBody, BulkDoor, carry_out
from couture_server.http.routes import Routes
from couture_server.runs import answers
from couture_server.runs.bodies import ClearedRun, ClearedTask, ClearRunsBody, DagRunCollection, RunChange

routes = Routes("DagRun")

_ANY = "~"


def _named(entity: RunChange | str) -> RunChange:
    """A run that was named by its id alone: one that no run can have, such as the empty one, is not found."""
    return RunChange.model_construct(dag_run_id=entity) if isinstance(entity, str) else entity


@routes.patch("dags/{dag_id}/dagRuns", "runs:edit")
def bulk_patch_dag_runs(ctx: ActionContext, dag_id: str, body: BulkBody[RunChange]) -> BulkAnswer:
    """Mark, note or delete many runs; dag_id may be `~`. What is not allowed is told run by run."""

    door: BulkDoor[RunChange] = BulkDoor(
        things="runs",
        key=lambda entity: _place(dag_id, _named(entity)),
        exists=lambda place: _exists(ctx, *place),
        create=_refuse_create,
        replace=_refuse_create,
        update=lambda entity, fields: _change(ctx, dag_id, entity, fields),
        delete=lambda place: runs.delete(ctx, *place),
        told=".".join,
    )
    return carry_out(body, door)


@routes.post("dags/{dag_id}/clearDagRuns", "runs:edit")
def clear_dag_runs(ctx: ActionContext, dag_id: str, body: ClearRunsBody) -> ClearedRun | DagRunCollection:
    """Run many runs again; with `dry_run`, list the task instances that would run."""
    places = [_place(dag_id, each) for each in body.dag_runs]
    listed: list[ClearedTask] = []
    for place in places:
        if body.only_new:
            told = answers.new_tasks(*place, clearing.add_new_tasks(ctx, *place, dry_run=body.dry_run))
        else:
            cleared = runs.clear(
                ctx,
                *place,
                only_failed=body.only_failed,
                on_latest_version=body.run_on_latest_version,
                note=body.note,
                dry_run=body.dry_run,
            )
            told = answers.cleared_run(*place, cleared)
        listed += told.task_instances
    if body.dry_run:
        return ClearedRun(task_instances=listed, total_entries=len(listed))
    found = [answers.dag_run(runs.get(ctx, *place)) for place in places]
    return DagRunCollection(dag_runs=found, total_entries=len(found))


def _change(ctx: ActionContext, dag_id: str, entity: RunChange, fields: frozenset[str]) -> None:
    place = _place(dag_id, entity)
    if "state" in fields and entity.state == "queued":
        runs.clear(ctx, *place)
    elif "state" in fields and entity.state is not None:
        runs.mark(ctx, *place, DagRunState(entity.state))
    if "note" in fields:
        runs.set_note(ctx, *place, entity.note)


def _place(dag_id: str, entity: RunChange) -> tuple[str, str]:
    of = entity.dag_id or dag_id
    if of == _ANY:
        raise InvalidInputError.at("dag_id", f"Say of which DAG the run {entity.dag_run_id!r} is.")
    if dag_id not in (_ANY, of):
        raise InvalidInputError.at("dag_id", f"The run {entity.dag_run_id!r} is of {of!r}, the path says {dag_id!r}.")
    return of, entity.dag_run_id


def _exists(ctx: ActionContext, dag_id: str, run_id: str) -> bool:
    try:
        runs.get(ctx, dag_id, run_id)
    except NotFoundError:
        return False
    return True


def _refuse_create(entity: RunChange) -> None:
    raise ConflictError(f"Runs are not made in bulk: trigger {entity.dag_run_id!r}.")
