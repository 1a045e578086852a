"""A worker speaks for its own launch only, and only while that is the one that counts."""

from __future__ import annotations

from typing import Any

DAG = """
import dataclasses, json
from pathlib import Path
from couture_jupyter import DAG, PythonOperator
from couture_jupyter.runtime import current_task
from couture_scheduler.worker.engine_link import EngineLink

OLD = Path({folder!r}) / "old.json"

def refused(launch):
    try:
        EngineLink(launch, patience=1.0).call("xcom_push", key="stolen", value=1)
    except RuntimeError:
        return
    raise AssertionError("an engine took a value from " + launch.id)

def replay():
    task = current_task.get()
    launch = task._launch
    if task.this_try.try_number == 1:
        OLD.write_text(json.dumps(launch.to_json()))
        raise ValueError("the first try fails")
    refused(type(launch).from_json(json.loads(OLD.read_text())))
    refused(dataclasses.replace(launch, token="0" * 64))
    refused(dataclasses.replace(launch, task_instance_id=launch.task_instance_id + 1))
    task.xcom_push("own", 1)

with DAG("replay", schedule=None):
    PythonOperator(task_id="replay", python_callable=replay, retries=1, retry_delay=0.1)
"""


def test_the_token_of_an_earlier_try_or_of_another_task_is_worth_nothing(workspace: Any) -> None:
    workspace.write_dag("replay", DAG.format(folder=str(workspace.folder)))
    assert workspace.wait_for_run("replay", workspace.trigger("replay")) == "success", workspace.log()
    assert workspace.rows("SELECT key FROM xcom") == [("own",)]


def test_a_home_that_others_could_read_is_closed(make_workspace: Any) -> None:
    workspace = make_workspace()
    workspace.settings.home.chmod(0o755)
    workspace.start_engine()
    assert workspace.settings.home.stat().st_mode & 0o777 == 0o700
