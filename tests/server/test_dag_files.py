"""Files of the DAG folder over REST: read, checked, saved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_client import Api
from change_listener import ChangeListener
from jupyter_process import JupyterProcess

GOOD = """from couture_jupyter import DAG, task
from couture_jupyter.operators.empty import EmptyOperator

with DAG("{dag_id}") as dag:
    first = EmptyOperator(task_id="first")

    @task
    def second():
        return 1

    first >> second()
"""


@pytest.fixture
def folder(server: JupyterProcess) -> Iterator[Path]:
    """The DAG folder; what a test leaves there does not bother the next."""
    place = server.root / "dags"
    before = set(place.rglob("*"))
    yield place
    for path in set(place.rglob("*")) - before:
        if path.is_file():
            path.unlink()


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def save(api: Api, path: str, content: str, expected: str | None, status: int = 200) -> Any:
    answer = api.call(
        "PUT", "dagFiles/content", status, params={"path": path}, json={"content": content, "expected_hash": expected}
    )
    return answer.json()


def test_a_file_is_made_read_and_saved(api: Api, folder: Path, changes: ChangeListener) -> None:
    source = GOOD.format(dag_id="saved_here")
    made = save(api, "made/here.py", source, None)
    assert made == {"path": "made/here.py", "hash": hash_of(source.encode()), "is_new": True, "is_read": False}
    assert (folder / "made/here.py").read_text() == source
    found = api.get("dagFiles/content", path="made/here.py")
    assert (found["content"], found["hash"], found["encoding"]) == (source, made["hash"], "utf-8")
    changes.until(lambda: api.get("dagFiles/one", path="made/here.py")["state"] == "read")
    again = save(api, "made/here.py", source + "# more\n", made["hash"])
    assert (again["is_new"], again["is_read"]) == (False, False)
    changes.until(lambda: len(api.get("dagFiles/versions", path="made/here.py")["versions"]) == 2)
    newest, oldest = api.get("dagFiles/versions", path="made/here.py")["versions"]
    assert newest["dags"] == [{"dag_id": "saved_here", "version_number": 2}]
    assert (oldest["hash"], oldest["dags"][0]["version_number"]) == (made["hash"], 1)


def test_a_file_that_somebody_changed_is_not_overwritten(api: Api, folder: Path) -> None:
    seen = save(api, "contested.py", "x = 1\n", None)["hash"]
    (folder / "contested.py").write_text("x = 2\n")
    refused = save(api, "contested.py", "x = 3\n", seen, 409)
    assert refused["current_hash"] == hash_of(b"x = 2\n")
    assert "changed by somebody else" in refused["detail"]
    assert save(api, "contested.py", "x = 3\n", None, 409)["current_hash"] == hash_of(b"x = 2\n")
    assert (folder / "contested.py").read_text() == "x = 2\n"
    assert save(api, "contested.py", "x = 2\n", seen)["hash"] == hash_of(b"x = 2\n")  # it holds that already
    (folder / "contested.py").unlink()
    assert save(api, "contested.py", "x = 3\n", seen, 409)["current_hash"] is None


def test_a_file_keeps_its_line_ends_its_mark_and_its_encoding(api: Api, folder: Path) -> None:
    windows, marked, latin = folder / "windows.py", folder / "marked.py", folder / "latin.py"
    windows.write_bytes(b"a = 1\r\nb = 2\r\n")
    marked.write_bytes(b"\xef\xbb\xbfa = 1\n")
    latin.write_bytes("# -*- coding: latin-1 -*-\nname = 'Sébastien'\n".encode("latin-1"))
    for path in (windows, marked, latin):
        found = api.get("dagFiles/content", path=path.name)
        assert "\r" not in found["content"]
        save(api, path.name, found["content"] + "c = 3\n", found["hash"])
    assert windows.read_bytes() == b"a = 1\r\nb = 2\r\nc = 3\r\n"
    assert marked.read_bytes() == b"\xef\xbb\xbfa = 1\nc = 3\n"
    assert latin.read_bytes().decode("latin-1").endswith("'Sébastien'\nc = 3\n")
    found = api.get("dagFiles/content", path="latin.py")
    refused = save(api, "latin.py", found["content"] + "price = '5 €'\n", found["hash"], 422)
    assert "Line 4 holds a character" in refused["detail"][0]["msg"]


@pytest.mark.parametrize(
    "path", ["../outside.py", "/etc/passwd.py", "notes.txt", "a/../../b.py", ".hidden/x.py", "x.py/", "link/x.py"]
)
def test_paths_stay_in_the_dag_folder(api: Api, folder: Path, tmp_path: Path, path: str) -> None:
    link = folder / "link"
    if not link.exists():
        link.symlink_to(tmp_path)
    try:
        if path != "x.py/":
            api.get("dagFiles/content", 422, path=path)
        save(api, path.replace("x.py/", "x.pyc"), "x = 1\n", None, 422)
        assert list(tmp_path.iterdir()) == []
    finally:
        link.unlink()


def test_what_is_no_text_is_said_to_be_none(api: Api, folder: Path) -> None:
    (folder / "binary.py").write_bytes(b"\xff\xfe\x00\x01")
    told = api.get("dagFiles/content", 422, path="binary.py")["detail"][0]["msg"]
    assert "is not text" in told
    api.get("dagFiles/content", 404, path="gone.py")


def check(api: Api, source: str, path: str = "checked.py") -> Any:
    return api.post("dagFiles/check", {"path": path, "content": source})


def test_a_check_answers_with_the_dags_and_the_lines_of_their_tasks(api: Api, folder: Path) -> None:
    found = check(api, GOOD.format(dag_id="checked"))
    assert found["problems"] == []
    (dag,) = found["dags"]
    assert (dag["dag_id"], dag["line"]) == ("checked", 4)
    assert [(each["task_id"], each["line"], each["upstream"]) for each in dag["tasks"]] == [
        ("first", 5, []),
        ("second", 7, ["first"]),
    ]
    assert not (folder / "checked.py").exists()


def test_a_check_finds_every_mistake_of_syntax(api: Api) -> None:
    found = check(api, "a = = 1\n\ndef f():\n    x = (1,\n    retrun 2\n")
    assert [(each["line"], each["severity"]) for each in found["problems"]] == [
        (1, "error"),
        (4, "error"),
        (5, "error"),
    ]
    assert found["dags"] is None


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("import couture_jupyter\nimport no_such_module_at_all\n", 2, "ModuleNotFoundError"),
        ('from couture_jupyter import DAG\n\ndag = DAG("x", shedule="@daily")\n', 3, "shedule"),
        (
            "from couture_jupyter import DAG\nfrom couture_jupyter.operators.empty import EmptyOperator\n\n"
            'with DAG("x"):\n    a = EmptyOperator(task_id="a")\n    b = EmptyOperator(task_id="b")\n    a >> b >> a\n',
            4,
            "circle",
        ),
        ("# dag couture\nimport sys\nsys.exit(1)\n", 3, "sys.exit"),
        ("# couture dag\ndef f():\n    return 1 / 0\n\n\nf()\n", 3, "ZeroDivisionError"),
    ],
)
def test_a_check_names_the_line_of_what_goes_wrong(api: Api, source: str, line: int, message: str) -> None:
    problem = check(api, source)["problems"][0]
    assert (problem["line"], problem["severity"]) == (line, "error")
    assert message in problem["message"]


def test_a_check_finds_names_that_nothing_sets_and_ids_that_are_taken(
    api: Api, folder: Path, changes: ChangeListener
) -> None:
    save(api, "owner.py", GOOD.format(dag_id="taken_id"), None)
    changes.until(lambda: api.get("dagFiles/one", path="owner.py")["state"] == "read")
    source = GOOD.format(dag_id="taken_id").replace("return 1", "return nowhere_set")
    problems = check(api, source)["problems"]
    assert [(each["line"], each["severity"]) for each in problems] == [(4, "error"), (9, "warning")]
    assert "belongs to the file owner.py" in problems[0]["message"]
    assert (problems[1]["column"], problems[1]["end_column"]) == (16, 27)
    assert check(api, GOOD.format(dag_id="taken_id"), "owner.py")["problems"] == []


def test_a_check_says_when_the_engine_passes_the_file_over(api: Api, folder: Path) -> None:
    (folder / "quiet").mkdir(exist_ok=True)
    (folder / "quiet" / ".airflowignore").write_text("*.py\n")
    (problem,) = check(api, GOOD.format(dag_id="quiet"), "quiet/one.py")["problems"]
    assert (problem["severity"], problem["line"]) == ("warning", 1)
    assert ".airflowignore" in problem["message"]


def test_the_list_says_how_each_file_was_read_and_who_changed_it(
    api: Api, folder: Path, changes: ChangeListener
) -> None:
    save(api, "listed.py", GOOD.format(dag_id="listed"), None)
    save(api, "listed_broken.py", "# couture dag\nimport no_such_module_at_all\n", None)
    (folder / "listed_module.py").write_text("x = 1\n")

    def states() -> dict[str, Any]:
        return {each["path"]: each for each in api.get("dagFiles")["dag_files"]}

    changes.until(lambda: "unread" not in {each["state"] for each in states().values()})
    found = states()
    assert [found[name]["state"] for name in ("listed.py", "listed_broken.py", "listed_module.py")] == [
        "read",
        "broken",
        "module",
    ]
    assert [each["dag_id"] for each in found["listed.py"]["dags"]] == ["listed"]
    assert found["listed.py"]["changed_by"] is not None
    assert found["listed_module.py"]["changed_by"] is None
    assert found["listed_broken.py"]["error"]["line"] == 2
    (folder / "listed.py").write_text("# dag couture\n")
    assert states()["listed.py"]["changed_by"] is None
