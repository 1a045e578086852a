"""Looking on while a notebook runs. (Going on with a kernel that was kept: ``test_held_kernels``.)"""

from __future__ import annotations

from typing import Any

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
    screen.page.reload()
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
