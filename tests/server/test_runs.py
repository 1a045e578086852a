"""Runs: start, look, stop, clear, mark, delete, many at once."""

from __future__ import annotations

from api_client import Api, part
from change_listener import ChangeListener
from ended_runs import run_to_its_end, wait_for_end


def test_a_run_is_started_and_ends(api: Api, changes: ChangeListener) -> None:
    path = run_to_its_end(api, changes, "pipeline", conf={"country": "FI"}, note="by hand")
    run = api.get(path)
    assert (run["state"], run["conf"], run["note"]) == ("success", {"country": "FI"}, "by hand")
    assert (run["run_type"], run["triggered_by"]) == ("manual", "rest_api")
    assert run["task_counts"] == {"success": 2}
    assert run["duration"] > 0


def test_a_run_with_the_same_id_is_a_conflict(api: Api, changes: ChangeListener) -> None:
    path = run_to_its_end(api, changes, "pipeline", dag_run_id="only once")
    assert api.get(path)["dag_run_id"] == "only once"
    api.post("dags/pipeline/dagRuns", {"dag_run_id": "only once"}, expect=409)


def test_half_a_data_interval_is_refused(api: Api, changes: ChangeListener) -> None:
    body = {"data_interval_start": "2026-01-01T00:00:00Z"}
    assert api.post("dags/pipeline/dagRuns", body, expect=422)["detail"][0]["loc"] == ["body", "data_interval_start"]


def test_runs_are_filtered_ordered_and_paged(api: Api, changes: ChangeListener, finished_run: str) -> None:
    run_to_its_end(api, changes, "fails")
    failed = api.get("dags/~/dagRuns", state=["failed"])
    assert {run["dag_id"] for run in failed["dag_runs"]} >= {"fails"}
    assert all(run["state"] == "failed" for run in failed["dag_runs"])
    assert api.get("dags/pipeline/dagRuns", state=["failed"])["total_entries"] == 0
    newest = api.get("dags/~/dagRuns", limit=1)
    assert newest["total_entries"] > 1
    assert newest["dag_runs"][0]["dag_id"] == "fails"
    assert api.get("dags/~/dagRuns", start_date_gte="2999-01-01T00:00:00Z")["total_entries"] == 0
    batch = api.post("dags/~/dagRuns/list", {"dag_ids": ["pipeline"], "page_limit": 1})
    assert batch["dag_runs"][0]["dag_id"] == "pipeline"
    api.get("dags/~/dagRuns", expect=422, state="dancing")


def test_a_run_of_a_failing_dag_fails_and_can_be_retried(api: Api, changes: ChangeListener) -> None:
    path = run_to_its_end(api, changes, "fails")
    assert api.get(path)["state"] == "failed"
    would = api.post(path + "/clear", {"only_failed": True})
    assert {task["task_id"] for task in would["task_instances"]} == {"wrong", "never"}
    run = api.post(path + "/retry")
    wait_for_end(api, changes, "fails", run["dag_run_id"])
    assert api.get(path + "/taskInstances/wrong/tries")["total_entries"] == 2


def test_an_active_run_is_stopped_and_cannot_be_deleted_before(api: Api, changes: ChangeListener) -> None:
    run = api.post("dags/waits/dagRuns", {})
    path = f"dags/waits/dagRuns/{part(run['dag_run_id'])}"
    changes.until(lambda: api.get(path + "/taskInstances/wait")["state"] == "running")
    assert api.get("dagRunCounts")["running"] >= 1
    api.delete(path, expect=409)
    assert api.post(path + "/stop")["state"] == "failed"
    api.post(path + "/stop", expect=409)
    changes.until(lambda: api.get("dagRunCounts")["running"] == 0)
    api.delete(path)
    api.get(path, expect=404)


def test_a_run_is_marked_and_gets_a_note(api: Api, changes: ChangeListener) -> None:
    path = run_to_its_end(api, changes, "fails")
    assert api.patch(path, {"state": "success", "note": "looked at"})["state"] == "success"
    assert api.get(path)["note"] == "looked at"
    assert api.patch(path, {"note": None})["note"] is None


def test_a_run_is_started_again_with_edited_conf(api: Api, changes: ChangeListener) -> None:
    path = run_to_its_end(api, changes, "pipeline", conf={"a": 1})
    same = api.post(path + "/rerun")
    edited = api.post(path + "/rerun", {"conf": {"a": 2}})
    assert (same["conf"], edited["conf"]) == ({"a": 1}, {"a": 2})
    wait_for_end(api, changes, "pipeline", edited["dag_run_id"])


def test_many_runs_are_handled_with_a_result_each(api: Api, changes: ChangeListener) -> None:
    path = run_to_its_end(api, changes, "pipeline", dag_run_id="in bulk")
    keys = [{"dag_id": "pipeline", "dag_run_id": "in bulk"}, {"dag_id": "pipeline", "dag_run_id": "nothing"}]
    results = api.post("dagRuns/bulk", {"action": "delete", "runs": keys})["results"]
    assert [result["ok"] for result in results] == [True, False]
    assert "nothing" in results[1]["detail"]
    api.get(path, expect=404)


def test_a_drawing_gets_the_states_of_all_tasks_of_a_run(api: Api, finished_run: str) -> None:
    found = api.get(finished_run + "/graph")
    assert (found["state"], found["version_number"]) == ("success", found["newest_version_number"])
    tasks = {task["task_id"]: task for task in found["tasks"]}
    assert {name: task["states"] for name, task in tasks.items()} == {"add": {"success": 1}, "hello": {"success": 1}}
    hello = tasks["hello"]
    assert hello["started_at"] <= hello["ended_at"] <= tasks["add"]["ended_at"]
    assert (hello["is_mapped"], hello["try_number"], found["started_runs"]) == (False, 1, {})
    api.get("dags/pipeline/dagRuns/nothing/graph", expect=404)
