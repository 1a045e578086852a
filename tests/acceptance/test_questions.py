"""A task asks, a person answers on the page of the run; what the run owes besides is shown there."""

from __future__ import annotations

import re
from urllib.parse import quote

from .conftest import Lab, Screen, expect

DAG = """
from datetime import timedelta
from couture_jupyter import DAG, Param
from couture_jupyter.callbacks import SyncCallback
from couture_jupyter.deadlines import DeadlineAlert, DeadlineReference
from couture_jupyter.operators.human import ApprovalOperator, HITLEntryOperator

def tell(context):
    print("told of", context["reason"])

def late(context):
    raise ValueError("nobody is there")

soon = DeadlineAlert(DeadlineReference.DAGRUN_QUEUED_AT, timedelta(0), SyncCallback(late), name="at once")
with DAG("asks_people", schedule=None, is_paused_upon_creation=False, on_success_callback=tell, deadline=soon):
    fields = {"region": Param(enum=["north", "south"]), "rows": Param(3, type="integer", description="How many")}
    choose = HITLEntryOperator(task_id="choose", subject="What to load?", body="For the report", params=fields)
    choose >> ApprovalOperator(task_id="publish", subject="Publish it?", response_timeout=timedelta(hours=1))
"""


def test_questions_are_answered_on_the_page_of_the_run(lab: Lab, screen: Screen) -> None:
    (lab.workspace / "dags" / "asks_people.py").write_text(DAG)
    lab.wait_until(lambda: lab.has_dag("asks_people"))
    run_id = lab.ask("POST", "dags/asks_people/dagRuns", {})["dag_run_id"]
    screen.open()
    screen.page.get_by_role("button", name="1 waiting for you").click()
    page = screen.run_page
    expect(page.get_by_text("Waiting for you", exact=True)).to_be_visible()
    question = page.get_by_role("region", name="A question for you")
    expect(question).to_contain_text("What to load?")
    expect(page.get_by_role("list", name="SLAs and deadlines")).to_contain_text('The deadline "at once" was missed')
    question.get_by_role("button", name="OK").click()
    expect(question.get_by_role("alert")).to_contain_text("This is needed")
    question.get_by_label(re.compile("^region")).select_option(label="south")
    question.get_by_label("rows").fill("12")
    screen.shoot("question-form")
    question.get_by_role("button", name="OK").click()
    page.get_by_role("button", name="Publish it?").click()
    expect(question).to_contain_text("the task fails")
    screen.shoot("question-approval")
    question.get_by_role("button", name="Approve").press("Enter")
    expect(page.locator(".couture-RunHeader-state")).to_contain_text("Success")
    callbacks = page.get_by_role("list", name="Callbacks")
    expect(callbacks).to_contain_text("The callback for success was called")
    expect(callbacks).to_contain_text("The callback for the missed deadline failed: ValueError: nobody is there")
    callbacks.get_by_role("button", name="Show log").last.click()
    expect(callbacks).to_contain_text("told of success")
    expect(page.get_by_role("region", name="Question")).to_contain_text("answered: Approve")
    screen.shoot("question-answered")
    expect(screen.page.get_by_role("button", name=re.compile("waiting for you"))).to_have_count(0)
    path = f"dags/asks_people/dagRuns/{quote(run_id, safe='')}/taskInstances/choose/hitlDetails"
    assert lab.ask("GET", path)["params_input"] == {"region": "south", "rows": 12}


LATE = """
from datetime import datetime, timedelta
from couture_jupyter import DAG, BashOperator

with DAG("too_late", schedule="@once", start_date=datetime(2026, 1, 1), catchup=True, is_paused_upon_creation=False):
    BashOperator(task_id="load", bash_command="true", sla=timedelta(hours=1))
"""


def test_missed_slas_are_listed_and_noted_on_the_page_of_the_dag(lab: Lab, screen: Screen) -> None:
    (lab.workspace / "dags" / "too_late.py").write_text(LATE)
    lab.wait_until(lambda: lab.ask("GET", "slas?dag_id=too_late")["total_entries"])
    screen.open(screen.link("dag", "too_late"))
    screen.page.get_by_role("tab", name="Missed SLAs").click()
    table = screen.page.get_by_role("table", name="Missed SLAs")
    table.get_by_role("button", name="Add a note").click()
    screen.page.get_by_role("dialog").get_by_label("Note").fill("the disk was full")
    screen.confirm("Ok")
    expect(table).to_contain_text("the disk was full")
    screen.shoot("missed-slas")
    table.get_by_role("button").first.click()
    expect(screen.run_page.get_by_role("list", name="SLAs and deadlines")).to_contain_text(
        "The task load missed its SLA"
    )
