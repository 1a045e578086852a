"""Kernels that are kept after a failure, over HTTP: what is shown, opening one in Jupyter, going on with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import psutil
import pytest
import websocket
from api_client import Api
from change_listener import ChangeListener
from couture_scheduler.kernels import held_client
from ended_runs import run_to_its_end
from jupyter_client.session import Session
from jupyter_process import TOKEN, JupyterProcess, start
from workspace_files import write_notebook

SCHEDULE = {"name": "Mendable", "notebook": "mendable.ipynb", "when": {"kind": "manual"}}
TASK = "taskInstances/notebook"


class Failed:
    """A run of a notebook that failed, and the kernel that it left."""

    def __init__(self, server: JupyterProcess, api: Api, changes: ChangeListener) -> None:
        self.server, self.api, self.changes = server, api, changes
        write_notebook(server.root / "mendable.ipynb", "x = 41", "print('before', x)", "x / 0", "print('after', x)")
        self.dag_id = api.post("notebookSchedules", SCHEDULE, expect=201)["dag_id"]
        self.path = run_to_its_end(api, changes, self.dag_id)
        self.kernel = changes.until(self._held)

    def _held(self) -> Any:
        found = self.api.get("heldKernels", dag_id=self.dag_id)["held_kernels"]
        return found[0] if found else None

    @property
    def task(self) -> str:
        """The path of the task instance."""
        return f"{self.path}/{TASK}"

    def mend(self) -> None:
        """What a person would write instead."""
        cells = ("x = 41", "print('before', x)", "x += 1", "print('after', x)")
        write_notebook(self.server.root / "mendable.ipynb", *cells)

    def wait(self) -> None:
        """Wait for the end of the run."""
        self.changes.until(lambda: self.api.get(self.path)["state"] in ("success", "failed"))

    def close(self) -> None:
        """Leave nothing behind."""
        if self.api.call("GET", self.path).status_code == 200:
            self.wait()
        for kernel in self.api.get("heldKernels", dag_id=self.dag_id)["held_kernels"]:
            self.api.delete(f"heldKernels/{kernel['id']}")
        self.api.delete(f"dags/{self.dag_id}")


@pytest.fixture
def failed(server: JupyterProcess, api: Api, changes: ChangeListener) -> Iterator[Failed]:
    made = Failed(server, api, changes)
    yield made
    made.close()


def value_of(server: JupyterProcess, kernel_id: str, expression: str) -> str:
    """What the kernel answers, asked through Jupyter's own socket."""
    url = f"{server.url.replace('http://', 'ws://')}api/kernels/{kernel_id}/channels"
    socket = websocket.create_connection(url, header={"Authorization": f"Bearer {TOKEN}"}, timeout=60)
    content = {
        "code": expression,
        "silent": False,
        "store_history": False,
        "user_expressions": {},
        "allow_stdin": False,
    }
    message = Session().msg("execute_request", content)
    socket.send(json.dumps({**message, "channel": "shell", "header": {**message["header"], "date": "2026-01-01"}}))
    while True:
        heard = json.loads(socket.recv())
        if heard["msg_type"] == "execute_result":
            socket.close()
            return str(heard["content"]["data"]["text/plain"])
        assert heard["msg_type"] != "error", heard


def jupyter(api: Api, server: JupyterProcess, method: str, path: str, **options: Any) -> Any:
    """Ask Jupyter itself."""
    return api.client.request(method, f"{server.url}api/{path}", **options)


