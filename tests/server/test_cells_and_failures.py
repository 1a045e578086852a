"""What cells took, when a run will end, and failures that are known again."""

from __future__ import annotations

from pathlib import Path

import pytest
from api_client import Api, part
from change_listener import ChangeListener
from ended_runs import wait_for_end
from jupyter_process import JupyterProcess
from workspace_files import write_notebook


@pytest.fixture(scope="module")
def folder(server: JupyterProcess) -> Path:
    return server.root


def schedule(api: Api, folder: Path, name: str, *cells: str) -> str:
    """A notebook and its schedule by hand; the DAG's id."""
    write_notebook(folder / f"{name}.ipynb", "n = 1", *cells)
    body = {"name": name, "notebook": f"{name}.ipynb", "when": {"kind": "manual"}}
    return str(api.post("notebookSchedules", body, expect=201)["dag_id"])


def run(api: Api, changes: ChangeListener, dag_id: str) -> str:
    """Run it to its end; the run's path."""
    return wait_for_end(api, changes, dag_id, api.post(f"notebookSchedules/{dag_id}/run", {})["dag_run_id"])


def test_cells_of_a_run_stand_with_those_of_earlier_runs(api: Api, changes: ChangeListener, folder: Path) -> None:
    dag_id = schedule(api, folder, "cells", "print('x' * 100)", "n + 1")
    first, second = (run(api, changes, dag_id) for _ in range(2))
    run_id = api.get(second)["dag_run_id"]
    task_id = api.get(second + "/taskInstances")["task_instances"][0]["task_id"]
    path = f"dags/{dag_id}/tasks/{task_id}/cellHistory"
    changes.until(lambda: api.get(path, dag_run_id=run_id)["cells"][1]["earlier"])
    found = api.get(path, dag_run_id=run_id)
    cell = found["cells"][1]
    assert [each["number"] for each in found["cells"]] == [1, 2, 3]
    assert (cell["title"], cell["state"], cell["output_bytes"]) == ("print('x' * 100)", "success", 101)
    assert cell["earlier"][0]["dag_run_id"] == api.get(first)["dag_run_id"]
    assert cell["earlier"][0]["is_same_source"]
    assert cell["memory_bytes"] > 1_000_000
    assert found["eta"] == {"eta": None, "seconds_left": None, "at_least": False}
    assert api.get(second + "/eta")["eta"] is None
    api.get(f"dags/{dag_id}/tasks/nothing/cellHistory", expect=404)
    api.get(path, expect=422, limit=0)


def test_a_running_notebook_tells_when_it_will_end(api: Api, changes: ChangeListener, folder: Path) -> None:
    go = folder / "go"
    go.touch()
    wait = f"import pathlib, time\nwhile not pathlib.Path({str(go)!r}).exists(): time.sleep(0.01)"
    dag_id = schedule(api, folder, "eta", "time_is = 1", wait)
    run(api, changes, dag_id)
    go.unlink()
    run_id = api.post(f"notebookSchedules/{dag_id}/run", {})["dag_run_id"]
    path = f"dags/{dag_id}/dagRuns/{part(run_id)}"
    changes.until(lambda: api.get(path + "/eta")["eta"])
    assert api.get(path + "/eta")["at_least"] is False
    task_id = api.get(path + "/taskInstances")["task_instances"][0]["task_id"]
    cells = api.get(f"dags/{dag_id}/tasks/{task_id}/cellHistory", dag_run_id=run_id)["cells"]
    assert cells[-1]["state"] in ("waiting", "running")
    go.touch()
    wait_for_end(api, changes, dag_id, run_id)
    assert api.get(path + "/eta")["eta"] is None


def test_the_same_failure_is_known_again(api: Api, changes: ChangeListener, folder: Path) -> None:
    dag_id = schedule(api, folder, "same failure", "def f(x):\n    return 1 / x", "import time\nf(0 * time.time())")
    first, second = (run(api, changes, dag_id) for _ in range(2))
    task_id = api.get(second + "/taskInstances")["task_instances"][0]["task_id"]
    found = api.get(f"{second}/taskInstances/{task_id}/failure")["failure"]
    assert (found["tries"], found["runs"], found["dag_ids"]) == (2, 2, [dag_id])
    assert found["first"]["dag_run_id"] == api.get(first)["dag_run_id"]
    assert found["last"]["error_name"] == "ZeroDivisionError"
    listed = api.get("failures", dag_id=dag_id, days=1)
    assert listed["failures"] == [found]
    tries = api.get(f"failures/{found['fingerprint']}")["tries"]
    assert [each["try_number"] for each in tries] == [1, 1]
    api.get("failures/nothing", expect=404)
    api.get("failures", expect=404, dag_id="nothing")


def test_a_success_has_no_failure(api: Api, finished_run: str) -> None:
    assert api.get(finished_run + "/taskInstances/hello/failure")["failure"] is None


def test_a_run_is_compared_with_the_last_good_one(api: Api, changes: ChangeListener, folder: Path) -> None:
    dag_id = schedule(api, folder, "compared", "print(n)", "10 / (n - 3)")
    good = run(api, changes, dag_id)
    body = {"parameters": {"n": 3}}
    started = api.post(f"dags/{dag_id}/dagRuns", body)["dag_run_id"]
    bad = wait_for_end(api, changes, dag_id, started)
    found = api.get(bad + "/comparison")
    assert found["before"]["dag_run_id"] == api.get(good)["dag_run_id"]
    assert [(each["name"], each["kind"]) for each in found["parameters"]] == [("n", "added")]
    assert [(each["kind"], each["outputs_changed"]) for each in found["cells"]] == [
        ("same", False),
        ("same", True),
        ("same", True),
    ]
    assert found["cells"][2]["outputs_after"][0]["ename"] == "ZeroDivisionError"
    write_notebook(folder / "compared.ipynb", "n = 1", "print(n, 'new')", "extra = 2\nprint(extra)", "10 / (n - 3)")
    newest = run(api, changes, dag_id)
    other = api.get(newest + "/comparison", other_dag_run_id=found["after"]["dag_run_id"])
    kinds = [each["kind"] for each in other["cells"]]
    assert kinds.count("same") >= 1
    assert {"changed", "added"} & set(kinds)
    api.get(good + "/comparison", expect=404)
    api.get(bad + "/comparison", expect=422, task_id="nothing")
    api.get(bad + "/comparison", expect=422, other_dag_id="fails")
    api.get(bad + "/comparison", expect=404, other_dag_run_id="nothing")
