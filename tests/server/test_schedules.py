"""Notebook schedules: the main job, as the form does it."""

from __future__ import annotations

from typing import Any

import pytest
from api_client import Api
from change_listener import ChangeListener
from ended_runs import wait_for_end
from jupyter_process import JupyterProcess


def form(name: str, **fields: Any) -> dict[str, Any]:
    """What the form sends."""
    return {"name": name, "notebook": "reports/daily.ipynb", "when": {"kind": "manual"}, **fields}


def test_a_notebook_is_inspected(api: Api) -> None:
    found = api.get("notebooks/inspect", path="RTC:reports/daily.ipynb")
    assert (found["path"], found["kernel_name"], found["code_cells"]) == ("reports/daily.ipynb", "python3", 2)
    country, rows = found["parameters"]
    assert (country["name"], country["type"], country["value"]) == ("country", "str", "FI")
    assert (rows["name"], rows["type"], rows["value"], rows["help"]) == ("rows", "int", 3, "how many")


def test_a_timetable_is_previewed_and_a_wrong_one_says_what_is_wrong(api: Api) -> None:
    body = {"cron": "0 9 * * 1-5", "timezone": "Europe/Helsinki", "start_date": "2030-03-25T00:00"}
    good = api.post("timetables/preview", body)
    assert good["error"] is None
    assert len(good["next_runs"]) == 5
    assert good["next_runs"][0] == "2030-03-25T07:00:00Z"
    assert api.post("timetables/preview", {"cron": "61 * * * *"})["error"]
    assert api.post("timetables/preview", {"cron": "* * * * *", "timezone": "Mars/Olympus"})["error"]


def test_time_zones_are_listed(api: Api) -> None:
    assert "Europe/Helsinki" in api.get("timezones")["timezones"]


def test_a_notebook_is_run_now_with_its_parameters(server: JupyterProcess, api: Api, changes: ChangeListener) -> None:
    fields = {"parameters": {"country": "SE", "rows": 2}, "output_path": "reports/out/{name}.ipynb"}
    saved = api.post("notebookSchedules", form("Run now", when={"kind": "now"}, **fields), expect=201)
    assert saved["dag_id"] == "run_now"
    path = wait_for_end(api, changes, "run_now", saved["run_id"])
    assert api.get(path)["state"] == "success", api.get(path + "/taskInstances/notebook/logs/1")
    task = api.get(path + "/taskInstances")["task_instances"][0]
    assert task["is_notebook"]
    assert (task["progress"]["cell"], task["progress"]["cells"]) == (3, 3)
    shown = api.get(f"{path}/taskInstances/{task['task_id']}/notebook")
    assert shown["complete"]
    assert "SESE" in str(shown["notebook"])
    output = next(each for each in task["outputs"] if each["path"])
    assert output["path"].startswith("reports/out/")
    assert (server.root / output["path"]).exists()
    url = f"{path}/taskInstances/{task['task_id']}/outputs/{output['index']}"
    file = api.call("GET", url, 200, params={"download": 1})
    assert file.json()["cells"]
    assert "sandbox" in file.headers["content-security-policy"]
    api.get(f"{path}/taskInstances/{task['task_id']}/outputs/99", expect=404)


def test_a_failing_notebook_is_a_failed_run_that_shows_its_cell(api: Api, changes: ChangeListener) -> None:
    body = form("It breaks", notebook="reports/broken.ipynb", when={"kind": "now"})
    saved = api.post("notebookSchedules", body, expect=201)
    path = wait_for_end(api, changes, saved["dag_id"], saved["run_id"])
    assert api.get(path)["state"] == "failed"
    task = api.get(path + "/taskInstances")["task_instances"][0]
    assert "ZeroDivisionError" in task["error"]
    shown = api.get(f"{path}/taskInstances/{task['task_id']}/notebook")
    cell = shown["notebook"]["cells"][shown["failed_cell"]]
    assert "a / 0" in cell["source"]


