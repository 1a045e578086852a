"""State stores at the HTTP edge, in Airflow's shape."""

from __future__ import annotations

from typing import Literal

from couture_server.http.models import Answer, Body, GivenMoment, Json, Moment, Query


class TaskStateStoreResponse(Answer):
    """What a task instance keeps under a key. Without ``expires_at`` it goes with its run."""

    key: str
    value: Json
    updated_at: Moment
    expires_at: Moment | None


class TaskStateStoreCollectionResponse(Answer):
    """A page of what a task instance keeps, by key."""

    task_state_store: list[TaskStateStoreResponse]
    total_entries: int


class TaskStateStoreBody(Body):
    """A value to keep, any JSON but ``null``; until ``expires_at``: a moment, ``default`` (as the settings say), or
    ``null``: as long as its run."""

    value: Json
    expires_at: GivenMoment | Literal["default"] | None = "default"


class TaskStateStorePatchBody(Body):
    """The value from now on; it expires when it would have."""

    value: Json


class ClearTaskStateStoreQuery(Query):
    """``all_map_indices``: of all instances of the task, whatever ``map_index`` says."""

    all_map_indices: bool = False


class AssetStateStoreLastUpdatedBy(Answer):
    """Who wrote a value: a task instance (``kind`` is ``task``), a person (``api``), or a trigger (``watcher``)."""

    kind: str
    dag_id: str | None
    run_id: str | None
    task_id: str | None
    map_index: int | None


class AssetStateStoreResponse(Answer):
    """What is kept with an asset under a key."""

    key: str
    value: Json
    updated_at: Moment
    last_updated_by: AssetStateStoreLastUpdatedBy


class AssetStateStoreCollectionResponse(Answer):
    """A page of what is kept with an asset, by key."""

    asset_state_store: list[AssetStateStoreResponse]
    total_entries: int


class AssetStateStoreBody(Body):
    """A value to keep, any JSON but ``null``."""

    value: Json
