"""The DAG that the loop over batches runs."""

from datetime import datetime

from airflow import DAG
from airflow.operators.python_operator import PythonOperator

dag = DAG('operator_audio', start_date=datetime(2019, 4, 15), catchup=False, schedule_interval=None)


def convert(rows, **kwargs):
    return [rows, [row['video_name'] for row in kwargs['dag_run'].conf['metadata_df']]]


convert_video_to_audio = PythonOperator(
    dag=dag,
    task_id='convert_video_to_audio',
    python_callable=convert,
    provide_context=True,
    op_kwargs={'rows': '{{dag_run.conf["metadata_df"]}}'},
    description="Sample"
)
