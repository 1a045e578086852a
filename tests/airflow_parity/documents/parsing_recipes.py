"""The manual's examples of XComs."""

from datetime import datetime
from pprint import pprint

from airflow import DAG
from airflow.operators.python_operator import PythonOperator


def parse_recipes(**kwargs):
    return 'RETURNS parse_recipes'


def download_image(**kwargs):
    ti = kwargs['ti']
    v1 = ti.xcom_pull(key=None, task_ids='parse_recipes')
    print('Printing Task 1 values in Download_image')
    print(v1)
    return 'download_image'


# inside a PythonOperator called 'pushing_task'
def push_function():
    return 'pushed'


# inside another PythonOperator
def pull_function(task_instance):
    value = task_instance.xcom_pull(task_ids='pushing_task')
    return [value, task_instance.xcom_pull(task_ids=['parse_recipes', 'pushing_task'])]


def print_context(ds, **kwargs):
    pprint(kwargs)
    print(ds)
    return 'Whatever you return gets printed in the logs'


with DAG('parsing_recipes', start_date=datetime(2018, 10, 2), schedule_interval=None) as dag:
    opr_parse_recipes = PythonOperator(task_id='parse_recipes',
                                       python_callable=parse_recipes,
                                       provide_context=True)
    opr_download_image = PythonOperator(task_id='download_image',
                                        python_callable=download_image,
                                        provide_context=True)
    pushing = PythonOperator(task_id='pushing_task', python_callable=push_function)
    pulling = PythonOperator(task_id='pulling_task', python_callable=pull_function, provide_context=True)
    run_this = PythonOperator(
        task_id='print_the_context',
        provide_context=True,
        python_callable=print_context,
        dag=dag,
    )
    opr_parse_recipes >> opr_download_image
    [opr_parse_recipes, pushing] >> pulling
