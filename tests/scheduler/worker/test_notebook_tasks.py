"""Notebook tasks, whole: worker, kernel pool, executed copy, output file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from couture_scheduler.engine.launch import Died, OutcomeKind, Progressed
from couture_scheduler.files.claims import read_claim
from couture_scheduler.kernels import held_client
from couture_scheduler.kernels.pool_client import PoolKeeper
from nbformat.v4 import new_code_cell, new_notebook

SOURCE = """
from couture_jupyter import DAG, CoutureJupyterOperator
with DAG("dag"):
    CoutureJupyterOperator(
        task_id="task", input_notebook="in.ipynb", output_notebook="out/{run_id}.ipynb", parameters={"a": 9},
        hold_on_failure=0,
    )
"""


@pytest.fixture
def pool(place: Any) -> Iterator[str]:
    keeper = PoolKeeper(place.settings.home)
    keeper.warm(["python3"])
    process = psutil.Process(json.loads(Path(keeper.address).read_text())["pid"])
    yield keeper.address
    keeper.close()
    process.wait(90)


def write(place: Any, *cells: str) -> None:
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "language": "python", "display_name": "Python 3"}
    nbformat.write(notebook, place.folder / "in.ipynb")


def output(place: Any) -> Any:
    return nbformat.read(place.folder / "out" / "r.ipynb", as_version=4)


def test_a_notebook_runs_with_its_parameters(place: Any, pool: str) -> None:
    write(place, "print(a)")
    outcome = place.run(SOURCE, kernel_pool=pool)
    assert outcome.kind is OutcomeKind.SUCCESS, outcome
    assert outcome.outputs == ({"kind": "notebook", "path": str(place.folder / "out" / "r.ipynb")},)
    assert outcome.progress == {"cell": 2, "cells": 2, "running": None, "failed": None, "note": None}
    assert output(place).cells[1].outputs[0].text == "9\n"
    assert [e.progress["cell"] for e in place.events if isinstance(e, Progressed) and e.progress] == [0, 1, 2]


def test_a_failing_cell_fails_the_task_and_the_output_is_kept(place: Any, pool: str) -> None:
    write(place, "1 / 0")
    outcome = place.run(SOURCE, kernel_pool=pool)
    assert outcome.kind is OutcomeKind.FAILED
    assert (outcome.error, outcome.error_name) == (
        "Cell 2 of 2 failed: ZeroDivisionError: division by zero",
        "ZeroDivisionError",
    )
    assert output(place).cells[-1].outputs[0].ename == "ZeroDivisionError"


def test_the_timeout_interrupts_the_kernel_and_keeps_it_and_the_notebook(place: Any, pool: str) -> None:
    write(place, "print('first')", "import time\ntime.sleep(1000)")
    held = SOURCE.replace("hold_on_failure=0", "hold_on_failure=600")
    outcome = place.run(held, kernel_pool=pool, execution_timeout=10.0)
    assert outcome.error_name == "TaskTimeout"
    assert outcome.error == "The task took longer than its execution timeout of 10 seconds."
    cells = output(place).cells
    assert cells[2].outputs[0].text == "first\n"
    assert cells[4].outputs[0].ename == "KeyboardInterrupt"
    assert outcome.progress["failed"] == 4
    assert cells[4].metadata.papermill.status == "failed"
    (kernel,) = held_client.kept(Path(pool)).held
    assert 500 < kernel.until - kernel.held_at <= 600
    assert held_client.let_go(Path(pool), kernel.kernel, "The test is over.")
    place.wait_until(lambda: not psutil.pid_exists(kernel.pid))


def test_a_stopped_notebook_ends_its_kernel_and_is_kept(place: Any, pool: str) -> None:
    write(place, "import os\nopen('pid', 'w').write(str(os.getpid()))", "import time\ntime.sleep(1000)")
    launch = place.launch(SOURCE, kernel_pool=pool)
    place.executor.submit(launch)
    copy = Path(launch.folder, "notebook.ipynb")
    running = lambda: [e for e in place.events if isinstance(e, Progressed) and (e.progress or {}).get("running") == 2]  # noqa: E731
    place.wait_until(running)
    pid = int((place.folder / "pid").read_text())
    place.executor.kill(launch.id, "A person stopped it.")
    assert place.end(launch) == Died(launch.id, "A person stopped it.")
    place.wait_until(lambda: not psutil.pid_exists(pid))
    assert nbformat.read(copy, as_version=4).cells[1].metadata.papermill.status == "completed"


def test_the_kernel_of_a_killed_worker_ends(place: Any, pool: str) -> None:
    write(place, "import os\nopen('pid', 'w').write(str(os.getpid()))", "import time\ntime.sleep(1000)")
    launch = place.launch(SOURCE, kernel_pool=pool)
    place.executor.submit(launch)
    place.wait_until(lambda: (place.folder / "pid").exists() and (place.folder / "pid").read_text())
    pid = int((place.folder / "pid").read_text())
    claim = read_claim(Path(launch.folder), 1)
    assert claim is not None
    psutil.Process(claim.pid).kill()
    assert isinstance(place.end(launch), Died)
    place.wait_until(lambda: not psutil.pid_exists(pid))


def test_without_a_keeper_the_worker_starts_the_pool(place: Any) -> None:
    write(place, "print(a)")
    address = place.settings.home / "kernel-pool.json"
    assert place.run(SOURCE, kernel_pool=str(address)).kind is OutcomeKind.SUCCESS
    process = psutil.Process(json.loads(address.read_text())["pid"])
    keeper = PoolKeeper(place.settings.home)
    keeper.warm([])
    keeper.close()
    process.wait(90)
