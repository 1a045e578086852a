"""Airflow's own example DAGs, of 1.10.15 and of the newest 2.x and 3.x, are read as they are and run.

``example_states.json`` says how each one's run ends; for 2.x these are the states that Airflow 2.11 itself gave, for
3.x those that ``dag.test()`` of Airflow 3.3.2 gave (1.10.15 runs on no Python that is supported here). A state has the
names of its tasks, or their number where no more is certain; a DAG that looks at the clock has all its ends in a list
(one of them ends otherwise on Mondays and at weekends). The packages are downloaded once, without their dependencies,
into a folder outside of the repository.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.actions import dags
from couture_scheduler.files.dag_folder import may_hold_dags
from couture_scheduler.worker.zygote_client import ZygoteClient

DEADLINE = 600
SHARE = 0.98
DAY = datetime(2026, 3, 4, tzinfo=UTC)
# Generation -> the packages, and the folders of their examples.
GENERATIONS = {
    "1.10": (["apache-airflow==1.10.15"], ["airflow/example_dags", "airflow/contrib/example_dags"]),
    "2": (["apache-airflow>=2.11,<3"], ["airflow/example_dags"]),
    "3": (
        ["apache-airflow-core>=3", "apache-airflow-providers-standard"],
        ["airflow/example_dags", "airflow/providers/standard/example_dags"],
    ),
}


def unpacked(generation: str) -> Path:
    """The folder with the packages of a generation, downloaded now or by an earlier run."""
    base = Path(os.environ.get("COUTURE_TEST_CACHE") or Path(tempfile.gettempdir()) / "couture-jupyter-tests")
    target = base / f"airflow-{generation}"
    if not target.is_dir():
        base.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix="airflow-", dir=base))
        download = ["download", "-qq", "--no-deps", "--no-binary", ":none:", "--dest", str(making)]
        command = [sys.executable, "-m", "pip", *download, *GENERATIONS[generation][0]]
        subprocess.run(command, check=True, timeout=DEADLINE)
        for wheel in making.glob("*.whl"):
            zipfile.ZipFile(wheel).extractall(making)
            wheel.unlink()
        with suppress(OSError):  # another run was quicker
            making.rename(target)
    return target


@pytest.mark.parametrize("generation", GENERATIONS)
def test_the_example_dags_of_a_generation_are_read(generation: str) -> None:
    """At least 98 % of the files that Airflow itself would look into; no provider is installed."""
    root, parser = unpacked(generation), ZygoteClient()
    problems: dict[str, str] = {}
    read = 0
    try:
        for folder in (root / name for name in GENERATIONS[generation][1]):
            for file in filter(may_hold_dags, sorted(folder.rglob("*.py"))):
                read += 1
                result = parser.parse(file, origin=file, dags_folder=folder, timeout=60)
                if result.error is not None:
                    problems[str(file.relative_to(root))] = result.error.message
    finally:
        parser.close()
    assert read > 50
    listed = "\n".join(f"{file}: {message}" for file, message in problems.items())
    assert len(problems) <= read * (1 - SHARE), f"{len(problems)} of {read} were not read:\n{listed}"


@pytest.mark.parametrize("generation", GENERATIONS)
def test_the_example_dags_of_a_generation_end_as_in_airflow(generation: str) -> None:
    """All that need no other system, no person and no packages of their own: by ``dag.test()``."""
    known = json.loads(Path(__file__).with_name("example_states.json").read_text())[generation]
    options = json.dumps({"leave_out": list(known["left_out"]), "conf": known["conf"]})
    found: dict[str, Any] = {}
    for folder in filter(is_run, GENERATIONS[generation][1]):
        command = [sys.executable, str(Path(__file__).with_name("run_examples.py")), folder, options]
        done = subprocess.run(command, cwd=unpacked(generation), check=True, timeout=DEADLINE, stdout=subprocess.PIPE)
        found |= {dag_id: ended for file in json.loads(done.stdout).values() for dag_id, ended in file.items()}
    ends = {dag_id: ended for dag_id, ended in found.items() if ended is not None}
    assert set(ends) == set(known["runs"])
    assert {dag_id: ended for dag_id, ended in ends.items() if not ends_as(ended, known["runs"][dag_id])} == {}


def is_run(folder: str) -> bool:
    """Those that Airflow 1.10 had for contributed operators ask systems all over the world."""
    return "contrib" not in folder


def ends_as(ended: dict[str, Any], known: dict[str, Any] | list[dict[str, Any]]) -> bool:
    """Whether a run ended as expected."""
    if isinstance(known, list):
        return any(ends_as(ended, each) for each in known)
    by_state: dict[str, list[str]] = {}
    for task, state in sorted(ended["tasks"].items()):
        by_state.setdefault(state, []).append(task)
    wanted = {state: tasks for state, tasks in known.items() if state != "run" and tasks}
    same = all(by_state.get(state) == tasks or len(by_state.get(state, [])) == tasks for state, tasks in wanted.items())
    return same and set(wanted) == set(by_state) and ended["run"] == known.get("run", "success")


def test_the_examples_with_state_go_on_where_they_were(workspace: Any) -> None:
    """Those of Airflow 3.3: a second try finds what the first one kept, a second run what the first left with an asset.

    The first tries fail on purpose: after they have started a job, and after eight of twelve pages.
    """
    examples = unpacked("3") / "airflow" / "example_dags"
    for name in ("example_task_state_store", "example_task_state_store_async", "example_asset_state_store"):
        shutil.copy(examples / f"{name}.py", workspace.settings.dags_folder)
    job, pages = "example_task_state_store", "example_task_state_store_async"
    producer, consumer = "example_asset_state_store_producer", "example_asset_state_store_consumer"
    for dag_id in (job, pages, producer, consumer):
        workspace.wait_for(lambda dag_id=dag_id: workspace.rows("SELECT 1 FROM dag WHERE dag_id=?", dag_id))
        dags.resume(workspace.context, dag_id)
    run_ids = {dag_id: workspace.trigger(dag_id) for dag_id in (job, pages)}
    for _ in range(2):
        assert workspace.wait_for_run(producer, workspace.trigger(producer)) == "success"
    runs = "SELECT state FROM dag_run WHERE dag_id=? AND state='success'"
    workspace.wait_for(lambda: len(workspace.rows(runs, consumer)) == 2)
    assert {dag_id: workspace.wait_for_run(dag_id, run_id) for dag_id, run_id in run_ids.items()} == {
        job: "success",
        pages: "success",
    }
    kept = dict(workspace.rows("SELECT key, value FROM task_state_store"))
    assert (kept["status"], json.loads(kept["progress"])) == ('"complete"', {"done": [*range(1, 13)], "rows": 7800})
    assert json.loads(kept["result"])["job_id"] == json.loads(kept["job_id"])
    assert workspace.rows("SELECT value FROM asset_state_store WHERE key='total_runs'") == [("2",)]
    tries = "SELECT task_id, try_number FROM task_instance WHERE task_id IN ('run_job', 'ingest_pages')"
    assert sorted(workspace.rows(tries)) == [("ingest_pages", 2), ("run_job", 2)]


@pytest.mark.parametrize("generation", ["2", "3"])
def test_the_examples_with_two_dags_run_in_an_engine(workspace: Any, generation: str) -> None:
    """One DAG triggers another, and one waits for another's task of the same date: those of Airflow 2 and 3."""
    names = ["example_trigger_controller_dag", "example_trigger_target_dag", "example_external_task_marker_dag"]
    controller, target = "example_trigger_controller_dag", "example_trigger_target_dag"
    parent, child = "example_external_task_marker_parent", "example_external_task_marker_child"
    put_examples(workspace, generation, names, [target, controller, parent, child])
    assert workspace.wait_for_run(controller, workspace.trigger(controller)) == "success"
    query = "SELECT conf FROM dag_run WHERE dag_id=? AND state='success'"
    found = workspace.wait_for(lambda: workspace.rows(query, target))
    assert [json.loads(conf) for (conf,) in found] == [{"message": "Hello World"}] * len(found)
    assert workspace.wait_for_run(parent, workspace.trigger(parent, logical_date=DAY)) == "success"
    run_id = workspace.trigger(child, logical_date=DAY)
    # Its second task waits for a group that the other DAG does not have: for ten minutes, there as here.
    waits = {"parent_task": "success", "child_task1": "success", "child_task2": "up_for_reschedule"}
    workspace.wait_for(lambda: {**workspace.task_states(run_id), **waits} == workspace.task_states(run_id), 60)


