"""What stands in for providers and plugins that are not there."""

from __future__ import annotations

import contextvars
from pathlib import Path

import pytest

from couture_jupyter.airflow_compat.installing import how_to_install
from couture_jupyter.airflow_compat.moved import moved_to, new_place
from couture_jupyter.airflow_compat.stand_ins import distribution_of, stand_in
from couture_jupyter.exceptions import TaskFailed
from couture_jupyter.serialization.load import DagFileError
from couture_jupyter.serialization.serialize import serialize_dag


def in_its_own_process(worker, task):
    """A task's process knows its task; the one that reads files must not, and here they are one."""
    return contextvars.copy_context().run(worker.do, task)


BIGQUERY = "pip install --no-deps apache-airflow-providers-google"


def test_an_operator_is_drawn_with_its_arguments_and_fails_with_the_command(load, worker):
    dags = load("""
        from airflow import DAG
        from airflow.operators.python import PythonOperator
        from airflow.providers.google.cloud.operators.bigquery import BigQueryInsertJobOperator

        with DAG("demo", default_args={"retries": 3}) as dag:
            first = PythonOperator(task_id="first", python_callable=print)
            job = BigQueryInsertJobOperator(
                task_id="job", configuration={"query": "select 1"}, location="EU", pool="big", project_id=first.output)
            job >> PythonOperator(task_id="last", python_callable=print)
    """)
    spec = serialize_dag(dags["demo"])
    job = spec.task("job")
    assert (job.operator, job.pool, job.retries) == ("BigQueryInsertJobOperator", "big", 3)
    assert job.downstream == ("last",)
    assert spec.task("first").downstream == ("job",)
    assert job.arguments["configuration"] == {"query": "select 1"}
    assert job.arguments["location"] == "EU"
    with pytest.raises(TaskFailed, match=BIGQUERY):
        in_its_own_process(worker, dags["demo"].get_task("job"))


def test_an_operator_of_airflow_1_names_the_provider_that_has_it_now(load, worker):
    dags = load("""
        from airflow import DAG
        from airflow.contrib.operators.bigquery_operator import BigQueryOperator
        with DAG("demo"):
            BigQueryOperator(task_id="job", sql="select 1")
    """)
    with pytest.raises(TaskFailed, match=BIGQUERY):
        in_its_own_process(worker, dags["demo"].get_task("job"))


def test_a_hook_may_be_made_at_the_top_of_a_file_and_fails_when_it_is_used(load, worker):
    dags = load("""
        from airflow import DAG
        from airflow.operators.python import PythonOperator
        from airflow.providers.oracle.hooks.oracle import OracleHook

        hook = OracleHook(oracle_conn_id="warehouse")

        class Mine(OracleHook):
            pass

        with DAG("demo"):
            PythonOperator(task_id="a", python_callable=lambda: hook.get_records("select 1"))
            PythonOperator(task_id="b", python_callable=lambda: Mine().get_pandas_df("select 1"))
    """)
    for name in "ab":
        with pytest.raises(TaskFailed, match="pip install --no-deps apache-airflow-providers-oracle"):
            in_its_own_process(worker, dags["demo"].get_task(name))


def test_callbacks_notifiers_and_decorators_of_a_provider_can_be_named(load):
    dags = load("""
        from airflow import DAG
        from airflow.providers.pagerduty.notifications.pagerduty import send_pagerduty_notification
        from airflow.providers.dbt.cloud.hooks.dbt import DbtCloudJobRunStatus
        from airflow.kubernetes.secret import Secret

        secret = Secret(deploy_type="env", key="x")
        assert DbtCloudJobRunStatus.SUCCESS.value
        dag = DAG("demo", on_failure_callback=send_pagerduty_notification(summary="x"))
    """)
    assert list(dags) == ["demo"]


@pytest.mark.parametrize(
    ("module", "distribution"),
    [
        ("airflow.providers.amazon.aws.hooks.s3", "apache-airflow-providers-amazon"),
        ("airflow.providers.microsoft.azure.hooks.wasb", "apache-airflow-providers-microsoft-azure"),
        ("airflow.providers.apache.spark.operators.spark_submit", "apache-airflow-providers-apache-spark"),
        ("airflow.providers.cncf.kubernetes.operators.pod", "apache-airflow-providers-cncf-kubernetes"),
        ("airflow.operators.my_plugin", None),
    ],
)
def test_a_module_tells_its_distribution(module, distribution):
    assert distribution_of(module) == distribution


def test_old_places_lead_to_new_ones():
    assert (
        moved_to("airflow.contrib.operators.bigquery_operator") == "airflow.providers.google.cloud.operators.bigquery"
    )
    assert new_place("airflow.hooks.S3_hook", "S3Hook") == ("airflow.providers.amazon.aws.hooks.s3", "S3Hook")
    assert new_place("airflow.contrib.hooks.aws_hook", "AwsHook")[1] == "AwsBaseHook"
    assert moved_to("airflow.operators.bash_operator") is None


