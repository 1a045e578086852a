"""What a task may know of its run: the fields of ``couture_jupyter.runtime.RunInfo`` as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunState
from couture_scheduler.store.tables import dag_run


@dataclass(frozen=True, slots=True)
class EarlierRuns:
    """What templates may ask about the runs before one."""

    logical_date: datetime | None = None
    success_interval: tuple[datetime, datetime] | None = None


def earlier(tx: Connection, dag_id: str, logical_date: datetime) -> EarlierRuns:
    """The run before this logical date, and the newest successful one before it."""
    asked = {"_dag": dag_id, "_date": logical_date}
    last = tx.execute(_BEFORE, asked).first()
    if last is None:
        return EarlierRuns()
    success = tx.execute(_SUCCESS_BEFORE, asked).first()
    return EarlierRuns(last[0], (success[1], success[2]) if success is not None else None)


def params(spec: DagSpec, conf: dict[str, Any]) -> dict[str, Any]:
    """The DAG's parameters with their defaults, overridden by what the run was started with.

    As in Airflow: a key of ``conf`` that is no parameter of the DAG becomes one.
    """
    return {name: _default(given) for name, given in spec.params.items()} | conf


def infos(tx: Connection, rows: Sequence[Row[Any]], specs: dict[int, DagSpec]) -> dict[int, dict[str, Any]]:
    """For each run (a row of the table) the fields of ``RunInfo``, moments as ISO strings. ``specs`` by version id."""
    return {row.id: _info(row, earlier(tx, row.dag_id, row.logical_date), specs[row.version_id]) for row in rows}


_BEFORE = (
    select(dag_run.c.logical_date, dag_run.c.data_interval_start, dag_run.c.data_interval_end)
    .where(dag_run.c.dag_id == bindparam("_dag"), dag_run.c.logical_date < bindparam("_date"))
    .order_by(dag_run.c.logical_date.desc())
    .limit(1)
)
_SUCCESS_BEFORE = _BEFORE.where(dag_run.c.state == DagRunState.SUCCESS)


def _info(row: Any, before: EarlierRuns, spec: DagSpec) -> dict[str, Any]:
    start, end = before.success_interval or (None, None)
    conf = row.conf or {}
    return {
        "dag_id": row.dag_id,
        "run_id": row.run_id,
        "run_type": row.run_type.value,
        "logical_date": row.logical_date.isoformat(),
        "data_interval_start": row.data_interval_start.isoformat(),
        "data_interval_end": row.data_interval_end.isoformat(),
        "run_after": row.run_after.isoformat(),
        "start_date": _iso(row.started_at or row.queued_at),
        "conf": conf,
        "params": params(spec, conf),
        "prev_logical_date": _iso(before.logical_date),
        "prev_data_interval_start_success": _iso(start),
        "prev_data_interval_end_success": _iso(end),
        "triggering_user": row.triggering_user,
        "partition_key": row.partition_key,
        "partition_date": _iso(row.partition_date),
    }


def _default(given: Any) -> Any:
    """A parameter's default: the plain value, or the ``value`` of a dumped ``Param``."""
    if isinstance(given, dict) and "schema" in given:
        return given.get("value")
    return given


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
