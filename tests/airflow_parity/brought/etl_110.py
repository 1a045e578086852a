"""A nightly load in the manner of Airflow 1.10."""

from datetime import datetime, timedelta
import logging

from airflow import DAG
from airflow.contrib.sensors.file_sensor import FileSensor
from airflow.models import Variable
from airflow.operators.bash_operator import BashOperator
from airflow.operators.dummy_operator import DummyOperator
from airflow.operators.email_operator import EmailOperator
from airflow.operators.python_operator import BranchPythonOperator, PythonOperator
from airflow.hooks.base_hook import BaseHook
from airflow.utils.dates import days_ago
from airflow.utils.trigger_rule import TriggerRule

log = logging.getLogger(__name__)
ENV = Variable.get("environment", default_var="dev")

default_args = {
    "owner": "data",
    "depends_on_past": False,
    "start_date": days_ago(2),
    "email": ["data@example.com"],
    "email_on_failure": True,
    "retries": 1,
    "retry_delay": timedelta(seconds=1),
    "provide_context": True,
}

dag = DAG(
    "etl_old",
    default_args=default_args,
    description="The nightly load",
    schedule_interval="0 3 * * *",
    catchup=False,
    max_active_runs=1,
    concurrency=4,
)


def extract(ds, **kwargs):
    ti = kwargs["ti"]
    conn = BaseHook.get_connection("warehouse")
    log.info("from %s for %s", conn.host, ds)
    ti.xcom_push(key="rows", value=[1, 2, 3])
    return "/data/%s.csv" % ds


def choose(**context):
    rows = context["task_instance"].xcom_pull(key="rows", task_ids="extract")
    return "load" if len(rows) > 2 else "nothing"


start = DummyOperator(task_id="start", dag=dag)
extract_task = PythonOperator(task_id="extract", python_callable=extract, dag=dag)
branch = BranchPythonOperator(task_id="choose", python_callable=choose, dag=dag)
load = BashOperator(
    task_id="load",
    bash_command="echo loading {{ ti.xcom_pull('extract') }} into {{ var.value.get('schema', 'public') }} on {{ params.env }} {{ next_ds }}",
    params={"env": ENV},
    dag=dag,
)
nothing = DummyOperator(task_id="nothing", dag=dag)
end = DummyOperator(task_id="end", trigger_rule=TriggerRule.ONE_SUCCESS, dag=dag)

start >> extract_task >> branch >> [load, nothing] >> end
for region in ["fi", "se"]:
    t = BashOperator(task_id="report_" + region, bash_command="echo " + region, dag=dag)
    t.set_upstream(end)
