"""A real JupyterLab with a real engine on loopback, and a real Chromium that looks at it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import nbformat
import psutil
import pytest
from couture_scheduler.kernels import held_client
from couture_scheduler.kernels.pool_client import address_file
from playwright.sync_api import Browser, Locator, Page, expect

ROOT = Path(__file__).resolve().parents[2]
MARK = "COUTURE_TEST"
DEADLINE = float(os.environ.get("COUTURE_TEST_DEADLINE", "120"))


@dataclass
class Lab:
    """A JupyterLab that can be stopped and started again on the same port."""

    workspace: Path
    port: int = 0
    token: str = field(default_factory=lambda: secrets.token_hex(8))
    mark: str = field(default_factory=lambda: secrets.token_hex(8))
    process: subprocess.Popen[bytes] | None = None
    options: dict[str, str] = field(default_factory=dict)
    path: Path | None = None  # of modules that the options name, or of packages that are installed for it
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)  # of JupyterLab's plugins

    @property
    def url(self) -> str:
        """Where it answers, ending with a slash."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        runtime = self.workspace.parent / "runtime"
        shutil.rmtree(runtime, ignore_errors=True)
        options = {
            "ServerApp.root_dir": self.workspace,
            "ServerApp.port": self.port,
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.open_browser": False,
            "ServerApp.allow_root": True,
            "IdentityProvider.token": self.token,
            "LabApp.expose_app_in_browser": True,
            "LabApp.user_settings_dir": self._settings(),
            **self.options,
        }
        command = [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())]
        folders = {f"JUPYTER_{name}_DIR": str(self.workspace.parent / name.lower()) for name in ("CONFIG", "DATA")}
        environment = {**os.environ, **folders, "JUPYTER_RUNTIME_DIR": str(runtime), MARK: self.mark}
        if self.path:
            environment["PYTHONPATH"] = str(self.path)
        with (self.workspace.parent / "lab.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            self.port = self._wait_for_port(runtime)
        except BaseException:  # also what pytest fails with
            for process in self.family():
                process.kill()
            raise

    def _settings(self) -> Path:
        """Settings of a person who was asked about Jupyter's news and said no."""
        folder = self.workspace.parent / "settings"
        quiet = {"apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False}}
        for plugin, values in {**quiet, **self.settings}.items():
            file = folder / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values), encoding="utf-8")
        return folder

    def _wait_for_port(self, runtime: Path) -> int:
        pause = threading.Event()
        for _ in range(int(DEADLINE * 10)):
            for file in runtime.glob("jpserver-*.json"):
                with contextlib.suppress(ValueError, ConnectionRefusedError):  # it writes a moment before it listens
                    port = int(json.loads(file.read_text(encoding="utf-8"))["port"])
                    socket.create_connection(("127.0.0.1", port), timeout=60).close()
                    return port
            assert self.process is not None
            assert self.process.poll() is None, self.log()
            pause.wait(0.1)
        return pytest.fail(f"JupyterLab did not start\n{self.log()}")

    def log(self) -> str:
        """The end of the server's log."""
        return (self.workspace.parent / "lab.log").read_text(errors="replace")[-4000:]

    def kill(self) -> None:
        """``kill -9`` of the server."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def ask(self, verb: str, path: str, body: Any = None) -> Any:
        """One request to our REST API."""
        url = f"{self.url}couture/api/v2/{path}"
        answer = httpx.request(verb, url, json=body, headers={"Authorization": f"token {self.token}"}, timeout=60)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def set_up(self, plugin: str, **settings: Any) -> None:
        """Give a plugin of JupyterLab these settings, and no others."""
        url = f"{self.url}lab/api/settings/@jupyterlab/{plugin}"
        headers = {"Authorization": f"token {self.token}"}
        httpx.put(url, json={"raw": json.dumps(settings)}, headers=headers, timeout=60).raise_for_status()

    def has_dag(self, dag_id: str) -> bool:
        """Whether the engine knows a DAG with this id."""
        url = f"{self.url}couture/api/v2/dags/{quote(dag_id, safe='')}"
        return httpx.get(url, headers={"Authorization": f"token {self.token}"}, timeout=60).is_success

    def wait_until(self, look: Callable[[], Any]) -> None:
        """Ask until the answer is something, or the deadline has passed."""
        pause = threading.Event()
        until = time.monotonic() + DEADLINE
        while not look():
            assert time.monotonic() < until, f"waited in vain\n{self.log()}"
            pause.wait(0.2)

    def write_notebook(self, name: str, *cells: str) -> str:
        """A notebook in the workspace whose first cell holds its parameters; its path there."""
        made = [nbformat.v4.new_code_cell(source) for source in cells]
        made[0].metadata["tags"] = ["parameters"]
        spec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
        path = self.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": spec}), path)
        return name

    def end(self) -> list[str]:
        """End the engine and the server; what went wrong, and what had to be ended by force."""
        problems = []
        try:
            self.ask("POST", "engine/stop", {})
            self.wait_until(self._tasks_are_over)
        except (httpx.HTTPError, AssertionError) as error:
            problems.append(str(error))
        if self.process and self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(60)
        _, alive = psutil.wait_procs(self.family(), timeout=30)
        problems += [" ".join(process.cmdline()) for process in alive if process.is_running()]
        for process in alive:
            process.kill()
        return problems

    def _tasks_are_over(self) -> bool:
        """Whether only the server lives: a task that was stopped last may still be giving its kernel to be kept."""
        pool = address_file(self.workspace / ".couture")
        for kernel in held_client.kept(pool).held:
            held_client.let_go(pool, kernel.kernel, "The tests are over.")
        assert self.process is not None
        server = psutil.Process(self.process.pid)
        return set(self.family()) <= {server, *server.children(recursive=True)}

    def family(self) -> list[psutil.Process]:
        """Every living process that the server or the engine started."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.environ().get(MARK) == self.mark and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        return found


