"""DAGs: lists, details, source, versions, pausing, import errors."""

from __future__ import annotations

from api_client import Api
from change_listener import ChangeListener


def test_summaries_show_what_the_sidebar_needs(api: Api, changes: ChangeListener) -> None:
    found = api.get("dagSummaries", kind="file", order_by="dag_id")
    dags = {dag["dag_id"]: dag for dag in found["dags"]}
    assert list(dags) == sorted(dags)
    assert {"fails", "pipeline", "waits"} <= set(dags)  # other tests leave more
    fails = dags["fails"]
    assert (fails["file"], fails["tags"], fails["is_paused"]) == ("dags/fails.py", ["tests"], True)
    assert fails["schedule"] == "At 00:00 every day"


def test_summaries_can_be_searched_and_paged(api: Api, changes: ChangeListener) -> None:
    assert [dag["dag_id"] for dag in api.get("dagSummaries", search="hello")["dags"]] == ["pipeline"]
    assert [dag["dag_id"] for dag in api.get("dagSummaries", tags=["quick"])["dags"]] == ["pipeline"]
    everything = api.get("dagSummaries", order_by="dag_id", kind="file")["dags"]
    page = api.get("dagSummaries", limit=1, offset=1, order_by="dag_id", kind="file")
    assert (page["total_entries"], page["dags"]) == (len(everything), everything[1:2])


def test_a_dag_that_is_not_there_is_a_404(api: Api) -> None:
    assert api.get("dags/nothing", expect=404) == {"detail": "There is no DAG 'nothing'."}


def test_details_and_tasks_come_from_the_newest_version(api: Api, changes: ChangeListener) -> None:
    details = api.get("dags/pipeline/details")
    assert details["latest_dag_version"]["version_number"] >= 1
    tasks = {task["task_id"]: task for task in api.get("dags/pipeline/tasks")["tasks"]}
    assert tasks["hello"]["downstream_task_ids"] == ["add"]
    assert api.get("dags/pipeline/tasks/add")["operator_name"] == "PythonOperator"
    api.get("dags/pipeline/tasks/nothing", expect=404)


def test_the_structure_of_a_version_is_what_drawings_need(api: Api, changes: ChangeListener) -> None:
    found = api.get("dags/pipeline/structure")
    assert (found["dag_id"], found["orientation"]) == ("pipeline", "LR")
    tasks = {task["task_id"]: task for task in found["tasks"]}
    assert (tasks["hello"]["downstream"], tasks["add"]["upstream"]) == (["add"], ["hello"])
    assert api.get("dags/pipeline/structure", version_number=1)["version_number"] == 1
    api.get("dags/pipeline/structure", version_number=99, expect=404)


def test_the_source_is_shown_at_both_places(api: Api, changes: ChangeListener) -> None:
    source = api.get("dags/fails/source")
    assert "about to fail" in source["content"]
    assert api.get("dagSources/fails", version_number=1) == source
    api.get("dagSources/fails", expect=404, version_number=99)
    assert [each["version_number"] for each in api.get("dags/fails/dagVersions")["dag_versions"]] == [1]
    assert api.get("dags/fails/dagVersions/1")["dag_id"] == "fails"


def test_a_dag_is_switched_on_and_off_and_every_page_hears_of_it(api: Api, changes: ChangeListener) -> None:
    changes.changes.clear()
    assert api.patch("dags/fails", {"is_paused": False})["is_paused"] is False
    changes.until(lambda: [each for each in changes.changes if each["subject"] == "dag" and each["dag_id"] == "fails"])
    assert api.patch("dags/fails", {"is_paused": True})["is_paused"] is True


def test_a_broken_file_is_an_import_error_with_its_line(api: Api, changes: ChangeListener) -> None:
    found = api.get("importErrors")["import_errors"][0]
    assert (found["filename"], found["line"]) == ("dags/broken.py", 1)
    assert "no_such_module" in found["message"]
    assert api.get(f"importErrors/{found['import_error_id']}") == found
    api.get("importErrors/1", expect=404)


def test_tags_are_listed_once(api: Api, changes: ChangeListener) -> None:
    assert api.get("dagTags")["tags"] == ["quick", "tests"]
    assert api.get("dagTags", tag_name_pattern="%ui%")["tags"] == ["quick"]


def test_missed_runs_are_a_list(api: Api, changes: ChangeListener) -> None:
    assert api.get("dags/pipeline/missedRuns") == {"missed_runs": [], "total_entries": 0}
