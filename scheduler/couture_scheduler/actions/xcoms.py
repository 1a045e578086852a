"""What a person may ask about XComs: list, look at, write and delete them."""

from __future__ import annotations

from typing import Any

from couture_jupyter import xcom
from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.store import xcom_listing
from couture_scheduler.store import xcoms as stored
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.xcom_listing import XComFilter, XComName
from couture_scheduler.store.xcoms import XComRecord

_KEY_LENGTH = 512


@needs("runs:read")
def list_xcoms(
    ctx: ActionContext, wanted: XComFilter | None = None, *, limit: int = 100, offset: int = 0
) -> Page[XComName]:
    """XComs without their values, the newest run first."""
    which = wanted or XComFilter()
    with ctx.store.reading() as tx:
        return Page(xcom_listing.page(tx, which, limit, offset), xcom_listing.count(tx, which))


@needs("runs:edit")
def create(
    ctx: ActionContext, dag_id: str, run_id: str, task_id: str, key: str, value: Any, map_index: int = -1
) -> XComRecord:
    """Leave a value for other tasks, as if the task had pushed it. ``ConflictError`` when it has one under that key."""
    _check(key)
    with ctx.store.transaction() as tx:
        _require_task(tx, dag_id, run_id, task_id, map_index)
        if _get(tx, dag_id, run_id, task_id, key, map_index):
            raise ConflictError(f"The task {task_id!r} has an XCom {key!r} already. Change it instead.")
        made = _put(ctx, tx, "create_xcom", (dag_id, run_id, task_id, map_index), key, value)
    _tell(ctx, dag_id, run_id, task_id, map_index)
    return made


@needs("runs:edit")
def update(
    ctx: ActionContext, dag_id: str, run_id: str, task_id: str, key: str, value: Any, map_index: int = -1
) -> XComRecord:
    """Replace a value that a task left."""
    with ctx.store.transaction() as tx:
        _require(tx, dag_id, run_id, task_id, key, map_index)
        changed = _put(ctx, tx, "update_xcom", (dag_id, run_id, task_id, map_index), key, value)
    _tell(ctx, dag_id, run_id, task_id, map_index)
    return changed


@needs("runs:edit")
def delete(ctx: ActionContext, dag_id: str, run_id: str, task_id: str, key: str, map_index: int = -1) -> None:
    """Delete a value that a task left."""
    with ctx.store.transaction() as tx:
        _require(tx, dag_id, run_id, task_id, key, map_index)
        task = find.task(tx, find.run(tx, dag_id, run_id), task_id, map_index)
        stored.remove(tx, task.id, key)
        ctx.audit(
            tx,
            "delete_xcom",
            dag_id=dag_id,
            run_id=run_id,
            task_id=task_id,
            map_index=map_index,
            details={"key": key},
        )
    _tell(ctx, dag_id, run_id, task_id, map_index)


def _put(
    ctx: ActionContext, tx: Transaction, event: str, place: tuple[str, str, str, int], key: str, value: Any
) -> XComRecord:
    dag_id, run_id, task_id, map_index = place
    try:
        encoded = xcom.encode(value, key)
    except xcom.XComError as error:
        raise InvalidInputError.at("value", str(error)) from error
    names = {"dag_id": dag_id, "run_id": run_id, "task_id": task_id, "map_index": map_index}
    stored.put_many(tx, [{**names, "key": key, "value": encoded}], ctx.clock())
    ctx.audit(
        tx, event, dag_id=dag_id, run_id=run_id, task_id=task_id, map_index=map_index, details={"key": key}
    )  # never the value: it may be a secret
    return _require(tx, dag_id, run_id, task_id, key, map_index)


def _check(key: str) -> None:
    if not key or len(key) > _KEY_LENGTH:
        raise InvalidInputError.at("key", f"An XCom has a key of 1 to {_KEY_LENGTH} characters.")


def _require_task(tx: Transaction, dag_id: str, run_id: str, task_id: str, map_index: int) -> None:
    find.task(tx, find.run(tx, dag_id, run_id), task_id, map_index)


def _require(tx: Transaction, dag_id: str, run_id: str, task_id: str, key: str, map_index: int) -> XComRecord:
    _require_task(tx, dag_id, run_id, task_id, map_index)
    found = _get(tx, dag_id, run_id, task_id, key, map_index)
    if not found:
        raise NotFoundError(f"The task {task_id!r} has no XCom {key!r} in the run {run_id!r}.")
    return found[0]


def _get(tx: Transaction, dag_id: str, run_id: str, task_id: str, key: str, map_index: int) -> list[XComRecord]:
    return stored.listing(tx, dag_id, run_id, task_ids=[task_id], key=key, map_indexes=[map_index])


def _tell(ctx: ActionContext, dag_id: str, run_id: str, task_id: str, map_index: int) -> None:
    ctx.tell(
        Change(
            "task_instance",
            dag_id=dag_id,
            run_id=run_id,
            task_id=task_id,
            map_index=map_index,
            user=ctx.actor.name,
        )
    )
