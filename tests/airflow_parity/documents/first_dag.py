"""The first DAG of the manual."""
# The DAG object; we'll need this to instantiate a DAG
from airflow import DAG
# Operators; we need this to operate!
from airflow.operators.bash_operator import BashOperator
from datetime import datetime, timedelta

default_args = {
    'owner': 'couture',
    'depends_on_past': False,
    'start_date': datetime(2015, 6, 1),
    'email': ['couture@example.com'],
    'email_on_failure': False,
    'email_on_retry': False,
    'retries': 1
}

dag = DAG('dag',
           default_args=default_args,
           schedule_interval=timedelta(days=1))

t1 = BashOperator(
    task_id = 'print_date',
    bash_command = 'date',
    dag = dag,
    description = 'Print Date')

t2 = BashOperator(
    task_id='run_after_loop',
    bash_command='echo 1',
    dag=dag,
)

t1.set_downstream(t2)
