"""The list of DAGs, and what people browse: runs, task instances, jobs, the audit log, missed SLAs."""

from __future__ import annotations

import csv
import io
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

FLEET = """
from couture_jupyter import DAG, BashOperator

for number in range(60):
    with DAG(
        f"fleet_{{number:02}}",
        schedule="0 6 * * *",
        tags=["fleet", "even" if number % 2 == 0 else "odd"],
        default_args={{"owner": "ada" if number < 3 else "eve"}},
        description="One of many.",
    ) as dag:
        BashOperator(task_id="first", bash_command="exit {fails}" if number == 1 else "true") >> BashOperator(
            task_id="second", bash_command="true"
        )
    globals()[dag.dag_id] = dag
"""


@pytest.fixture(scope="module")
def fleet(lab: Any) -> dict[str, str]:
    """Sixty DAGs, all paused; two of them have run: ``fleet_00`` succeeded, ``fleet_01`` failed."""
    (lab.workspace / "dags" / "fleet.py").write_text(FLEET.format(fails=3), encoding="utf-8")
    lab.wait_until(lambda: lab.ask("GET", "dagSummaries?tags=fleet&limit=0")["total_entries"] == 60)
    runs = {}
    for dag_id in ("fleet_00", "fleet_01"):
        run_id = lab.ask("POST", f"dags/{dag_id}/dagRuns", {})["dag_run_id"]
        path = f"dags/{dag_id}/dagRuns/{run_id}"
        lab.wait_until(lambda path=path: lab.ask("GET", path)["state"] in ("success", "failed"))
        runs[dag_id] = run_id
    return runs


def rows(page: Any, table: str) -> Locator:
    """The rows of a list in front that are loaded."""
    return page.get_by_role("table", name=table, exact=True).locator("tbody tr[data-index]")


def exported(screen: Any) -> list[dict[str, str]]:
    """The rows of the file that the button gives."""
    with screen.page.expect_download() as download:
        screen.page.get_by_role("button", name="Export CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_paused_dags_are_hidden_and_counted_until_they_are_asked_for(screen: Any, fleet: dict[str, str]) -> None:
    page = screen.page
    screen.open(screen.link("dags", "search=fleet_"))
    expect(page.get_by_text("All 60 DAGs that match are paused.")).to_be_visible()
    screen.shoot("dags-all-paused")
    page.get_by_role("button", name="Show paused DAGs").click()
    expect(page.get_by_role("switch", name="Show paused DAGs")).to_be_checked()
    expect(page.locator(".couture-ListPage-count")).to_have_text("60")
    # Not all sixty are in the page, and the last one is found by scrolling.
    assert rows(page, "DAGs").count() < 40
    rows(page, "DAGs").first.focus()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="fleet_59", exact=True)).to_be_visible()
    screen.reload('"showPaused": "true"')
    expect(page.get_by_role("switch", name="Show paused DAGs")).to_be_checked()
    expect(page.get_by_label("Search names, descriptions, tags")).to_have_value("fleet_")


