"""A daily load in the manner of Airflow 2."""

from __future__ import annotations

import pendulum

from airflow.decorators import dag, task, task_group
from airflow.models.baseoperator import chain
from airflow.models.param import Param
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.exceptions import AirflowSkipException
from airflow.utils.edgemodifier import Label
from airflow.providers.postgres.operators.postgres import PostgresOperator
from airflow.sensors.python import PythonSensor


@dag(
    schedule="@daily",
    start_date=pendulum.datetime(2024, 1, 1, tz="Europe/Helsinki"),
    catchup=False,
    tags=["etl", "two"],
    params={"limit": Param(3, type="integer", minimum=1)},
    default_args={"retries": 0},
    doc_md=__doc__,
)
def etl_two():
    @task
    def files(params=None) -> list[str]:
        return [f"part-{n}.csv" for n in range(params["limit"])]

    @task(max_active_tis_per_dag=2)
    def size(name: str) -> int:
        if name.endswith("1.csv"):
            raise AirflowSkipException
        return len(name)

    @task(trigger_rule="all_done")
    def total(sizes, data_interval_end=None):
        print(data_interval_end)
        return sum(sizes)

    @task.branch
    def enough(n: int):
        return "big" if n > 10 else "small"

    @task_group
    def publish(n):
        @task
        def note(n):
            return f"{n} letters"

        BashOperator(task_id="say", bash_command="echo {{ ti.xcom_pull(task_ids='publish.note') }}") << note(n)

    ready = PythonSensor(task_id="ready", python_callable=lambda: True, mode="reschedule", poke_interval=1)
    found = size.expand(name=files())
    n = total(found)
    choice = enough(n)
    big, small = EmptyOperator(task_id="big"), EmptyOperator(task_id="small")
    choice >> Label("many") >> big
    choice >> Label("few") >> small
    chain([big, small], EmptyOperator(task_id="joined", trigger_rule="none_failed_min_one_success"), publish(n))
    ready >> found


etl_two()
