"""A DAG file as somebody brings it from Airflow, with the engine: variables at its top, a plugin, includes, and a
provider that is not installed."""

from __future__ import annotations

from typing import Any

from couture_scheduler.actions import variables

FILE = """
from datetime import timedelta

from airflow import DAG
from airflow.models import Variable
from airflow.operators.bash_operator import BashOperator
from airflow.operators.house_plugin import SweepOperator
from airflow.operators.python_operator import PythonOperator
from airflow.providers.snowflake.operators.snowflake import SnowflakeOperator
from airflow.utils.dates import days_ago
from include.places import NAMES

region = Variable.get("region")

def late():
    from airflow.exceptions import AirflowSkipException
    from airflow.utils.state import State
    assert State.SUCCESS == "success"
    raise AirflowSkipException("not today")

with DAG("brought", default_args={"owner": "ada", "retries": 2, "retry_delay": timedelta(minutes=5)},
         start_date=days_ago(2), schedule_interval=None) as dag:
    hello = BashOperator(task_id="hello_" + region, bash_command="test {{ var.value.region }} = FI")
    sweep = SweepOperator(task_id="sweep", places=NAMES)
    skipped = PythonOperator(task_id="skipped", python_callable=late)
    snow = SnowflakeOperator(task_id="snow", sql="select 1", snowflake_conn_id="x")
    hello >> sweep >> [skipped, snow]
"""
PLUGIN = """
from airflow.models import BaseOperator
from airflow.plugins_manager import AirflowPlugin
from airflow.utils.decorators import apply_defaults

class SweepOperator(BaseOperator):
    @apply_defaults
    def __init__(self, places, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = places

    def execute(self, context):
        assert context["dag_run"].run_id
        return len(self.places)

class House(AirflowPlugin):
    name = "house_plugin"
    operators = [SweepOperator]
"""


def test_a_file_that_was_written_for_airflow_runs(workspace: Any) -> None:
    """It is read once its variable is there, and its tasks end as in Airflow; the provider's fails for good, with the
    command that installs it."""
    for folder, name, text in (("plugins", "house.py", PLUGIN), ("include", "places.py", "NAMES = ['hall']\n")):
        (workspace.folder / folder).mkdir()
        (workspace.folder / folder / name).write_text(text)
    variables.put(workspace.context, "region", "FI")
    workspace.write_dag("brought", FILE)
    run_id = workspace.trigger("brought")
    assert workspace.wait_for_run("brought", run_id) == "failed"
    assert workspace.task_states(run_id) == {
        "hello_FI": "success",
        "sweep": "success",
        "skipped": "skipped",
        "snow": "failed",
    }
    ((error, tries),) = workspace.rows("SELECT error, try_number FROM task_instance WHERE task_id='snow'")
    assert "pip install --no-deps apache-airflow-providers-snowflake" in error
    assert tries == 1
