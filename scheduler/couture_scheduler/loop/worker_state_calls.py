"""What a running task may do with state stores: its own, and those of assets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from couture_jupyter.state_stores import check_key, check_value
from couture_scheduler.actions import find
from couture_scheduler.actions.task_states import expiry
from couture_scheduler.config import Settings
from couture_scheduler.errors import ForbiddenError
from couture_scheduler.loop.worker_dag_calls import Asker
from couture_scheduler.store import asset_states, assets, task_states
from couture_scheduler.store.asset_states import TASK, WATCHER, AssetStateRecord, Writer
from couture_scheduler.store.session import Store, Transaction
from couture_scheduler.store.task_states import TaskStateRecord

Reference = dict[str, str]  # the name or the uri of an asset


class StateCalls:
    """Part of ``WorkerCalls``. Any task may have the state of any asset, as it may have any variable; and so may the
    triggers of asset watchers, which are no task (``None``) and have no state of their own."""

    def __init__(self, settings: Settings, store: Store, clock: Callable[[], datetime]) -> None:
        self._settings, self._store, self._clock = settings, store, clock

    def get(self, asker: Asker | None, key: str, asset: Reference | None = None) -> dict[str, Any] | None:
        """See ``TaskContext.get_state``."""
        found: TaskStateRecord | AssetStateRecord | None
        with self._store.reading() as tx:
            if asset is None:
                found = task_states.get(tx, _instance(tx, asker), key, self._clock())
            else:
                number = asset_states.asset_id(tx, asset)
                found = None if number is None else asset_states.get(tx, number, key)
        return None if found is None else {"value": found.value}

    def set(
        self, asker: Asker | None, key: str, value: Any, asset: Reference | None = None, expires_at: str | None = None
    ) -> None:
        """See ``TaskContext.set_state``."""
        check_key(key)
        check_value(key, value)
        now = self._clock()
        with self._store.transaction() as tx:
            if asset is None:
                record = TaskStateRecord(key, value, now, expiry(self._settings, expires_at, now))
                task_states.put(tx, _instance(tx, asker), record)
            else:
                number = assets.asset_id(tx, {"asset_ref": asset}, now)
                asset_states.put(tx, number, AssetStateRecord(key, value, now, _writer(asker)))

    def delete(self, asker: Asker | None, key: str | None, asset: Reference | None = None) -> None:
        """See ``TaskContext.delete_state``."""
        with self._store.transaction() as tx:
            if asset is not None:
                number = asset_states.asset_id(tx, asset)
                if number is not None:
                    asset_states.remove(tx, number, key)
            elif key is None:
                task_states.clear(tx, [_instance(tx, asker)])
            else:
                task_states.remove(tx, _instance(tx, asker), key)

    def aliased(self, asker: Asker | None, alias: str) -> list[str]:
        """See ``TaskContext.aliased_assets``."""
        with self._store.reading() as tx:
            return asset_states.aliased(tx, alias)


def _writer(asker: Asker | None) -> Writer:
    return Writer(WATCHER) if asker is None else Writer(TASK, *asker)


def _instance(tx: Transaction, asker: Asker | None) -> int:
    if asker is None:
        raise ForbiddenError("The trigger of an asset watcher has no state of its own.")
    dag_id, run_id, task_id, map_index = asker
    return find.task(tx, find.run(tx, dag_id, run_id), task_id, map_index).id
