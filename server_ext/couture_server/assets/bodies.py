"""Assets at the HTTP edge, as Airflow's API describes them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from couture_jupyter.states import DagRunState
from couture_server.http.models import Answer, Body, GivenMoment, Json, Moment, Query, Text, Words
from couture_server.http.paging import Sorted, SortedPage

Id = Annotated[int, Field(ge=0, le=2**31 - 1)]


class AssetAlias(Answer):
    """A name under which running tasks update assets."""

    id: int
    name: str
    group: str


class AssetAliasCollection(Answer):
    """A page of aliases."""

    asset_aliases: list[AssetAlias]
    total_entries: int


class DagScheduleAssetReference(Answer):
    """A DAG that waits for an asset."""

    dag_id: str
    created_at: Moment
    updated_at: Moment


class TaskAssetReference(Answer):
    """A task that makes or reads an asset."""

    dag_id: str
    task_id: str
    created_at: Moment
    updated_at: Moment


class LastAssetEvent(Answer):
    """The newest update."""

    id: int | None
    timestamp: Moment | None


class AssetWatcher(Answer):
    """What looks for updates from outside; triggers have no number here."""

    name: str
    trigger_id: int
    created_date: Moment


class Asset(Answer):
    """An asset, and who makes, reads and awaits it."""

    id: int
    name: str
    uri: str
    group: str
    extra: dict[str, Json] | None
    created_at: Moment
    updated_at: Moment
    scheduled_dags: list[DagScheduleAssetReference]
    producing_tasks: list[TaskAssetReference]
    consuming_tasks: list[TaskAssetReference]
    aliases: list[AssetAlias]
    watchers: list[AssetWatcher]
    last_asset_event: LastAssetEvent | None


class AssetCollection(Answer):
    """A page of assets."""

    assets: list[Asset]
    total_entries: int


class DagRunAssetReference(Answer):
    """A run that an update started; `triggering`: it was the newest of those that did."""

    run_id: str
    dag_id: str
    logical_date: Moment | None
    start_date: Moment | None
    end_date: Moment | None
    state: DagRunState
    data_interval_start: Moment | None
    data_interval_end: Moment | None
    partition_key: str | None = None
    triggering: bool = True


class AssetEvent(Answer):
    """One update of an asset. Without a source it was made by hand."""

    id: int
    asset_id: int
    uri: str | None
    name: str | None
    group: str | None
    extra: dict[str, Json] | None
    source_task_id: str | None
    source_dag_id: str | None
    source_run_id: str | None
    source_map_index: int
    created_dagruns: list[DagRunAssetReference]
    timestamp: Moment
    partition_key: str | None = None


class AssetEventCollection(Answer):
    """A page of updates."""

    asset_events: list[AssetEvent]
    total_entries: int


class QueuedEvent(Answer):
    """Updates of an asset that wait for a DAG's next run, since the first of them."""

    dag_id: str
    asset_id: int
    created_at: Moment
    dag_display_name: str


class QueuedEventCollection(Answer):
    """All that wait."""

    queued_events: list[QueuedEvent]
    total_entries: int


class AwaitedAsset(Answer):
    """An asset, an alias or a reference in a DAG's schedule. `since`: when an update came that waits for
    the next run."""

    kind: Literal["asset", "alias", "asset_ref"]
    name: str
    uri: str | None
    asset_id: int | None
    since: Moment | None
    last_event: Moment | None


class PartitionProgress(Answer):
    """Of an asset's partitions for a key, how many have come and how many there are."""

    asset: str
    received: int
    required: int


class AwaitedPartition(Answer):
    """A partition key for which updates wait."""

    partition_key: str
    assets: list[PartitionProgress]


class NextRunAssets(Answer):
    """What the next run of a DAG waits for. `asset_expression` is null for a DAG that no asset starts. `partitions` are
    the oldest that wait, 100 at most, of a DAG that awaits partitions (`is_partitioned`)."""

    dag_id: str
    asset_expression: Json | None
    awaited: list[AwaitedAsset]
    is_partitioned: bool
    partitions: list[AwaitedPartition]
    total_partitions: int


class AssetFilters(Query):
    """Which assets. `only_active`: those that a DAG names."""

    name_pattern: Text | None = None
    name_prefix_pattern: Text | None = None
    uri_pattern: Text | None = None
    uri_prefix_pattern: Text | None = None
    dag_ids: Words = Field(default_factory=list)
    only_active: bool = True


class AssetQuery(AssetFilters, SortedPage):
    """Which assets, and which part of their list."""


class AssetExport(AssetFilters, Sorted):
    """Which assets, in which order."""


class AssetAliasQuery(SortedPage):
    """Which aliases."""

    name_pattern: Text | None = None
    name_prefix_pattern: Text | None = None


class AssetEventFilters(Query):
    """Which updates; the name is that of the asset."""

    asset_id: Id | None = None
    source_dag_id: Text | None = None
    source_task_id: Text | None = None
    source_run_id: Text | None = None
    source_map_index: Annotated[int, Field(ge=-1, le=2**31 - 1)] | None = None
    name_pattern: Text | None = None
    name_prefix_pattern: Text | None = None
    timestamp_gte: GivenMoment | None = None
    timestamp_gt: GivenMoment | None = None
    timestamp_lte: GivenMoment | None = None
    timestamp_lt: GivenMoment | None = None


class AssetEventQuery(AssetEventFilters, SortedPage):
    """Which updates, and which part of their list."""


class QueuedEventQuery(Query):
    """Only those from before a moment."""

    before: GivenMoment | None = None


class CreateAssetEventsBody(Body):
    """An update by hand."""

    asset_id: Id
    extra: dict[str, Json] | None = None
    partition_key: str | None = None
