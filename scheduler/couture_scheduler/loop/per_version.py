"""What a duty wants to know of DAG versions, remembered: a version never changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from couture_jupyter.serialization import DagSpec
from couture_scheduler.store import versions
from couture_scheduler.store.session import Transaction

Known = TypeVar("Known")
_KEPT = 2000


class PerVersion(Generic[Known]):
    """``read`` answers what is wanted of a spec; ``nothing`` stands for a version that is gone."""

    def __init__(self, read: Callable[[DagSpec], Known], nothing: Known) -> None:
        self._read = read
        self._nothing = nothing
        self._known: dict[int, Known] = {}

    def of(self, tx: Transaction, version_id: int) -> Known:
        """For this version."""
        if version_id not in self._known:
            spec = versions.specs(tx, [version_id]).get(version_id)
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[version_id] = self._read(spec) if spec else self._nothing
        return self._known[version_id]
