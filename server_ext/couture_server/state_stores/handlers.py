"""Routes of state stores."""

from __future__ import annotations

from couture_scheduler.actions import asset_states, task_states
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.store.asset_states import AssetStateRecord, Writer
from couture_scheduler.store.task_states import TaskStateRecord

from couture_server.http.paging import Page
from couture_server.http.routes import Routes
from couture_server.state_stores.bodies import (
    AssetStateStoreBody,
    AssetStateStoreCollectionResponse,
    AssetStateStoreLastUpdatedBy,
    AssetStateStoreResponse,
    ClearTaskStateStoreQuery,
    TaskStateStoreBody,
    TaskStateStoreCollectionResponse,
    TaskStateStorePatchBody,
    TaskStateStoreResponse,
)
from couture_server.tasks.paths import ONE

routes = Routes("State Store")

_OF_TASK, _OF_ASSET = ONE + "/state-store", "assets/{asset_id}/state-store"


@routes.get(_OF_TASK, "runs:read")
def list_task_state_store(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: Page, map_index: int = -1
) -> TaskStateStoreCollectionResponse:
    """List what a task instance keeps, by key."""
    name = (dag_id, dag_run_id, task_id, map_index)
    found = task_states.page(ctx, name, limit=query.limit, offset=query.offset)
    entries = [_task_state(each) for each in found.entries]
    return TaskStateStoreCollectionResponse(task_state_store=entries, total_entries=found.total)


@routes.delete(_OF_TASK, "runs:edit")
def clear_task_state_store(
    ctx: ActionContext,
    dag_id: str,
    dag_run_id: str,
    task_id: str,
    query: ClearTaskStateStoreQuery,
    map_index: int = -1,
) -> None:
    """Forget all that a task instance keeps."""
    name = (dag_id, dag_run_id, task_id, map_index)
    task_states.clear(ctx, name, all_map_indexes=query.all_map_indices)


@routes.get(_OF_TASK + "/{key}", "runs:read")
def get_task_state_store(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, key: str, map_index: int = -1
) -> TaskStateStoreResponse:
    """What a task instance keeps under a key."""
    return _task_state(task_states.get(ctx, (dag_id, dag_run_id, task_id, map_index), key))


@routes.put(_OF_TASK + "/{key}", "runs:edit")
def set_task_state_store(
    ctx: ActionContext,
    dag_id: str,
    dag_run_id: str,
    task_id: str,
    key: str,
    body: TaskStateStoreBody,
    map_index: int = -1,
) -> None:
    """Keep a value, as if the task had."""
    task_states.put(ctx, (dag_id, dag_run_id, task_id, map_index), key, body.value, body.expires_at)


@routes.patch(_OF_TASK + "/{key}", "runs:edit")
def patch_task_state_store(
    ctx: ActionContext,
    dag_id: str,
    dag_run_id: str,
    task_id: str,
    key: str,
    body: TaskStateStorePatchBody,
    map_index: int = -1,
) -> None:
    """Replace a value that is there; it expires when it would have."""
    task_states.change(ctx, (dag_id, dag_run_id, task_id, map_index), key, body.value)


@routes.delete(_OF_TASK + "/{key}", "runs:edit")
def delete_task_state_store(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, key: str, map_index: int = -1
) -> None:
    """Forget a value, if it is there."""
    task_states.delete(ctx, (dag_id, dag_run_id, task_id, map_index), key)


@routes.get(_OF_ASSET, "assets:read")
def list_asset_state_store(ctx: ActionContext, asset_id: int, query: Page) -> AssetStateStoreCollectionResponse:
    """List what is kept with an asset, by key."""
    found = asset_states.page(ctx, asset_id, limit=query.limit, offset=query.offset)
    entries = [_asset_state(each) for each in found.entries]
    return AssetStateStoreCollectionResponse(asset_state_store=entries, total_entries=found.total)


@routes.delete(_OF_ASSET, "assets:edit")
def clear_asset_state_store(ctx: ActionContext, asset_id: int) -> None:
    """Forget all that is kept with an asset."""
    asset_states.delete(ctx, asset_id)


@routes.get(_OF_ASSET + "/{key}", "assets:read")
def get_asset_state_store(ctx: ActionContext, asset_id: int, key: str) -> AssetStateStoreResponse:
    """What is kept with an asset under a key."""
    return _asset_state(asset_states.get(ctx, asset_id, key))


@routes.put(_OF_ASSET + "/{key}", "assets:edit")
def set_asset_state_store(ctx: ActionContext, asset_id: int, key: str, body: AssetStateStoreBody) -> None:
    """Keep a value with an asset, as a task would."""
    asset_states.put(ctx, asset_id, key, body.value)


@routes.delete(_OF_ASSET + "/{key}", "assets:edit")
def delete_asset_state_store(ctx: ActionContext, asset_id: int, key: str) -> None:
    """Forget a value, if it is there."""
    asset_states.delete(ctx, asset_id, key)


def _task_state(found: TaskStateRecord) -> TaskStateStoreResponse:
    return TaskStateStoreResponse(**{name: getattr(found, name) for name in TaskStateRecord.__dataclass_fields__})


def _asset_state(found: AssetStateRecord) -> AssetStateStoreResponse:
    names = {name: getattr(found.writer, name) for name in Writer.__dataclass_fields__}
    return AssetStateStoreResponse(
        key=found.key,
        value=found.value,
        updated_at=found.updated_at,
        last_updated_by=AssetStateStoreLastUpdatedBy(**names),
    )