def test_the_example_that_starts_a_dag_and_waits_for_its_task_runs_in_an_engine(workspace: Any) -> None:
    """It waits for the whole run of the other DAG, and deferred for its task, of the same date: that of Airflow 3."""
    names = ["example_external_task_parent_deferrable", "example_external_task_child_deferrable"]
    put_examples(workspace, "3", names, ["child_dag", "example_external_task"])
    run_id = workspace.trigger("example_external_task", logical_date=DAY)
    assert workspace.wait_for_run("example_external_task", run_id) == "success"
    assert set(workspace.task_states(run_id).values()) == {"success"}
    days = workspace.rows("SELECT state FROM dag_run WHERE dag_id='child_dag' AND logical_date LIKE '2026-03-04%'")
    assert days == [("success",)]


def put_examples(workspace: Any, generation: str, names: list[str], dag_ids: list[str]) -> None:
    """Files into the folder of DAGs, and these DAGs switched on."""
    for name in names:
        found = (unpacked(generation) / folder / f"{name}.py" for folder in GENERATIONS[generation][1])
        shutil.copy(next(file for file in found if file.is_file()), workspace.settings.dags_folder)
    for dag_id in dag_ids:
        workspace.wait_for(lambda dag_id=dag_id: workspace.rows("SELECT 1 FROM dag WHERE dag_id=?", dag_id))
        dags.resume(workspace.context, dag_id)
