"""The examples of the product's own documents, with the import lines they have there, run by a real engine."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from couture_scheduler.actions import dags, variables

from couture_jupyter.serialization.load import load_dag_file
from couture_jupyter.serialization.serialize import serialize_dag

DOCUMENTS = Path(__file__).parent / "documents"
DAG_IDS = {
    "first_dag": ["dag"],
    "master_dag": ["DAGOperatorEx"],
    "schema_generation": ["ExampleSchemaGeneration"],
    "jupyter_dag": ["JupyterDAG"],
    "parsing_recipes": ["parsing_recipes"],
    "batch_audio_operator": ["batch_audio_operator"],
    "operator_audio": ["operator_audio"],
    "spark_dags": ["PySpark"],
    "sla_dag": ["with_sla"],
}


@pytest.mark.parametrize("name", DAG_IDS)
def test_a_file_of_the_documents_is_read(name: str) -> None:
    """Without Airflow, with its import lines; operators for Spark and TensorFlow stand in for themselves."""
    assert list(load_dag_file(DOCUMENTS / f"{name}.py").dags) == DAG_IDS[name]


@pytest.mark.parametrize(
    ("name", "runs"),
    [
        ("batch_audio_operator", {"audio_batch_processing": "operator_audio"}),
        (
            "master_dag",
            {
                "SchemaGeneration": "ExampleSchemaGeneration",
                "NotToday": "ExampleSchemaGeneration",
                "JupyterDAG2": "JupyterDAG",
                "test_trigger_dagrun": "ExampleSchemaGeneration",
            },
        ),
    ],
)
def test_a_task_says_which_dag_it_runs(name: str, runs: dict[str, str]) -> None:
    """People can zoom into it."""
    (dag,) = load_dag_file(DOCUMENTS / f"{name}.py").dags.values()
    assert {task.task_id: task.runs_dag for task in serialize_dag(dag).tasks if task.runs_dag} == runs


def bring(workspace: Any, *names: str) -> None:
    """Put files into place, and switch their DAGs on."""
    for name in names:
        shutil.copy(DOCUMENTS / f"{name}.py", workspace.settings.dags_folder)
    for name in names:
        (dag_id,) = DAG_IDS.get(name, [name])
        workspace.wait_for(lambda dag_id=dag_id: workspace.rows("SELECT 1 FROM dag_version WHERE dag_id=?", dag_id))
        dags.resume(workspace.context, dag_id)


def ends(workspace: Any, dag_id: str) -> tuple[str, dict[str, str]]:
    """Trigger the DAG: how its run ends, and its tasks."""
    run_id = workspace.trigger(dag_id)
    return workspace.wait_for_run(dag_id, run_id), workspace.task_states(run_id)


def pushed(workspace: Any, task_id: str) -> list[Any]:
    """What the task returned, in all runs."""
    query = (
        "SELECT x.value FROM xcom x JOIN task_instance t ON t.id = x.task_instance_id"
        " WHERE t.task_id=? AND x.key='return_value' ORDER BY x.created_at"
    )
    return [json.loads(value) if isinstance(value, str) else value for (value,) in workspace.rows(query, task_id)]


def test_a_dag_passes_values_on(workspace: Any) -> None:
    """The first DAG, the DAG of XComs with ``key=None`` and several tasks, and the DAG of variables, which reads them
    while the file is read, with JSON, with a default, and as a KeyError that names the missing one."""
    for key, value in {"foo": "one", "bar": '{"tables": ["a", "b"]}', "db_config": '{"host": "db"}'}.items():
        variables.put(workspace.context, key, value)
    bring(workspace, "first_dag", "parsing_recipes", "with_variables")
    assert ends(workspace, "dag") == ("success", {"print_date": "success", "run_after_loop": "success"})
    state, tasks = ends(workspace, "parsing_recipes")
    assert (state, set(tasks.values())) == ("success", {"success"})
    assert pushed(workspace, "pulling_task") == [["pushed", ["RETURNS parse_recipes", "pushed"]]]
    state, tasks = ends(workspace, "with_variables")
    assert (state, sorted(tasks)) == ("success", ["load_a", "load_b", "remember"])
    ((foo, bar, baz, error),) = pushed(workspace, "remember")
    assert (foo, bar, baz) == ("one", {"tables": ["a", "b"]}, None)
    assert "not_there" in error
    assert variables.get(workspace.context, "db_config_seen").value == "db"


def test_the_master_dag_runs_its_dags(workspace: Any) -> None:
    """A sub-DAG, a DAG that a function starts with a payload, one that it declines, one of a notebook, and one that is
    only triggered."""
    workspace.write_notebook("testFile2.ipynb", "a = 1", "print(a * 2)")
    bring(workspace, "schema_generation", "jupyter_dag", "master_dag")
    state, tasks = ends(workspace, "DAGOperatorEx")
    sections = {f"section-1.section-1-task-{number}": "success" for number in range(1, 6)}
    done = dict.fromkeys(("start", "SchemaGeneration", "JupyterDAG2", "test_trigger_dagrun"), "success")
    assert (state, tasks) == ("success", {**sections, **done, "NotToday": "skipped"})
    (output,) = workspace.folder.rglob("plotTestFile2.ipynb")
    assert "20" in str(nbformat.read(output, as_version=4).cells)
    query = "SELECT count(*) FROM dag_run WHERE dag_id='ExampleSchemaGeneration' AND state='success'"
    workspace.wait_for(lambda: workspace.rows(query) == [(2,)])
    assert sorted(pushed(workspace, "say")) == ["Hello World", "Hii there!!"]


def test_a_dag_runs_once_for_each_batch(workspace: Any) -> None:
    """Five rows in batches of two are three runs; each finds its rows in ``dag_run.conf["metadata_df"]``."""
    rows = "\n".join(f"{number},video{number}.mp4" for number in range(5))
    (workspace.settings.dags_folder / "link.csv").write_text(f"video_id,video_name\n{rows}\n")
    bring(workspace, "operator_audio", "batch_audio_operator")
    assert ends(workspace, "batch_audio_operator") == ("success", {"audio_batch_processing": "success"})
    found = pushed(workspace, "convert_video_to_audio")
    names = [["video0.mp4", "video1.mp4"], ["video2.mp4", "video3.mp4"], ["video4.mp4"]]
    assert [each[1] for each in found] == names
    assert "video0.mp4" in found[0][0]


def test_a_missed_sla_is_recorded(workspace: Any) -> None:
    """The run of the newest interval began long after its task should have ended."""
    bring(workspace, "sla_dag")
    query = "SELECT task_id FROM sla_miss WHERE dag_id='with_sla'"
    assert workspace.wait_for(lambda: workspace.rows(query)) == [("slow",)]
