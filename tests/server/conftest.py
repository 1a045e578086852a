"""One real Jupyter server with an engine for the whole session, and ways to speak to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from airflow_client import client
from api_client import Api
from change_listener import ChangeListener
from ended_runs import run_to_its_end
from jupyter_process import TOKEN, JupyterProcess, start
from workspace_files import fill


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


@pytest.fixture
def airflow(server: JupyterProcess, changes: ChangeListener) -> Iterator[client.ApiClient]:
    """The client, made as Airflow's documentation says."""
    configuration = client.Configuration(host=server.url + "couture", access_token=TOKEN)
    with client.ApiClient(configuration) as made:
        made.set_default_header("Authorization", f"Bearer {TOKEN}")  # it sends none to health and version
        yield made
