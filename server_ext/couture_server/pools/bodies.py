"""Pools at the HTTP edge."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from couture_server.http.models import Answer, Body, Patch, Text
from couture_server.http.paging import SortedPage

Slots = Annotated[int, Field(ge=-1, le=2**31 - 1, description="Number of slots; -1 means unlimited.")]
Description = Annotated[Text, Field(max_length=10000)]


class Pool(Answer):
    """A pool and what its slots do."""

    name: str
    slots: int
    description: str | None
    include_deferred: bool
    occupied_slots: int
    running_slots: int
    queued_slots: int
    scheduled_slots: int
    open_slots: int
    deferred_slots: int = 0


class PoolCollection(Answer):
    """A page of pools."""

    pools: list[Pool]
    total_entries: int


class PoolBody(Body):
    """A new pool. With ``include_deferred`` tasks keep their slots while they are deferred."""

    name: Annotated[Text, Field(min_length=1, max_length=250)]
    slots: Slots
    description: Description | None = None
    include_deferred: bool = False


class PoolPatch(Patch):
    """What to change."""

    name: Annotated[Text, Field(min_length=1, max_length=250)] | None = None
    pool: Annotated[Text, Field(min_length=1, max_length=250)] | None = None
    slots: Slots | None = None
    description: Description | None = None
    include_deferred: bool | None = None


class PoolQuery(SortedPage):
    """Which pools; ordered by ``name``, or another of their fields."""

    pool_name_pattern: Text | None = None
    pool_name_prefix_pattern: Text | None = None
