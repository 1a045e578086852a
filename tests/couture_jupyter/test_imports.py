"""Importing us is cheap, and every exported name is there."""

import json
import subprocess
import sys

import pytest

import couture_jupyter

LIGHT = """
import json, sys
import couture_jupyter
from couture_jupyter import DAG, BashOperator, PythonOperator, CoutureJupyterOperator, CronTrigger, task
with DAG("demo", schedule="0 9 * * *") as dag:
    BashOperator(task_id="a", bash_command="true") >> CoutureJupyterOperator(task_id="b", input_notebook="x.ipynb")
from couture_jupyter.serialization.serialize import serialize_dag
serialize_dag(dag)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""
HEAVY = {"pandas", "numpy", "sqlalchemy", "tornado", "papermill", "pendulum", "jinja2", "nbconvert", "nbformat", "zmq"}


def test_writing_a_dag_imports_nothing_heavy():
    loaded = set(json.loads(subprocess.check_output([sys.executable, "-c", LIGHT])))
    assert not loaded & HEAVY
    assert not {name for name in loaded if name.startswith("couture_") and name != "couture_jupyter"}


def test_every_exported_name_is_there():
    for name in couture_jupyter.__all__:
        assert getattr(couture_jupyter, name)
    assert set(couture_jupyter.__all__) <= set(dir(couture_jupyter))


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'Dag'"):
        getattr(couture_jupyter, "Dag")  # noqa: B009 - the point
