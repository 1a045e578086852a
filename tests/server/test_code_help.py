"""Help for the text of a DAG file over REST."""

from __future__ import annotations

from pathlib import Path

import pytest
from api_client import Api
from jupyter_process import JupyterProcess


@pytest.fixture
def folder(server: JupyterProcess) -> Path:
    """The DAG folder."""
    return server.root / "dags"


def test_code_is_completed_explained_and_its_calls_are_shown(api: Api, folder: Path) -> None:
    source = "from airflow.operators.bash import BashOperator\n\nx = '🚀'; BashOperator(bash"
    place = {"path": "not_there_yet.py", "content": source, "line": 3, "column": 26}
    found = api.post("dagFiles/completions", place)
    assert found["prefix"] == 4
    assert found["completions"][0] == {"name": "bash_command=", "kind": "param", "detail": ""}
    signature = api.post("dagFiles/signature", place)["signature"]
    assert (signature["name"], signature["parameters"][0]) == ("BashOperator", "bash_command: str")
    explained = api.post("dagFiles/explanation", {**place, "column": 12})["explanation"]
    assert explained["title"].startswith("BashOperator(")
    assert api.post("dagFiles/explanation", {**place, "line": 2, "column": 0})["explanation"] is None
    named = api.post("dagFiles/explanation", {**place, "name": "bash_command="})["explanation"]
    assert "bash_command: str" in named["title"]
    assert not list(folder.glob("not_there*"))


def test_a_place_that_is_not_in_the_text_is_refused(api: Api) -> None:
    place = {"path": "x.py", "content": "import os", "line": 1, "column": 9}
    for wrong in ({"line": 2}, {"column": 10}, {"line": 0}, {"path": "../x.py"}):
        answer = api.call("POST", "dagFiles/completions", 422, json={**place, **wrong})
        assert next(iter(wrong)) in str(answer.json()["detail"])
