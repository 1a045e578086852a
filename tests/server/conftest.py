"""One real Jupyter server with an engine for the whole session, and ways to speak to it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # the modules beside this one: the server process imports one of them too

from api_client import Api, part  # noqa: E402
from change_listener import ChangeListener  # noqa: E402
from jupyter_process import TOKEN, JupyterProcess, start  # noqa: E402
from workspace_files import fill  # noqa: E402


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterProcess]:
    """A server whose workspace has DAG files and notebooks, with an engine at work."""
    folder = tmp_path_factory.mktemp("server")
    fill(folder / "root")
    running = start(folder, autostart_engine=True)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def api(server: JupyterProcess) -> Api:
    """The API as its owner sees it."""
    return Api(server.api, TOKEN)


@pytest.fixture(scope="session")
def changes(server: JupyterProcess, api: Api) -> Iterator[ChangeListener]:
    """Hears every change; made when all DAG files of the workspace are known."""
    listener = ChangeListener(server)
    listener.until(lambda: api.get("dagSummaries", kind="file")["total_entries"] >= 3)
    listener.until(lambda: api.get("importErrors")["total_entries"] >= 1)
    yield listener
    listener.close()


@pytest.fixture
def finished_run(api: Api, changes: ChangeListener) -> str:
    """The path of a run of the DAG ``pipeline`` that has ended."""
    return run_to_its_end(api, changes, "pipeline")


def run_to_its_end(api: Api, changes: ChangeListener, dag_id: str, **body: object) -> str:
    """Trigger the DAG and wait; the path of the run."""
    run = api.post(f"dags/{dag_id}/dagRuns", body)
    return wait_for_end(api, changes, dag_id, run["dag_run_id"])


def wait_for_end(api: Api, changes: ChangeListener, dag_id: str, run_id: str) -> str:
    """Wait for the end of a run; its path."""
    path = f"dags/{dag_id}/dagRuns/{part(run_id)}"
    changes.until(lambda: api.get(path)["state"] in ("success", "failed"))
    return path
