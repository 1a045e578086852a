"""A workspace with an executor and a small engine's end for workers to call."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, Listener, wait
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.config import Settings, load
from couture_scheduler.engine.launch import Died, ExecutorEvent, Finished, Launch
from couture_scheduler.executors.local import LocalExecutor

DEADLINE = 90.0


class EngineEnd:
    """The engine's end of the workers' line: keeps XComs in a dictionary. It can go away and come back."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.authkey = b"key"
        self.xcoms: dict[str, Any] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.hellos: list[dict[str, Any]] = []
        self.open()

    def open(self) -> None:
        """Listen on a new port and say so."""
        self._listener = Listener(("127.0.0.1", 0), authkey=self.authkey)
        self.home.mkdir(exist_ok=True)
        (self.home / "engine.json").write_text(json.dumps(self.address))
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    @property
    def address(self) -> dict[str, Any]:
        """What a launch's ``endpoint`` holds."""
        host, port = self._listener.address
        return {"host": host, "port": port, "authkey": self.authkey.hex(), "home": str(self.home)}

    def close(self) -> None:
        """Be gone."""
        self._listener.close()

    def _accept(self, listener: Listener) -> None:
        while True:
            try:
                connection = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: Connection) -> None:
        self.hellos.append(json.loads(connection.recv_bytes()))
        while True:
            try:
                call = json.loads(connection.recv_bytes())
            except (EOFError, OSError):
                return
            connection.send_bytes(json.dumps({"id": call["id"], **self._answer(**call)}).encode())

    def _answer(self, id: int, method: str, params: dict[str, Any]) -> dict[str, Any]:  # noqa: A002
        self.calls.append((method, params))
        if method == "xcom_push":
            if params["key"] == "forbidden":
                return {"error": "This key is not for you."}
            self.xcoms[params["key"]] = params["value"]
        if method == "xcom_pull":
            return {"result": self.xcoms.get(params["key"])}
        return {"result": None}


@dataclass
class Place:
    """A workspace in which single tasks run."""

    settings: Settings
    executor: LocalExecutor
    engine: EngineEnd
    events: list[ExecutorEvent] = field(default_factory=list)
    count: int = 0

    @property
    def folder(self) -> Path:
        """The workspace."""
        return self.settings.workspace

    def launch(self, source: str, **changes: Any) -> Launch:
        """A hand-over of the task ``task`` of the DAG ``dag`` that ``source`` (indented below ``with DAG``) makes."""
        self.count += 1
        path = self.settings.dags_folder / f"dag{self.count}.py"
        path.write_text(source)
        moment = "2026-01-01T00:00:00+00:00"
        moments = ("logical_date", "data_interval_start", "data_interval_end", "run_after")
        run = {"dag_id": "dag", "run_id": "r", "run_type": "manual", **dict.fromkeys(moments, moment)}
        return replace(
            Launch(
                task_instance_id=self.count, dag_id="dag", run_id="r", task_id="task", map_index=-1, try_number=1,
                max_tries=0, launch=1, source_hash=str(self.count), source_path=str(path), origin_path=str(path),
                folder=str(self.settings.runs_folder / str(self.count)), workspace=str(self.folder), run=run,
                endpoint=self.engine.address, token="token",
            ),
            **changes,
        )  # fmt: skip

    def wait_until(self, met: Any) -> Any:
        """Drain until ``met`` answers something."""
        deadline = time.monotonic() + DEADLINE
        while not (found := met()):
            assert time.monotonic() < deadline, self.events
            wait(self.executor.waitables(), 0.1)
            self.events += self.executor.drain()
        return found

    def end(self, launch: Launch) -> Finished | Died:
        """Wait for the end."""
        return self.wait_until(
            lambda: next((e for e in self.events if isinstance(e, Finished | Died) and e.launch_id == launch.id), None)
        )

    def run(self, source: str, **changes: Any) -> Any:
        """Run one task; its outcome."""
        launch = self.launch(source, **changes)
        self.executor.submit(launch)
        ended = self.end(launch)
        assert isinstance(ended, Finished), ended
        return ended.outcome

    def log(self, launch: Launch) -> str:
        """The log of the launch's try."""
        path = Path(launch.folder, "task.log")
        return path.read_text() if path.exists() else ""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    settings = load(tmp_path)
    settings.dags_folder.mkdir()
    executor = LocalExecutor(settings)
    executor.start()
    engine = EngineEnd(settings.home)
    yield Place(settings, executor, engine)
    engine.close()
    executor.stop()
