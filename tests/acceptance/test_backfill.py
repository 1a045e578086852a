"""A backfill from the page of a DAG: dates, the runs to come, start, progress, cancel."""

from __future__ import annotations

from .conftest import Lab, Screen, expect

DAG = """
from couture_jupyter import DAG, BashOperator

with DAG("old_sales", schedule="0 6 * * *", is_paused_upon_creation=False):
    BashOperator(task_id="load", bash_command="test {{ ds_nodash }} -ne 20260102")
with DAG("by_hand", schedule=None):
    BashOperator(task_id="load", bash_command="true")
"""


def test_a_backfill_is_previewed_started_and_seen_to_its_end(lab: Lab, screen: Screen) -> None:
    (lab.workspace / "dags" / "old_sales.py").write_text(DAG)
    lab.wait_until(lambda: lab.has_dag("old_sales"))
    screen.open()
    screen.execute("couture:open-dag", dagId="old_sales")
    page = screen.page.locator(".couture-DagPage")
    screen.choose_more("Backfill…")
    form = page.get_by_role("region", name="Backfill", exact=True)
    form.get_by_role("button", name="Start").click()
    expect(form).to_contain_text("Give the first date.")
    form.get_by_label("First date").fill("2026-01-01T00:00")
    form.get_by_label("Last date").fill("2025-01-03T23:59")
    form.get_by_role("button", name="Show the runs to come").click()
    expect(form).to_contain_text("The last date comes before the first.")
    form.get_by_label("Last date").fill("2026-01-03T23:59")
    form.get_by_label("Order").select_option(label="The newest first")
    form.get_by_role("button", name="Show the runs to come").click()
    expect(form).to_contain_text("3 runs, in this order:")
    screen.shoot("backfill-preview")
    form.get_by_role("button", name="Start 3 runs").press("Enter")
    progress = page.get_by_role("region", name="Backfill 1")
    expect(progress).to_contain_text("Complete")
    expect(progress).to_contain_text("3 of 3 ended, 1 failed")
    expect(progress.get_by_role("button", name="Failed")).to_have_count(1)
    expect(progress.get_by_role("button", name="Success")).to_have_count(2)
    screen.shoot("backfill-done")
    page.get_by_role("tab", name="Details").click()
    expect(page.get_by_role("table", name="Next runs").get_by_role("row")).to_have_count(6)
    page.get_by_role("table", name="Next runs").scroll_into_view_if_needed()
    screen.shoot("next-runs")
    screen.execute("couture:open-dag", dagId="by_hand", view="backfills")
    expect(screen.page.locator(".couture-DagPage").last).to_contain_text("names no moments")