@contextlib.contextmanager
def lab_on(source: Path | None, **more: Any) -> Iterator[Lab]:
    """JupyterLab on a copy of this workspace, or on an empty one; at the end no process may be left."""
    folder = Path(tempfile.mkdtemp(prefix="couture-lab-")).resolve()
    try:
        made = Lab(folder / "workspace", **more)
        if source:
            shutil.copytree(source, made.workspace)
        else:
            made.workspace.mkdir()
        made.start()
        yield made
        problems = made.end()
        log = (made.workspace / ".couture" / "engine.log").read_text(errors="replace")[-4000:]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    assert problems == [], "\n".join([*problems, log])


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab on a workspace with the examples."""
    with lab_on(ROOT / "examples", path=tmp_path_factory.mktemp("packages")) as made:
        yield made


class Screen:
    """One browser page on the Lab, with what a person does often."""

    def __init__(self, page: Page, lab: Lab) -> None:
        self.page = page
        self.lab = lab
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))
        page.set_default_timeout(DEADLINE * 1000)
        expect.set_options(timeout=DEADLINE * 1000)

    def open(self, path: str = "lab") -> None:
        """Open the Lab, or a deep link in it, and wait until it is there."""
        workspace, _, search = path.replace("lab", f"lab/workspaces/{secrets.token_hex(4)}", 1).partition("?")
        self.page.goto(f"{self.lab.url}{workspace}?{search}&token={self.lab.token}")
        self.page.wait_for_function("() => window.jupyterapp?.started")
        self.page.evaluate("() => { window.jupyterapp.restored.then(() => { window.isRestored = true; }); }")
        self.page.wait_for_function("() => window.isRestored")  # a wait that ends, unlike that of `evaluate`
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")

    def reload(self, *saved: str) -> None:
        """Reload once the page in front and these parts of JSON are saved, 0.75 s after the last change."""
        in_front = self.page.evaluate("() => window.jupyterapp.shell.currentWidget.id")

        def is_saved() -> bool:
            workspace = self.saved_workspace()
            layout = json.dumps(workspace.get("layout-restorer:data", {}))
            return in_front in layout and all(text in json.dumps(workspace) for text in saved)

        self.lab.wait_until(is_saved)
        self.page.reload()

    def saved_workspace(self) -> Any:
        """What JupyterLab has saved to restore its pages."""
        name = self.page.url.partition("?")[0].rpartition("/")[2]
        url = f"{self.lab.url}lab/api/workspaces/{name}"
        answer = httpx.get(url, headers={"Authorization": f"token {self.lab.token}"}, timeout=60)
        return answer.json().get("data", {})

    def execute(self, command: str, **arguments: Any) -> None:
        """Run a command of the Lab, as a menu does; does not wait for its end."""
        self.page.evaluate("([id, args]) => void window.jupyterapp.commands.execute(id, args)", [command, arguments])

    def show_workflows(self) -> None:
        """Bring the sidebar to the front."""
        self.execute("couture:open-workflows")
        self.page.get_by_role("list", name="DAGs and schedules").or_(
            self.page.get_by_text("No workflows yet")
        ).first.wait_for()

    def workflow(self, name: str) -> Locator:
        """The row of a DAG or schedule in the sidebar, searched for: only rows in view are in the page."""
        self.show_workflows()
        self.page.get_by_label("Search DAGs and schedules").fill(name)
        return self.page.get_by_role("listitem", name=re.compile(f"^{re.escape(name)}$", re.IGNORECASE))

    def show_files(self) -> None:
        """Bring the file browser to the front."""
        self.execute("filebrowser:activate")
        self.page.get_by_role("region", name="File Browser Section").or_(
            self.page.locator("#filebrowser .jp-DirListing")
        ).first.wait_for()

    def open_form(self, notebook: str) -> None:
        """Right-click the notebook in the file browser and choose Schedule…"""
        self.show_files()
        self.page.locator("#filebrowser .jp-DirListing-item").filter(has_text=notebook).first.click(button="right")
        self.page.get_by_role("menuitem", name="Schedule…").click()
        self.page.get_by_role("radiogroup", name="When").wait_for()

    def fill(self, label: str, value: str) -> None:
        """Type into the form's field with this label, and leave it."""
        field = self.form.get_by_label(re.compile(rf"^{re.escape(label)}( \*)?$")).first
        field.fill(value)
        field.press("Tab")

    @property
    def form(self) -> Locator:
        """The schedule form in front."""
        return self.page.locator(".couture-SchedulePage:visible").last

    @property
    def run_page(self) -> Locator:
        """The run page in front."""
        return self.page.locator(".couture-RunPage:visible").last

    def choose_more(self, entry: str) -> None:
        """Choose from the menu in the head of the DAG's page in front."""
        head = self.page.locator(".couture-DagHeader:visible")
        head.get_by_role("button", name=re.compile("^More actions")).click()
        self.page.get_by_role("menuitem", name=entry).click()

    def confirm(self, button: str) -> None:
        """Press the button of the dialog."""
        self.page.get_by_role("dialog").get_by_role("button", name=button).click()

    def use_theme(self, name: str) -> None:
        """``JupyterLab Light`` or ``JupyterLab Dark``."""
        self.page.evaluate("(theme) => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", name)
        light = "true" if "Light" in name else "false"
        self.page.locator(f"body[data-jp-theme-light='{light}']").wait_for(state="attached")

    def shoot(self, name: str) -> None:
        """Pictures in light and dark, when somebody asked for pictures."""
        folder = os.environ.get("COUTURE_SCREENSHOTS")
        if not folder:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        for theme in ("Dark", "Light"):
            self.use_theme(f"JupyterLab {theme}")
            self.page.wait_for_load_state("networkidle")
            self.page.screenshot(path=f"{folder}/{name}-{theme.lower()}.png", animations="disabled")

    def link(self, *parts: str) -> str:
        """The deep link of a page: ``dag`` and an id, ``run`` and two ids, or ``runs``."""
        target = "/".join(quote(part, safe="") for part in parts)
        return f"lab?couture={quote(target, safe='')}"


@pytest.fixture
def screen(browser: Browser, lab: Lab, request: pytest.FixtureRequest) -> Iterator[Screen]:
    """A fresh browser session; afterwards no script may have failed."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="en-GB", timezone_id="Europe/Helsinki"
    )
    screen = Screen(context.new_page(), lab)
    yield screen
    if os.environ.get("COUTURE_SCREENSHOTS") and getattr(request.node, "failed", False):
        screen.page.screenshot(path=f"{os.environ['COUTURE_SCREENSHOTS']}/failed-{request.node.name}.png")
    context.close()
    # JupyterLab 4.6.6 sometimes removes its splash twice after a change of theme; nothing of ours is in that trace.
    assert [error for error in screen.errors if "removeChild" not in error or "couture" in error] == []


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Tell the fixture that the test failed, so that it can keep a picture."""
    outcome: Any = yield
    if outcome.get_result().failed:
        item.failed = True  # type: ignore[attr-defined]
