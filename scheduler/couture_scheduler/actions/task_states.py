"""What a person may ask about the state that task instances keep: look, write, forget."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from couture_jupyter.state_stores import DEFAULT, StateStoreError, check_key, check_value
from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.config import Settings
from couture_scheduler.errors import InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.store import task_instances, task_states
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.task_instances import TaskInstanceRecord
from couture_scheduler.store.task_states import ExpiredState, TaskStateRecord

Name = tuple[str, str, str, int]  # DAG, run, task, map index
MOST_SHOWN = 1000  # expired values in one look


@needs("runs:read")
def page(ctx: ActionContext, name: Name, *, limit: int = 100, offset: int = 0) -> Page[TaskStateRecord]:
    """The values that a task instance keeps, by key."""
    now = ctx.clock()
    with ctx.store.reading() as tx:
        task = _task(tx, name)
        return Page(task_states.page(tx, task.id, now, limit, offset), task_states.count(tx, task.id, now))


@needs("runs:read")
def get(ctx: ActionContext, name: Name, key: str) -> TaskStateRecord:
    """One value."""
    with ctx.store.reading() as tx:
        return _require(ctx, tx, _task(tx, name), key)


@needs("runs:edit")
def put(ctx: ActionContext, name: Name, key: str, value: Any, expires_at: datetime | str | None = DEFAULT) -> None:
    """Keep a value, as if the task had; until ``expires_at``, ``DEFAULT``: as the settings say, ``None``: with the
    run."""
    ctx.require("runs:edit", name[0])
    check(key, value)
    with ctx.store.transaction() as tx:
        task = _task(tx, name)
        _put(
            ctx, tx, name, task, TaskStateRecord(key, value, ctx.clock(), expiry(ctx.settings, expires_at, ctx.clock()))
        )
    _tell(ctx, name)


@needs("runs:edit")
def change(ctx: ActionContext, name: Name, key: str, value: Any) -> None:
    """Replace a value that is there; it expires when it would have."""
    ctx.require("runs:edit", name[0])
    check(key, value)
    with ctx.store.transaction() as tx:
        task = _task(tx, name)
        known = _require(ctx, tx, task, key)
        _put(ctx, tx, name, task, TaskStateRecord(key, value, ctx.clock(), known.expires_at))
    _tell(ctx, name)


@needs("runs:edit")
def delete(ctx: ActionContext, name: Name, key: str) -> None:
    """Forget a value, if it is there."""
    ctx.require("runs:edit", name[0])
    with ctx.store.transaction() as tx:
        task_states.remove(tx, _task(tx, name).id, key)
        _audit(ctx, tx, "delete_task_state", name, {"key": key})
    _tell(ctx, name)


@needs("runs:edit")
def clear(ctx: ActionContext, name: Name, *, all_map_indexes: bool = False) -> None:
    """Forget all that a task instance keeps, or all instances of the task do."""
    dag_id, run_id, task_id, _ = name
    ctx.require("runs:edit", dag_id)
    with ctx.store.transaction() as tx:
        if all_map_indexes:
            found = task_instances.of_run(tx, find.run(tx, dag_id, run_id).id)
            concerned = [each for each in found if each.task_id == task_id]
        else:
            concerned = [_task(tx, name)]
        task_states.clear(tx, [each.id for each in concerned])
        _audit(ctx, tx, "clear_task_state", name, {"all_map_indexes": all_map_indexes})
    _tell(ctx, name)


@needs("runs:read")
def expired(ctx: ActionContext) -> list[ExpiredState]:
    """What ``clean`` would delete: the first ``MOST_SHOWN``."""
    with ctx.store.reading() as tx:
        return task_states.expired(tx, ctx.clock(), MOST_SHOWN)


@needs("runs:delete")
def clean(ctx: ActionContext) -> int:
    """Delete what has expired; how many values. The engine does so every hour."""
    ctx.require("runs:delete")
    with ctx.store.transaction() as tx:
        number = task_states.remove_expired(tx, ctx.clock())
        if number:
            ctx.audit(tx, "clean_task_state", details={"number": number})
    return number


def check(key: str, value: Any) -> None:
    """Refuse what no store keeps, at the field."""
    try:
        check_key(key)
    except StateStoreError as error:
        raise InvalidInputError.at("key", str(error)) from error
    try:
        check_value(key, value)
    except StateStoreError as error:
        raise InvalidInputError.at("value", str(error)) from error


def expiry(settings: Settings, given: datetime | str | None, now: datetime) -> datetime | None:
    """The moment from which a value is gone; ``None``: with its run."""
    if given == DEFAULT:
        return now + timedelta(days=settings.task_state_days) if settings.task_state_days > 0 else None
    return datetime.fromisoformat(given) if isinstance(given, str) else given


def _task(tx: Transaction, name: Name) -> TaskInstanceRecord:
    dag_id, run_id, task_id, map_index = name
    return find.task(tx, find.run(tx, dag_id, run_id), task_id, map_index)


def _require(ctx: ActionContext, tx: Transaction, task: TaskInstanceRecord, key: str) -> TaskStateRecord:
    found = task_states.get(tx, task.id, key, ctx.clock())
    if found is None:
        raise NotFoundError(f"The task {task.task_id!r} keeps nothing under {key!r}.")
    return found


def _put(ctx: ActionContext, tx: Transaction, name: Name, task: TaskInstanceRecord, record: TaskStateRecord) -> None:
    task_states.put(tx, task.id, record)
    _audit(ctx, tx, "set_task_state", name, {"key": record.key})  # never the value: it may be a secret


def _audit(ctx: ActionContext, tx: Transaction, event: str, name: Name, details: dict[str, Any]) -> None:
    dag_id, run_id, task_id, map_index = name
    ctx.audit(tx, event, dag_id=dag_id, run_id=run_id, task_id=task_id, map_index=map_index, details=details)


def _tell(ctx: ActionContext, name: Name) -> None:
    dag_id, run_id, task_id, map_index = name
    ctx.tell(
        Change("task_instance", dag_id=dag_id, run_id=run_id, task_id=task_id, map_index=map_index, user=ctx.actor.name)
    )