def test_a_kept_kernel_opens_in_jupyter_with_all_its_variables(
    failed: Failed, api: Api, server: JupyterProcess
) -> None:
    attached = api.post(f"heldKernels/{failed.kernel['id']}/attach", {"document": "original"})
    assert attached["path"] == "mendable.ipynb"
    kernel_id = attached["kernel_id"]
    body = {
        "path": attached["path"],
        "name": "mendable",
        "type": "notebook",
        "kernel": {"id": kernel_id, "name": attached["kernel_name"]},
    }
    session = jupyter(api, server, "POST", "sessions", json=body).json()
    assert session["kernel"]["id"] == kernel_id
    assert value_of(server, kernel_id, "x") == "41"
    refused = jupyter(api, server, "POST", f"kernels/{kernel_id}/restart")
    assert refused.status_code == 500, "Jupyter has no other status for a restart that is refused"
    assert value_of(server, kernel_id, "x") == "41"
    assert jupyter(api, server, "DELETE", f"sessions/{session['id']}").status_code == 204
    assert api.get(f"heldKernels/{failed.kernel['id']}")["ended_at"] is None
    again = api.post(f"heldKernels/{failed.kernel['id']}/attach", {})
    assert again["kernel_id"] == kernel_id
    cells = json.loads((server.root / again["path"]).read_text())["cells"]
    assert [cell["cell_type"] for cell in cells] == ["code"] * 4, "without papermill's notes of the error"
    assert "".join(cells[1]["outputs"][0]["text"]) == "before 41\n"
    assert value_of(server, kernel_id, "x + 1") == "42"


def test_a_run_goes_on_at_the_failed_cell_and_the_second_who_asks_is_told(failed: Failed, api: Api) -> None:
    left = api.get(f"{failed.task}/heldKernel")
    assert (left["state"], left["failed_cell"], left["cells"]) == ("held", 3, 4)
    failed.mend()
    assert api.post(f"{failed.task}/resume", {"with": "held_kernel"})["state"] is None
    told = api.call("POST", f"{failed.task}/resume", 409, json={}).json()["detail"]
    assert "has resumed it" in told
    failed.wait()
    found = api.get(failed.task)
    assert (found["state"], found["try_number"]) == ("success", 2)
    kernel = failed.changes.until(lambda: (k := api.get(f"heldKernels/{failed.kernel['id']}"))["ended_at"] and k)
    assert kernel["because"] == "Try 2 went on with it."
    notebook = api.get(f"{failed.task}/notebook")["notebook"]
    texts = ["".join(o["text"]) for cell in notebook["cells"] for o in cell.get("outputs", ())]
    assert texts == ["before 41\n", "after 42\n"]


def test_changed_cells_before_the_failed_one_are_told_at_once(failed: Failed, api: Api, server: JupyterProcess) -> None:
    write_notebook(server.root / "mendable.ipynb", "x = 1", "print('else')", "x += 1")
    (problem,) = api.call("POST", f"{failed.task}/resume", 422, json={}).json()["detail"]
    assert problem["loc"] == ["body", "accept_changes"]
    assert "Code cell 1" in problem["msg"]
    assert "fresh kernel" in problem["msg"]
    assert api.get(f"{failed.task}/heldKernel")["state"] == "held"
    begun = api.post(f"{failed.task}/resume", {"with": "fresh_kernel"})
    assert begun["state"] != "failed"  # the engine may have begun the try already
    failed.wait()
    assert api.get(failed.task)["state"] == "success"


def test_of_people_who_resume_at_the_same_time_one_wins_and_the_others_read_who(failed: Failed, api: Api) -> None:
    failed.mend()
    ask = partial(api.client.post, f"{failed.task}/resume", json={})
    with ThreadPoolExecutor(4) as people:
        answers = [each.result() for each in [people.submit(ask) for _ in range(4)]]
    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409]
    assert all("has resumed it" in each.json()["detail"] for each in answers if each.status_code == 409)
    failed.wait()
    assert api.get(failed.task)["try_number"] == 2


