"""The check before a run, over REST: asked for, and in the way of a schedule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from api_client import Api
from jupyter_process import JupyterProcess


def write(root: Path, name: str, *sources: str) -> str:
    """A notebook at the server's root."""
    cells = [{"cell_type": "code", "metadata": {}, "source": source, "outputs": []} for source in sources]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    document = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    (root / name).write_text(json.dumps(document))
    return name


def test_a_notebook_is_checked(server: JupyterProcess, api: Api) -> None:
    path = write(server.root, "checked.ipynb", "import no_such_module", "print(country)")
    found = api.post("notebooks/check", {"path": path, "parameters": {"country": "FI"}})
    assert [(each["code"], each["severity"], each["cell"], each["line"]) for each in found["findings"]] == [
        ("parameters-cell-missing", "warning", None, None),
        ("module-missing", "error", 0, 1),
    ]
    assert found["total_entries"] == 2
    api.post("notebooks/check", {"path": "gone.ipynb"}, expect=422)
    api.post("notebooks/check", {"path": "../outside.ipynb"}, expect=422)


def test_side_files_are_listed(server: JupyterProcess, api: Api) -> None:
    (server.root / "beside_it.py").write_text("")
    path = write(server.root, "with_side_files.ipynb", "import beside_it")
    found = api.get("notebooks/sideFiles", path=path)
    assert [(each["path"], each["kind"]) for each in found["side_files"]][:1] == [("beside_it.py", "module")]
    api.get("notebooks/sideFiles", path="gone.ipynb", expect=422)


def test_errors_refuse_a_schedule_unless_it_is_wanted_all_the_same(server: JupyterProcess, api: Api) -> None:
    path = write(server.root, "refused.ipynb", "x = 1", "print(colour)")
    form: dict[str, Any] = {"name": "Refused", "notebook": path, "when": {"kind": "manual"}}
    told = api.post("notebookSchedules", form, expect=422)["detail"]
    assert {tuple(each["loc"]) for each in told} == {("body", "notebook", "check")}
    assert told[0]["msg"].startswith("Cell 2, line 1: The name 'colour' is never defined.")
    saved = api.post("notebookSchedules", {**form, "ignore_preflight": True}, expect=201)
    assert saved["ignore_preflight"] is True
    api.patch("notebookSchedules/refused", {"ignore_preflight": False}, expect=422)
    write(server.root, "refused.ipynb", "x = 1", "print(x)")
    assert api.patch("notebookSchedules/refused", {"ignore_preflight": False})["ignore_preflight"] is False
