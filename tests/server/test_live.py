"""Looking on while a notebook runs, over the REST API and over the WebSocket."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import websocket
from api_client import Api, part
from change_listener import ChangeListener
from jupyter_process import TOKEN, JupyterProcess
from workspace_files import write_notebook

WAITING = "import pathlib, time\nprint('hello', flush=True)\nwhile not pathlib.Path('flag').exists(): time.sleep(0.05)"


@pytest.fixture
def waiting_run(api: Api, server: JupyterProcess, changes: ChangeListener) -> str:
    """The path of the task instance of a notebook that prints and then waits for a file ``flag``."""
    folder = server.root / "live"
    folder.mkdir(exist_ok=True)
    (folder / "flag").unlink(missing_ok=True)
    write_notebook(folder / "waiting.ipynb", "name = 'x'", WAITING, "display(7 * 6)")
    form = {"notebook": "live/waiting.ipynb", "name": "waiting", "when": {"kind": "manual"}}
    if not api.get("notebookSchedules", search="waiting")["total_entries"]:
        api.post("notebookSchedules", form, expect=201)
    run = api.post("dags/waiting/dagRuns")
    return f"dags/waiting/dagRuns/{part(run['dag_run_id'])}/taskInstances/notebook"


def test_lists_name_the_notebook_to_look_at(api: Api, waiting_run: str, finished_run: str) -> None:
    run = api.get("dags/waiting/dagRuns", limit=1)["dag_runs"][0]
    assert run["notebook_task_id"] == "notebook"
    assert api.get(waiting_run.removesuffix("/taskInstances/notebook"))["notebook_task_id"] == "notebook"
    rows = {row["dag_id"]: row for row in api.get("dagSummaries", limit=1000)["dags"]}
    assert rows["waiting"]["recent_runs"][0]["notebook_task_id"] == "notebook"
    assert rows["waiting"]["last_run"] == rows["waiting"]["recent_runs"][0]
    assert rows["pipeline"]["recent_runs"][0]["notebook_task_id"] is None
    assert api.get("dags/pipeline/dagRuns", limit=1)["dag_runs"][0]["notebook_task_id"] is None
    api.post(waiting_run.removesuffix("/taskInstances/notebook") + "/stop")


class Onlooker:
    """Somebody's WebSocket."""

    def __init__(self, server: JupyterProcess, path: str, token: str = TOKEN) -> None:
        url = server.api.replace("http://", "ws://") + path
        self.socket = websocket.create_connection(url, header={"Authorization": f"Bearer {token}"}, timeout=120)
        self.events: list[dict[str, Any]] = []
        self.place = (0, 0)
        self.gone = False

    def until(self, check: Callable[[dict[str, Any]], bool]) -> None:
        """Listen until such an event comes, or the run ends: the last moments are in the document only."""
        while not self.gone and not any(check(event) for event in self.events):
            self._take()

    def until_gone(self) -> None:
        """Listen to the end."""
        while not self.gone:
            self._take()

    def _take(self) -> None:
        message = json.loads(self.socket.recv())
        if message.get("gone"):
            self.gone = True
            return
        self.events += message["events"]
        self.place = message["generation"], message["offset"]


def _says_hello(event: dict[str, Any]) -> bool:
    return bool(event["op"] == "text" and "hello" in event["text"])


def test_several_people_see_the_output_before_the_run_ends(
    api: Api, server: JupyterProcess, changes: ChangeListener, waiting_run: str
) -> None:
    changes.until(lambda: api.call("GET", waiting_run + "/notebook").json().get("live"))
    first = Onlooker(server, waiting_run + "/live/socket?try_number=1")
    first.until(_says_hello)
    saved = api.get(waiting_run + "/notebook", try_number=1)
    assert saved["live"]["generation"] == 0
    assert "couture_live" not in saved["notebook"]["metadata"]
    late = Onlooker(server, waiting_run + f"/live/socket?generation=0&offset={first.place[1]}")
    window = api.get(waiting_run + "/live")
    assert any(_says_hello(event) for event in window["events"])
    assert (window["gone"], window["complete"]) == (False, False)
    (server.root / "live" / "flag").touch()
    late.until(lambda event: event["op"] == "cell" and event["state"] == "completed")
    assert not any(_says_hello(event) for event in late.events)
    first.until_gone()
    run = waiting_run.removesuffix("/taskInstances/notebook")
    changes.until(lambda: api.get(run)["state"] == "success")
    after = api.get(waiting_run + "/notebook", try_number=1)
    assert (after["live"], after["complete"]) == (None, True)
    assert api.get(waiting_run + "/live")["gone"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("dags/none/dagRuns/none/taskInstances/none/live/socket", "404"),
        ("dags/none/dagRuns/none/taskInstances/none/live/socket?offset=-4", "422"),
        ("dags/none/dagRuns/none/taskInstances/none/live/socket?map_index=x", "422"),
    ],
)
def test_a_wrong_address_is_refused(server: JupyterProcess, path: str, status: str) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException, match=status):
        Onlooker(server, path)


def test_whoever_is_not_signed_in_sees_nothing(server: JupyterProcess) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        Onlooker(server, "dags/none/dagRuns/none/taskInstances/none/live/socket", token="no-token-of-ours")
