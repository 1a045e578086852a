"""One row of a DAG in every table that has something of DAGs in it, each with the DAG's id in its texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from couture_scheduler.actions.schedule_form import NotebookScheduleForm, When
from couture_scheduler.store import dag_runs, dags, sight, task_instances
from couture_scheduler.store.dag_runs import NewDagRun
from couture_scheduler.store.session import Store, Transaction
from couture_scheduler.store.tables import metadata
from couture_scheduler.store.types import JsonText, Moment
from sqlalchemy import Boolean, Column, Float, Integer, String, Table, inspect

from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.states import DagRunType, TaskInstanceState

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
TASK = "load"
_REGISTERED = frozenset({"dag", "dag_version", "dag_tag", "dag_run", "task_instance"})


@dataclass
class Rows:
    """A DAG, and the first column of the primary key of its row in each table."""

    dag_id: str
    run_id: str
    keys: dict[str, Any] = field(default_factory=dict)


def fill(store: Store, dag_id: str, number: int) -> Rows:
    """Write them; ``number`` tells apart what must be unique."""
    with store.transaction() as tx:
        rows = _registered(tx, dag_id)
        for table in metadata.sorted_tables:
            if table.name in {*sight.RULES, "role"} - _REGISTERED:
                values = {each.name: _value(table, each, rows, number) for each in table.c}
                given = {name: value for name, value in values.items() if value is not None}
                inserted = tx.execute(table.insert().values(**given)).inserted_primary_key
                rows.keys[table.name] = inserted[0] if inserted else None
    return rows


def _registered(tx: Transaction, dag_id: str) -> Rows:
    spec = DagSpec(dag_id, {"kind": "none"}, (TaskSpec(TASK, "EmptyOperator"),), tags=(f"tag of {dag_id}",))
    dag = dags.register(tx, spec, source=f"# {dag_id}", kind=dags.FILE, file=f"{dag_id}.py", commit=None, now=NOW)
    rows = Rows(dag_id, f"run of {dag_id}")
    run = dag_runs.insert(
        tx,
        NewDagRun(
            dag_id=dag_id,
            run_id=rows.run_id,
            version_id=dag.version_id,
            run_type=DagRunType.MANUAL,
            logical_date=NOW,
            data_interval=(NOW, NOW),
            run_after=NOW,
            queued_at=NOW,
        ),
    )
    (task,) = task_instances.insert_for_run(tx, run, spec)
    rows.keys |= {"dag": dag_id, "dag_version": dag.version_id, "dag_run": run, "task_instance": task.id}
    return rows


_WORDS = {
    ("asset_use", "role"): "schedule",
    ("backfill", "reprocess_behavior"): "none",
    ("dag_access", "access"): "read",
    ("role_dag", "access"): "read",
    ("callback", "state"): "due",
    ("cell_run", "state"): "success",
    ("held_kernel", "account"): None,  # nobody in particular may open it
    ("notification", "state"): "failed",
    ("human_input", "assigned_users"): [],
    ("notebook_schedule", "form"): NotebookScheduleForm("nightly", "nightly.ipynb", When("manual")).to_json(),
    ("recorded_value", "value"): {"value": 1},
    ("task_try", "outputs"): [],
    ("task_try", "state"): TaskInstanceState.SUCCESS,
}
_LISTS = frozenset({"options", "defaults", "chosen_options", "dag_ids"})
_LEFT_OUT = frozenset(
    {"responded_at", "ended_at", "chosen_options", "params_input", "completed_at", "missed_at", "problem"}
)


def _value(table: Table, column: Column[Any], rows: Rows, number: int) -> Any:
    if (table.name, column.name) in _WORDS:
        return _WORDS[table.name, column.name]
    if column.foreign_keys:
        (key,) = column.foreign_keys
        return rows.keys[key.column.table.name]
    if column.name == "dag_run_id":
        return rows.keys["dag_run"]
    if column.name.endswith("dag_id"):
        return rows.dag_id
    if column.name.endswith("run_id"):
        return rows.run_id
    if column.name == "id" or (column.name in _LEFT_OUT and column.nullable):
        return None
    return _of_type(table, column, rows, number)


def _of_type(table: Table, column: Column[Any], rows: Rows, number: int) -> Any:
    kind = column.type
    if column.name == "file":
        return f"{rows.dag_id}.py"
    if isinstance(kind, JsonText):
        return [rows.dag_id] if column.name in _LISTS else {} if column.name == "params" else {"of": rows.dag_id}
    if isinstance(kind, Moment):
        return NOW
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer):
        return -1 if column.name.endswith("map_index") else number
    if isinstance(kind, Float):
        return 1.0
    text = f"{column.name} of {rows.dag_id}"
    length = kind.length if isinstance(kind, String) else None
    return f"{number}" if length is not None and length < len(text) else text


def dump(store: Store, dag_id: str) -> dict[str, list[str]]:
    """All that the tables hold of this DAG alone, as text; without the audit log, which tells of those who tried."""
    found: dict[str, list[str]] = {}
    with store.seeing(frozenset({dag_id})).reading() as tx:
        for name in sight.RULES:
            if name != "event_log":
                found[name] = sorted(str(row) for row in tx.execute(metadata.tables[name].select()))
    return found


def key_columns() -> dict[str, str]:
    """The first column of each table's primary key."""
    return {name: inspect(metadata.tables[name]).primary_key.columns[0].name for name in sight.RULES}
