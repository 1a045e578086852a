"""The same for many DAGs at once: each one for itself, so that one which refuses keeps none of the others back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from couture_scheduler.actions import dags, favorites, runs, schedules
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.errors import SchedulerError
from couture_scheduler.store.dags import NOTEBOOK_SCHEDULE

DagAction = Literal["pause", "resume", "trigger", "delete", "favorite", "unfavorite"]


@dataclass(frozen=True, slots=True)
class DagBulkResult:
    """What became of one DAG: ``detail`` is a sentence when it was not ``ok``."""

    dag_id: str
    ok: bool
    detail: str = ""


@needs("dags:read")
def bulk(ctx: ActionContext, action: DagAction, dag_ids: Sequence[str]) -> list[DagBulkResult]:
    """Do the same to many DAGs; one result for each, in their order. Needs what the single action needs."""
    return [_one_of_many(ctx, _ACTIONS[action], dag_id) for dag_id in dag_ids]


def _one_of_many(ctx: ActionContext, do: Callable[[ActionContext, str], object], dag_id: str) -> DagBulkResult:
    try:
        do(ctx, dag_id)
    except SchedulerError as error:
        return DagBulkResult(dag_id, False, str(error))
    return DagBulkResult(dag_id, True)


def _delete(ctx: ActionContext, dag_id: str) -> None:
    is_schedule = dags.get(ctx, dag_id).dag.kind == NOTEBOOK_SCHEDULE
    (schedules.delete if is_schedule else dags.delete)(ctx, dag_id)


_ACTIONS: dict[DagAction, Callable[[ActionContext, str], object]] = {
    "pause": dags.pause,
    "resume": dags.resume,
    "trigger": runs.trigger,
    "delete": _delete,
    "favorite": favorites.mark,
    "unfavorite": favorites.unmark,
}