def test_every_wrong_field_is_named_at_once(api: Api) -> None:
    wrong = form(
        " ",
        notebook="nothing.ipynb",
        when={"kind": "cron", "cron": "often"},
        output_path="../outside.ipynb",
    )
    for method, path in (("POST", "notebookSchedules"), ("POST", "notebookSchedules/validate")):
        problems = api.call(method, path, 422, json=wrong).json()["detail"]
        places = {".".join(map(str, problem["loc"])) for problem in problems}
        assert places >= {"body.name", "body.notebook", "body.when.cron", "body.output_path"}
    problems = api.post("notebookSchedules", form("Elsewhere", timezone="Mars/Olympus"), expect=422)["detail"]
    assert [problem["loc"] for problem in problems] == [["body", "timezone"]]


@pytest.mark.parametrize("output", ["../x.ipynb", "/tmp/x.ipynb", "a/../../x.ipynb", "{no_such}.ipynb"])
def test_an_output_outside_the_workspace_is_refused_at_its_field(api: Api, output: str) -> None:
    problems = api.post("notebookSchedules", form("Escapes", output_path=output), expect=422)["detail"]
    assert [problem["loc"] for problem in problems] == [["body", "output_path"]]


def test_a_good_form_is_previewed_as_source(api: Api) -> None:
    body = form("Looks good", when={"kind": "cron", "cron": "0 9 * * *"}, timezone="Europe/Helsinki")
    found = api.post("notebookSchedules/validate", body)
    assert found["dag_id"] == "looks_good"
    assert 'CronTrigger("0 9 * * *"' in found["source"]
    api.get("notebookSchedules/looks_good", expect=404)


def test_a_schedule_is_edited_paused_copied_and_deleted(api: Api, changes: ChangeListener) -> None:
    body = form("Life cycle", when={"kind": "cron", "cron": "0 9 * * *"}, timezone="Europe/Helsinki", tags=["a"])
    made = api.post("notebookSchedules", body, expect=201)
    assert made["schedule"]
    changes.until(lambda: api.get("notebookSchedules/life_cycle")["next_run_after"])
    api.post("notebookSchedules", body, expect=422)
    edited = api.patch("notebookSchedules/life_cycle", {"retries": 3, "when": {"kind": "cron", "cron": "0 10 * * *"}})
    assert (edited["retries"], edited["when"]["cron"], edited["tags"]) == (3, "0 10 * * *", ["a"])
    api.patch("notebookSchedules/life_cycle", {"retries": None}, expect=422)
    assert api.patch("dags/life_cycle", {"is_paused": True})["is_paused"]
    assert api.get("notebookSchedules/life_cycle")["paused"]
    whole = api.call("PUT", "notebookSchedules/life_cycle", 200, json={**body, "description": "whole"}).json()
    assert (whole["description"], whole["retries"]) == ("whole", 0)
    copy = api.call("POST", "notebookSchedules/life_cycle/duplicate", 201).json()
    assert copy["paused"]
    assert api.get("notebookSchedules", search="life_cycle")["total_entries"] == 2
    told = api.get("notebookSchedules/life_cycle/deletion")
    assert any("reports/daily.ipynb" in sentence for sentence in told["stays"])
    api.delete("notebookSchedules/life_cycle")
    api.delete(f"notebookSchedules/{copy['dag_id']}")
    api.get("dags/life_cycle", expect=404)


def test_a_schedule_is_run_by_hand_with_other_parameters(api: Api, changes: ChangeListener) -> None:
    api.post("notebookSchedules", form("By hand", parameters={"country": "SE"}), expect=201)
    started = api.post("notebookSchedules/by_hand/run", {"parameters": {"country": "NO", "rows": 1}})
    path = wait_for_end(api, changes, "by_hand", started["dag_run_id"])
    task = api.get(path + "/taskInstances")["task_instances"][0]
    assert "NO" in str(api.get(f"{path}/taskInstances/{task['task_id']}/notebook")["notebook"]["cells"][-1])
