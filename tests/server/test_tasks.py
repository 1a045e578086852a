"""Task instances: states, tries, logs, XComs, clearing and marking."""

from __future__ import annotations

from api_client import Api, part
from change_listener import ChangeListener
from ended_runs import run_to_its_end, wait_for_end


def test_task_instances_come_in_the_order_of_the_dag(api: Api, finished_run: str) -> None:
    found = api.get(finished_run + "/taskInstances")
    assert [task["task_id"] for task in found["task_instances"]] == ["hello", "add"]
    one = api.get(finished_run + "/taskInstances/hello")
    assert (one["state"], one["try_number"], one["operator"]) == ("success", 1, "BashOperator")
    assert api.get(finished_run + "/taskInstances", state="failed")["total_entries"] == 0
    api.get(finished_run + "/taskInstances/nothing", expect=404)
    api.get(finished_run + "/taskInstances/hello/7", expect=404)


def test_a_task_instance_shows_its_rendered_fields(api: Api, finished_run: str) -> None:
    assert "hello" in api.get(finished_run + "/taskInstances/hello")["rendered_fields"]["bash_command"]
    listed = api.get(finished_run + "/taskInstances")["task_instances"][0]
    assert listed["rendered_fields"] == {}  # of one alone: lists stay light


def test_a_log_is_read_in_windows_that_never_tear_a_character(api: Api, finished_run: str) -> None:
    path = finished_run + "/taskInstances/add/logs/1"
    whole = api.get(path, offset=0, limit=100_000)
    assert whole["complete"]
    assert "ünïcödé" in whole["content"]
    pieces, offset = "", 0
    while offset < whole["size"]:
        window = api.get(path, offset=offset, limit=7)
        assert window["next_offset"] > offset
        pieces, offset = pieces + window["content"], window["next_offset"]
    assert pieces == whole["content"]
    assert api.get(path, offset=-20)["content"] == whole["content"].encode()[-20:].decode()


def test_a_log_comes_as_text_as_lines_and_as_a_file(api: Api, finished_run: str) -> None:
    path = finished_run + "/taskInstances/hello/logs/1"
    text = api.call("GET", path, 200, headers={"Accept": "text/plain"})
    assert "hello" in text.text
    assert int(text.headers["x-next-offset"]) == len(text.content)
    lines = api.get(path)
    assert [line["event"] for line in lines["content"]] == text.text.splitlines()
    file = api.call("GET", path + "/file", 200)
    assert file.text == text.text
    assert "attachment" in file.headers["content-disposition"]
    api.get(finished_run + "/taskInstances/hello/logs/9/file", expect=404)


def test_a_log_is_readable_while_it_grows(api: Api, changes: ChangeListener) -> None:
    run = api.post("dags/waits/dagRuns", {})
    path = f"dags/waits/dagRuns/{part(run['dag_run_id'])}"
    changes.until(lambda: "sleep 600" in api.get(path + "/taskInstances/wait/logs/1", offset=0)["content"])
    assert api.get(path + "/taskInstances/wait/logs/1", offset=0)["complete"] is False
    api.post(path + "/stop")
    wait_for_end(api, changes, "waits", run["dag_run_id"])


def test_xcoms_are_listed_and_read(api: Api, changes: ChangeListener) -> None:
    path = run_to_its_end(api, changes, "pipeline", conf={"x": [1, None]})
    listed = api.get(path + "/taskInstances/~/xcomEntries")
    assert [(each["task_id"], each["key"]) for each in listed["xcom_entries"]] == [
        ("hello", "return_value"),
        ("add", "return_value"),
    ]
    value = api.get(path + "/taskInstances/add/xcomEntries/return_value")["value"]
    assert value == {"sum": 3, "conf": {"x": [1, None]}}
    text = api.get(path + "/taskInstances/add/xcomEntries/return_value", stringify=True)["value"]
    assert text.startswith('{"sum": 3')
    api.get(path + "/taskInstances/add/xcomEntries/nothing", expect=404)


def test_tasks_are_cleared_after_a_look_at_what_would_run(api: Api, changes: ChangeListener) -> None:
    run = run_to_its_end(api, changes, "pipeline", dag_run_id="cleared")
    body = {"dag_run_id": "cleared", "task_ids": ["add"], "only_failed": False}
    would = api.post("dags/pipeline/clearTaskInstances", body)
    assert [task["task_id"] for task in would["task_instances"]] == ["add"]
    assert api.get(run + "/taskInstances/add")["try_number"] == 1
    api.post("dags/pipeline/clearTaskInstances", {**body, "dry_run": False})
    changes.until(lambda: api.get(run + "/taskInstances/add")["try_number"] == 2)
    wait_for_end(api, changes, "pipeline", "cleared")


