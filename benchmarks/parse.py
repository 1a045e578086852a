"""Reading a thousand DAG files, beside a bare program that forks a process a file and runs the source."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.engine_room import EngineRoom
from benchmarks.table import Row

FILES = 1000
SOURCE = """
from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator

default_args = {{"owner": "ada", "retries": 2, "retry_delay": timedelta(minutes=5)}}

def work(**context):
    return context["ds"]

with DAG("dag_{number}", default_args=default_args, start_date=datetime(2026, 1, 1), schedule="@daily",
         catchup=False, tags=["bench"]) as dag:
    extract = [BashOperator(task_id=f"extract_{{n}}", bash_command="echo {{{{ ds }}}}") for n in range(5)]
    transform = PythonOperator(task_id="transform", python_callable=work)
    extract >> transform >> BashOperator(task_id="load", bash_command="echo done")
"""
FLOOR = """
import os, sys
from pathlib import Path
import couture_jupyter.operators.bash, couture_jupyter.operators.python, couture_jupyter.dags
from couture_jupyter.airflow_compat import install
install()
for path in sorted(Path(sys.argv[1]).glob("*.py")):
    child = os.fork()
    if not child:
        exec(compile(path.read_bytes(), str(path), "exec"), {"__name__": path.stem})
        os._exit(0)
    os.waitpid(child, 0)
"""


def measure(room: EngineRoom) -> list[Row]:
    """All files for the first time; then one that has changed among them, which all have to be looked at for."""
    first = timed_reading(room)
    floor = timed_floor(room.settings.dags_folder)
    again = timed_change(room, room.settings.dags_folder / "dag_0.py")
    return [
        Row(f"{FILES} DAG files, read for the first time", first, "s", floor, "fork and exec", goal=60.0),
        Row("the same folder again, one file changed: its new version is there", again, "s", goal=1.0),
    ]


def timed_reading(room: EngineRoom) -> float:
    """Seconds from the first file to the last DAG in the store."""
    began = time.monotonic()
    for number in range(FILES):
        path = room.settings.dags_folder / f"dag_{number}.py"
        path.write_text(SOURCE.format(number=number), encoding="utf-8")
    room.wait_for(lambda: room.rows("SELECT count(*) FROM dag")[0][0] == FILES)
    return time.monotonic() - began


def timed_change(room: EngineRoom, path: Path) -> float:
    """Seconds from a change of one file to its new version in the store."""
    # The scan that read the folder may not have ended: the next one finds nothing to do, and this is after it.
    _change(room, path, "# one\n")
    began = time.monotonic()
    _change(room, path, "# two\n")
    return time.monotonic() - began


def _change(room: EngineRoom, path: Path, line: str) -> None:
    source = path.read_text(encoding="utf-8") + line
    path.write_text(source, encoding="utf-8")
    room.wait_for(lambda: room.rows("SELECT 1 FROM dag_version WHERE source = ?", source))


def timed_floor(folder: Path) -> float:
    """Seconds that the bare program takes for the same files."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", FLOOR, str(folder)], check=True, cwd=os.path.dirname(__file__) or ".")
    return time.monotonic() - began
