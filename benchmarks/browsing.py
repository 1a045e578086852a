"""A real JupyterLab in Chromium, and what a page costs there: seconds until it is drawn, work of its main thread."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.live import Lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

WIDTH, HEIGHT = 1280, 800
QUIET = 0.5  # seconds without work, after which nothing more comes
LONG = 0.05  # a task of the main thread that a person feels
OPEN = """async ([command, args, drawn]) => {
  const isDrawn = new Function(`return ${drawn}`);
  const began = performance.now();
  void window.jupyterapp.commands.execute(command, args);
  while (!isDrawn()) {
    if (performance.now() - began > 120000) {
      throw new Error(`${command} drew nothing`);
    }
    await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
  return (performance.now() - began) / 1000;
}"""
WATCH_LONG_TASKS = """() => {
  window.longTasks = [];
  const note = list => window.longTasks.push(...list.getEntries().map(each => each.duration / 1000));
  new PerformanceObserver(note).observe({ type: 'longtask', buffered: true });
}"""


@dataclass(frozen=True)
class Work:
    """What the main thread of the page did, in seconds: of the processor, and what long tasks took beyond ``LONG``."""

    busy: float
    long: float


class Desk:
    """One page of JupyterLab in a browser of its own."""

    def __init__(self, browser: Browser, lab: Lab, name: str) -> None:
        self.lab = lab
        self.page: Page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        self.protocol: CDPSession = self.page.context.new_cdp_session(self.page)
        self.protocol.send("Performance.enable", {"timeDomain": "threadTicks"})
        began = time.perf_counter()
        self.page.goto(f"{lab.url}lab/workspaces/{name}?token={lab.token}&reset")
        self.page.wait_for_function("() => window.jupyterapp?.started")
        self.page.evaluate("() => window.jupyterapp.restored.then(() => null)")
        self.empty = time.perf_counter() - began
        self.page.evaluate(WATCH_LONG_TASKS)
        self.calm_down()
        self.at_start = Work(self._busy(), self._long())

    def open(self, command: str, args: dict[str, str], drawn: str) -> float:
        """Seconds from the command, which the deep link gives, too, until ``drawn`` (an expression) holds."""
        return float(self.page.evaluate(OPEN, [command, args, drawn]))

    def work_of(self, what: Callable[[], None]) -> Work:
        """What the main thread has to do for it."""
        self.calm_down()
        busy, long = self._busy(), self._long()
        what()
        self.calm_down()
        return Work(self._busy() - busy, self._long() - long)

    def calm_down(self) -> None:
        """Until what was begun is done: nothing is on its way, and the main thread has nothing to do."""
        before = -1.0
        while self._busy() - before > QUIET / 20:
            before = self._busy()
            self.page.wait_for_load_state("networkidle")
            self.page.wait_for_timeout(QUIET * 1000)

    def scroll(self, selector: str, steps: int, pixels: int) -> None:
        """Turn the mouse wheel over what the selector finds, as fast as frames come."""
        self.page.locator(selector).first.hover()
        for _ in range(steps):
            self.page.mouse.wheel(0, pixels)
            self.page.evaluate("() => new Promise(requestAnimationFrame).then(() => null)")

    def pan(self, selector: str, steps: int) -> None:
        """Drag what the selector finds to and fro."""
        box = self.page.locator(selector).first.bounding_box()
        if box is None:
            raise RuntimeError(f"{selector} is not to be seen")
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] - 20
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for step in range(steps):
            self.page.mouse.move(x + (step % 40 - 20) * 12, y - (step % 20) * 8)
            self.page.evaluate("() => new Promise(requestAnimationFrame).then(() => null)")
        self.page.mouse.up()

    def close(self) -> None:
        """Close the page."""
        self.page.close()

    def _busy(self) -> float:
        found = self.protocol.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in found if each["name"] == "ThreadTime"))

    def _long(self) -> float:
        return float(self.page.evaluate(f"() => window.longTasks.reduce((sum, each) => sum + each - {LONG}, 0)"))


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        raise RuntimeError("Chromium is missing; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
