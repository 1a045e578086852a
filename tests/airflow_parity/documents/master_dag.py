"""The manual's DAG of DAGs, with a condition."""

from datetime import datetime, timedelta
from airflow import DAG
from airflow.operators.dag_operator import SkippableDagOperator, DagOperator
from airflow.operators.dagrun_operator import TriggerDagRunOperator
from airflow.operators.dummy_operator import DummyOperator
from airflow.example_dags.subdags.subdag import subdag
from airflow.operators.subdag_operator import SubDagOperator

args = {
    'owner': 'couture',
    'start_date': datetime(2019, 4, 15),
    'depends_on_past': False,
}

schedule = None
dag = DAG('DAGOperatorEx', default_args=args, schedule_interval=schedule)


def conditionally_trigger(context, dag_run_obj):
    """This function decides whether or not to Trigger the remote DAG"""
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

not_today = SkippableDagOperator(
    task_id='NotToday',
    run_dag_id="ExampleSchemaGeneration",
    python_callable=conditionally_trigger,
    params={'condition_param': False, 'message': 'Hii there!!'},
    dag=dag,
)

CheckFeatures = DagOperator(
    task_id='JupyterDAG2',
    dag=dag,
    run_dag_id='JupyterDAG'
)

trigger = TriggerDagRunOperator(
    task_id='test_trigger_dagrun',
    trigger_dag_id="ExampleSchemaGeneration",
    python_callable=conditionally_trigger,
    params={'condition_param': True, 'message': 'Hello World'},
    dag=dag,
)

start = DummyOperator(task_id='start', dag=dag)
section = SubDagOperator(task_id='section-1', subdag=subdag('DAGOperatorEx', 'section-1', args), dag=dag)

start >> section >> schema_generation >> CheckFeatures
schema_generation >> not_today
schema_generation >> trigger
