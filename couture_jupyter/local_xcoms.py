"""The XComs of a run that ``dag.test()`` made, in memory; asked for as the engine is."""

from __future__ import annotations

from typing import Any

from couture_jupyter import xcom


class LocalXComs:
    """Values as ``xcom.encode`` writes them, by task, map index (-1: not mapped) and key."""

    def __init__(self) -> None:
        self._pushed: dict[tuple[str, int], dict[str, Any]] = {}

    def push(self, task_id: str, map_index: int, key: str, encoded: Any) -> None:
        """Keep a value."""
        self._pushed.setdefault((task_id, map_index), {})[key] = encoded

    def pull(self, task_ids: Any, key: str | None, map_indexes: Any) -> Any:
        """Of one task its value, or the values of all its instances; of several tasks a list of that; else the newest
        value."""
        if task_ids is None:
            return self._newest(key)
        if not isinstance(task_ids, str):
            return [self.pull(each, key, map_indexes) for each in task_ids]
        found = self._found(task_ids, key, map_indexes)
        if any(index >= 0 for index, _ in found) and not isinstance(map_indexes, int):
            return [value for _, value in found]
        return found[0][1] if found else None

    def _newest(self, key: str | None) -> Any:
        for pushed in reversed(self._pushed.values()):
            if key is None or key in pushed:
                return xcom.decode(pushed[key] if key is not None else next(reversed(pushed.values())))
        return None

    def _found(self, task_id: str, key: str | None, map_indexes: Any) -> list[tuple[int, Any]]:
        wanted = [map_indexes] if isinstance(map_indexes, int) else map_indexes
        instances = sorted((index, pushed) for (name, index), pushed in self._pushed.items() if name == task_id)
        return [
            (index, xcom.decode(next(iter(pushed.values())) if key is None else pushed[key]))
            for index, pushed in instances
            if (wanted is None or index in wanted) and (key is None or key in pushed)
        ]