def test_a_task_is_marked_and_gets_a_note(api: Api, changes: ChangeListener) -> None:
    path = run_to_its_end(api, changes, "fails")
    marked = api.patch(path + "/taskInstances/wrong", {"new_state": "success", "note": "never mind"})
    assert marked["task_instances"][0]["note"] == "never mind"
    changes.until(lambda: api.get(path)["state"] == "success")


def test_why_a_task_does_not_run_is_told_in_sentences(api: Api, changes: ChangeListener) -> None:
    run = api.post("dags/waits/dagRuns", {})
    path = f"dags/waits/dagRuns/{part(run['dag_run_id'])}"
    changes.until(lambda: api.get(path + "/taskInstances/wait")["state"] == "running")
    assert api.get(path + "/taskInstances/wait/dependencies") == {"dependencies": []}
    api.post(path + "/stop")
    wait_for_end(api, changes, "waits", run["dag_run_id"])


def test_one_task_runs_alone_after_a_look(api: Api, changes: ChangeListener) -> None:
    run = api.post("dags/fails/dagRuns", {})["dag_run_id"]
    of_run = wait_for_end(api, changes, "fails", run)
    assert api.get(of_run)["state"] == "failed"
    path = of_run + "/taskInstances/never"
    look = api.post(path + "/run", {})
    assert look["may_run"] is False
    assert [(each["name"], each["lifted_by"]) for each in look["conditions"] if not each["met"]] == [
        ("task_has_not_begun", "ignore_task_state"),
        ("trigger_rule_is_met", "ignore_task_dependencies"),
    ]
    refused = api.post(path + "/run", {"dry_run": False, "ignore_task_state": True}, 409)
    assert "ignore its dependencies" in refused["detail"]
    api.post(path + "/run", {"dry_run": False, "ignore_all_dependencies": True})
    changes.until(lambda: api.get(path)["state"] == "success")
    wait_for_end(api, changes, "fails", run)
    assert api.get(of_run)["state"] == "success"  # its only leaf has succeeded now
    assert api.get(of_run + "/taskInstances/wrong")["try_number"] == 1
    assert api.post(path + "/run", {"dry_run": True, "ignore": 1}, 422)


def test_only_what_has_not_ended_is_marked(api: Api, changes: ChangeListener) -> None:
    run = api.post("dags/pipeline/dagRuns", {})["dag_run_id"]
    wait_for_end(api, changes, "pipeline", run)
    path = f"dags/pipeline/dagRuns/{part(run)}/taskInstances/hello"
    told = api.patch(path, {"new_state": "failed", "only_unfinished": True})
    assert [each["state"] for each in told["task_instances"]] == ["success"]
    assert api.get(path)["state"] == "success"


def test_a_whole_log_is_searched(api: Api, changes: ChangeListener) -> None:
    run = api.post("dags/fails/dagRuns", {})["dag_run_id"]
    path = wait_for_end(api, changes, "fails", run) + "/taskInstances/wrong/logs/1"
    found = api.get(path + "/search", text="ABOUT to", start=1)
    content = api.get(path, offset=0)["content"].encode()
    places = found["offsets"]
    assert [b"about to fail" in content[at:].split(b"\n")[0] for at in places] == [True] * len(places)
    count = content.count(b"about to fail")
    assert (found["first"], found["nearest"], found["total_entries"], found["size"]) == (0, 0, count, len(content))
    assert api.get(path + "/search", level="error")["total_entries"] > 0
    assert api.get(path + "/search", text="about to", level="error")["total_entries"] == 0
    assert api.get(path + "/search", text="about to", start=places[-1] + 1)["nearest"] == count
    assert "Say what to look for" in str(api.call("GET", path + "/search", 422).json())


def test_rendered_fields_are_told_while_the_task_runs(api: Api, changes: ChangeListener) -> None:
    run = api.post("dags/waits/dagRuns", {})["dag_run_id"]
    path = f"dags/waits/dagRuns/{part(run)}/taskInstances/wait"
    changes.until(lambda: api.get(path)["state"] == "running")
    changes.until(lambda: api.get(path)["rendered_fields"] == {"bash_command": "sleep 600"})
    assert api.get(path)["state"] == "running"
    api.post(f"dags/waits/dagRuns/{part(run)}/stop")
    wait_for_end(api, changes, "waits", run)
    assert api.get(path)["rendered_fields"] == {"bash_command": "sleep 600"}  # its process could report nothing
