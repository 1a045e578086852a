"""Code bricks over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from api_client import Api

BRICK = {
    "title": "Say hello",
    "body": '${task_id} = BashOperator(task_id="${task_id}", bash_command=${command})\n',
    "category": "Greetings",
    "tags": ["hello"],
    "place": "dag",
    "imports": ["from couture_jupyter import BashOperator"],
    "parameters": [
        {"name": "task_id", "type": "identifier", "default": "hello"},
        {"name": "command", "default": "echo hello"},
    ],
}


@pytest.fixture
def brick(api: Api) -> Iterator[str]:
    """A personal brick, by its path."""
    path = "codeBricks/" + api.post("codeBricks", BRICK, expect=201)["code_brick_id"]
    yield path
    if api.call("GET", path).status_code == 200:
        api.delete(path)


def test_a_brick_is_made_found_changed_and_deleted(api: Api, brick: str) -> None:
    found = api.get("codeBricks", search="hello greet", tags=["hello"], origin="personal")
    assert [each["title"] for each in found["code_bricks"]] == ["Say hello"]
    assert found["categories"] == [{"name": "Greetings", "count": 1}]
    change = {**BRICK, "title": "Say good morning", "expected_version": 1, "is_shared": True}
    changed = api.put(brick, change)
    assert (changed["version"], changed["origin"], changed["updated_by"]) == (2, "shared", changed["owner"])
    assert "version 2" in api.put(brick, change, expect=409)["detail"]
    assert [each["title"] for each in api.get(f"{brick}/versions")["versions"]] == ["Say good morning", "Say hello"]
    api.delete(brick)
    api.get(brick, expect=404)


def test_shipped_bricks_are_listed_in_pages(api: Api) -> None:
    page = api.get("codeBricks", origin="shipped", limit=5, offset=2)
    assert page["total_entries"] >= 40
    assert len(page["code_bricks"]) == 5
    assert {each["name"] for each in page["categories"]} >= {"Tasks", "Sensors", "Recommendation"}
    api.put("codeBricks/shipped.bash", {**BRICK, "expected_version": 1}, expect=409)
    api.get("codeBricks", expect=422, origin="nowhere")
    api.get("codeBricks", expect=422, color="red")


def test_values_become_code_and_wrong_ones_are_named(api: Api, brick: str) -> None:
    rendered = api.post(f"{brick}/render", {"values": {"command": 'echo "it\'s"'}})
    assert rendered["code"] == 'hello = BashOperator(task_id="hello", bash_command=\'echo "it\\\'s"\')\n'
    assert rendered["imports"] == BRICK["imports"]
    wrong = api.post(f"{brick}/render", {"values": {"task_id": "1 + 1"}}, expect=422)
    assert wrong["detail"][0]["loc"] == ["body", "values", "task_id"]


def test_a_brick_goes_into_a_source(api: Api, brick: str) -> None:
    source = 'from couture_jupyter import DAG\n\nwith DAG("d"):\n    pass\n'
    done = api.post(f"{brick}/insert", {"source": source, "line": 4, "values": {"task_id": "again"}})
    lines = done["source"].split("\n")
    assert "BashOperator" in lines[0]
    assert lines[done["first_line"] - 1].startswith("    again = BashOperator(")
    assert done["notes"] == []
    api.post(f"{brick}/insert", {"source": source, "line": 0}, expect=422)


def test_what_is_being_written_is_previewed_with_its_problems(api: Api) -> None:
    assert api.post("codeBricks/preview", {"brick": BRICK})["code"].startswith("hello = ")
    wrong = {**BRICK, "body": "x = (", "parameters": []}
    problem = api.post("codeBricks/preview", {"brick": wrong}, expect=422)["detail"][0]
    assert problem["loc"] == ["body", "body"]
    assert "Line 1" in problem["msg"]


def test_a_selection_becomes_a_draft(api: Api) -> None:
    source = "from couture_jupyter import BashOperator\n\nload = BashOperator(task_id='load', retries=3)\n"
    draft = api.post("codeBricks/draft", {"source": source, "first_line": 3, "last_line": 3, "placeholders": ["load"]})
    assert draft["body"] == "${load} = BashOperator(task_id='${load}', retries=3)\n"
    assert [each["parameter"]["name"] for each in draft["proposals"]] == ["load", "retries"]
    assert draft["imports"] == ["from couture_jupyter import BashOperator"]
    api.post("codeBricks/draft", {"source": source, "first_line": 2, "last_line": 2}, expect=422)


def test_bricks_are_exported_looked_at_and_imported(api: Api, brick: str) -> None:
    document = api.post("codeBricks/export", {"code_brick_ids": [brick.rpartition("/")[2]]})
    (entry,) = api.post("codeBricks/import/preview", {"document": document})["entries"]
    assert (entry["is_same"], entry["problems"]) == (True, [])
    document["bricks"][0]["title"] = "Brought"
    (made,) = api.post("codeBricks/import", {"document": document})["code_bricks"]
    api.delete(f"codeBricks/{made['code_brick_id']}")
    api.post("codeBricks/import", {"document": {"bricks": []}}, expect=422)
