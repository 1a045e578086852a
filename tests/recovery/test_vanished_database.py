"""The database goes away in the middle of a run and comes back: the engine waits, and nothing is lost."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.actions import dags, runs, tasks
from couture_scheduler.errors import DatabaseUnavailableError, NotFoundError
from database_servers import postgresql
from sqlalchemy import make_url

GATED = """
from couture_jupyter import DAG, BashOperator

with DAG(dag_id="gated", schedule=None):
    first = BashOperator(task_id="first", bash_command="read line < FOLDER/gate; echo done >> FOLDER/first")
    first >> BashOperator(task_id="second", bash_command="echo done >> FOLDER/second")
"""


class Door:
    """Stands between us and PostgreSQL's socket; when it is shut, the server is gone for whoever came through it."""

    def __init__(self, behind: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="couture-door-"))
        self._behind = str(behind)
        self._listening: socket.socket | None = None
        self._passing: list[socket.socket] = []

    def open(self) -> None:
        """Let people in."""
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(self.folder / ".s.PGSQL.5432"))
        self._listening.listen()
        threading.Thread(target=self._welcome, args=(self._listening,), daemon=True).start()

    def shut(self) -> None:
        """Let nobody in, and throw out who is inside."""
        assert self._listening is not None
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        (self.folder / ".s.PGSQL.5432").unlink()
        for end in self._passing:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._passing.clear()

    def _welcome(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                guest, _ = listening.accept()
                host = socket.socket(socket.AF_UNIX)
                host.connect(self._behind)
                self._passing += [guest, host]
                for one, other in ((guest, host), (host, guest)):
                    threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(1 << 16):
            target.sendall(data)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def door() -> Iterator[tuple[Door, str]]:
    """An open door, and the URL of an empty database behind it."""
    with postgresql() as server:
        url = make_url(server.create_database())
        door = Door(Path(str(url.query["host"])) / ".s.PGSQL.5432")
        door.open()
        yield door, url.update_query_dict({"host": str(door.folder)}).render_as_string()
        shutil.rmtree(door.folder, ignore_errors=True)


def test_a_database_that_vanishes_and_comes_back_loses_nothing(
    door: tuple[Door, str], make_workspace: Callable[..., Any]
) -> None:
    entrance, url = door
    workspace = make_workspace(db_url=url)
    os.mkfifo(workspace.folder / "gate")
    workspace.start_engine()
    (workspace.settings.dags_folder / "gated.py").write_text(GATED.replace("FOLDER", str(workspace.folder)))
    workspace.wait_for(lambda: _is_known(workspace))
    run_id = workspace.trigger("gated")
    workspace.wait_for(lambda: _states(workspace, run_id).get("first") == "running")
    entrance.shut()
    with pytest.raises(DatabaseUnavailableError):
        workspace.trigger("gated")
    (workspace.folder / "gate").write_text("go\n")
    workspace.wait_for((workspace.folder / "first").exists)  # it ended while nobody could write that down
    entrance.open()
    workspace.wait_for(lambda: runs.get(workspace.context, "gated", run_id).run.state == "success")
    assert _states(workspace, run_id) == {"first": "success", "second": "success"}
    for name in ("first", "second"):
        assert (workspace.folder / name).read_text() == "done\n"


def _is_known(workspace: Any) -> bool:
    try:
        dags.get(workspace.context, "gated")
    except NotFoundError:
        return False
    return True


def _states(workspace: Any, run_id: str) -> dict[str, str]:
    page = tasks.list_tasks(workspace.context, "gated", run_id)
    return {each.task.task_id: str(each.task.state) for each in page.entries}
