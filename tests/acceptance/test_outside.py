"""From outside: a token made in the page runs a schedule, a file that arrives starts one, a sweep fills its table."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

import httpx
from playwright.sync_api import expect


def test_a_token_made_in_the_page_runs_the_schedule(screen: Any) -> None:
    lab, page = screen.lab, screen.page
    notebook = lab.write_notebook("outside/hook.ipynb", "city = 'Oulu'", "print(city)")
    body = {"name": "hooked", "notebook": notebook, "when": {"kind": "manual"}}
    lab.ask("POST", "notebookSchedules", body)
    screen.open(screen.link("dag", "hooked"))
    page.get_by_role("tab", name="Run from outside").click()
    page.get_by_label("Name of a new token").fill("build server")
    page.get_by_role("button", name="Make a token").click()
    line = page.locator(".couture-Outside-line").inner_text()
    token, address = re.search(r"couture_[\w-]+", line), re.search(r"http[^']+", line)
    assert token
    assert address
    told = subprocess.run(["sh", "-c", f"{line} --silent"], capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(told.stdout)["dag_id"] == "hooked", told.stdout
    expect(page.get_by_role("table", name="Tokens").get_by_role("row", name=re.compile("build server"))).to_be_visible()
    screen.shoot("run-from-outside")
    page.get_by_role("button", name="Revoke…").click()
    page.locator(".jp-Dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("table", name="Tokens")).to_have_count(0)
    again = httpx.post(address[0], headers={"Authorization": f"Bearer {token[0]}"}, json={}, timeout=60)
    assert again.status_code == 401


def test_a_file_that_arrives_starts_the_schedule_made_in_the_form(screen: Any) -> None:
    lab, page = screen.lab, screen.page
    lab.write_notebook("load.ipynb", "file = ''", "print(open(file).read())")
    screen.open()
    screen.open_form("load.ipynb")
    page.get_by_role("radiogroup", name="When").get_by_text("When a file arrives").click()
    screen.fill("Files", "../elsewhere/*.csv")
    screen.fill("Wait until its size is the same for", "1s")
    page.get_by_role("button", name="Create schedule").click()
    expect(page.get_by_text(re.compile("leads out of the workspace"))).to_be_visible()
    screen.shoot("when-a-file-arrives")
    screen.fill("Files", "inbox/*.csv")
    page.get_by_role("button", name="Create schedule").click()
    lab.wait_until(
        lambda: "load" in [each["dag_id"] for each in lab.ask("GET", "notebookSchedules")["notebook_schedules"]]
    )
    (lab.workspace / "inbox").mkdir()
    (lab.workspace / "inbox" / "first.csv").write_text("1,2,3")
    lab.wait_until(lambda: [each["state"] for each in lab.ask("GET", "dags/load/dagRuns")["dag_runs"]] == ["success"])
    run = lab.ask("GET", "dags/load/dagRuns")["dag_runs"][0]
    assert run["conf"]["file"] == "inbox/first.csv"


def test_a_sweep_fills_its_table(screen: Any) -> None:
    lab, page = screen.lab, screen.page
    source = "from couture_jupyter import record\nrecord(square=size ** 2)"
    notebook = lab.write_notebook("outside/trial.ipynb", "size = 1", source)
    lab.ask("POST", "notebookSchedules", {"name": "trial", "notebook": notebook, "when": {"kind": "manual"}})
    screen.open(screen.link("dag", "trial"))
    screen.choose_more("Run with Several Values…")
    page.get_by_label("Parameter", exact=True).fill("size")
    values = page.get_by_role("textbox", name="Values")
    expect(values).to_have_attribute("placeholder", "Values instead of 1, separated by commas")
    values.fill("[3")
    expect(page.get_by_role("button", name="Start 0 runs")).to_be_disabled()
    values.fill(",".join(map(str, range(1001))))
    page.get_by_role("button", name="Start 1001 runs").click()
    expect(page.get_by_text("These would be 1,001 runs; 1,000 are possible.")).to_be_visible()
    values.fill("3, 5")
    page.get_by_role("button", name="Start 2 runs").click()
    table = page.get_by_role("table", name="Runs of the sweep")
    expect(table.get_by_role("cell", name="25", exact=True)).to_be_visible()
    expect(page.get_by_text("2 of 2 runs ended")).to_be_visible()
    table.get_by_role("button", name="square").click()
    expect(table.get_by_role("row").nth(1)).to_contain_text("25")
    screen.shoot("sweep")
    table.get_by_role("button", name="Success").first.click()
    expect(screen.run_page.get_by_label("Recorded")).to_contain_text("25")
    screen.execute("couture:open-dag", dagId="trial", view="sweeps")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    assert "square" in download.value.path().read_text(encoding="utf-8").splitlines()[0]


def test_a_sweep_begins_with_the_values_of_a_run_and_shows_pictures_and_tables(screen: Any) -> None:
    lab, page = screen.lab, screen.page
    source = (
        "import pandas as pd\nfrom PIL import Image\nfrom couture_jupyter import record\n"
        "record(square=size ** 2, plot=Image.new('RGB', (40, 40), color), "
        "best=pd.DataFrame({'size': range(size), 'color': [color] * size}))"
    )
    notebook = lab.write_notebook("outside/picture.ipynb", "size = 1\ncolor = 'red'", source)
    body = {"name": "picture", "notebook": notebook, "when": {"kind": "manual"}, "parameters": {"color": "teal"}}
    lab.ask("POST", "notebookSchedules", body)
    run = lab.ask("POST", "notebookSchedules/picture/run", {"parameters": {"size": 5}})["dag_run_id"]
    screen.open(screen.link("run", "picture", run))
    expect(screen.run_page.get_by_label("Recorded").get_by_role("img", name="Image, 40 × 40")).to_be_visible()
    screen.run_page.get_by_role("button", name="Run with Several Values…").click()
    names, values = page.get_by_label("Parameter", exact=True), page.get_by_role("textbox", name="Values")
    expect(names).to_have_count(2)
    begun = {names.nth(row).input_value(): values.nth(row).input_value() for row in range(names.count())}
    assert begun == {"color": "teal", "size": "5"}
    expect(page.get_by_text("Add further values, separated by commas.")).to_be_visible()
    values.nth(list(begun).index("color")).fill("teal, orange")
    page.get_by_role("button", name="Start 2 runs").click()
    table = page.get_by_role("table", name="Runs of the sweep")
    expect(table.get_by_role("img", name="Image, 40 × 40")).to_have_count(2)
    expect(page.get_by_text("2 of 2 runs ended")).to_be_visible()
    loaded = "images => images.every(image => image.complete && image.naturalWidth === 40)"
    page.wait_for_function(f"({loaded})([...document.querySelectorAll('.couture-Sweeps img')])")
    preview = table.get_by_role("table", name="5 rows × 2 columns").first
    expect(preview.get_by_role("row")).to_have_count(4)
    table.get_by_role("button", name="Show all: 5 rows × 2 columns").first.click()
    expect(preview.get_by_role("row")).to_have_count(6)
    screen.shoot("sweep-pictures")


def test_a_sweep_is_started_from_the_form(screen: Any) -> None:
    lab, page = screen.lab, screen.page
    lab.write_notebook("fresh.ipynb", "size = 1\nunit = 'cm'", "print(size, unit)")
    screen.open()
    screen.open_form("fresh.ipynb")
    page.get_by_role("radiogroup", name="When").get_by_text("Now", exact=True).click()
    page.get_by_role("button", name="Run with Several Values…").click()
    expect(page.get_by_role("tab", name="Sweeps")).to_have_attribute("aria-selected", "true")
    page.get_by_role("textbox", name="Values").first.fill("1, 2, 3")
    page.get_by_role("button", name="Start 3 runs").click()
    expect(page.get_by_text("3 of 3 runs ended")).to_be_visible()
    (made,) = [each for each in lab.ask("GET", "notebookSchedules")["notebook_schedules"] if each["dag_id"] == "fresh"]
    assert made["when"]["kind"] == "manual"
    assert lab.ask("GET", "dags/fresh/dagRuns")["total_entries"] == 3


def test_a_notebook_that_is_not_scheduled_is_run_with_several_values(screen: Any) -> None:
    page = screen.page
    screen.lab.write_notebook("outside/alone.ipynb", "size = 1", "print(size)")
    screen.open("lab/tree/outside")
    screen.show_files()
    page.locator("#filebrowser .jp-DirListing-item").filter(has_text="alone.ipynb").first.click(button="right")
    page.get_by_role("menuitem", name="Run with Several Values…").click()
    expect(page.get_by_role("tab", name="Sweeps")).to_have_attribute("aria-selected", "true")
    page.get_by_label("Parameter", exact=True).fill("size")
    page.get_by_role("textbox", name="Values").fill("4, 5")
    page.get_by_role("button", name="Start 2 runs").click()
    expect(page.get_by_text("2 of 2 runs ended")).to_be_visible()
    assert {run["dag_id"] for run in screen.lab.ask("GET", "dags/alone_now/dagRuns")["dag_runs"]} == {"alone_now"}


def test_a_crontab_becomes_a_paused_schedule(screen: Any) -> None:
    lab, page = screen.lab, screen.page
    lab.write_notebook("outside/cron.ipynb", "rows = 1", "print(rows)")
    screen.open()
    screen.execute("couture:import-schedules")
    page.get_by_label("From", exact=True).select_option("crontab")
    line = f"0 6 * * 1-5 cd {lab.workspace} && papermill outside/cron.ipynb out.ipynb -p rows 7"
    page.get_by_label("Crontab").fill(f"{line}\n5 4 * * * backup --all")
    page.get_by_role("button", name="Show what would be imported").click()
    expect(page.get_by_text("Not possible: It does not run papermill.")).to_be_visible()
    screen.shoot("import")
    page.get_by_role("button", name="Make 1 schedule").click()
    expect(page.get_by_role("table", name="Imported")).to_contain_text("cron")
    made = lab.ask("GET", "notebookSchedules/cron")
    assert (made["parameters"], made["paused"], made["when"]["cron"]) == ({"rows": 7}, True, "0 6 * * 1-5")
    page.get_by_role("button", name="Show what would be imported").click()
    expect(page.get_by_text("It is here already:")).to_be_visible()
    expect(page.get_by_role("button", name="Make 0 schedules")).to_be_disabled()


def test_all_notebooks_of_a_folder_run(screen: Any) -> None:
    lab, page = screen.lab, screen.page
    for name in ("one", "two"):
        lab.write_notebook(f"batch/{name}.ipynb", "x = 1", "print(x)")
    lab.write_notebook("batch/below/deep.ipynb", "x = 1", "print(x)")
    screen.open()
    screen.show_files()
    page.locator(".jp-DirListing-item").filter(has_text="batch").first.click(button="right")
    page.get_by_role("menuitem", name="Run All Notebooks Here…").click()
    expect(page.locator(".jp-Dialog")).to_contain_text("batch/two.ipynb")
    expect(page.locator(".jp-Dialog")).not_to_contain_text("deep.ipynb")
    page.get_by_role("switch", name="Also those in the folders below").click()
    page.get_by_role("checkbox", name="batch/below/deep.ipynb").uncheck()
    expect(page.locator(".jp-Dialog").get_by_role("status")).to_have_text("2 notebooks run:")
    screen.shoot("run-folder")
    screen.confirm("Run")
    expect(screen.run_page.get_by_role("listbox", name="Tasks").get_by_role("option")).to_have_count(2)
    expect(screen.run_page).to_contain_text("Success")
