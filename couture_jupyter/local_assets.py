"""The assets that ``dag.test()`` updates: kept for the tasks that look at them, and for whoever looks at the run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from couture_jupyter.assets import leaves
from couture_jupyter.runtime import RunInfo
from couture_jupyter.serialization.spec import DagSpec

Json = Any


class LocalAssets:
    """The updates of one run, as the engine would keep them."""

    def __init__(self, spec: DagSpec, run: RunInfo) -> None:
        self._run = run
        self._events: list[dict[str, Json]] = []
        self._assets: dict[str, dict[str, Json]] = {}
        uses = [use for task in spec.tasks for use in (*task.inlets, *task.outlets)]
        for use in (*uses, *(leaves(spec.timetable["assets"]) if "assets" in spec.timetable else ())):
            if "asset" in use:
                self._assets[use["asset"]["name"]] = use["asset"]

    def take(self, task_id: str, map_index: int, made: Iterable[dict[str, Json]]) -> None:
        """What a task updated by succeeding."""
        run = self._run
        for event in made:
            self._events.append(
                {
                    "id": len(self._events) + 1,
                    "asset": event.get("asset") or self._referred(event["asset_ref"]),
                    "aliases": [each["name"] for each in event["aliases"]],
                    "timestamp": datetime.now(UTC).isoformat(),
                    "extra": event["extra"],
                    "source_dag_id": run.dag_id,
                    "source_run_id": run.run_id,
                    "source_task_id": task_id,
                    "source_map_index": map_index,
                    "partition_key": event.get("partition_key", run.partition_key),
                    "source_dag_run": _described(run),
                }
            )

    def find(
        self,
        *,
        of_run: bool = False,
        name: str | None = None,
        uri: str | None = None,
        alias: str | None = None,
        after: str | None = None,
        before: str | None = None,
        ascending: bool = True,
        limit: int | None = None,
    ) -> list[dict[str, Json]]:
        """See ``TaskContext.asset_events``; what started the run is not known here."""
        if of_run:
            return []
        found = [
            each
            for each in self._events
            if name in (None, each["asset"]["name"])
            and uri in (None, each["asset"]["uri"])
            and (alias is None or alias in each["aliases"])
            and (after is None or _moment(each["timestamp"]) >= _moment(after))
            and (before is None or _moment(each["timestamp"]) <= _moment(before))
        ]
        return (found if ascending else found[::-1])[:limit]

    def facts(self, name: str) -> dict[str, Json]:
        """The asset as this DAG describes it, or as it would be with nothing but a name."""
        return self._assets.get(name) or {"name": name, "uri": name, "group": "asset", "extra": {}}

    def name_of(self, reference: dict[str, str]) -> str:
        """The name of the asset with this ``name`` or ``uri``."""
        return str(self._referred(reference)["name"])

    def _referred(self, reference: dict[str, str]) -> dict[str, Json]:
        if "name" in reference:
            return self.facts(reference["name"])
        found = (each for each in self._assets.values() if each["uri"] == reference["uri"])
        return next(found, None) or self.facts(reference["uri"])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _described(run: RunInfo) -> dict[str, Json]:
    return {
        "dag_id": run.dag_id,
        "run_id": run.run_id,
        "run_type": run.run_type,
        "state": "running",
        "logical_date": run.logical_date.isoformat(),
        "data_interval_start": run.data_interval_start.isoformat(),
        "data_interval_end": run.data_interval_end.isoformat(),
        "partition_key": run.partition_key,
    }
