"""A workspace with a real engine that tests may kill: processes are found by a mark in their environment."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import broker_server
import nbformat
import psutil
import pytest
from broker_server import Broker
from couture_scheduler import config
from couture_scheduler.access import Actor
from couture_scheduler.actions import dags, runs, schedules
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.schedule_form import When
from couture_scheduler.errors import EngineUnavailableError
from couture_scheduler.kernels import held_client
from couture_scheduler.kernels.pool_client import address_file
from couture_scheduler.loop.client import EngineClient
from couture_scheduler.loop.launcher import start_engine
from couture_scheduler.store.session import Store
from playwright.sync_api import Browser, sync_playwright

MARK = "COUTURE_TEST"
DEADLINE = float(os.environ.get("COUTURE_TEST_DEADLINE", "180"))
FINISHED = ("success", "failed")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Workspace:
    """A folder with its engine and a connection to its store."""

    folder: Path
    settings: config.Settings
    mark: str
    context: ActionContext = field(init=False)
    client: EngineClient = field(init=False)
    changed: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.settings.dags_folder.mkdir(parents=True, exist_ok=True)
        store = Store(self.settings.db_url)
        store.upgrade()
        self.client = EngineClient(self.settings)
        self.subscription = self.client.subscribe(lambda changes: self.changed.set())
        self.context = ActionContext(
            store=store,
            settings=self.settings,
            actor=Actor("tester", source="test"),
            notifier=self.client,
            clock=lambda: datetime.now(UTC),
        )

    # -- the engine ----------------------------------------------------------------------------------------------

    def start_engine(self) -> int:
        """Start an engine as the server does; its pid."""
        return start_engine(self.settings, idle_exit=0).pid

    def begin_engine(self, **environment: str) -> subprocess.Popen[bytes]:
        """Start an engine process without waiting for anything."""
        named = {"COUTURE_WORKSPACE": str(self.folder), "COUTURE_IDLE_EXIT": "0", **environment}
        with (self.settings.home / "engine.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "couture_scheduler", "engine", "run"],
                cwd=self.folder, env={**os.environ, **named}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def kill_engine(self, pid: int) -> None:
        """``kill -9``, and wait until it is gone."""
        os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(psutil.NoSuchProcess, ChildProcessError):
            psutil.Process(pid).wait(DEADLINE)

    def stop_engine(self) -> None:
        """End the engine in the polite way, if there is one."""
        with contextlib.suppress(EngineUnavailableError):
            pid = self.client.status()["pid"]
            self.client.stop()
            with contextlib.suppress(psutil.NoSuchProcess):
                psutil.Process(pid).wait(DEADLINE)

    def processes(self, *words: str) -> list[psutil.Process]:
        """The living processes of this workspace whose command line holds one of ``words`` (all when none is given)."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                    continue
                line = " ".join(process.cmdline())
                if process.environ().get(MARK) == self.mark and (not words or any(word in line for word in words)):
                    found.append(process)
        return found

    # -- DAGs and runs -------------------------------------------------------------------------------------------

    def write_dag(self, dag_id: str, source: str) -> None:
        """Put a DAG file into place and wait until the engine knows this version of it, switched on."""
        (self.settings.dags_folder / f"{dag_id}.py").write_text(source, encoding="utf-8")
        self.wait_for(lambda: self.rows("SELECT 1 FROM dag_version WHERE dag_id=? AND source=?", dag_id, source))
        dags.resume(self.context, dag_id)

    def write_notebook(self, name: str, *cells: str) -> str:
        """A notebook whose first cell holds its parameters."""
        made = [nbformat.v4.new_code_cell(source) for source in cells]
        made[0].metadata["tags"] = ["parameters"]
        spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": spec}), self.folder / name)
        return name

    def schedule(self, notebook: str, **fields: Any) -> str:
        """Save the form for a notebook; the DAG id."""
        form = schedules.NotebookScheduleForm(
            name=Path(notebook).stem, notebook=notebook, **{"when": When("manual"), **fields}
        )
        return schedules.create(self.context, form).dag_id

    def trigger(self, dag_id: str, **given: Any) -> str:
        """Start a run; its id."""
        return runs.trigger(self.context, dag_id, **given).run.run_id

    def wait_for_run(self, dag_id: str, run_id: str) -> str:
        """Wait until the run has ended; its state."""
        query = "SELECT state FROM dag_run WHERE dag_id=? AND run_id=? AND state IN ('success', 'failed')"
        return str(self.wait_for(lambda: self.rows(query, dag_id, run_id))[0][0])

    def wait_for(self, look: Callable[[], Any], deadline: float = DEADLINE) -> Any:
        """What ``look`` answers as soon as that is something; looks after each change that the engine tells of, and now
        and then in case there is no engine to tell."""
        until = time.monotonic() + deadline
        while not (found := look()):
            assert time.monotonic() < until, f"waited in vain\n{self.log()}"
            self.changed.wait(0.2)
            self.changed.clear()
        return found

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database holds, read without our own code."""
        path = self.settings.home / "couture.db"
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as connection:
            return connection.execute(statement, values).fetchall()

    def task_states(self, run_id: str) -> dict[str, str]:
        """Task id -> state of one run."""
        return dict(
            self.rows(
                "SELECT t.task_id, t.state FROM task_instance t JOIN dag_run r ON r.id = t.dag_run_id WHERE r.run_id=?",
                run_id,
            )
        )

    def log(self) -> str:
        """The end of the engine's log, for messages."""
        path = self.settings.home / "engine.log"
        return path.read_text(encoding="utf-8", errors="replace")[-4000:] if path.exists() else "no engine log"

    def let_go_of_kernels(self) -> None:
        """End the kernels that failed notebooks left."""
        pool = address_file(self.settings.home)
        for each in held_client.kept(pool).held:
            held_client.let_go(pool, each.kernel, "The test is over.")

    def close(self) -> list[str]:
        """End everything; the command lines of processes that had to be ended by force."""
        self.subscription.close()
        self.stop_engine()
        self.let_go_of_kernels()
        self.client.close()
        self.context.store.close()
        _, alive = psutil.wait_procs(self.processes(), timeout=30)
        names = []
        for process in alive:
            with contextlib.suppress(psutil.Error):
                names.append(" ".join(process.cmdline()))
                process.kill()
        return names


