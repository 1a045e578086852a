"""``airflow.api.common``: what DAG files ask Airflow's server to do from within a task."""

from __future__ import annotations

from typing import Any, NoReturn

from couture_jupyter.airflow_compat.models import refuse


def trigger_dag(dag_id: str, *args: Any, **kwargs: Any) -> NoReturn:
    """Refused: ``TriggerDagRunOperator`` and the REST API start runs of other DAGs."""
    refuse(f'trigger_dag("{dag_id}"); use TriggerDagRunOperator to start another DAG')
