"""Updates of assets, as a running task reads them: ``inlet_events`` and ``triggering_asset_events`` of its context.
Nothing is fetched before it is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, overload

import pendulum

from couture_jupyter.asset_outlets import OutletEvents, flat, name_of
from couture_jupyter.assets import Asset, AssetAlias, AssetReference
from couture_jupyter.runtime import current_task

if TYPE_CHECKING:
    from couture_jupyter.operators.base import BaseOperator

Json = Any


@dataclass(frozen=True, slots=True)
class SourceRun:
    """The run that made an event."""

    dag_id: str
    run_id: str
    run_type: str
    state: str
    logical_date: Any
    data_interval_start: Any
    data_interval_end: Any
    partition_key: str | None = None

    @property
    def execution_date(self) -> Any:
        """The logical date."""
        return self.logical_date


@dataclass(frozen=True, slots=True)
class SourceTask:
    """The task instance that made an event."""

    dag_id: str
    run_id: str
    task_id: str
    map_index: int

    def xcom_pull(self, *, key: str = "return_value", default: Any = None) -> Any:
        """What it pushed."""
        task = current_task.get()
        indexes = None if self.map_index < 0 else self.map_index
        found = task.xcom_pull(self.task_id, key, dag_id=self.dag_id, run_id=self.run_id, map_indexes=indexes)
        return default if found is None else found


@dataclass(frozen=True, slots=True)
class AssetEvent:
    """One update of an asset. An event made by hand has no source."""

    id: int
    asset: Asset
    timestamp: Any
    extra: dict[str, Json] = field(default_factory=dict)
    source_dag_id: str | None = None
    source_run_id: str | None = None
    source_task_id: str | None = None
    source_map_index: int = -1
    source_dag_run: SourceRun | None = None
    partition_key: str | None = None

    @property
    def dataset(self) -> Asset:
        """The asset, as Airflow 2 calls it."""
        return self.asset

    @property
    def uri(self) -> str:
        """Where the asset lies."""
        return self.asset.uri

    @property
    def source_task_instance(self) -> SourceTask | None:
        """Which task instance made it."""
        if self.source_dag_id is None or self.source_run_id is None or self.source_task_id is None:
            return None
        return SourceTask(self.source_dag_id, self.source_run_id, self.source_task_id, self.source_map_index)

    @classmethod
    def from_json(cls, document: dict[str, Json]) -> AssetEvent:
        """The event as ``TaskContext.asset_events`` tells it."""
        run = document.get("source_dag_run")
        return cls(
            id=document["id"],
            asset=Asset(**document["asset"]),
            timestamp=_moment(document["timestamp"]),
            extra=document.get("extra") or {},
            source_dag_id=document.get("source_dag_id"),
            source_run_id=document.get("source_run_id"),
            source_task_id=document.get("source_task_id"),
            source_map_index=-1 if document.get("source_map_index") is None else document["source_map_index"],
            source_dag_run=_source_run(run) if run else None,
            partition_key=document.get("partition_key"),
        )


def _source_run(document: dict[str, Json]) -> SourceRun:
    dates = ("logical_date", "data_interval_start", "data_interval_end")
    return SourceRun(**{name: _moment(value) if name in dates else value for name, value in document.items()})


def _moment(text: str) -> Any:
    return pendulum.instance(datetime.fromisoformat(text))


class EventList(Sequence[AssetEvent]):
    """The events of one asset or alias, the oldest first, as far as they are wanted: at most the newest thousand."""

    def __init__(self, filters: dict[str, Json]) -> None:
        self._filters = filters
        self._found: list[AssetEvent] | None = None

    def after(self, moment: Any) -> EventList:
        """Only those since then."""
        return EventList({**self._filters, "after": _iso(moment)})

    def before(self, moment: Any) -> EventList:
        """Only those until then."""
        return EventList({**self._filters, "before": _iso(moment)})

    def ascending(self, ascending: bool = True) -> EventList:
        """The oldest first, or the newest."""
        return EventList({**self._filters, "ascending": ascending})

    def limit(self, limit: int) -> EventList:
        """At most so many, the first in their order."""
        return EventList({**self._filters, "limit": limit})

    def _events(self) -> list[AssetEvent]:
        if self._found is None:
            self._found = [AssetEvent.from_json(each) for each in _ask(**self._filters)]
        return self._found

    def __len__(self) -> int:
        return len(self._events())

    @overload
    def __getitem__(self, index: int) -> AssetEvent: ...

    @overload
    def __getitem__(self, index: slice) -> list[AssetEvent]: ...

    def __getitem__(self, index: int | slice) -> AssetEvent | list[AssetEvent]:
        return self._events()[index]


class InletEvents(Mapping[Any, EventList]):
    """``inlet_events`` of the context: by asset, alias, name or uri, or by the place in ``inlets``."""

    def __init__(self, inlets: Any) -> None:
        self._inlets = flat(inlets)

    def __getitem__(self, key: Any) -> EventList:
        if isinstance(key, int):
            key = self._inlets[key]
        kind, name = name_of(key)
        if isinstance(key, str):
            return self._named(key)
        return EventList({{"asset": "name", "uri": "uri", "alias": "alias"}[kind]: name})

    def for_asset(self, *, name: str | None = None, uri: str | None = None) -> EventList:
        """The events of an asset."""
        return self[AssetReference(name, None if name else uri)]

    def for_asset_alias(self, *, name: str) -> EventList:
        """The events of an alias."""
        return self[AssetAlias(name)]

    def _named(self, text: str) -> EventList:
        for each in self._inlets:
            if text in (getattr(each, "name", None), getattr(each, "uri", None)):
                return self[each]
        raise KeyError(text)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._inlets)

    def __len__(self) -> int:
        return len(self._inlets)


class TriggeringEvents(Mapping[Any, list[AssetEvent]]):
    """``triggering_asset_events`` of the context: the events that started the run, by asset. The keys of
    ``triggering_dataset_events`` are uris. Empty for a run that something else started."""

    def __init__(self, *, by_uri: bool = False) -> None:
        self._by_uri = by_uri
        self._found: dict[Any, list[AssetEvent]] | None = None

    def _events(self) -> dict[Any, list[AssetEvent]]:
        if self._found is None:
            self._found = {}
            for event in (AssetEvent.from_json(each) for each in _ask(of_run=True)):
                self._found.setdefault(event.asset.uri if self._by_uri else event.asset, []).append(event)
        return self._found

    def __getitem__(self, key: Any) -> list[AssetEvent]:
        events = self._events()
        if key in events:
            return events[key]
        kind, name = name_of(key)
        for asset, found in events.items():
            own = {asset} if self._by_uri else {asset.name, asset.uri} if kind != "uri" else {asset.uri}
            if kind != "alias" and (name in own or getattr(key, "uri", None) in own):
                return found
        raise KeyError(key)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._events())

    def __len__(self) -> int:
        return len(self._events())


def _ask(**filters: Any) -> list[dict[str, Json]]:
    return current_task.get().asset_events(**filters)


def _iso(moment: Any) -> str:
    value = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return pendulum.instance(value).isoformat()


def names_for(operator: BaseOperator) -> dict[str, Any]:
    """What the context of a task has of assets."""
    return {
        "inlets": operator.inlets or [],
        "outlets": operator.outlets or [],
        "inlet_events": InletEvents(operator.inlets or []),
        "outlet_events": OutletEvents(operator.outlets or []),
        "triggering_asset_events": TriggeringEvents(),
        "triggering_dataset_events": TriggeringEvents(by_uri=True),
    }
