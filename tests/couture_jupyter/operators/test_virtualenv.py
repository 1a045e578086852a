"""Functions that are called in another Python, with real environments."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest

from couture_jupyter import DAG, EmptyOperator
from couture_jupyter.exceptions import DagError, TaskError, TaskSkipped
from couture_jupyter.operators.virtualenv import (
    BranchExternalPythonOperator,
    ExternalPythonOperator,
    PythonVirtualenvOperator,
    function_source,
    is_venv_installed,
)
from couture_jupyter.taskflow import task


def strings():
    return []


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    """A package as a file, so that no network is needed."""
    path = tmp_path_factory.mktemp("packages") / "couturedemo-1.0-py3-none-any.whl"
    info = "couturedemo-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("couturedemo.py", "ANSWER = 42\n")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: couturedemo\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    return path


def test_a_function_in_an_environment_with_its_packages(worker, package, tmp_path):
    def answer(ds, logical_date):
        import sys

        import couturedemo

        return [couturedemo.ANSWER, ds, type(logical_date).__name__, sys.prefix]

    options = {"requirements": [str(package)], "venv_cache_path": tmp_path / "cache", "system_site_packages": False}
    made = PythonVirtualenvOperator(task_id="a", python_callable=answer, **options)
    first = worker.do(made).return_value
    assert first[:3] == [42, "2026-03-04", "datetime"]
    again = PythonVirtualenvOperator(task_id="b", python_callable=answer, **options)
    assert worker.do(again).return_value == first
    (kept,) = (each for each in (tmp_path / "cache").iterdir() if each.is_dir())
    assert first[3] == str(kept)


def test_an_environment_that_cannot_be_made(worker, tmp_path):
    missing = PythonVirtualenvOperator(
        task_id="a", python_callable=strings, requirements=str(tmp_path / "none-1.0-py3-none-any.whl")
    )
    with pytest.raises(TaskError, match="could not be filled"):
        worker.do(missing)


def double(word, ds, *, factor=2):
    import sys

    print("working in", sys.executable)
    return {"word": word * factor, "ds": ds, "strings": virtualenv_string_args}  # noqa: F821


def test_a_function_in_a_python_that_exists(worker, caplog):
    elsewhere = ExternalPythonOperator(
        task_id="a",
        python=sys.executable,
        python_callable=double,
        op_args=["{{ dag_run.run_type }}"],
        op_kwargs={"factor": 1},
        string_args=["x"],
    )
    assert worker.do(elsewhere).return_value == {"word": "scheduled", "ds": "2026-03-04", "strings": ["x"]}


def fails():
    raise ValueError("no luck")


def leaves(code):
    import sys

    sys.exit(code)


def test_failures_and_skips(worker):
    here = {"python": sys.executable, "task_id": "a"}
    with pytest.raises(TaskError, match="ValueError: no luck"):
        worker.do(ExternalPythonOperator(python_callable=fails, **here))
    with pytest.raises(TaskSkipped):
        worker.do(ExternalPythonOperator(python_callable=leaves, op_args=[7], skip_on_exit_code=7, **here))
    with pytest.raises(TaskError, match="There is no Python at"):
        worker.do(ExternalPythonOperator(python_callable=fails, task_id="a", python="/no/python"))
    with pytest.raises(TaskError, match="cannot be pickled"):
        worker.do(ExternalPythonOperator(python_callable=leaves, op_args=[lambda: 1], **here))


def test_environment_variables(worker, monkeypatch):
    def told():
        import os

        return [os.environ.get("GIVEN"), os.environ.get("OWN")]

    monkeypatch.setenv("OWN", "mine")
    here = {"python": sys.executable, "python_callable": told, "env_vars": {"GIVEN": "{{ ds }}"}}
    assert worker.do(ExternalPythonOperator(task_id="a", **here)).return_value == ["2026-03-04", "mine"]
    alone = ExternalPythonOperator(task_id="b", inherit_env=False, **here)
    assert worker.do(alone).return_value == ["2026-03-04", None]


def test_a_branch_decided_elsewhere(worker):
    def choose():
        return "yes"

    with DAG("demo"):
        made = BranchExternalPythonOperator(task_id="a", python=sys.executable, python_callable=choose)
        made >> [EmptyOperator(task_id="yes"), EmptyOperator(task_id="no")]
    assert worker.do(made).skip == ("no",)


def test_taskflow(worker):
    with DAG("demo"):

        @task.external_python(python=sys.executable)
        def add(a, b=2):
            return a + b

        made = add(1).operator
    assert worker.do(made).return_value == 3


def test_only_a_function_with_a_name_can_go_over():
    with pytest.raises(DagError, match="must be a function with a name"):
        PythonVirtualenvOperator(task_id="a", python_callable=lambda: 1)
    with pytest.raises(DagError, match="serializer"):
        PythonVirtualenvOperator(task_id="a", python_callable=fails, serializer="yaml")
    assert is_venv_installed()


def test_the_source_goes_without_decorators():
    def plain(function):
        return function

    @plain
    @plain
    def inner():
        return 1

    assert function_source("a", inner).endswith("def inner():\n    return 1\n")
    subprocess.run([sys.executable, "-c", function_source("a", inner)], check=True)
