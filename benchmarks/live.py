"""The live notebook: the delay from output in the kernel to the browser, and what streaming costs a notebook that
prints much, beside nbclient's own run.

The delay is measured in Chromium, in a real JupyterLab, by the text that appears on the page; where there is no
Chromium, by a WebSocket client, and the row says so.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import nbformat
import websocket
from couture_scheduler.kernels.notebook_executor import NotebookJob, execute_notebook
from couture_scheduler.kernels.pool_client import PoolKeeper
from nbclient import NotebookClient

from benchmarks.engine_room import EngineRoom
from benchmarks.table import Row, percentile

PRINTS = 40
LINES = 100_000
TIMES = 3
DEADLINE = 120.0
SPEAK = f"import time\nfor number in range({PRINTS}):\n    print(f'T{{time.time()}}', flush=True)\n    time.sleep(0.21)"
FLOOD = f"for number in range({LINES}):\n    print(number, 'a line of the kind that a training loop prints')"
WATCH = """() => {
  const seen = (window.seen = {});
  const look = () => {
    const now = Date.now() / 1000;
    const text = document.querySelector('.couture-LiveNotebook')?.textContent ?? '';
    for (const [, at] of text.matchAll(/T(\\d+\\.\\d+)(?!\\d*[}'])/g)) {
      seen[at] ??= now - Number(at);
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


def measure(room: EngineRoom) -> list[Row]:
    """Delay and cost."""
    delays, where = _delays()
    ours, nbclients = _floods()
    return [
        Row(f"live view, output → {where}, median", median(delays), "s", goal=0.2),
        Row(f"the same, 95th percentile of {len(delays)}", percentile(delays, 95), "s"),
        Row(f"{LINES:,} printed lines", ours, "s", nbclients, "nbclient", 1.3, True),
    ]


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab."""

    url: str
    token: str

    def ask(self, verb: str, path: str, body: Any = None) -> Any:
        url, headers = f"{self.url}couture/api/v2/{path}", {"Authorization": f"token {self.token}"}
        answer = httpx.request(verb, url, json=body, headers=headers, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def start_run(self) -> str:
        self.ask("POST", "notebookSchedules", {"name": "speaks", "notebook": "a.ipynb", "when": {"kind": "manual"}})
        return str(self.ask("POST", "dags/speaks/dagRuns", {})["dag_run_id"])


@contextlib.contextmanager
def running_lab(*, is_ours: bool = True) -> Iterator[Lab]:
    """A JupyterLab in a workspace of its own; with ``is_ours=False`` without our pages, though our server is there."""
    folder = Path(tempfile.mkdtemp(prefix="couture-bench-live-")).resolve()
    (folder / "work").mkdir()
    _write(folder / "work" / "a.ipynb", "begun = True", SPEAK)
    if not is_ours:
        (folder / "config" / "labconfig").mkdir(parents=True)
        disabled = {"disabledExtensions": {"couture-jupyter": True}}
        (folder / "config" / "labconfig" / "page_config.json").write_text(json.dumps(disabled), encoding="utf-8")
    token, runtime = secrets.token_hex(8), folder / "runtime"
    options = ("--port=0", "--ip=127.0.0.1", "--no-browser", "--allow-root", f"--ServerApp.root_dir={folder / 'work'}")
    environment = {**os.environ, "JUPYTER_RUNTIME_DIR": str(runtime), "JUPYTER_CONFIG_DIR": str(folder / "config")}
    with (folder / "lab.log").open("wb") as log:
        command = [sys.executable, "-m", "jupyterlab", *options, f"--IdentityProvider.token={token}"]
        command.append("--LabApp.expose_app_in_browser=True")
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        lab = Lab(_wait_for(runtime, process), token)
        yield lab
        with contextlib.suppress(httpx.HTTPError):
            lab.ask("POST", "engine/stop", {})
    finally:
        process.terminate()
        process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(runtime: Path, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + DEADLINE
    while time.monotonic() < until and process.poll() is None:
        for file in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(ValueError, httpx.ConnectError):  # it writes a moment before it listens
                url = str(json.loads(file.read_text())["url"])
                httpx.get(f"{url}api", timeout=DEADLINE)
                return url
        time.sleep(0.1)
    raise RuntimeError("JupyterLab did not start")


def _delays() -> tuple[list[float], str]:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with running_lab() as lab:
        if chromium is None:
            return _delays_of_client(lab), "WebSocket client"
        return _delays_in_browser(lab, chromium), "Chromium's page"


def _delays_in_browser(lab: Lab, chromium: str) -> list[float]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(f"{lab.url}lab?token={lab.token}")
        page.wait_for_function("() => window.jupyterapp?.started")
        page.evaluate(WATCH)
        arguments = {"dagId": "speaks", "runId": lab.start_run()}
        page.evaluate("args => void window.jupyterapp.commands.execute('couture:open-live', args)", arguments)
        page.get_by_text("The notebook has run to its end.").wait_for(timeout=DEADLINE * 1000)
        seen: dict[str, float] = page.evaluate("() => window.seen")
        browser.close()
    return list(seen.values())


def _delays_of_client(lab: Lab) -> list[float]:
    path = f"dags/speaks/dagRuns/{lab.start_run()}/taskInstances/notebook"
    until = time.monotonic() + DEADLINE
    place = None
    while place is None and time.monotonic() < until:
        with contextlib.suppress(httpx.HTTPError):
            place = lab.ask("GET", f"{path}/notebook")["live"]
    if place is None:
        raise RuntimeError("The notebook did not start")
    url = f"{lab.url.replace('http', 'ws', 1)}couture/api/v2/{path}/live/socket?generation={place['generation']}"
    socket = websocket.create_connection(f"{url}&offset={place['offset']}&token={lab.token}", timeout=DEADLINE)
    delays: list[float] = []
    while not (message := json.loads(socket.recv())).get("gone"):
        for event in message["events"]:
            said = event.get("text", "").split("T")[1:]
            delays += [time.time() - float(each) for each in said]
    return delays


def _floods() -> tuple[float, float]:
    """Seconds for the notebook that prints much: ours, with somebody who could look on, and nbclient's, both on kernels
    that are there already."""
    with tempfile.TemporaryDirectory(prefix="couture-bench-flood-") as name:
        folder = Path(name)
        source = _write(folder / "flood.ipynb", "begun = True", FLOOD)
        keeper = PoolKeeper(folder)
        try:
            keeper.warm(["python3"])
            job = NotebookJob(source, folder / "out.ipynb", {}, None, keeper.address)
            with (folder / "log").open("w") as log, contextlib.redirect_stdout(log):
                _ours(job)
                ours = median(_ours(job) for _ in range(TIMES))
        finally:
            keeper.close()
        return ours, median(_nbclients(source) for _ in range(TIMES))


def _ours(job: NotebookJob) -> float:
    began = time.perf_counter()
    execute_notebook(job, on_progress=lambda progress: None)
    return time.perf_counter() - began


def _nbclients(source: Path) -> float:
    notebook = nbformat.read(source, as_version=4)
    client = NotebookClient(notebook)
    with client.setup_kernel():
        client.execute_cell(notebook.cells[0], 0)
        began = time.perf_counter()
        client.execute_cell(notebook.cells[1], 1)
        nbformat.write(notebook, source.with_name("nbclient.ipynb"))
        return time.perf_counter() - began


def _write(path: Path, *cells: str) -> Path:
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": spec}), path)
    return path
