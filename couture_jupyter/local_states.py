"""What tasks keep in state stores while ``dag.test()`` runs them: in memory, for as long as the run lasts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Json = Any
Instance = tuple[str, int]  # task id and map index
Owner = Instance | str  # an asset's name


class LocalStates:
    """Values by key, each task instance's and each asset's own. ``name_of`` says which asset a reference means."""

    def __init__(self, name_of: Callable[[dict[str, str]], str]) -> None:
        self._name_of = name_of
        self._kept: dict[Owner, dict[str, Json]] = {}

    def get(self, instance: Instance, asset: dict[str, str] | None, key: str) -> dict[str, Json] | None:
        """``{"value": …}``, or ``None``."""
        found = self._of(instance, asset)
        return {"value": found[key]} if key in found else None

    def set(self, instance: Instance, asset: dict[str, str] | None, key: str, value: Json) -> None:
        """Keep a value."""
        self._of(instance, asset)[key] = value

    def delete(self, instance: Instance, asset: dict[str, str] | None, key: str | None) -> None:
        """Forget a value, or all."""
        found = self._of(instance, asset)
        if key is None:
            found.clear()
        else:
            found.pop(key, None)

    def _of(self, instance: Instance, asset: dict[str, str] | None) -> dict[str, Json]:
        return self._kept.setdefault(instance if asset is None else self._name_of(asset), {})
