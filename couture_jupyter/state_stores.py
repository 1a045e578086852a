"""State that tasks keep (Airflow 3.3): ``task_state_store`` of the context is a task instance's own and outlives its
tries, ``asset_state_store`` belongs to an asset and outlives runs. Values are plain JSON."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from couture_jupyter.asset_outlets import flat
from couture_jupyter.assets import Asset, AssetAlias, AssetReference
from couture_jupyter.exceptions import TaskError

if TYPE_CHECKING:
    from couture_jupyter.runtime import TaskContext

Json = Any

NEVER_EXPIRE = timedelta.max
"""As ``retention``: the value is kept as long as its run is."""

DEFAULT = "default"
"""As the moment of expiry: what the settings say."""

MAX_BYTES = 1_000_000
MAX_KEY = 512


class StateStoreError(TaskError, ValueError):
    """A value or key cannot be kept."""


def check_key(key: Any) -> None:
    """Raise ``StateStoreError`` for what is no key."""
    if not isinstance(key, str) or not 0 < len(key) <= MAX_KEY or "\x00" in key:
        raise StateStoreError(f"A key of a state store is a text of 1 to {MAX_KEY} characters, not {key!r:.80}.")


def check_value(key: str, value: Json) -> None:
    """Raise ``StateStoreError`` for what cannot be read again as it was, or is too large."""
    if value is None:
        raise StateStoreError(f"The state {key!r} cannot be None: delete it instead.")
    try:
        text = json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise StateStoreError(
            f"The state {key!r} is no plain JSON ({error}). Keep text, numbers, lists and dicts; of a datetime its "
            "isoformat()."
        ) from None
    if json.loads(text) != value:
        raise StateStoreError(
            f"The state {key!r} would not be read again as it is: a tuple becomes a list, and keys become text."
        )
    if len(text) > MAX_BYTES:
        raise StateStoreError(
            f"The state {key!r} is too large: {len(text):,} bytes of JSON, the limit is {MAX_BYTES:,}. Write it to a "
            "file and keep the path."
        )


class _Store:
    """What both stores can do. ``_owner`` is the asset that a value belongs to, ``None``: the task instance."""

    def __init__(self, task: TaskContext, owner: dict[str, str] | None = None) -> None:
        self._task, self._own = task, owner

    def _owner(self) -> dict[str, str] | None:
        return self._own

    def get(self, key: str, default: Json = None) -> Json:
        """The value, or ``default`` when there is none."""
        check_key(key)
        found = self._task.get_state(key, asset=self._owner())
        return default if found is None else found["value"]

    def delete(self, key: str) -> None:
        """Forget a value, if it is there."""
        check_key(key)
        self._task.delete_state(key, asset=self._owner())

    def clear(self) -> None:
        """Forget all values."""
        self._task.delete_state(None, asset=self._owner())

    async def aget(self, key: str, default: Json = None) -> Json:
        """``get`` for coroutines."""
        return await asyncio.to_thread(self.get, key, default)

    async def adelete(self, key: str) -> None:
        """``delete`` for coroutines."""
        await asyncio.to_thread(self.delete, key)

    async def aclear(self) -> None:
        """``clear`` for coroutines."""
        await asyncio.to_thread(self.clear)


class TaskStateStore(_Store):
    """Values of one task instance. They are there in its later tries, until they expire, the task is cleared, or the
    run is deleted."""

    def set(self, key: str, value: Json, *, retention: timedelta | None = None) -> None:
        """Keep a value for ``retention`` from now on, or ``NEVER_EXPIRE``; ``None``: for as long as the settings say.

        Raises ``StateStoreError`` for ``None``, what is no JSON, and what is too large.
        """
        check_key(key)
        check_value(key, value)
        self._task.set_state(key, value, expires_at=_expiry(retention))

    async def aset(self, key: str, value: Json, *, retention: timedelta | None = None) -> None:
        """``set`` for coroutines."""
        await asyncio.to_thread(self.set, key, value, retention=retention)

    def __repr__(self) -> str:
        this_try = self._task.this_try
        return f"<TaskStateStore {this_try.task_id} {this_try.map_index}>"


class AssetStateStore(_Store):
    """Values of one asset: they stay until they are deleted, or no DAG names the asset any more."""

    def set(self, key: str, value: Json) -> None:
        """Keep a value. Raises ``StateStoreError`` for ``None``, what is no JSON, and what is too large."""
        check_key(key)
        check_value(key, value)
        self._task.set_state(key, value, asset=self._owner())

    async def aset(self, key: str, value: Json) -> None:
        """``set`` for coroutines."""
        await asyncio.to_thread(self.set, key, value)

    def __repr__(self) -> str:
        return f"<AssetStateStore {self._own}>"


class AssetStateStores(AssetStateStore):
    """The stores of the assets among a task's inlets and outlets, by asset: ``asset_state_store[orders]``. Where there
    is one alone it need not be named: ``asset_state_store.get("watermark")``."""

    def __init__(self, task: TaskContext, inlets: Any, outlets: Any) -> None:
        super().__init__(task)
        self._inlets, self._outlets = flat(inlets), flat(outlets)

    def __getitem__(self, key: Asset | AssetReference) -> AssetStateStore:
        if not isinstance(key, Asset | AssetReference):
            raise TypeError(f"State is kept by asset, not by {type(key).__name__} {key!r}.")
        wanted = _reference(key)
        if wanted not in self._owners():
            raise KeyError(f"{key!r} is not among the inlets and outlets of this task")
        return AssetStateStore(self._task, wanted)

    def _owners(self) -> list[dict[str, str]]:
        found = [*self._of_inlets(), *map(_reference, _assets(self._outlets))]
        return [each for place, each in enumerate(found) if each not in found[:place]]

    def _of_inlets(self) -> Iterator[dict[str, str]]:
        """An alias stands for the assets that were ever updated under it; as an outlet it is no place for state."""
        yield from map(_reference, _assets(self._inlets))
        for each in self._inlets:
            if isinstance(each, AssetAlias):
                yield from ({"name": name} for name in self._task.aliased_assets(each.name))

    def _owner(self) -> dict[str, str] | None:
        found = self._owners()
        if len(found) != 1:
            raise StateStoreError(
                f"This task has {len(found)} assets among its inlets and outlets: say whose state is meant, as in "
                'asset_state_store[orders].get("watermark").'
            )
        return found[0]

    def __repr__(self) -> str:
        return f"<AssetStateStores {[*self._inlets, *self._outlets]}>"


def names_for(task: TaskContext, inlets: Any, outlets: Any) -> dict[str, Any]:
    """The stores in the context of a task; that of assets where it has any among its inlets and outlets."""
    inlets, outlets = inlets or [], outlets or []
    found: dict[str, Any] = {"task_state_store": TaskStateStore(task)}
    if flat(inlets) or flat(outlets):
        found["asset_state_store"] = AssetStateStores(task, inlets, outlets)
    return found


def _assets(given: list[Asset | AssetAlias | AssetReference]) -> Iterator[Asset | AssetReference]:
    return (each for each in given if not isinstance(each, AssetAlias))


def _reference(key: Asset | AssetReference) -> dict[str, str]:
    return {"name": key.name} if key.name else {"uri": key.uri or ""}


def _expiry(retention: timedelta | None) -> str | None:
    if retention is None:
        return DEFAULT
    if not isinstance(retention, timedelta):
        raise StateStoreError(f"retention is a timedelta or NEVER_EXPIRE, not {retention!r}.")
    if retention == NEVER_EXPIRE:
        return None
    try:
        return (datetime.now(UTC) + retention).isoformat()
    except OverflowError:
        raise StateStoreError(f"{retention!r} from now on is no date. Use NEVER_EXPIRE.") from None
