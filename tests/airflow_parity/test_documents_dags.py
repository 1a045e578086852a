"""DAGs of the product's own documents that run other DAGs, with their original import lines."""

from __future__ import annotations

from pathlib import Path

from couture_jupyter.serialization.load import load_dag_file
from couture_jupyter.serialization.serialize import serialize_dag

MASTER = """
from datetime import datetime
from airflow import DAG
from airflow.operators.dag_operator import SkippableDagOperator, DagOperator
from airflow.operators.dagrun_operator import TriggerDagRunOperator
from airflow.operators.dummy_operator import DummyOperator
from airflow.operators.subdag_operator import SubDagOperator

args = {
    'owner': 'couture',
    'start_date': datetime(2019, 4, 15),
    'depends_on_past': False,
}
schedule = None
dag = DAG('DAGOperatorEx', default_args=args, schedule_interval=schedule)

def conditionally_trigger(context, dag_run_obj):
    if context['params']['condition_param']:
        dag_run_obj.payload = {'message': context['params']['message']}
        return dag_run_obj

schema_generation = DagOperator(
    task_id='SchemaGeneration',
    run_dag_id="ExampleSchemaGeneration",
    python_callable=conditionally_trigger,
    params={'condition_param': True, 'message': 'Hii there!!'},
    dag=dag,
)
CheckFeatures = SkippableDagOperator(
    task_id='JupyterDAG2',
    dag=dag,
    run_dag_id='JupyterDAG'
)
trigger = TriggerDagRunOperator(
    task_id='test_trigger_dagrun',
    trigger_dag_id="example_trigger_target_dag",
    python_callable=conditionally_trigger,
    params={'condition_param': True, 'message': 'Hello World'},
    dag=dag,
)
schema_generation >> CheckFeatures >> trigger
"""

BATCH = """
import os
from datetime import datetime

from airflow.operators.dag_operator import DagOperator
from airflow.operators.dagrun_operator import TriggerDagRunOperator

from airflow import DAG
from airflow.operators import CoutureTensorflowOperator, CoutureLoopableBatchOperator

default_args = {
    'owner': 'couture',
    'depends_on_past': False,
    'start_date': datetime(2019, 4, 15),
    'retries': 0,
}

schedule = None
dag = DAG('batch_audio_operator', default_args=default_args, catchup=False,
          schedule_interval=schedule)

metadata_file = 'https://link/to/file/link.csv'

video_embedding_batch_task = CoutureLoopableBatchOperator(
    dag=dag,
    run_dag_id='operator_audio',
    task_id='audio_batch_processing',
    batch_size=2,
    batch_offset=0,
    metadata_file=metadata_file
)
"""


def runs_of(tmp_path: Path, text: str) -> dict[str, str | None]:
    file = tmp_path / "file.py"
    file.write_text(text)
    (dag,) = load_dag_file(file).dags.values()
    return {task.task_id: task.runs_dag for task in serialize_dag(dag).tasks}


def test_the_master_dag(tmp_path: Path) -> None:
    """A DAG of DAGs, its conditions and the runs it triggers: each task says which DAG it runs."""
    assert runs_of(tmp_path, MASTER) == {
        "SchemaGeneration": "ExampleSchemaGeneration",
        "JupyterDAG2": "JupyterDAG",
        "test_trigger_dagrun": "example_trigger_target_dag",
    }


def test_the_loop_over_batches(tmp_path: Path) -> None:
    """A DAG that runs another once for each batch of a file's rows."""
    assert runs_of(tmp_path, BATCH) == {"audio_batch_processing": "operator_audio"}
