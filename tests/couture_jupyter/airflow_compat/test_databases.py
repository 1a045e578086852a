"""Airflow's hooks and operators for each database, without their providers."""

from __future__ import annotations

import contextvars
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    "imports",
    [
        "from airflow.providers.sqlite.hooks.sqlite import SqliteHook\n"
        "from airflow.providers.sqlite.operators.sqlite import SqliteOperator\n",
        "from airflow.hooks.sqlite_hook import SqliteHook\n"
        "from airflow.operators.sqlite_operator import SqliteOperator\n",
        "from airflow.hooks import SqliteHook\nfrom airflow.operators import SqliteOperator\n",
    ],
)
def test_a_databases_operator_and_hook_run_without_its_provider(load, worker, tmp_path: Path, imports: str):
    worker.connections["lite"] = {"conn_type": "sqlite", "host": str(tmp_path / "data.db")}
    dags = load(
        imports
        + """
from airflow import DAG
from airflow.operators.python import PythonOperator
with DAG("demo", default_args={"sqlite_conn_id": "lite"}):
    SqliteOperator(task_id="make", sql=["create table t (n int)", "insert into t values (3)"])
    hook = SqliteHook(sqlite_conn_id="lite")
    PythonOperator(task_id="read", python_callable=lambda: hook.get_first("select n from t")[0])
"""
    )
    for name in ("make", "read"):
        contextvars.copy_context().run(worker.do, dags["demo"].get_task(name))
    assert worker.xcoms["read", "return_value"] == 3
