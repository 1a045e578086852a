"""Files of the DAG folder come, go, and get other names; drafts and templates."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_client import Api
from change_listener import ChangeListener
from jupyter_process import JupyterProcess

DAG = """from couture_jupyter import DAG, EmptyOperator

with DAG("{dag_id}", is_paused_upon_creation=False):
    EmptyOperator(task_id="only")
"""


@pytest.fixture
def folder(server: JupyterProcess) -> Iterator[Path]:
    """The DAG folder; what a test leaves there does not bother the next."""
    place = server.root / "dags"
    before = set(place.rglob("*"))
    yield place
    for path in set(place.rglob("*")) - before:
        if path.is_file() or path.is_symlink():
            path.unlink()


def upload(api: Api, path: str, content: bytes, status: int = 201, **more: str) -> Any:
    body = {"path": path, "content": base64.b64encode(content).decode(), **more}
    return api.post("dagFiles/upload", body, status)


def test_an_upload_asks_before_it_replaces(api: Api, folder: Path) -> None:
    assert upload(api, "up/one.py", b"a = 1\n")["is_new"] is True
    told = upload(api, "up/one.py", b"a = 2\n", 409)
    assert "already" in told["detail"]
    assert (folder / "up/one.py").read_bytes() == b"a = 1\n"
    assert upload(api, "up/one.py", b"a = 2\n", if_exists="keep_both")["path"] == "up/one_2.py"
    assert upload(api, "up/one.py", b"a = 3\n", if_exists="replace")["is_new"] is False
    assert [(folder / "up" / name).read_bytes() for name in ("one.py", "one_2.py")] == [b"a = 3\n", b"a = 2\n"]
    upload(api, "up/one.txt", b"", 422)
    upload(api, "../one.py", b"", 422)
    for content in ("no base64!", "µ"):
        api.post("dagFiles/upload", {"path": "x.py", "content": content}, 422)


def test_a_broken_upload_is_kept_and_said_to_be_broken(api: Api, folder: Path, changes: ChangeListener) -> None:
    upload(api, "broken_upload.py", b"# couture dag\nwith DAG(\n")
    changes.until(lambda: api.get("dagFiles/one", path="broken_upload.py")["state"] == "broken")
    assert api.get("dagFiles/one", path="broken_upload.py")["error"]["line"] == 2


def test_a_renamed_file_keeps_its_dag_with_its_runs(api: Api, folder: Path, changes: ChangeListener) -> None:
    upload(api, "before.py", DAG.format(dag_id="moves_along").encode())
    changes.until(lambda: api.get("dagFiles/one", path="before.py")["state"] == "read")
    run = api.post("dags/moves_along/dagRuns", {"logical_date": None})["dag_run_id"]
    upload(api, "occupied.py", b"")
    told = api.post("dagFiles/rename", {"path": "before.py", "new_path": "occupied.py"}, 422)
    assert told["detail"][0]["loc"] == ["body", "new_path"]
    api.call("POST", "dagFiles/rename", 204, json={"path": "before.py", "new_path": "later/after.py"})
    changes.until(lambda: api.get("dags/moves_along/details")["relative_fileloc"] == "dags/later/after.py")
    assert api.get("dags/moves_along/details")["is_stale"] is False
    assert [each["dag_run_id"] for each in api.get("dags/moves_along/dagRuns")["dag_runs"]] == [run]
    entry = api.get("dagFiles/one", path="later/after.py")
    assert entry["changed_how"] == "rename_dag_file"


def test_a_deleted_file_takes_its_dags_from_the_list_and_leaves_their_runs(
    api: Api, folder: Path, changes: ChangeListener
) -> None:
    upload(api, "leaves.py", DAG.format(dag_id="leaves").encode())
    changes.until(lambda: api.get("dagFiles/one", path="leaves.py")["state"] == "read")
    run = api.post("dags/leaves/dagRuns", {"logical_date": None})["dag_run_id"]
    changes.until(lambda: api.get(f"dags/leaves/dagRuns/{run}")["state"] == "success")
    api.call("DELETE", "dagFiles", 204, params={"path": "leaves.py"})
    assert not (folder / "leaves.py").exists()
    changes.until(lambda: api.get("dags/leaves/details")["is_stale"])
    assert api.get("dags/leaves/dagRuns")["total_entries"] == 1
    api.call("DELETE", "dagFiles", 404, params={"path": "leaves.py"})


def test_one_file_is_downloaded_as_it_is_and_several_as_an_archive(api: Api, folder: Path) -> None:
    upload(api, "down/a.py", b"a = 1\r\n")
    upload(api, "down/b.py", b"b = 1\n")
    one = api.call("GET", "dagFiles/download", 200, params={"path": "down/a.py"})
    assert one.content == b"a = 1\r\n"
    assert "a.py" in one.headers["content-disposition"]
    both = api.call("GET", "dagFiles/download", 200, params={"path": ["down/a.py", "down/b.py"]})
    with zipfile.ZipFile(io.BytesIO(both.content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "down/a.py": b"a = 1\r\n",
            "down/b.py": b"b = 1\n",
        }
    api.get("dagFiles/download", 404, path="gone.py")
    api.get("dagFiles/download", 422, path="../couture.db")


def test_as_many_files_are_downloaded_at_once_as_one_request_can_name(api: Api) -> None:
    names = [f"many/{number}.py" for number in range(1001)]
    assert "many/0.py" in api.get("dagFiles/download", 404, path=names[:500])["detail"]
    assert api.get("dagFiles/download", 422, path=names[:501])["detail"][0]["loc"] == ["query", "path"]
    refused = api.client.get("dagFiles/download", params={"path": names})
    assert (refused.status_code, refused.content) == (400, b""), "the web server's own answer, as docs/rest-api.md says"


def test_a_draft_is_kept_until_it_is_thrown_away(api: Api, folder: Path) -> None:
    assert api.get("dagFiles/draft", path="draft.py") == {"draft": None}
    body = {"content": "x = 'ä'\n", "base_hash": None}
    api.call("PUT", "dagFiles/draft", 200, params={"path": "draft.py"}, json=body)
    api.call("PUT", "dagFiles/draft", 200, params={"path": "draft.py"}, json={**body, "content": "x = 2\n"})
    found = api.get("dagFiles/draft", path="draft.py")["draft"]
    assert (found["content"], found["base_hash"]) == ("x = 2\n", None)
    assert [each["path"] for each in api.get("dagFiles/drafts")["drafts"]] == ["draft.py"]
    assert not (folder / "draft.py").exists()
    api.call("DELETE", "dagFiles/draft", 204, params={"path": "draft.py"})
    assert api.get("dagFiles/drafts")["total_entries"] == 0
    api.call("PUT", "dagFiles/draft", 422, params={"path": "../draft.py"}, json=body)


def test_every_template_is_a_good_dag_file(api: Api) -> None:
    found = api.get("dagFiles/templates", dag_id="2nd-try.of mine".replace(" ", "_"))["templates"]
    assert found[0]["id"] == "empty"
    assert len(found) >= 12
    for template in found:
        checked = api.post("dagFiles/check", {"path": f"{template['id']}.py", "content": template["content"]})
        assert checked["problems"] == [], template["id"]
        assert "2nd-try.of_mine" in [each["dag_id"] for each in checked["dags"]], template["id"]
        assert "my_dag" not in template["content"]
    api.get("dagFiles/templates", 422, dag_id="no id!")