def test_how_a_name_is_spelled_tells_what_it_is():
    assert stand_in("airflow.providers.x.y", "NAME") == "NAME"
    assert stand_in("airflow.providers.google.x", "BUCKET_NAME") == "bucketName"
    assert isinstance(stand_in("airflow.providers.x.y", "Thing"), type)
    assert callable(stand_in("airflow.providers.x.y", "function"))


def test_a_client_library_of_a_missing_provider_gives_values(load):
    assert load("""
        from airflow import DAG
        from google.cloud.vision_v9.types import Product
        from future.backports.urllib.parse import urlparse
        assert urlparse("http://host/x").path == "/x"
        dag = DAG("demo", params={"product": repr(Product(display_name="x"))})
    """)


def test_a_library_that_looks_for_another_does_not_find_a_stand_in(load, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "curious_library.py").write_text(
        "try:\n    import google.no_such_client\nexcept ImportError:\n    found = False\n"
    )
    assert load(f"""
        import sys
        sys.path.append({str(tmp_path / "elsewhere")!r})
        import curious_library
        assert curious_library.found is False
        from airflow import DAG
        dag = DAG("demo")
    """)


def test_a_plugins_operator_is_found_by_all_its_names(load, tmp_path):
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    (plugins / "house.py").write_text(
        "from airflow.models import BaseOperator\n"
        "from airflow.plugins_manager import AirflowPlugin\n"
        "class Sweep(BaseOperator):\n"
        "    def execute(self, context):\n"
        "        return 'clean'\n"
        "def shout(text):\n"
        "    return text.upper()\n"
        "class House(AirflowPlugin):\n"
        "    name = 'house_plugin'\n"
        "    operators = [Sweep]\n"
        "    macros = [shout]\n"
    )
    dags = load("""
        from airflow import DAG
        from airflow.macros.house_plugin import shout
        from airflow.operators import Sweep
        from airflow.operators.house_plugin import Sweep as same
        from house import Sweep as direct
        assert Sweep is same is direct
        assert shout("x") == "X"
        with DAG("demo"):
            Sweep(task_id="a")
    """)
    assert dags["demo"].get_task("a").task_type == "Sweep"


def test_a_plugin_that_is_missing_is_told_when_the_task_runs(load, worker):
    dags = load("""
        from airflow import DAG
        from airflow.operators import MyOwnOperator
        with DAG("demo"):
            MyOwnOperator(task_id="a", table="x")
    """)
    with pytest.raises(TaskFailed, match=r"MyOwnOperator of airflow\.operators .* into the folder plugins"):
        in_its_own_process(worker, dags["demo"].get_task("a"))


def test_a_plugin_that_cannot_be_read_is_an_import_error(load, tmp_path):
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "broken.py").write_text("# AirflowPlugin\nimport no_such_module_anywhere\n")
    with pytest.raises(DagFileError, match=r"broken\.py cannot be read: No module named 'no_such_module_anywhere'"):
        load("from airflow.operators import Anything")


def test_include_and_packages_beside_the_dag_files_can_be_imported(load, tmp_path):
    for folder in ("include", "dags/team", "dags/include_too"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "include" / "sql.py").write_text("QUERY = 'select 1'\n")
    (tmp_path / "dags" / "team" / "factory.py").write_text(
        "from airflow import DAG\ndef make(name):\n    return DAG(name)\n"
    )
    dags = load("""
        # airflow dag
        from include.sql import QUERY
        from team.factory import make
        made = make("from_factory")
    """)
    assert list(dags) == ["from_factory"]


def test_what_everybody_may_add_beside_the_dag_files_is_not_imported(load, tmp_path):
    """As in the common workspace of a Hub: it would run with other people's rights."""
    for folder in ("dags", "include", "plugins"):
        (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / "include" / "shared_sql.py").write_text("QUERY = 'select 1'\n")
    (tmp_path / "plugins" / "shared_plugin.py").write_text("VALUE = 1\n")
    tmp_path.chmod(0o3775)
    for line in ("import shared_plugin", "from include.shared_sql import QUERY"):
        with pytest.raises(DagFileError, match=r"No module named '(include|shared_plugin)"):
            load(f"# airflow dag\n{line}")


def test_a_missing_library_of_an_installed_provider_is_named(tmp_path: Path):
    error = ModuleNotFoundError("No module named 'x'", name="x")
    assert how_to_install(error) == ""
    assert "does not have this part" in how_to_install(ImportError("no", name="airflow.x"))


def test_a_dag_that_is_tried_out_may_import_airflow_in_its_tasks(load):
    dags = load("""
        from airflow.decorators import dag, task

        @dag(schedule=None)
        def demo():
            @task
            def inside():
                from airflow.exceptions import AirflowSkipException
                raise AirflowSkipException("not today")
            inside()
        demo()
    """)
    assert dags["demo"].test().states == {"inside": "skipped"}
