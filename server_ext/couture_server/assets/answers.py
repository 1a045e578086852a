"""From what the actions return to what the API describes: assets."""

from __future__ import annotations

from typing import Any

from couture_scheduler.actions import assets
from couture_scheduler.actions.assets import NextRun, QueuedEvents
from couture_scheduler.errors import NotFoundError
from couture_scheduler.store.asset_events import EventRecord, StartedRun
from couture_scheduler.store.asset_listing import AliasRecord, AssetRecord
from couture_scheduler.store.assets import INLET, OUTLET, SCHEDULE

from couture_jupyter.states import DagRunState
from couture_server.assets.bodies import (
    Asset,
    AssetAlias,
    AssetEvent,
    AssetWatcher,
    AwaitedAsset,
    AwaitedPartition,
    DagRunAssetReference,
    DagScheduleAssetReference,
    LastAssetEvent,
    NextRunAssets,
    PartitionProgress,
    QueuedEvent,
    QueuedEventCollection,
    TaskAssetReference,
)


def asset(found: AssetRecord) -> Asset:
    """An asset in Airflow's shape."""
    return Asset(
        id=found.id,
        name=found.name,
        uri=found.uri,
        group=found.group,
        extra=found.extra,
        created_at=found.created_at,
        updated_at=found.updated_at,
        scheduled_dags=[
            DagScheduleAssetReference(dag_id=use.dag_id, created_at=found.created_at, updated_at=found.updated_at)
            for use in found.uses
            if use.role == SCHEDULE
        ],
        producing_tasks=_tasks(found, OUTLET),
        consuming_tasks=_tasks(found, INLET),
        aliases=[AssetAlias(id=number, name=name, group="asset") for number, name in found.aliases],
        watchers=[AssetWatcher(name=name, trigger_id=0, created_date=found.created_at) for name in found.watchers],
        last_asset_event=_last(found),
    )


def _tasks(found: AssetRecord, role: str) -> list[TaskAssetReference]:
    times = {"created_at": found.created_at, "updated_at": found.updated_at}
    return [
        TaskAssetReference(dag_id=use.dag_id, task_id=use.task_id, **times) for use in found.uses if use.role == role
    ]


def _last(found: AssetRecord) -> LastAssetEvent | None:
    if found.last_event is None:
        return None
    return LastAssetEvent(id=found.last_event[0], timestamp=found.last_event[1])


def alias(found: AliasRecord) -> AssetAlias:
    """An alias in Airflow's shape."""
    return AssetAlias(id=found.id, name=found.name, group=found.group)


def event(found: EventRecord) -> AssetEvent:
    """An update in Airflow's shape."""
    return AssetEvent(
        id=found.id,
        asset_id=found.asset_id,
        uri=found.uri,
        name=found.name,
        group=found.group,
        extra=found.extra,
        source_task_id=found.source_task_id,
        source_dag_id=found.source_dag_id,
        source_run_id=found.source_run_id,
        source_map_index=-1 if found.source_map_index is None else found.source_map_index,
        created_dagruns=[_run(each, found) for each in found.started],
        timestamp=found.timestamp,
        partition_key=found.partition_key,
    )


def _run(run: StartedRun, by: EventRecord) -> DagRunAssetReference:
    return DagRunAssetReference(
        run_id=run.run_id,
        dag_id=run.dag_id,
        logical_date=run.logical_date,
        start_date=run.started_at or run.logical_date,
        end_date=run.ended_at,
        state=DagRunState(run.state),
        data_interval_start=run.data_interval_start,
        data_interval_end=run.data_interval_end,
        partition_key=run.partition_key,
        triggering=by.timestamp >= run.logical_date,
    )


def queued(found: list[QueuedEvents]) -> QueuedEventCollection:
    """All that wait; ``NotFoundError`` where nothing does, as in Airflow."""
    return QueuedEventCollection(queued_events=[_queued(each) for each in _some(found)], total_entries=len(found))


def one_queued(found: list[QueuedEvents]) -> QueuedEvent:
    """The one that waits; ``NotFoundError`` when none does."""
    return _queued(_some(found)[0])


def _some(found: list[QueuedEvents]) -> list[QueuedEvents]:
    if not found:
        raise NotFoundError("No update of an asset waits there.")
    return found


def _queued(found: QueuedEvents) -> QueuedEvent:
    return QueuedEvent(
        dag_id=found.dag_id,
        asset_id=found.asset_id,
        created_at=found.since,
        dag_display_name=found.display_name,
    )


def _partition(found: assets.AwaitedPartition) -> AwaitedPartition:
    progress = [
        PartitionProgress(asset=each.asset, received=each.received, required=each.required) for each in found.assets
    ]
    return AwaitedPartition(partition_key=found.partition_key, assets=progress)


def next_run(found: NextRun) -> NextRunAssets:
    """What a DAG waits for."""
    return NextRunAssets(
        dag_id=found.dag_id,
        asset_expression=found.expression,
        awaited=[
            AwaitedAsset(**{name: getattr(each, name) for name in AwaitedAsset.model_fields}) for each in found.awaited
        ],
        is_partitioned=found.is_partitioned,
        partitions=[_partition(each) for each in found.partitions],
        total_partitions=found.total_partitions,
    )


ASSET_COLUMNS = (
    "id",
    "name",
    "uri",
    "group",
    "made_by",
    "awaited_by",
    "last_update",
    "created_at",
    "updated_at",
    "extra",
)
EVENT_COLUMNS = (
    *("id", "timestamp", "asset", "uri", "group", "source_dag_id", "source_run_id", "source_task_id"),
    *("source_map_index", "alias", "partition_key", "started_runs", "extra"),
)


def asset_row(found: AssetRecord) -> list[Any]:
    """An asset as a row of its columns."""
    made = [f"{use.dag_id}.{use.task_id}" for use in found.uses if use.role == OUTLET]
    awaited = [use.dag_id for use in found.uses if use.role == SCHEDULE]
    return [
        *(found.id, found.name, found.uri, found.group, ", ".join(made), ", ".join(awaited)),
        *(found.last_event[1] if found.last_event else None, found.created_at, found.updated_at, found.extra or None),
    ]


def event_row(found: EventRecord) -> list[Any]:
    """An update as a row of its columns."""
    started = ", ".join(f"{run.dag_id}.{run.run_id}" for run in found.started)
    return [
        *(found.id, found.timestamp, found.name, found.uri, found.group, found.source_dag_id, found.source_run_id),
        *(found.source_task_id, found.source_map_index, found.alias, found.partition_key, started),
        found.extra or None,
    ]
