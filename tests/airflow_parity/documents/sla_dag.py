"""A DAG with an SLA, as the manual tells of it."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash_operator import BashOperator


def missed(dag, task_list, blocking_task_list, slas, blocking_tis):
    print('missed: %s' % task_list)


dag = DAG('with_sla', start_date=datetime(2019, 4, 15), catchup=False, schedule_interval=timedelta(days=1),
          sla_miss_callback=missed)
t1 = BashOperator(task_id='slow', bash_command='date', sla=timedelta(seconds=1), email='couture@example.com', dag=dag)
