"""Files as people bring them, written from memory in the manner of Airflow 1.10, 2 and 3: read, and run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from couture_jupyter.serialization.load import load_dag_file

BROUGHT = Path(__file__).parent / "brought"
SECRETS = {"variables": {"environment": "prod"}, "connections": {"warehouse": "postgres://u:p@db.example.com/w"}}
OLD = {
    "skipped": {"nothing"},
    "success": {"start", "extract", "choose", "load", "end", "report_fi", "report_se"},
}
TWO = {
    "skipped": {"size[1]", "small"},
    "success": {
        *("ready", "files", "size[0]", "size[2]", "total", "enough", "big", "joined"),
        *("publish.note", "publish.say"),
    },
}


@pytest.mark.parametrize(
    ("name", "dag_id", "states"),
    [
        ("etl_110", "etl_old", OLD),
        ("etl_2", "etl_two", TWO),
        ("etl_3", "make_raw", {"success": {"cluster", "write", "drop"}}),
        ("etl_3", "use_raw", {"success": {"read", "done"}}),
    ],
)
def test_a_file_that_somebody_brings_runs(
    name: str, dag_id: str, states: dict[str, set[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its generation: operators at their places, context, XComs, branches, mapping, groups, assets."""
    monkeypatch.setenv("AIRFLOW_VAR_ENVIRONMENT", "prod")  # the oldest reads it at its top
    paths = {}
    for kind, found in SECRETS.items():
        paths[kind] = tmp_path / f"{kind}.json"
        paths[kind].write_text(json.dumps(found))
    dag = load_dag_file(BROUGHT / f"{name}.py").dags[dag_id]
    run = dag.test(variable_file_path=str(paths["variables"]), conn_file_path=str(paths["connections"]))
    ended: dict[str, set[str]] = {}
    for task, state in run.states.items():
        ended.setdefault(state, set()).add(task)
    assert (run.state, ended) == ("success", states), [each.error for each in run.task_instances]


def test_a_provider_that_a_file_only_imports_does_no_harm() -> None:
    """The second imports the Postgres provider, which need not be installed."""
    assert "PostgresOperator" in (BROUGHT / "etl_2.py").read_text()
    assert list(load_dag_file(BROUGHT / "etl_2.py").dags) == ["etl_two"]
