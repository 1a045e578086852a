"""The pages in Chromium, in a real JupyterLab: how long they take to be drawn, beside an empty page of JupyterLab."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.engine_room import EngineRoom
from benchmarks.live import Lab, running_lab
from benchmarks.table import Row

if TYPE_CHECKING:
    from playwright.sync_api import Page

TIMES = 3
LAYERS, WIDTH = 25, 40
DEADLINE = 120.0
GRAPH = f"""
from couture_jupyter import DAG, EmptyOperator

with DAG("thousand", schedule=None):
    above = []
    for layer in range({LAYERS}):
        row = [EmptyOperator(task_id=f"t{{layer}}_{{number}}") for number in range({WIDTH})]
        for number, task in enumerate(row):
            if above:
                [above[number], above[number * 7 % {WIDTH}]][: 1 + number % 2] >> task
        above = row
"""
OPEN = """async ([dagId, count]) => {
  const began = performance.now();
  void window.jupyterapp.commands.execute('couture:open-dag', { dagId, view: 'graph' });
  while (document.querySelectorAll('.couture-Graph [data-node]').length < count) {
    await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
  return (performance.now() - began) / 1000;
}"""


def measure(room: EngineRoom) -> list[Row]:
    """An empty page, then the graph of a thousand tasks; nothing without Chromium."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise RuntimeError("Chromium is missing; on Debian: apt-get install chromium")
    with running_lab() as lab, sync_playwright() as playwright:
        _add_dag(lab)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        opened = [_open(browser.new_page(), lab, number) for number in range(TIMES)]
        browser.close()
    empty, drawn = (median(times) for times in zip(*opened, strict=True))
    return [Row(f"graph of {LAYERS * WIDTH:,} tasks, open → drawn", drawn, "s", empty, "empty page", 1.0)]


def _add_dag(lab: Lab) -> None:
    workspace = lab.ask("GET", "workspace")
    root = Path(workspace["workspace"]) / workspace["dags_folder"]
    root.mkdir(parents=True, exist_ok=True)
    (root / "thousand.py").write_text(GRAPH, encoding="utf-8")
    until = time.monotonic() + DEADLINE
    while not lab.ask("GET", "dagSummaries?search=thousand")["total_entries"]:
        if time.monotonic() > until:
            raise RuntimeError("The DAG of a thousand tasks was not read")
        time.sleep(0.2)


def _open(page: Page, lab: Lab, number: int) -> tuple[float, float]:
    """Seconds of an empty page, and of the graph in it, drawn for the first time there."""
    began = time.perf_counter()
    page.goto(f"{lab.url}lab/workspaces/bench{number}?token={lab.token}")
    page.wait_for_function("() => window.jupyterapp?.started")
    page.evaluate("() => window.jupyterapp.restored.then(() => null)")
    empty = time.perf_counter() - began
    drawn = float(page.evaluate(OPEN, ["thousand", LAYERS * WIDTH]))
    page.close()
    return empty, drawn
