"""Lists as CSV: everything that matches, streamed; formulas marked; errors told before anything is sent."""

from __future__ import annotations

import csv
import io

import pytest
from api_client import Api
from change_listener import ChangeListener


def table(api: Api, path: str, **params: str) -> list[dict[str, str]]:
    """The rows of an export by the names of their columns."""
    answer = api.call("GET", path, 200, params=params)
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_runs_and_their_tasks_are_taken_away(api: Api, finished_run: str) -> None:
    run = api.get(finished_run)
    api.patch(finished_run, {"note": "=1+1"})
    named = {"dag_id": run["dag_id"], "run_id_pattern": run["dag_run_id"]}
    (row,) = table(api, "dagRuns/export", **named)
    assert (row["dag_run_id"], row["state"], row["note"]) == (run["dag_run_id"], "success", "'=1+1")
    assert float(row["duration"]) == pytest.approx(run["duration"])
    tasks = table(api, "taskInstances/export", dag_id=run["dag_id"], dag_run_id=run["dag_run_id"], order_by="task_id")
    listed = api.get(f"{finished_run}/taskInstances", order_by="task_id")["task_instances"]
    assert [each["task_id"] for each in tasks] == [each["task_id"] for each in listed]
    assert {each["run_state"] for each in tasks} == {"success"}


def test_dags_are_taken_away_as_they_are_narrowed_down(api: Api, finished_run: str) -> None:
    assert [each["dag_id"] for each in table(api, "dagSummaries/export", search="hello")] == ["pipeline"]
    (row,) = table(api, "dagSummaries/export", search="hello")
    assert row["last_run_state"] == "success"
    assert table(api, "dagSummaries/export", search="no such dag") == []


@pytest.mark.parametrize("path", ["jobs/export", "slas/export", "assets/export", "assets/events/export"])
def test_other_lists_have_as_many_rows_as_their_pages_say(api: Api, changes: ChangeListener, path: str) -> None:
    total = api.get(path.removesuffix("/export"))["total_entries"]
    assert len(table(api, path)) == total


def test_the_audit_log_is_taken_away(api: Api, changes: ChangeListener) -> None:
    api.patch("dags/fails", {"is_paused": False})
    api.patch("dags/fails", {"is_paused": True})
    assert {"pause_dag", "resume_dag"} <= set(api.get("eventLogs/events")["events"])
    rows = table(api, "eventLogs/export", included_events="pause_dag", dag_id="fails")
    assert rows[0]["event"] == "pause_dag"
    assert len(rows) == api.get("eventLogs", included_events="pause_dag", dag_id="fails")["total_entries"]


def test_a_wrong_question_is_a_422_and_no_file(api: Api) -> None:
    for path, parameter in (("dagRuns/export", "order_by"), ("taskInstances/export", "order_by")):
        (problem,) = api.get(path, expect=422, **{parameter: "nothing"})["detail"]
        assert problem["loc"][-1] == parameter
    api.get("dagRuns/export", expect=422, limit=1)


def test_summaries_come_with_counts_where_asked(api: Api, finished_run: str) -> None:
    (plain,) = api.get("dagSummaries", search="hello")["dags"]
    assert (plain["run_counts"], plain["task_counts"]) == (None, None)
    (counted,) = api.get("dagSummaries", search="hello", with_counts=True)["dags"]
    assert counted["run_counts"]["success"] >= 1
    assert sum(counted["task_counts"].values()) == len(api.get("dags/pipeline/tasks")["tasks"])


def test_many_dags_are_switched_at_once(api: Api, changes: ChangeListener) -> None:
    ids = ["pipeline", "nothing", "fails"]
    found = api.post("dagSummaries/bulk", {"action": "resume", "dag_ids": ids})["results"]
    assert [(each["dag_id"], each["ok"]) for each in found] == [("pipeline", True), ("nothing", False), ("fails", True)]
    assert found[1]["detail"] == "There is no DAG 'nothing'."
    api.post("dagSummaries/bulk", {"action": "pause", "dag_ids": ["fails"]})
    assert api.get("dags/fails")["is_paused"]
    assert "airflow" in api.get("dagOwners")["owners"]
