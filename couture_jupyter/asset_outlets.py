"""Updates of assets, as a running task makes them: ``outlet_events`` of its context."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from couture_jupyter.assets import Asset, AssetAlias, AssetReference, BaseAsset, Metadata
from couture_jupyter.exceptions import TaskError
from couture_jupyter.partitions.keys import PartitionKeyError, check_key

Json = Any
log = logging.getLogger("couture.task")


def name_of(key: Any) -> tuple[str, str]:
    """What an asset is found by: its kind, and its name or uri."""
    if isinstance(key, AssetAlias):
        return "alias", key.name
    if isinstance(key, AssetReference):
        return ("asset", key.name) if key.name else ("uri", key.uri or "")
    if isinstance(key, Asset):
        return "asset", key.name
    return "asset", str(key)


class OutletEvent:
    """What a task says about one of its outlets: ``extra`` of its event; for an alias ``add`` says what is updated."""

    def __init__(self, key: BaseAsset | str) -> None:
        self.key = key
        self.extra: dict[str, Json] = {}
        self.added: list[tuple[Asset | AssetReference, dict[str, Json]]] = []
        self.partition_keys: set[str] = set()

    def add(self, asset: Any, extra: dict[str, Json] | None = None) -> None:
        """The asset was updated, under the name of this alias."""
        if not isinstance(self.key, AssetAlias):
            raise TaskError(f"add() is for aliases: {self.key!r} is an asset itself. Set its extra instead.")
        found = Asset(asset) if isinstance(asset, str) else asset
        if not isinstance(found, Asset | AssetReference):
            raise TaskError(f"An alias takes assets, not {asset!r}.")
        if (found, extra or {}) not in self.added:
            self.added.append((found, dict(extra or {})))

    def add_partitions(self, keys: str | Iterable[str]) -> None:
        """These partitions of the asset were updated: an event for each. Without them it has one event, with the
        partition key of the run. ``TaskError`` for what is no key."""
        if isinstance(self.key, AssetAlias):
            raise TaskError(f"add_partitions() is for assets: {self.key!r} is an alias. Its events have the run's key.")
        try:
            self.partition_keys.update(check_key(each) for each in ([keys] if isinstance(keys, str) else keys))
        except PartitionKeyError as error:
            raise TaskError(str(error)) from None


class OutletEvents(Mapping[Any, OutletEvent]):
    """``outlet_events`` of the context: by asset, alias, name or uri."""

    def __init__(self, outlets: Any) -> None:
        self._events: dict[tuple[str, str], OutletEvent] = {}
        self._uris: dict[str, tuple[str, str]] = {}
        for each in flat(outlets):
            self._events[name_of(each)] = OutletEvent(each)
            if isinstance(each, Asset):
                self._uris.setdefault(each.uri, name_of(each))

    def __getitem__(self, key: Any) -> OutletEvent:
        name = name_of(key)
        for wanted in (name, self._uris.get(name[1]), ("alias", name[1]) if isinstance(key, str) else None):
            if wanted in self._events:
                return self._events[wanted]
        log.warning("%r is not among the outlets of this task: what is said about it is not kept.", key)
        return OutletEvent(key)

    def __iter__(self) -> Iterator[Any]:
        return (each.key for each in self._events.values())

    def __len__(self) -> int:
        return len(self._events)

    def take(self, told: Metadata) -> None:
        """What a task yielded."""
        if told.alias is not None:
            alias = told.alias if isinstance(told.alias, AssetAlias) else AssetAlias(told.alias)
            self[alias].add(told.asset, told.extra)
        else:
            self[told.asset].extra.update(told.extra)

    def to_json(self) -> tuple[dict[str, Json], ...]:
        """The events that the task makes by succeeding. ``TaskError`` for an extra that has no JSON form."""
        made: dict[str, dict[str, Json]] = {}
        for event in self._events.values():
            if isinstance(event.key, AssetAlias):
                for asset, extra in event.added:
                    known = made.setdefault(_identity(asset, extra), _document(asset, extra))
                    known["aliases"].append(event.key.to_json()["alias"])
            elif isinstance(event.key, BaseAsset):
                plain = _document(event.key, event.extra)
                keyed = [{**plain, "partition_key": key} for key in sorted(event.partition_keys)] or [plain]
                for each in keyed:
                    made[_identity(event.key, event.extra) + each.get("partition_key", "")] = each
        return tuple(made.values())


def plain_events(outlets: Any) -> tuple[dict[str, Json], ...]:
    """The events of a task that says nothing about its outlets."""
    return OutletEvents(outlets).to_json() if outlets else ()


def _document(asset: BaseAsset, extra: dict[str, Json]) -> dict[str, Json]:
    return {**asset.to_json(), "extra": extra, "aliases": []}


def _identity(asset: BaseAsset, extra: dict[str, Json]) -> str:
    try:
        return json.dumps([asset.to_json(), extra], sort_keys=True, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise TaskError(f"The extra of {asset!r} has no JSON form: {error}.") from None


def flat(given: Any) -> list[Asset | AssetAlias | AssetReference]:
    """The assets, references and aliases in ``inlets`` or ``outlets``."""
    listed = given if isinstance(given, Sequence | set) and not isinstance(given, str) else [given]
    found: list[Asset | AssetAlias | AssetReference] = []
    for each in listed:
        if isinstance(each, Asset | AssetAlias | AssetReference):
            found.append(each)
        elif isinstance(each, BaseAsset):
            found += flat(getattr(each, "objects", ()))
    return found
