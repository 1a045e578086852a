"""The manual's loop over batches of a file's rows."""

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

metadata_file = os.path.join(os.path.dirname(__file__), 'link.csv')

video_embedding_batch_task = CoutureLoopableBatchOperator(
    dag=dag,
    run_dag_id='operator_audio',
    task_id='audio_batch_processing',
    batch_size=2,
    batch_offset=0,
    metadata_file=metadata_file
)
