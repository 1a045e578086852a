"""Mappers, windows and wait policies as JSON and back: ``{"kind": "StartOfDayMapper", "timezone": "UTC", …}``."""

from __future__ import annotations

from typing import Any

from couture_jupyter import partitions
from couture_jupyter.exceptions import TimetableError
from couture_jupyter.partitions.mappers import PartitionMapper
from couture_jupyter.partitions.wait_policies import WaitPolicy
from couture_jupyter.partitions.windows import Window

Json = Any


def to_json(thing: PartitionMapper | Window | WaitPolicy) -> dict[str, Json]:
    """The JSON form. ``TimetableError`` for one that an author wrote: the engine decides by data and runs no code of
    DAG files."""
    kind = type(thing).__name__
    if getattr(partitions, kind, None) is not type(thing):
        raise TimetableError(
            f"{kind} is a class of your own. A schedule takes the mappers, windows and wait policies that come with "
            "Couture Jupyter: the engine runs no code of DAG files."
        )
    document = {"kind": kind} | {name: _shown(value) for name, value in thing.arguments().items()}
    limit = getattr(thing, "max_downstream_keys", None)
    return document | ({} if limit is None else {"max_downstream_keys": limit})


def from_json(document: dict[str, Json]) -> Any:
    """What ``to_json`` wrote."""
    given = {name: _read(value) for name, value in document.items() if name != "kind"}
    made = getattr(partitions, document["kind"])
    several = given.pop("mappers", ())
    return made(*several, **given)


def _shown(value: Any) -> Json:
    if isinstance(value, PartitionMapper | Window | WaitPolicy):
        return to_json(value)
    return [_shown(each) for each in value] if isinstance(value, list) else value


def _read(value: Json) -> Any:
    if isinstance(value, dict):
        return from_json(value)
    return [_read(each) for each in value] if isinstance(value, list) else value