@pytest.fixture
def make_workspace() -> Iterator[Callable[..., Workspace]]:
    """Makes workspaces with the settings it is given. At the end of the test no process of theirs may be left."""
    made: list[Workspace] = []
    before = os.environ.get(MARK)

    def make(folder: Path | None = None, **settings: Any) -> Workspace:
        folder = (folder or Path(tempfile.mkdtemp(prefix="couture-"))).resolve()
        mark = uuid.uuid4().hex
        os.environ[MARK] = mark
        made.append(Workspace(folder, config.load(folder, **settings), mark))
        return made[-1]

    yield make
    left = [name for workspace in made for name in workspace.close()]
    os.environ.pop(MARK, None)
    if before is not None:
        os.environ[MARK] = before
    for workspace in made:
        shutil.rmtree(workspace.folder, ignore_errors=True)
    assert left == []


@pytest.fixture
def workspace(make_workspace: Callable[..., Workspace]) -> Workspace:
    """A workspace with default settings and a running engine."""
    made = make_workspace()
    made.start_engine()
    return made


@pytest.fixture(scope="session")
def chromium() -> dict[str, Any]:
    """How Chromium is started, without a window."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    assert program, "Chromium is missing; on Debian: apt-get install chromium"
    return {"executable_path": program, "headless": True, "args": CHROMIUM_FLAGS, "timeout": DEADLINE * 1000}


@pytest.fixture(scope="module")
def browser(chromium: dict[str, Any]) -> Iterator[Browser]:
    """Chromium. It ends with its file: its event loop would be in the way of other tests."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(**chromium)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def broker() -> Iterator[Broker]:
    """RabbitMQ. Who stops it starts it again."""
    with broker_server.rabbitmq() as broker:
        yield broker


@pytest.fixture
def rabbitmq(broker: Broker) -> str:
    """The address of a virtual host of the broker that is this test's own."""
    return broker.url()