def test_the_edited_copy_goes_on_and_the_original_stays(failed: Failed, api: Api, server: JupyterProcess) -> None:
    before = (server.root / "mendable.ipynb").read_bytes()
    told = api.call("POST", f"{failed.task}/resume", 409, json={"notebook": "copy"}).json()["detail"]
    assert "There is no copy" in told
    path = api.post(f"heldKernels/{failed.kernel['id']}/attach", {})["path"]
    assert api.get(f"{failed.task}/heldKernel")["copy_path"] == path
    copy = server.root / path
    copy.write_text(copy.read_text().replace("x / 0", "x += 2"))
    api.post(f"{failed.task}/resume", {"notebook": "copy"})
    failed.wait()
    notebook = api.get(f"{failed.task}/notebook")["notebook"]
    assert "".join(notebook["cells"][3]["outputs"][0]["text"]) == "after 43\n"
    assert api.get(f"{failed.task}/code")["path"] == path
    assert (server.root / "mendable.ipynb").read_bytes() == before


def test_the_notebook_as_it_ran_goes_on_also_when_the_original_is_gone(
    failed: Failed, api: Api, server: JupyterProcess
) -> None:
    (server.root / "mendable.ipynb").unlink()
    told = api.call("POST", f"{failed.task}/resume", 409, json={}).json()["detail"]
    assert "as it ran" in told
    attached = api.post(f"heldKernels/{failed.kernel['id']}/attach", {})
    assert value_of(server, attached["kernel_id"], "globals().update(x=0.5) or x") == "0.5"
    api.post(f"{failed.task}/resume", {"notebook": "as_run"})
    failed.wait()
    assert "ZeroDivisionError" in api.get(failed.task)["error"]
    kept_again = lambda: (kernel := failed._held()) is not None and kernel["try_number"] == 2  # noqa: E731
    failed.changes.until(kept_again)


def test_a_kernel_is_prolonged_let_go_and_dies_in_jupyter_too(failed: Failed, api: Api, server: JupyterProcess) -> None:
    path = f"heldKernels/{failed.kernel['id']}"
    longer = api.patch(path, {"seconds": 7200})
    assert longer["held_until"] > failed.kernel["held_until"]
    assert api.patch(path, {"seconds": 60})["held_until"] == longer["held_until"], "it was made shorter"
    api.call("PATCH", path, 422, json={"seconds": 0})
    attached = api.post(f"{path}/attach", {})
    api.delete(path)
    assert "let it go" in api.get(path)["because"]
    api.call("POST", f"{path}/attach", 409, json={})
    gone = lambda: attached["kernel_id"] not in [k["id"] for k in jupyter(api, server, "GET", "kernels").json()]  # noqa: E731
    failed.changes.until(gone)
    assert "let it go" in api.get(f"{failed.task}/heldKernel")["because"]
    told = api.call("POST", f"{failed.task}/resume", 409, json={}).json()["detail"]
    assert "fresh kernel" in told


def test_the_kernel_of_a_deleted_run_ends(failed: Failed, api: Api) -> None:
    pid = _pid_of(failed)
    api.delete(failed.path)
    failed.changes.until(lambda: not psutil.pid_exists(pid))


def _pid_of(failed: Failed) -> int:
    """The process of its kernel: the one that was kept last; other tests may have left theirs."""
    held = held_client.kept(failed.server.home / "kernel-pool.json").held
    return max(held, key=lambda each: each.held_at).pid


def test_a_restarted_server_finds_a_kept_kernel_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("restarted")
    first = start(folder, autostart_engine=True)
    failed = Failed(first, Api(first.api, TOKEN), ChangeListener(first))
    kernel_id = failed.api.post(f"heldKernels/{failed.kernel['id']}/attach", {})["kernel_id"]
    first.stop_server()
    second = start(folder, autostart_engine=True)
    try:
        api = Api(second.api, TOKEN)
        assert value_of(second, api.post(f"heldKernels/{failed.kernel['id']}/attach", {})["kernel_id"], "x") == "41"
        assert kernel_id == api.get(f"heldKernels/{failed.kernel['id']}")["kernel_id"]
    finally:
        second.stop()