def test_a_dag_is_switched_starred_and_opened_from_its_row(screen: Any, fleet: dict[str, str]) -> None:
    page, lab = screen.page, screen.lab
    screen.open(screen.link("dags", "search=fleet_0&showPaused=true"))
    row = rows(page, "DAGs").filter(has=page.get_by_role("button", name="fleet_00", exact=True))
    expect(row).to_contain_text("At 06:00 every day")
    screen.shoot("dags")
    row.get_by_role("switch").click()
    lab.wait_until(lambda: not lab.ask("GET", "dags/fleet_00")["is_paused"])
    expect(row.get_by_role("switch", name='Switch "fleet_00" off')).to_be_visible()
    row.get_by_role("button", name="Favourite").click()
    expect(row.get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")
    row.get_by_role("switch").click()
    lab.wait_until(lambda: lab.ask("GET", "dags/fleet_00")["is_paused"])
    row.get_by_role("button", name="More actions for fleet_00").click()
    expect(page.get_by_role("menuitem", name="Delete…")).to_be_visible()
    page.keyboard.press("Escape")
    row.get_by_role("button", name="even").click()
    expect(page.get_by_role("button", name="Any of these tags: even")).to_be_visible()
    expect(page.locator(".couture-ListPage-count")).to_have_text("5")
    row.get_by_role("button", name="Code of fleet_00").click()
    expect(page.locator(".couture-DagPage")).to_contain_text("fleet_")


def test_counts_lead_to_the_lists_of_what_they_count(screen: Any, fleet: dict[str, str]) -> None:
    page = screen.page
    screen.open(screen.link("dags", "search=fleet_01&showPaused=true"))
    page.get_by_role("group", name="Recent tasks of fleet_01").get_by_role("button", name="Upstream failed: 1").click()
    tasks = rows(page, "Task instances")
    expect(tasks).to_have_count(1)
    expect(tasks).to_contain_text("second")
    expect(page.get_by_role("button", name="State: Upstream failed", exact=True)).to_be_visible()
    screen.shoot("task-instances")
    screen.execute("couture:open-dags")
    page.get_by_role("group", name="Runs of fleet_01").get_by_role("button", name="Failed: 1").click()
    expect(rows(page, "Runs")).to_have_count(1)
    expect(rows(page, "Runs")).to_contain_text(fleet["fleet_01"])


def test_many_dags_are_switched_on_at_once_and_off_again(screen: Any, fleet: dict[str, str]) -> None:
    page, lab = screen.page, screen.lab
    screen.open(screen.link("dags", "search=fleet_2&showPaused=true"))
    page.get_by_role("checkbox", name="Select all 10 that match").click()
    bar = page.get_by_role("toolbar", name="Selected DAGs")
    expect(bar).to_contain_text("10 selected")
    screen.shoot("dags-selected")
    bar.get_by_role("button", name="Switch 10 on").click()
    expect(page.get_by_role("dialog")).to_contain_text("Switch 10 DAGs on?")
    screen.confirm("Switch on")
    lab.wait_until(lambda: lab.ask("GET", "dagSummaries?search=fleet_2&paused=false")["total_entries"] == 10)
    bar.get_by_role("button", name="Switch 10 off").click()
    screen.confirm("Switch off")
    lab.wait_until(lambda: lab.ask("GET", "dagSummaries?search=fleet_2&paused=true")["total_entries"] == 10)


def test_what_matches_is_taken_away_as_a_file(screen: Any, fleet: dict[str, str]) -> None:
    screen.open(screen.link("dags", "search=fleet_&showPaused=true"))
    expect(screen.page.locator(".couture-ListPage-count")).to_have_text("60")
    found = exported(screen)
    assert [row["dag_id"] for row in found] == [f"fleet_{number:02}" for number in range(60)]
    assert found[1]["last_run_state"] == "failed"


def test_filters_are_added_changed_and_taken_away(screen: Any, fleet: dict[str, str]) -> None:
    page = screen.page
    screen.open(screen.link("dags", "search=fleet_&showPaused=true"))
    page.get_by_role("button", name="Add a filter").click()
    page.get_by_role("dialog", name="Add a filter").get_by_role("button", name="Owner", exact=True).click()
    panel = page.get_by_role("dialog", name=re.compile("^Owner"))
    panel.get_by_role("checkbox", name="ada").check()
    screen.shoot("dags-filter")
    page.keyboard.press("Escape")
    expect(page.locator(".couture-ListPage-count")).to_have_text("3")
    page.get_by_role("button", name='Remove the filter "Owner"').click()
    expect(page.locator(".couture-ListPage-count")).to_have_text("60")
    page.get_by_role("button", name="Choose columns").click()
    page.get_by_role("checkbox", name="File").check()
    page.get_by_role("checkbox", name="Owner").uncheck()
    page.keyboard.press("Escape")
    table = page.get_by_role("table", name="DAGs")
    expect(table.get_by_role("columnheader", name="File")).to_be_visible()
    expect(table.get_by_role("columnheader", name="Owner")).to_have_count(0)
    page.get_by_role("button", name="Last run").click()
    expect(table.get_by_role("columnheader", name="Last run")).to_have_attribute("aria-sort", "ascending")


def test_task_instances_are_cleared_and_marked_in_bulk(screen: Any, fleet: dict[str, str]) -> None:
    page, lab = screen.page, screen.lab
    path = f"dags/fleet_01/dagRuns/{fleet['fleet_01']}"
    screen.open(screen.link("task-instances", "dagId=fleet_01"))
    expect(rows(page, "Task instances")).to_have_count(2)
    page.get_by_role("checkbox", name="Select all 2 that match").click()
    page.get_by_role("button", name="Mark as success").click()
    expect(page.get_by_role("dialog")).to_contain_text("They are of 1 run.")
    screen.confirm("Mark")
    lab.wait_until(lambda: lab.ask("GET", path)["state"] == "success")
    page.get_by_role("checkbox", name=re.compile("^Select second")).uncheck()
    page.get_by_role("button", name="Clear", exact=True).click()
    screen.confirm("Clear")
    first = f"{path}/taskInstances/first"
    lab.wait_until(lambda: (lab.ask("GET", first)["try_number"], lab.ask("GET", first)["state"]) == (2, "failed"))


def test_runs_are_noted_and_marked_in_bulk(screen: Any, fleet: dict[str, str]) -> None:
    page, lab = screen.page, screen.lab
    screen.open(screen.link("runs", "dagText=fleet_0"))
    expect(rows(page, "Runs")).to_have_count(2)
    page.get_by_role("checkbox", name="Select all 2 that match").click()
    bar = page.get_by_role("toolbar", name="Selected runs")
    screen.shoot("runs-selected")
    bar.get_by_role("button", name="Note…").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("looked at")
    screen.confirm("Ok")
    for dag_id, run_id in fleet.items():
        lab.wait_until(lambda path=f"dags/{dag_id}/dagRuns/{run_id}": lab.ask("GET", path)["note"] == "looked at")
    assert {row["note"] for row in exported(screen)} == {"looked at"}


def test_the_audit_log_tells_who_did_what(screen: Any, fleet: dict[str, str]) -> None:
    page, lab = screen.page, screen.lab
    lab.ask("PATCH", "dags/fleet_50", {"is_paused": False})
    lab.ask("PATCH", "dags/fleet_50", {"is_paused": True})
    screen.open(screen.link("audit-log", "dagId=fleet_50"))
    table = rows(page, "Audit log")
    expect(table).to_have_count(2)
    expect(table.first).to_contain_text("pause_dag")
    screen.shoot("audit-log")
    lab.ask("PATCH", "dags/fleet_50", {"is_paused": False})
    expect(table).to_have_count(3)
    assert [row["event"] for row in exported(screen)] == ["resume_dag", "pause_dag", "resume_dag"]
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_text(re.compile("✓ .* entries are as they were sealed"))).to_be_visible()
    lab.ask("PATCH", "dags/fleet_50", {"is_paused": True})


