"""Pictures that runs recorded: PNG and JPEG come as such, whatever else a notebook claims to be one does not."""

from __future__ import annotations

import base64

import pytest
from api_client import Api, part
from change_listener import ChangeListener
from ended_runs import wait_for_end
from jupyter_process import JupyterProcess
from workspace_files import write_notebook

EVIL = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>").decode()
SOURCE = f"""
from couture_jupyter import record
from PIL import Image
record(plot=Image.new("RGB", (4, 4)))
record(evil={{"couture_display": "image", "media_type": "image/svg+xml", "data": "{EVIL}", "text": "x"}}, number=1)
"""


@pytest.fixture(scope="module")
def run(server: JupyterProcess, api: Api, changes: ChangeListener) -> str:
    write_notebook(server.root / "pictures.ipynb", "n = 1", SOURCE)
    body = {"name": "pictures", "notebook": "pictures.ipynb", "when": {"kind": "manual"}}
    api.post("notebookSchedules", body, expect=201)
    sweep = api.post("dags/pictures/sweeps", {"parameters": {"n": [1]}}, expect=201)["sweep_id"]
    run_id = api.get(f"dags/pictures/sweeps/{part(sweep)}")["rows"][0]["dag_run_id"]
    path = wait_for_end(api, changes, "pictures", run_id)
    changes.until(lambda: api.get(f"{path}/recordedValues")["recorded_values"])
    return path


def test_a_picture_is_fetched_by_its_name(api: Api, run: str) -> None:
    response = api.client.get(f"{run}/recordedPicture", params={"name": "plot"})
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    values = {each["name"]: each["value"] for each in api.get(f"{run}/recordedValues")["recorded_values"]}
    assert base64.b64decode(values["plot"]["data"]) == response.content


def test_the_table_of_a_sweep_leaves_the_bytes_out(api: Api, run: str) -> None:
    sweep = api.get("dags/pictures/sweeps")["sweeps"][0]["sweep_id"]
    results = api.get(f"dags/pictures/sweeps/{part(sweep)}")["rows"][0]["results"]
    assert results["plot"] == {"couture_display": "image", "media_type": "image/png", "text": "Image, 4 × 4"}
    assert "Image, 4 × 4 (#" in api.client.get(f"dags/pictures/sweeps/{part(sweep)}/csv").text


@pytest.mark.parametrize("name", ["evil", "number", "nothing"])
def test_what_is_no_picture_is_not_found(api: Api, run: str, name: str) -> None:
    api.get(f"{run}/recordedPicture", expect=404, name=name)
