"""Which code ran, how long runs are kept, and the files of runs, over HTTP."""

from __future__ import annotations

import subprocess
from typing import Any

from api_client import Api, part
from change_listener import ChangeListener
from ended_runs import wait_for_end
from jupyter_process import JupyterProcess


def form(name: str, **fields: Any) -> dict[str, Any]:
    """What the form sends."""
    return {"name": name, "notebook": "reports/daily.ipynb", "when": {"kind": "now"}, **fields}


def test_a_snapshot_runs_and_its_files_are_found(server: JupyterProcess, api: Api, changes: ChangeListener) -> None:
    fields = {"code": {"kind": "snapshot"}, "exports": ["html", "script"], "retention": {"runs": 5}}
    fields["environment"] = {"memory_megabytes": 900}
    saved = api.post("notebookSchedules", form("Snap", **fields), expect=201)
    path = wait_for_end(api, changes, "snap", saved["run_id"])
    assert api.get(path)["state"] == "success", api.get(path + "/taskInstances/notebook/logs/1")
    code = api.get(path + "/taskInstances/notebook/code")
    assert (code["kind"], code["snapshot"], code["today"]) == ("snapshot", saved["code"]["ref"], "same")
    assert api.get(path + "/taskInstances/notebook/codeDifference")["diff"] == ""
    outputs = api.get(path + "/taskInstances")["task_instances"][0]["outputs"]
    assert {each["kind"]: each["exists"] for each in outputs} == {"notebook": True, "html": True, "script": True}
    assert api.post("notebookSchedules/snap/snapshot")["code"] == saved["code"]
    status = api.get("dags/snap/retention")
    assert (status["limits"]["runs"], status["kept"], status["due"]) == (5, 1, 0)
    assert api.post("dags/snap/retention/prune", {"dry_run": True})["dag_runs"] == []

    found = api.get(path + "/taskInstances/notebook/environment")
    assert found["python"] in found["requirements_text"]
    assert f"ipykernel=={found['packages']['ipykernel']}" in found["requirements_text"].splitlines()
    assert found["wanted"] == {"requirements": None, "memory_megabytes": 900, "cpus": None}
    api.get(path + "/taskInstances/none/environment", expect=404)

    tree = f"snap/{saved['run_id']}"
    names = [each["name"] for each in api.get("runFiles", path=tree)["entries"]]
    assert {"manifest.json", "notebook.ipynb", "exports", "task.log", "code.ipynb"} <= set(names)
    found = api.call("GET", "runFiles/content", 200, params={"path": f"{tree}/notebook.ipynb"})
    assert found.json()["cells"]
    assert "sandbox" in found.headers["content-security-policy"]
    manifest = api.call("GET", "runFiles/content", 200, params={"path": f"{tree}/manifest.json"}).json()
    assert manifest["tasks"][0]["code"]["snapshot"] == saved["code"]["ref"]
    api.call("GET", "runFiles/content", 404, params={"path": f"{tree}/../../../couture.db"})
    api.get(f"dags/snap/dagRuns/{part('none')}/taskInstances/notebook/code", expect=404)


def test_what_cannot_be_run_is_refused_at_its_field(server: JupyterProcess, api: Api) -> None:
    refused = api.post("notebookSchedules", form("Ref", code={"kind": "git", "ref": "main"}), expect=422)
    assert refused["detail"][0]["loc"] == ["body", "code", "kind"]
    assert api.get("notebooks/gitRefs", path="reports/daily.ipynb")["because"]
    refused = api.post("notebookSchedules", form("Snap", code={"kind": "snapshot", "files": ["none.py"]}), expect=422)
    assert ["body", "code", "files", 0] in [each["loc"] for each in refused["detail"]]
    refused = api.post("notebookSchedules", form("Kept", retention={"runs": 0}), expect=422)
    assert refused["detail"][0]["loc"] == ["body", "retention", "runs"]


def test_the_refs_of_a_repository_are_offered(server: JupyterProcess, api: Api) -> None:
    place = server.root / "repository"
    place.mkdir()
    (place / "a.ipynb").write_text((server.root / "reports" / "daily.ipynb").read_text())
    person = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    for command in (("init", "-q", "-b", "trunk"), ("add", "."), ("commit", "-qm", "first"), ("tag", "v1")):
        subprocess.run(["git", *person, *command], cwd=place, check=True)
    found = api.get("notebooks/gitRefs", path="repository/a.ipynb")
    assert {(each["kind"], each["name"]) for each in found["refs"]} == {("branch", "trunk"), ("tag", "v1")}
    assert found["head"]