def test_jobs_show_the_engine_and_its_work(screen: Any, fleet: dict[str, str]) -> None:
    page = screen.page
    screen.open(screen.link("jobs"))
    engine = rows(page, "Jobs").filter(has_text="Engine").filter(has_text="Running")
    expect(engine).to_have_count(1)
    expect(page.get_by_text(re.compile("tasks? (is|are) at work in"))).to_be_visible()
    screen.shoot("jobs")


WORKING = """
from couture_jupyter import DAG, BashOperator

with DAG("at_work", schedule=None):
    BashOperator(task_id="waits", bash_command="until [ -e {stop} ]; do sleep 0.1; done")
"""


def test_jobs_show_the_process_of_a_task_and_lead_to_it(screen: Any, tmp_path: Path) -> None:
    page, lab = screen.page, screen.lab
    (lab.workspace / "dags" / "at_work.py").write_text(WORKING.format(stop=tmp_path / "stop"), encoding="utf-8")
    lab.wait_until(lambda: lab.ask("GET", "dagSummaries?search=at_work&limit=0")["total_entries"] == 1)
    screen.open(screen.link("jobs", "kind=LocalTaskJob&dagId=at_work"))
    expect(page.get_by_text("Nothing matches the filters.")).to_be_visible()
    run_id = lab.ask("POST", "dags/at_work/dagRuns", {})["dag_run_id"]
    row = rows(page, "Jobs")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Running")
    task = lab.ask("GET", f"dags/at_work/dagRuns/{run_id}/taskInstances/waits")
    expect(row).to_contain_text(str(task["pid"]))
    (told,) = exported(screen)
    assert (told["dag_run_id"], told["task_id"], told["pid"]) == (run_id, "waits", str(task["pid"]))
    assert told["hostname"] == task["hostname"] == socket.gethostname()
    screen.shoot("jobs-of-tasks")
    row.get_by_role("button", name="at_work › waits").click()
    expect(page.locator(".couture-TaskPane:visible, .couture-RunPage:visible").first).to_contain_text("waits")
    (tmp_path / "stop").touch()
    lab.wait_until(lambda: lab.ask("GET", f"dags/at_work/dagRuns/{run_id}")["state"] == "success")
    screen.open(screen.link("jobs", "kind=LocalTaskJob&dagId=at_work"))
    expect(page.get_by_text("Nothing matches the filters.")).to_be_visible()


def test_missed_slas_say_when_there_are_none(screen: Any) -> None:
    screen.open(screen.link("sla-misses", "dagId=fleet_00"))
    expect(screen.page.get_by_text("Nothing matches the filters.")).to_be_visible()
    screen.shoot("sla-misses")


def test_the_menu_leads_to_all_lists(screen: Any) -> None:
    page = screen.page
    screen.open()
    page.get_by_role("menuitem", name="Couture", exact=True).click()
    page.locator(".lm-Menu-item[data-type=submenu]").filter(has_text="Browse").hover()
    for name in ("Runs", "Task instances", "Jobs", "Audit log", "Missed SLAs", "Assets"):
        expect(page.get_by_role("menuitem", name=name, exact=True)).to_be_visible()
    screen.shoot("menu")
    page.get_by_role("menuitem", name="Jobs", exact=True).click()
    expect(page.get_by_role("table", name="Jobs")).to_be_visible()
    screen.show_workflows()
    page.get_by_role("button", name="Pages of Couture").click()
    page.get_by_role("menuitem", name="DAGs", exact=True).click()
    expect(page.get_by_role("heading", name="DAGs", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [600, 1800])
def test_lists_fit_narrow_and_wide_windows(screen: Any, fleet: dict[str, str], width: int) -> None:
    page = screen.page
    page.set_viewport_size({"width": width, "height": 800})
    screen.open(screen.link("dags", "search=fleet_0&showPaused=true"))
    expect(rows(page, "DAGs").first).to_be_visible()
    box = page.locator(".couture-ListPage").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= width
    screen.shoot(f"dags-{width}")
