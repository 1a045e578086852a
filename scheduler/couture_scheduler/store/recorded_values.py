"""Values that tries recorded: written when a try has ended, read by run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from couture_scheduler.store.dialects import upsert
from couture_scheduler.store.tables import recorded_value, task_instance

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class RecordedValue:
    """One value of a task instance's newest try that recorded something."""

    task_id: str
    map_index: int
    try_number: int
    name: str
    value: Any


def put(tx: Connection, task_instance_id: int, try_number: int, values: Mapping[str, Any]) -> None:
    """Remember what a try recorded; doing it twice changes nothing."""
    key = {"task_instance_id": task_instance_id, "try_number": try_number}
    upsert(tx, recorded_value, [{**key, "name": name, "value": _kept(value)} for name, value in values.items()])


def of_runs(tx: Connection, run_ids: Sequence[int]) -> dict[int, list[RecordedValue]]:
    """What the runs with these (integer) ids recorded, by task and name; of each task its newest try that did."""
    found: dict[int, list[RecordedValue]] = {}
    for first in range(0, len(run_ids), _CHUNK):
        for run, values in _of_runs(tx, run_ids[first : first + _CHUNK]).items():
            found[run] = values
    return found


def _of_runs(tx: Connection, run_ids: Sequence[int]) -> dict[int, list[RecordedValue]]:
    columns = (task_instance.c.dag_run_id, task_instance.c.task_id, task_instance.c.map_index)
    wanted = (
        select(*columns, recorded_value.c.try_number, recorded_value.c.name, recorded_value.c.value)
        .join(task_instance, task_instance.c.id == recorded_value.c.task_instance_id)
        .where(task_instance.c.dag_run_id.in_(run_ids))
        .order_by(*columns, recorded_value.c.try_number, recorded_value.c.name)
    )
    newest: dict[tuple[int, str, int], list[RecordedValue]] = {}
    for run, task_id, map_index, try_number, name, kept in tx.execute(wanted):
        one = RecordedValue(task_id, map_index, try_number, name, kept["value"])
        before = newest.setdefault((run, one.task_id, one.map_index), [])
        if before and before[0].try_number != one.try_number:
            before.clear()
        before.append(one)
    found: dict[int, list[RecordedValue]] = {}
    for (run, _, _), values in newest.items():
        found.setdefault(run, []).extend(values)
    return found


def _kept(value: Any) -> dict[str, Any]:
    """In an object: the column has no NULL, and a recorded ``None`` is one."""
    return {"value": value}
