"""A DAG that the DAG of DAGs runs."""

from datetime import datetime
from airflow import DAG
from airflow.operators.bash_operator import BashOperator

dag = DAG('ExampleSchemaGeneration', default_args={'owner': 'couture', 'start_date': datetime(2019, 4, 15)},
          schedule_interval=None)
say = BashOperator(task_id='say', bash_command='echo "{{ dag_run.conf["message"] }}"', xcom_push=True, dag=dag)
