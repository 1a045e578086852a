"""What an ``sla_miss_callback`` is called with: Airflow's five arguments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pendulum

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG


@dataclass(frozen=True, slots=True)
class SlaMiss:
    """A task of a run that had not succeeded in time."""

    dag_id: str
    task_id: str
    execution_date: Any
    timestamp: Any  # when it was noticed
    email_sent: bool = False
    notification_sent: bool = False
    description: str | None = None

    @property
    def logical_date(self) -> Any:
        """The same date by its newer name."""
        return self.execution_date


@dataclass(frozen=True, slots=True)
class BlockingTask:
    """A task instance that has not succeeded yet, so that others wait for it."""

    dag_id: str
    run_id: str
    task_id: str
    map_index: int
    execution_date: Any
    state: str | None


def call_with_misses(function: Callable[..., Any], dag: DAG, told: dict[str, Any]) -> None:
    """Call it. ``told`` is what the engine knows: ``run_id``, ``logical_date``, ``missed_at``, the ids ``task_ids`` of
    those that missed, and ``blocking``: ``[{"task_id", "map_index", "state"}]``."""
    date, noticed = _moment(told["logical_date"]), _moment(told["missed_at"])
    misses = [SlaMiss(dag.dag_id, task_id, date, noticed) for task_id in told["task_ids"]]
    blocking = [BlockingTask(dag.dag_id, told["run_id"], execution_date=date, **each) for each in told["blocking"]]
    function(dag, lines(misses), lines(blocking), misses, blocking)


def lines(found: list[Any]) -> str:
    """Tasks and their dates, one a line."""
    return "\n".join(f"{each.task_id} on {each.execution_date.isoformat()}" for each in found)


def _moment(text: str) -> Any:
    return pendulum.instance(datetime.fromisoformat(text))
