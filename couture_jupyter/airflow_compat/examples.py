"""``airflow.example_dags``: the one part of Airflow's examples that other DAG files import."""

from __future__ import annotations

from typing import Any

from couture_jupyter.dags import DAG
from couture_jupyter.operators.empty import EmptyOperator

_TASKS = 5


def subdag(parent_dag_name: str, child_dag_name: str, args: dict[str, Any]) -> DAG:
    """The sub-DAG of Airflow's example of sub-DAGs: five empty tasks that do not depend on each other."""
    made = DAG(f"{parent_dag_name}.{child_dag_name}", default_args=args)
    for number in range(1, _TASKS + 1):
        EmptyOperator(task_id=f"{child_dag_name}-task-{number}", default_args=args, dag=made)
    return made
