"""What the views of a DAG's page are drawn from."""

from __future__ import annotations

from datetime import UTC, datetime

from api_client import Api
from change_listener import ChangeListener
from ended_runs import run_to_its_end


def test_the_grid_has_runs_side_by_side(api: Api, changes: ChangeListener) -> None:
    first, second = (
        api.get(run_to_its_end(api, changes, "pipeline", note=note))["dag_run_id"] for note in ("one", "two")
    )
    grid = api.get("dags/pipeline/grid", limit=1)
    (run,) = grid["runs"]
    assert (run["dag_run_id"], run["state"], run["run_type"], run["note"]) == (second, "success", "manual", "two")
    assert (grid["has_more"], run["version_number"]) == (True, 1)
    cells = run["cells"]
    by_task = {grid["task_ids"][task]: place for place, task in enumerate(cells["task"])}
    assert set(by_task) == {"hello", "add"}
    assert {grid["states"][state] for state in cells["state"]} == {"success"}
    assert cells["end"][by_task["hello"]] <= cells["start"][by_task["add"]]
    assert cells["mapped"] == [0, 0]
    older = api.get("dags/pipeline/grid", limit=1, before=second)
    assert [each["dag_run_id"] for each in older["runs"]] == [first]
    named = api.get("dags/pipeline/grid", dag_run_id=[first], task_id=["hello"])
    assert (len(named["runs"]), named["task_ids"], named["has_more"]) == (1, ["hello"], False)
    assert api.get("dags/pipeline/grid", with_tasks=False)["task_ids"] == []
    assert api.get("dags/pipeline/grid", state=["failed"])["runs"] == []
    assert api.get("dags/pipeline/tasks/hello/grid", dag_run_id=[first])["runs"][0]["map_index"] == []
    api.get("dags/pipeline/grid", before="nothing", expect=404)
    api.get("dags/nothing/grid", expect=404)
    api.get("dags/pipeline/grid", limit=0, expect=422)


def test_the_timeline_has_all_tries_of_a_run(api: Api, changes: ChangeListener) -> None:
    path = run_to_its_end(api, changes, "fails")
    found = api.get(path + "/timeline")
    assert [(task["task_id"], task["upstream"]) for task in found["tasks"]] == [("wrong", []), ("never", ["wrong"])]
    tries = {each["task_id"]: each for each in found["tries"]}
    assert (tries["wrong"]["state"], tries["wrong"]["try_number"]) == ("failed", 1)
    assert tries["wrong"]["queued_at"] <= tries["wrong"]["start_date"] <= tries["wrong"]["end_date"]
    assert (tries["never"]["state"], tries["never"]["start_date"]) == ("upstream_failed", None)
    assert found["state"] == "failed"


def test_the_calendar_counts_runs_by_their_day(api: Api, changes: ChangeListener) -> None:
    run = api.get(run_to_its_end(api, changes, "pipeline"))
    day = datetime.fromisoformat(run["run_after"]).astimezone(UTC).date().isoformat()
    found = api.get("dags/pipeline/calendar", first=day, last=day)
    assert found["timezone"] == "UTC"
    (only,) = found["days"]
    assert only["day"] == day
    assert {each["state"]: each["count"] for each in only["counts"]}["success"] >= 1
    assert api.get("dags/pipeline/plannedDays", first=day, last=day)["days"] == []
    planned = api.get("dags/fails/plannedDays", first=day, last=f"{int(day[:4]) + 1}-{'01-01'}")
    assert planned["is_paused"]
    assert planned["known_until"] is None
    assert {each["count"] for each in planned["days"]} == {1}
    for first, last in ((day, "1999-01-01"), ("2000-01-01", "2001-12-31"), ("9999-12-31", "9999-12-31")):
        api.get("dags/pipeline/calendar", first=first, last=last, expect=422)
