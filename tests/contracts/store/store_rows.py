"""Rows that tests begin with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from couture_scheduler.store import dag_runs, dags, task_instances
from couture_scheduler.store.dag_runs import NewDagRun
from couture_scheduler.store.session import Store, Transaction

from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.states import DagRunType

NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
HOURLY = {"kind": "cron_trigger", "expression": "0 * * * *", "timezone": "UTC", "interval": 0}


def chain(dag_id: str = "sales", *task_ids: str, **more: object) -> DagSpec:
    """A DAG whose tasks follow one another."""
    names = task_ids or ("extract", "transform", "load")
    tasks = tuple(
        TaskSpec(
            name,
            "EmptyOperator",
            upstream=names[index - 1 : index] if index else (),
            downstream=names[index + 1 : index + 2],
        )
        for index, name in enumerate(names)
    )
    return DagSpec(dag_id, more.pop("timetable", HOURLY), tasks, **more)  # type: ignore[arg-type]


def register(tx: Transaction, spec: DagSpec | None = None, **more: object) -> dags.RegisteredDag:
    """Register a DAG of a file, switched on."""
    values = {"source": "source", "kind": dags.FILE, "file": "sales.py", "commit": None, "now": NOW, **more}
    return dags.register(tx, spec or chain(is_paused_upon_creation=False), **values)  # type: ignore[arg-type]


def new_run(tx: Transaction, dag: dags.RegisteredDag, number: int = 0, **more: object) -> int:
    """Insert the run of hour ``number``."""
    moment = NOW + timedelta(hours=number)
    values = {
        "dag_id": dag.dag_id,
        "run_id": f"scheduled__{moment.isoformat()}",
        "version_id": dag.version_id,
        "run_type": DagRunType.SCHEDULED,
        "logical_date": moment,
        "data_interval": (moment, moment),
        "run_after": moment,
        "queued_at": moment,
        **more,
    }
    return dag_runs.insert(tx, NewDagRun(**values))  # type: ignore[arg-type]


def run_with_tasks(store: Store, spec: DagSpec | None = None) -> tuple[int, list[int]]:
    """A DAG, a run and its task instances: the run's id and theirs."""
    spec = spec or chain()
    with store.transaction() as tx:
        run = new_run(tx, register(tx, spec))
        return run, [view.id for view in task_instances.insert_for_run(tx, run, spec)]
