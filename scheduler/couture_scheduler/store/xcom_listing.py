"""Lists of XComs over runs and DAGs, without their values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from couture_scheduler.store.matching import Bound, TextMatch, conditions
from couture_scheduler.store.tables import dag, dag_run, task_instance, xcom


@dataclass(frozen=True, slots=True)
class XComFilter:
    """Which XComs; ``None`` and empty mean any. ``matches`` are of the names below ``MATCHED``."""

    dag_id: str | None = None
    run_id: str | None = None
    task_id: str | None = None
    key: str | None = None
    map_index: int | None = None
    matches: tuple[TextMatch | Bound, ...] = ()


@dataclass(frozen=True, slots=True)
class XComName:
    """An XCom without its value, with the dates of its run."""

    dag_id: str
    run_id: str
    task_id: str
    map_index: int
    key: str
    created_at: datetime
    logical_date: datetime
    run_after: datetime


MATCHED: dict[str, Any] = {
    "xcom_key": xcom.c.key,
    "dag_display_name": dag.c.display_name,
    "run_id": dag_run.c.run_id,
    "task_id": task_instance.c.task_id,
    "logical_date": dag_run.c.logical_date,
    "run_after": dag_run.c.run_after,
}


def page(tx: Connection, wanted: XComFilter, limit: int, offset: int) -> list[XComName]:
    """The XComs in this part of the list: the newest run first, in it in the order of its task instances."""
    columns = (
        dag_run.c.dag_id,
        dag_run.c.run_id,
        task_instance.c.task_id,
        task_instance.c.map_index,
        xcom.c.key,
        xcom.c.created_at,
        dag_run.c.logical_date,
        dag_run.c.run_after,
    )
    by = (dag_run.c.sort_at.desc(), dag_run.c.id.desc(), task_instance.c.id, xcom.c.key)
    found = tx.execute(_wanted(select(*columns), wanted).order_by(*by).limit(limit).offset(offset))
    return [XComName(*row) for row in found]


def count(tx: Connection, wanted: XComFilter) -> int:
    """How many XComs there are."""
    return int(tx.execute(_wanted(select(func.count()), wanted)).scalar_one())


def _wanted(what: Select[Any], wanted: XComFilter) -> Select[Any]:
    joined = (
        what.select_from(xcom)
        .join(task_instance, task_instance.c.id == xcom.c.task_instance_id)
        .join(dag_run, dag_run.c.id == task_instance.c.dag_run_id)
        .join(dag, dag.c.dag_id == dag_run.c.dag_id)
    )
    for column, value in (
        (dag_run.c.dag_id, wanted.dag_id),
        (dag_run.c.run_id, wanted.run_id),
        (task_instance.c.task_id, wanted.task_id),
        (xcom.c.key, wanted.key),
        (task_instance.c.map_index, wanted.map_index),
    ):
        if value is not None:
            joined = joined.where(column == value)
    return joined.where(*conditions(MATCHED, wanted.matches))
