"""Reading DAG files, good and bad; those written for Airflow among them."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from couture_jupyter.serialization.load import DagFileError, load_dag_file
from couture_jupyter.serialization.serialize import serialize_dag


def test_all_dags_of_a_file_are_found(load):
    dags = load("""
        from couture_jupyter import DAG, EmptyOperator, dag
        first = DAG("first")
        with DAG("second"):
            EmptyOperator(task_id="a")
        for name in ("third", "fourth"):
            with DAG(name):
                EmptyOperator(task_id="a")
        @dag
        def fifth():
            EmptyOperator(task_id="a")
        fifth()
        same = first
        with DAG("hidden", auto_register=False):
            pass
    """)
    assert list(dags) == ["first", "second", "third", "fourth", "fifth"]
    assert [made.line for made in dags.values()] == [3, 4, 7, 7, 12]


def test_two_dags_of_one_id_are_refused(load):
    with pytest.raises(DagFileError, match='two DAGs with the id "demo"') as caught:
        load("""
            from couture_jupyter import DAG
            a = DAG("demo")
            b = DAG("demo")
        """)
    assert caught.value.line == 4


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("x = 1\nif x\n", "SyntaxError: expected ':'", 2),
        ("\n\nraise ValueError('no luck')", "ValueError: no luck", 3),
        ("import sys\nsys.exit(3)", "The file ended the interpreter", 2),
        ("import no_such_module_here", "ModuleNotFoundError: No module named 'no_such_module_here'", 1),
        ("def f():\n    return 1 / 0\n\nf()", "ZeroDivisionError: division by zero", 2),
        ("from couture_jupyter import DAG\nDAG('x',\n  schedule='61 * * * *')", "The minute of the cron expression", 2),
        ("from couture_jupyter import DAG\nDAG('x', sheduled=1)", 'DAG "x" has no argument "sheduled"', 2),
    ],
)
def test_a_bad_file_says_what_and_where(load, text, message, line):
    with pytest.raises(DagFileError) as caught:
        load(text)
    assert message in str(caught.value)
    assert caught.value.line == line


def test_a_cycle_is_found_while_the_file_is_read(load):
    with pytest.raises(DagFileError, match="in a circle: a >> b >> a") as caught:
        load("""
            from couture_jupyter import DAG, EmptyOperator
            with DAG("demo"):
                a, b = (EmptyOperator(task_id=name) for name in "ab")
                a >> b >> a
        """)
    assert caught.value.line == 3


def test_a_dag_from_a_function_elsewhere_belongs_to_the_file_that_called_it(load, tmp_path):
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "factory_of_dags.py").write_text(
        "from couture_jupyter import DAG\n\ndef make(name):\n    return DAG(name)\n"
    )
    made = load("""
        import factory_of_dags

        dag = factory_of_dags.make("demo")
    """)["demo"]
    assert (made.fileloc, made.line) == (str(tmp_path / "dags" / "file.py"), 4)


def test_the_traceback_shows_the_authors_lines_only(load):
    with pytest.raises(DagFileError) as caught:
        load("from couture_jupyter import DAG\n\nDAG('x', schedule='61 * * * *')  # here\n")
    assert "DAG('x', schedule='61 * * * *')  # here" in caught.value.traceback_text
    assert "couture_jupyter/" not in caught.value.traceback_text
    assert "CronSimError" not in caught.value.traceback_text


def test_the_traceback_keeps_the_authors_own_cause(load):
    with pytest.raises(DagFileError) as caught:
        load("try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    raise ValueError('no luck') from error\n")
    assert "ZeroDivisionError" in caught.value.traceback_text
    assert caught.value.line == 4


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(DagFileError, match="cannot be read: No such file"):
        load_dag_file(tmp_path / "none.py")


def test_the_source_runs_as_if_it_were_the_origin(tmp_path):
    dags_folder, origin = tmp_path / "dags", tmp_path / "dags" / "team" / "daily.py"
    origin.parent.mkdir(parents=True)
    (origin.parent / "neighbour_of_daily.py").write_text("NAME = 'neighbour'")
    (dags_folder / "shared_by_all_dags.py").write_text("NAME = 'shared'")
    source = tmp_path / "kept-version"
    source.write_text(
        "from couture_jupyter import DAG\nimport neighbour_of_daily, shared_by_all_dags\n"
        "made = DAG(f'{neighbour_of_daily.NAME}-{shared_by_all_dags.NAME}', description=__file__)\n"
    )
    loaded = load_dag_file(source, origin=origin, dags_folder=dags_folder)
    made = loaded.dags["neighbour-shared"]
    assert (made.description, made.fileloc, made.folder) == (str(origin), str(origin), str(origin.parent))
    assert sys.modules[loaded.module.__name__] is loaded.module


MANUALS = {
    "newest": ("from airflow.operators import CoutureJupyterOperator", "input_notebook", "output_notebook", ""),
    "middle": (
        "from airflow.operators.jupyter_operator import CoutureJupyterOperator",
        "input_nb",
        "output_nb",
        "export_html=False,",
    ),
}


@pytest.mark.parametrize("manual", MANUALS)
def test_the_examples_of_the_manuals_run_as_they_are_printed(load, manual):
    imported, source, target, more = MANUALS[manual]
    dags = load(f"""
        from airflow import DAG
        {imported}
        from datetime import datetime, timedelta

        default_args = {{
            'owner': 'Airflow',
            'depends_on_past': False,
            'start_date': datetime(2019, 1, 1),
            'email': ['airflow@example.com'],
            'email_on_failure': False,
            'email_on_retry': False,
            'retries': 1,
            'retry_delay': timedelta(minutes=5),
        }}

        dag = DAG('JupyterDAG', default_args=default_args,
        schedule_interval=timedelta(days=10))

        t1 = CoutureJupyterOperator(task_id='jupyter_task',
                                    {source}='testFile2.ipynb',
                                    {target}='plotTestFile2.ipynb',
                                    parameters={{"a": 10}},
                                    {more}
                                    dag=dag)
    """)
    spec = serialize_dag(dags["JupyterDAG"])
    assert spec.timetable == {"kind": "interval", "seconds": timedelta(days=10).total_seconds()}
    task = spec.task("jupyter_task")
    assert (task.owner, task.retries, task.retry_delay, task.is_notebook) == ("Airflow", 1, 300.0, True)


def test_files_of_three_airflow_generations_are_read(load):
    dags = load("""
        import airflow
        from airflow import models, DAG
        from airflow.models import BaseOperator
        from airflow.operators.bash_operator import BashOperator
        from airflow.operators.dummy_operator import DummyOperator
        from airflow.operators.python_operator import BranchPythonOperator, PythonOperator
        from airflow.utils.dates import days_ago
        from airflow.utils.decorators import apply_defaults
        from airflow.utils.trigger_rule import TriggerRule

        class Mine(BaseOperator):
            @apply_defaults
            def __init__(self, x, *args, **kwargs):
                super(Mine, self).__init__(*args, **kwargs)
                self.x = x

        one = models.DAG("one", start_date=days_ago(2), schedule_interval="@daily", concurrency=4)
        Mine(task_id="mine", x=5, dag=one) >> DummyOperator(task_id="end", trigger_rule=TriggerRule.ALL_DONE, dag=one)

        from airflow.decorators import dag, task
        from airflow.operators.empty import EmptyOperator
        from airflow.exceptions import AirflowSkipException
        from airflow.utils.task_group import TaskGroup
        import airflow.operators.python

        @dag(schedule="@hourly", catchup=True)
        def two():
            @task
            def add(x):
                return x + 1
            with TaskGroup("g"):
                add(add(1))
        two()

        from airflow.sdk import DAG as ThirdDAG, chain
        from airflow.providers.standard.operators.bash import BashOperator as B
        with ThirdDAG("three", schedule=None, max_active_tasks=3):
            chain(B(task_id="x", bash_command="true"), B(task_id="y", bash_command="true"))
        assert airflow.DAG is DAG
    """)
    assert sorted(dags) == ["one", "three", "two"]
    assert dags["two"].get_task("g.add").downstream_task_ids == {"g.add__1"}


def test_what_airflow_has_and_we_have_not_is_an_import_error(load):
    with pytest.raises(DagFileError, match="cannot import name 'NoSuchOperator' from 'airflow") as caught:
        load("\nfrom airflow.operators.bash import NoSuchOperator")
    assert caught.value.line == 2
    with pytest.raises(DagFileError, match=r"No module named 'airflow\.no_such'\. Couture Jupyter stands in for"):
        load("import airflow.no_such")


def test_the_examples_are_read():
    folder = Path(__file__).parents[2] / "examples" / "dags"
    files = sorted(folder.glob("*.py"))
    assert files
    for file in files:
        for made in load_dag_file(file, dags_folder=folder).dags.values():
            assert serialize_dag(made).tasks
