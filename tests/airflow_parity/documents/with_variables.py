"""The manual's examples of variables."""

from datetime import datetime

from airflow import DAG
from airflow.operators.python_operator import PythonOperator
from airflow.models import Variable
foo = Variable.get("foo")
bar = Variable.get("bar", deserialize_json=True)
baz = Variable.get("baz", default_var=None)


def remember(**kwargs):
    config = Variable.get("db_config", deserialize_json=True)
    Variable.set("db_config_seen", config["host"])
    try:
        Variable.get("not_there")
    except KeyError as error:
        return [foo, bar, baz, str(error)]


dag = DAG('with_variables', start_date=datetime(2019, 4, 15), schedule_interval=None)
PythonOperator(task_id='remember', python_callable=remember, provide_context=True, dag=dag)
for table in bar["tables"]:
    PythonOperator(task_id='load_' + table, python_callable=lambda: foo, dag=dag)
