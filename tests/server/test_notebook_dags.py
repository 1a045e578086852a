"""New DAGs from notebooks, over REST: looked at, saved, and run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from api_client import Api, part
from change_listener import ChangeListener
from ended_runs import run_to_its_end
from jupyter_process import JupyterProcess


def write(place: Path, *cells: str) -> None:
    """A notebook; a cell that begins with ``#`` and a space is a heading, one with ``PARAMETERS`` is tagged so."""
    made: list[dict[str, Any]] = []
    for cell in cells:
        source, tags = cell.removeprefix("PARAMETERS\n"), ["parameters"] if cell.startswith("PARAMETERS") else []
        kind: dict[str, Any] = {"cell_type": "code", "outputs": [], "execution_count": None}
        made.append(
            {**({"cell_type": "markdown"} if cell.startswith("# ") else kind), "source": source}
            | {"metadata": {"tags": tags}}
        )
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    place.parent.mkdir(exist_ok=True)
    place.write_text(
        json.dumps({"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 4})
    )


ANALYSIS = (
    "PARAMETERS\nbase = 2",
    "class Row:\n    def __init__(self, n):\n        self.n = n",
    "# Load",
    "rows = [Row(base), Row(3)]",
    "# Grow",
    "rows.append(Row(4))\nlen(rows)",
    "# Tell",
    "print('the sum is', sum(each.n for each in rows))",
)


def test_a_notebook_is_split_saved_and_run(server: JupyterProcess, api: Api, changes: ChangeListener) -> None:
    write(server.root / "parts" / "sums.ipynb", *ANALYSIS)
    body = {"dag_id": "sums", "notebook": "parts/sums.ipynb"}
    found = api.post("notebookDags/split", body)
    assert [(each["task_id"], each["upstream"]) for each in found["tasks"]] == [
        ("load", []),
        ("grow", ["load"]),
        ("tell", ["grow"]),
    ]
    assert [(each["path"], each["takes"], each["leaves"]) for each in found["notebooks"]] == [
        ("parts/sums.01_load.ipynb", {}, ["rows"]),
        ("parts/sums.02_grow.ipynb", {"rows": "load"}, ["rows"]),
        ("parts/sums.03_tell.ipynb", {"rows": "grow"}, []),
    ]
    assert not (server.root / "parts" / "sums.01_load.ipynb").exists()
    api.post("notebookDags/split/save", body, expect=201)
    changes.until(lambda: api.get("dags", dag_id_pattern="sums")["total_entries"])
    run = run_to_its_end(api, changes, "sums", conf={"parameters": {"base": 10}})
    assert api.get(run)["state"] == "success", [
        (e["task_id"], e["error"]) for e in api.get(f"{run}/taskInstances")["task_instances"]
    ]
    notebook = api.get(f"{run}/taskInstances/tell/notebook")
    assert "the sum is 17" in json.dumps(notebook)


def test_an_earlier_split_is_replaced_only_when_that_is_wanted(server: JupyterProcess, api: Api) -> None:
    write(server.root / "again.ipynb", *ANALYSIS)
    body = {"dag_id": "again", "notebook": "again.ipynb", "in_order": True}
    api.post("notebookDags/split/save", body, expect=201)
    found = api.post("notebookDags/split", body)
    assert found["existing"] == ["again.py", "again.01_load.ipynb", "again.02_grow.ipynb", "again.03_tell.ipynb"]
    assert "are there already" in api.post("notebookDags/split/save", body, expect=409)["detail"]
    api.post("notebookDags/split/save", {**body, "replace": True}, expect=201)
    (server.root / "again.01_load.ipynb").write_text("{}")
    told = api.post("notebookDags/split/save", {**body, "replace": True}, expect=409)["detail"]
    assert "no split of again.ipynb has made" in told
    assert (server.root / "again.01_load.ipynb").read_text() == "{}"


def test_what_cannot_be_split_is_said_at_its_field(server: JupyterProcess, api: Api) -> None:
    def told(path: str, **more: Any) -> tuple[str, str]:
        (problem,) = api.post("notebookDags/split", {"dag_id": "no", "notebook": path, **more}, expect=422)["detail"]
        return problem["loc"][-1], problem["msg"]

    write(server.root / "flat.ipynb", "x = 1")
    write(server.root / "wrong.ipynb", "# A", "x = 1", "# B", "x = = 2")
    assert told("flat.ipynb") == (
        "level",
        "The notebook has no headings. Add headings as Markdown cells, or tag cells with task:NAME.",
    )
    assert told("flat.ipynb", by="tags")[0] == "by"
    assert told("wrong.ipynb") == ("notebook", "Cell 4 cannot be read: invalid syntax (line 1). Mend it first.")
    assert told("../flat.ipynb")[0] == told("gone.ipynb")[0] == "notebook"
    assert told("wrong.ipynb", dag_id="a b")[0] == "notebook"


def test_several_notebooks_become_a_dag(server: JupyterProcess, api: Api, changes: ChangeListener) -> None:
    for name in ("first", "second"):
        write(server.root / "several" / f"{name}.ipynb", f"print('{name}')")
    body: dict[str, Any] = {"dag_id": "several", "notebooks": ["several/second.ipynb", "several/first.ipynb"]}
    found = api.post("notebookDags/compose", {**body, "schedule": "@daily", "tags": ["x"]})
    assert [(each["task_id"], each["upstream"]) for each in found["tasks"]] == [("second", []), ("first", ["second"])]
    parallel = api.post("notebookDags/compose", {**body, "in_order": False})
    assert [each["upstream"] for each in parallel["tasks"]] == [[], []]
    for wrong in ({"schedule": "every day"}, {"dag_id": "a/b"}, {"notebooks": []}):
        (problem,) = api.post("notebookDags/compose", {**body, **wrong}, expect=422)["detail"]
        assert problem["loc"][-1] in wrong
    api.post("notebookDags/compose/save", body, expect=201)
    changes.until(lambda: api.get("dags", dag_id_pattern="several")["total_entries"])
    run = run_to_its_end(api, changes, "several")
    assert api.get(run)["state"] == "success"
    assert "There is a file several.py" in api.post("notebookDags/compose", body, expect=409)["detail"]
    assert api.get(f"dags/{part('several')}/structure")["tasks"][1]["upstream"] == ["second"]
