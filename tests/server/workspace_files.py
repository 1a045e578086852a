"""What the tests' workspace holds: DAG files (one of them broken) and notebooks."""

from __future__ import annotations

from pathlib import Path

import nbformat

PIPELINE = '''
"""Two tasks, one after the other."""
from couture_jupyter import DAG, BashOperator, PythonOperator


def add(**context):
    print("ünïcödé " * 3)
    return {"sum": 1 + 2, "conf": context["dag_run"].conf}


with DAG("pipeline", schedule=None, tags=["tests", "quick"], description="Says hello"):
    BashOperator(task_id="hello", bash_command="echo hello") >> PythonOperator(task_id="add", python_callable=add)
'''

FAILS = """
from couture_jupyter import DAG, BashOperator

with DAG("fails", schedule="@daily", tags=["tests"]):
    BashOperator(task_id="wrong", bash_command="echo about to fail; exit 3") >> BashOperator(
        task_id="never", bash_command="true"
    )
"""

WAITS = """
from couture_jupyter import DAG, BashOperator

with DAG("waits", schedule=None):
    BashOperator(task_id="wait", bash_command="sleep 600")
"""


def fill(root: Path) -> None:
    """Write everything below ``root``."""
    dags = root / "dags"
    dags.mkdir(parents=True)
    (dags / "pipeline.py").write_text(PIPELINE, encoding="utf-8")
    (dags / "fails.py").write_text(FAILS, encoding="utf-8")
    (dags / "waits.py").write_text(WAITS, encoding="utf-8")
    (dags / "broken.py").write_text("import no_such_module  # before any DAG of couture_jupyter\n", encoding="utf-8")
    (root / "reports").mkdir()
    write_notebook(
        root / "reports" / "daily.ipynb", "country = 'FI'\nrows: int = 3  # how many", "print(country * rows)"
    )
    write_notebook(root / "reports" / "broken.ipynb", "a = 1", "print('before')", "a / 0", "print('after')")


def write_notebook(path: Path, parameters: str, *cells: str) -> None:
    """A notebook with a parameters cell."""
    first = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    rest = [nbformat.v4.new_code_cell(cell) for cell in cells]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[first, *rest], metadata=metadata), path)
