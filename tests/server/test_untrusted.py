"""What tasks, notebooks and other people's files hold neither breaks the server nor runs as a page of Jupyter's."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from api_client import Api, part
from change_listener import ChangeListener
from couture_scheduler.files.notebooks import LARGEST
from ended_runs import run_to_its_end
from jupyter_process import JupyterProcess
from workspace_files import write_notebook

UNTRUSTED = """
from pathlib import Path
from couture_jupyter import DAG, PythonOperator
from couture_jupyter.runtime import current_task

HOME = Path({home!r})

def leave():
    task = current_task.get()
    page = task.this_try.workspace / "page.html"
    page.write_text("<script>fetch('/base/api/contents')</script>")
    link = task.this_try.workspace / "link.txt"
    link.unlink(missing_ok=True)
    link.symlink_to("/etc/passwd")
    for path in (page, HOME / "engine.json", Path("/etc/passwd"), link, HOME / "couture.db"):
        task.report_output("file", path)
    return ["caf\\udce9", float("nan"), {{"\\udce9": "\\x00"}}]

def swap():
    log = current_task.get().this_try.folder / "task.log"
    log.unlink()
    log.symlink_to(HOME / "engine.json")

with DAG("untrusted", schedule=None):
    PythonOperator(task_id="leave", python_callable=leave)
    PythonOperator(task_id="swap", python_callable=swap)
"""

CELL = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [], "execution_count": None}
STRANGE: dict[str, Any] = {
    "not JSON": b"{",
    "not UTF-8": b"\xff\xfe{}",
    "empty": b"",
    "deep": b'{"cells": ' + b"[" * 100_000,
    "a list": b"[]",
    "format 3": {"worksheets": []},
    "cells that are numbers": {"cells": [1, None, "a"]},
    "a list as metadata": {"cells": [], "metadata": []},
    "a cell with text as metadata": {"cells": [{**CELL, "metadata": "x"}]},
    "tags that are a number": {"cells": [{**CELL, "metadata": {"tags": 5}}]},
    "outputs that are numbers": {"cells": [{**CELL, "outputs": [1]}]},
    "outputs that are an object": {"cells": [{**CELL, "outputs": {"a": 1}}]},
}
UNUSUAL: dict[str, Any] = {
    "nothing but cells": {"cells": []},
    "another language": {"cells": [], "metadata": {"language_info": {"name": "R"}}},
    "parameters nested too deeply": "a = " + "-" * 50_000 + "1",
    "a long sum": "a = " + "+".join(["1"] * 50_000),
    "half a surrogate pair": "a = '\\ud800'",
    "infinity": "a = [1e999]",
    "a huge number": "a = 0x" + "f" * 3000,
}


@pytest.fixture(scope="module")
def untrusted_run(server: JupyterProcess, api: Api, changes: ChangeListener) -> str:
    source = UNTRUSTED.format(home=str(server.home))
    (server.root / "dags" / "untrusted.py").write_text(source, encoding="utf-8")
    changes.until(lambda: api.call("GET", "dags/untrusted").status_code == 200)
    return run_to_its_end(api, changes, "untrusted")


def test_a_page_that_a_task_made_gets_an_origin_of_its_own(api: Api, untrusted_run: str) -> None:
    response = api.client.get(f"{untrusted_run}/taskInstances/leave/outputs/0")
    policy = response.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "allow-same-origin" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    saved = api.client.get(f"{untrusted_run}/taskInstances/leave/outputs/0", params={"download": True})
    assert saved.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("index", [1, 2, 3, 4])
def test_an_output_leads_neither_out_of_the_workspace_nor_to_our_secrets(
    api: Api, untrusted_run: str, index: int
) -> None:
    response = api.call("GET", f"{untrusted_run}/taskInstances/leave/outputs/{index}", 404)
    assert "root:" not in response.text


def test_a_log_that_became_a_link_shows_nothing(api: Api, untrusted_run: str) -> None:
    path = f"{untrusted_run}/taskInstances/swap/logs/1"
    assert api.get(path, offset=0)["content"] == ""
    assert "authkey" not in api.call("GET", path + "/file", 404).text


def test_a_value_that_is_no_unicode_can_be_read(api: Api, untrusted_run: str) -> None:
    value = api.get(f"{untrusted_run}/taskInstances/leave/xcomEntries/return_value")["value"]
    assert value == ["caf?", None, {"?": "\x00"}]


@pytest.mark.parametrize("content", STRANGE.values(), ids=STRANGE)
def test_what_is_no_notebook_is_refused(server: JupyterProcess, api: Api, content: Any) -> None:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    (server.root / "strange.ipynb").write_bytes(raw)
    api.get("notebooks/inspect", expect=422, path="strange.ipynb")


@pytest.mark.parametrize("content", UNUSUAL.values(), ids=UNUSUAL)
def test_an_unusual_notebook_is_inspected(server: JupyterProcess, api: Api, content: Any) -> None:
    path = server.root / "unusual.ipynb"
    if isinstance(content, str):
        write_notebook(path, content)
    else:
        path.write_text(json.dumps(content))
    assert api.get("notebooks/inspect", path="unusual.ipynb")["path"] == "unusual.ipynb"


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)


@pytest.mark.parametrize("make", [_fifo, _huge, Path.mkdir])
def test_a_file_that_cannot_be_read_whole_holds_nobody_up(
    server: JupyterProcess, api: Api, make: Callable[[Path], None], tmp_path: Path
) -> None:
    place = server.root / f"{tmp_path.name}.ipynb"
    make(place)
    api.get("notebooks/inspect", expect=422, path=place.name)


@pytest.mark.parametrize("route", ["dags/pipeline/dagRuns", "notebookSchedules"])
def test_what_is_nested_too_deeply_to_be_read_again_is_not_saved(api: Api, route: str) -> None:
    deep: Any = 1
    for _ in range(300):
        deep = [deep]
    form = {"name": "Deep", "notebook": "reports/daily.ipynb", "when": {"kind": "manual"}, "parameters": {"a": deep}}
    api.call("POST", route, 422, json=form if route == "notebookSchedules" else {"conf": {"a": deep}})


def test_a_body_of_many_megabytes_is_refused(api: Api) -> None:
    api.call("POST", "dags/pipeline/dagRuns", 422, json={"conf": {"a": "x" * 9_000_000}})


def test_a_schedule_with_a_long_japanese_name_runs(api: Api, changes: ChangeListener) -> None:
    form = {"name": "毎日の報告" * 20, "notebook": "reports/daily.ipynb", "when": {"kind": "manual"}}
    made = api.post("notebookSchedules", {**form, "description": "🚀\nzwei"}, expect=201)
    assert "🚀\\nzwei" in made["source"]
    run = run_to_its_end(api, changes, part(made["dag_id"]))
    assert api.get(run)["state"] == "success"


def test_a_template_that_is_nested_too_deeply_is_refused(api: Api) -> None:
    template = "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}"
    form = {"name": "Jinja", "notebook": "reports/daily.ipynb", "when": {"kind": "manual"}}
    found = api.post("notebookSchedules", {**form, "parameters": {"country": template}}, expect=422)["detail"]
    assert found[0]["loc"] == ["body", "parameters", "country"]
