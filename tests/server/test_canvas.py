"""The canvas over REST: a text is read and changed; nothing is kept, nothing is run."""

from __future__ import annotations

from typing import Any

from api_client import Api

SOURCE = """from couture_jupyter import DAG, BashOperator

with DAG("drawn") as dag:
    first = BashOperator(task_id="first", bash_command="date")  # the first
    second = BashOperator(task_id="second", bash_command="date")
    for name in "ab":
        second >> BashOperator(task_id=name, bash_command="date")
"""


def edited(api: Api, edit: dict[str, Any], status: int = 200, content: str = SOURCE) -> Any:
    return api.call("POST", "canvas/edit", status, json={"content": content, "edit": edit}).json()


def test_a_text_is_drawn(api: Api) -> None:
    canvas = api.call("POST", "canvas", 200, json={"content": SOURCE}).json()["canvas"]
    assert [(each["id"], each["kind"], each["place"]["line"]) for each in canvas["nodes"]] == [
        ("drawn/first", "task", 4),
        ("drawn/second", "task", 5),
        ("drawn/code:1", "code", 6),
    ]
    assert [(each["source"], each["target"], bool(each["reason"])) for each in canvas["edges"]] == [
        ("drawn/second", "drawn/code:1", True)
    ]
    assert canvas["nodes"][2]["reason"] == "A loop makes it. Change it in the text."


def test_a_text_that_is_no_python_says_where(api: Api) -> None:
    answer = api.call("POST", "canvas", 200, json={"content": "x = (\n"}).json()
    assert answer["canvas"] is None
    assert answer["problem"].startswith("Line 1, column 5: ")


def test_a_change_gives_another_text(api: Api) -> None:
    done = edited(api, {"edit": "connect", "source": "drawn/first", "target": "drawn/second"})
    assert done["content"] == SOURCE + "    first >> second\n"
    assert len(done["canvas"]["edges"]) == 2
    assert done["selected"] == ["drawn/second"]
    value = {"kind": "number", "value": 3}
    done = edited(api, {"edit": "set_argument", "node": "drawn/first", "name": "retries", "value": value})
    assert 'bash_command="date", retries=3)  # the first' in done["content"]


def test_what_cannot_be_names_the_field(api: Api) -> None:
    task = {"edit": "add_task", "dag": "drawn", "operator": "BashOperator", "module": "couture_jupyter"}
    refused = edited(api, {**task, "task_id": "first"}, 422)
    assert refused["detail"][0]["loc"] == ["body", "edit", "task_id"]
    assert refused["detail"][0]["msg"] == "There is a task or group 'first' in the DAG drawn already."
    bad = {"bash_command": {"kind": "expression", "code": "nowhere"}}
    refused = edited(api, {**task, "task_id": "third", "arguments": bad}, 422)
    assert refused["detail"][0]["loc"] == ["body", "edit", "arguments", "bash_command"]
    refused = edited(api, {"edit": "delete", "nodes": ["drawn/first"]}, 422, "x = (\n")
    assert refused["detail"][0]["loc"] == ["body", "content"]
    assert edited(api, {"edit": "explode"}, 422)["detail"][0]["loc"] == ["body", "edit"]


def test_the_operators_have_typed_arguments(api: Api) -> None:
    operators = {each["name"]: each for each in api.get("operators")["operators"]}
    bash = operators["BashOperator"]
    assert (bash["module"], bash["title"], bash["category"]) == ("couture_jupyter", "Bash", "Basics")
    arguments = {each["name"]: each for each in bash["arguments"]}
    command, rule = arguments["bash_command"], arguments["trigger_rule"]
    assert (command["form"], command["is_required"], command["is_common"]) == ("text", True, False)
    assert "templated" in command["doc"]
    assert (rule["form"], rule["default"], rule["is_common"]) == ("choice", "'all_success'", True)
    assert "none_failed" in rule["choices"]
    assert {"FileSensor", "PythonOperator", "CoutureJupyterOperator"} <= set(operators)
    assert not [name for name in operators if name.startswith("Base")]
