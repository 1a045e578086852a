"""A run is started with values: the form made from a DAG's params, the JSON beside it, and errors at the fields."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Locator, expect

ASKING = """
from couture_jupyter import DAG, Param, PythonOperator

with DAG(
    "asking",
    schedule=None,
    params={
        "country": Param(type="string", pattern="^[A-Z]{2}$", description="Two letters"),
        "rows": Param(10, type="integer", minimum=1, maximum=100),
        "colour": Param("red", enum=["red", "green"], section="Looks"),
        "names": Param(["a"], type="array", section="Looks"),
        "note": Param(None, type=["string", "null"]),
        "options": Param({"deep": 1}, type="object"),
        "day": Param("2026-03-01", type="string", format="date", title="The day"),
    },
):
    PythonOperator(task_id="say", python_callable=lambda params: print(params))
"""


def _asking(screen: Any) -> Locator:
    lab = screen.lab
    (lab.workspace / "dags").mkdir(exist_ok=True)
    (lab.workspace / "dags" / "asking.py").write_text(ASKING, encoding="utf-8")
    lab.wait_until(lambda: lab.has_dag("asking"))
    form: Locator = screen.page.locator(".couture-TriggerForm:visible")
    return form


def test_one_click_runs_and_a_form_asks_for_what_is_missing(screen: Any) -> None:
    form, page = _asking(screen), screen.page
    screen.open(screen.link("dag", "asking", "details"))
    # One click would do, but a value is missing: the form asks for it.
    page.get_by_role("button", name="Run Now").click()
    country = form.get_by_label("country *")
    expect(form.get_by_label("rows")).to_have_value("10")
    form.get_by_role("button", name="Run and Open").click()
    expect(country).to_be_focused()
    expect(form.get_by_role("alert")).to_have_text("Give a value.")
    screen.shoot("trigger-form")
    country.fill("fi")
    form.get_by_label("rows").fill("11")
    form.get_by_role("group", name="Looks").get_by_label("colour").select_option("green")
    form.get_by_role("button", name="Run and Open").click()
    expect(form.get_by_role("alert")).to_contain_text("^[A-Z]{2}$")


def test_a_run_is_started_with_the_values_of_form_and_json(screen: Any) -> None:
    form, lab = _asking(screen), screen.lab
    screen.open(screen.link("trigger", "asking"))
    form.get_by_label("rows").fill("11")
    form.get_by_role("group", name="Looks").get_by_label("colour").select_option("green")
    form.get_by_label("country *").fill("FI")

    form.get_by_role("tab", name="JSON").click()
    text = form.get_by_label("Configuration")
    conf = json.loads(text.input_value())
    assert conf == {
        "country": "FI",
        "rows": 11,
        "colour": "green",
        "names": ["a"],
        "note": None,
        "options": {"deep": 1},
        "day": "2026-03-01",
    }
    text.fill(json.dumps({**conf, "rows": 1000, "more": True}))
    screen.shoot("trigger-json")
    form.get_by_role("tab", name="Form").click()
    expect(form).to_contain_text("Also given, as JSON: more")
    screen.reload('"more": true')  # what was typed is still there
    expect(form.get_by_label("rows")).to_have_value("1000")
    form.get_by_role("button", name="Run and Open").click()
    expect(form.get_by_role("alert")).to_contain_text("at most 100")
    form.get_by_label("rows").fill("12")
    form.get_by_text("Note, dates and run id").click()
    form.get_by_label("Note", exact=True).fill("by hand")
    form.get_by_label("Run id").fill("asked")
    form.get_by_role("button", name="Run and Open").click()
    expect(screen.run_page).to_contain_text("asked")
    expect(form).to_be_hidden()
    run = lab.ask("GET", "dags/asking/dagRuns/asked")
    assert (run["conf"]["rows"], run["conf"]["more"], run["note"]) == (12, True, "by hand")


def test_values_of_recent_runs_and_a_run_id_that_is_taken(screen: Any) -> None:
    form, lab = _asking(screen), screen.lab
    lab.ask("POST", "dags/asking/dagRuns", {"dag_run_id": "taken", "conf": {"country": "SE", "rows": 12}})
    screen.open()
    screen.execute("couture:trigger-form", dagId="asking")
    form.get_by_label("Begin with the values of a recent run").select_option(index=1)
    expect(form.get_by_label("rows")).to_have_value("12")
    form.get_by_text("Note, dates and run id").click()
    form.get_by_label("Run id").fill("taken")
    form.get_by_role("button", name="Run", exact=True).click()
    expect(form.get_by_label("Run id")).to_be_focused()
    expect(form.get_by_role("alert")).to_be_visible()
