"""Looking on while a notebook runs. (Going on with a kernel that was kept: ``test_held_kernels``.)"""

from __future__ import annotations

import json
import re
from typing import Any

import psutil
from playwright.sync_api import Page, expect

WAIT = "import pathlib, time\nprint('it waits', flush=True)\nwhile not pathlib.Path('go-on').exists(): time.sleep(0.05)"


def run_notebook(lab: Any, name: str, *cells: str, **options: Any) -> str:
    """Make a notebook and a schedule for it, start a run; the run's id."""
    path = lab.write_notebook(f"{name}/{name}.ipynb", *cells)
    lab.ask("POST", "notebookSchedules", {"name": name, "notebook": path, "when": {"kind": "manual"}, **options})
    return str(lab.ask("POST", f"dags/{name}/dagRuns", {})["dag_run_id"])


def live(page: Page) -> Any:
    """The live page in front."""
    return page.locator(".couture-LivePage:visible").last


def test_several_people_look_on_and_see_the_end(screen: Any, lab: Any) -> None:
    run = run_notebook(lab, "slow", "answer = 42", "print('first output')", WAIT, "print(f'the answer is {answer}')")
    screen.open(screen.link("live", "slow", run))
    shown = live(screen.page)
    expect(shown.get_by_text("first output", exact=True)).to_be_visible()
    expect(shown.get_by_text("it waits", exact=True)).to_be_visible()
    running = shown.locator(".jp-Cell.couture-mod-running")
    expect(running).to_have_attribute("data-couture-mark", "Running")
    expect(running).to_contain_text("[*]")
    expect(shown.get_by_text("Cell 3 of 4")).to_be_visible()
    screen.shoot("live-running")
    screen.reload()
    expect(live(screen.page).get_by_text("it waits", exact=True)).to_be_visible()
    other = screen.page.context.new_page()
    other.goto(f"{lab.url}lab/couture/live/slow/{run}?token={lab.token}")
    expect(live(other).get_by_text("it waits", exact=True)).to_be_visible()
    (lab.workspace / "slow" / "go-on").touch()
    for page in (other, screen.page):
        page.bring_to_front()
        expect(live(page).get_by_text("the answer is 42", exact=True)).to_be_visible()
        expect(live(page).get_by_text("The notebook has run to its end.")).to_be_visible()
        expect(live(page).locator(".couture-mod-running")).to_have_count(0)
    screen.shoot("live-finished")
    other.close()


def test_every_list_of_runs_leads_to_the_live_page(screen: Any, lab: Any) -> None:
    run = run_notebook(lab, "listed", "a = 1", WAIT)
    page = screen.page
    screen.open()
    screen.execute("couture:open-runs", dagId="listed")
    history = page.locator(".couture-RunHistory:visible")
    history.get_by_role("row").filter(has_text=run).get_by_role("button", name="Open Live").click()
    close_live(page)
    row = screen.workflow("listed")
    row.locator(".couture-RecentRuns-run").last.click(button="right")
    page.get_by_role("menuitem", name="Open Live").click()
    close_live(page)
    (lab.workspace / "listed" / "go-on").touch()


def close_live(page: Page) -> None:
    """See that the live page of the waiting notebook is in front, and close it."""
    expect(live(page).get_by_text("it waits", exact=True)).to_be_visible()
    page.evaluate("() => window.jupyterapp.shell.currentWidget.close()")
    expect(page.locator(".couture-LivePage")).to_have_count(0)


def test_the_running_cell_of_a_long_notebook_is_in_view(screen: Any, lab: Any) -> None:
    run = run_notebook(lab, "long", *(f"print('cell {number}')" for number in range(150)), WAIT)
    screen.open(screen.link("live", "long", run))
    running = live(screen.page).locator(".jp-Cell.couture-mod-running").filter(has_text="it waits")
    expect(running).to_be_in_viewport()
    screen.reload()
    expect(running).to_be_in_viewport()
    running.locator(".cm-content").click()
    expect(live(screen.page).get_by_role("switch", name="Follow")).not_to_be_checked()
    (lab.workspace / "long" / "go-on").touch()
    expect(live(screen.page).get_by_text("The notebook has run to its end.")).to_be_visible()


def test_a_page_stays_through_a_retry_and_a_restart_of_engine_and_server(screen: Any, lab: Any) -> None:
    count = "tries = len(list(pathlib.Path('.').glob('try-*'))) + 1\npathlib.Path(f'try-{tries}').touch()"
    begins = f"import pathlib, time\n{count}\nprint('this is try', tries, flush=True)\nassert tries > 1"
    ticks = (
        "number = 0\nwhile not pathlib.Path('go-on').exists():\n    number += 1; print(f'tick {number}.', flush=True)"
    )
    screen.open()
    run = run_notebook(lab, "stays", "a = 1", begins, f"{ticks}\n    time.sleep(0.5)", retries=1, retry_delay=1)
    screen.execute("couture:open-live", dagId="stays", runId=run)
    shown = live(screen.page)
    expect(shown.get_by_text("this is try 2", exact=True)).to_be_visible()
    output = shown.locator(".jp-Cell").filter(has_text="number = 0").locator(".jp-OutputArea-output")
    expect(output).to_contain_text("tick 2.")
    address = lab.workspace / ".couture" / "engine.json"
    psutil.Process(json.loads(address.read_text(encoding="utf-8"))["pid"]).kill()
    goes_on(output)
    lab.kill()
    expect(shown.get_by_text("The connection to the server is lost.")).to_be_visible()
    lab.start()
    expect(shown.get_by_text("The connection to the server is lost.")).to_have_count(0)
    goes_on(output)
    (lab.workspace / "stays" / "go-on").touch()
    expect(shown.get_by_text("The notebook has run to its end.")).to_be_visible()


def goes_on(output: Any) -> None:
    """Wait until three more ticks are shown."""
    number = int(re.findall(r"tick (\d+)\.", output.inner_text())[-1])
    expect(output).to_contain_text(f"tick {number + 3}.")
