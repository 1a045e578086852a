"""The DAG scan: what is read, what is read again, and what is told."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from couture_scheduler import config
from couture_scheduler.access import Actor
from couture_scheduler.actions import variables
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.events import Change, NoNotifier
from couture_scheduler.loop.dag_scan import RESCAN_SECONDS, DagScan
from couture_scheduler.store import dags, import_errors, versions
from couture_scheduler.store.session import Store

DAG = "from couture_jupyter import DAG, EmptyOperator\nwith DAG(dag_id={id!r}):\n    EmptyOperator(task_id='a')\n"


class Scanned:
    """A DAG folder with its scan, driven by hand."""

    def __init__(self, workspace: Path) -> None:
        self.settings = config.load(workspace)
        self.folder = self.settings.dags_folder
        self.folder.mkdir()
        self.store = Store(self.settings.db_url)
        self.store.upgrade()
        self.told: list[Change] = []
        self.stamps: list[str] = []
        self.dag_scan = DagScan(
            self.settings, self.store, lambda: datetime.now(UTC), self.told.extend, self.stamps.append
        )

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def scan(self) -> list[str]:
        """Scan; what was told, as ``subject what name``."""
        self.told.clear()
        self.dag_scan.scan()
        told = [each for each in self.told if each.subject != "dag_file"]
        return sorted(f"{c.subject} {c.what} {c.dag_id or (c.detail or {}).get('file')}" for c in told)

    def versions(self, dag_id: str) -> int:
        with self.store.reading() as tx:
            return len(versions.listing(tx, dag_id))


@pytest.fixture
def scanned(tmp_path: Path) -> Iterator[Scanned]:
    made = Scanned(tmp_path)
    yield made
    made.dag_scan.stop()
    made.store.close()


def test_whoever_waits_for_a_file_hears_which_content_was_read(scanned: Scanned) -> None:
    scanned.write("a.py", "x = 1\n")
    scanned.scan()
    (told,) = [each for each in scanned.told if each.subject == "dag_file"]
    assert told.detail == {"file": "a.py", "hash": hashlib.sha256(b"x = 1\n").hexdigest()}
    (scanned.folder / "a.py").unlink()
    scanned.scan()
    (told,) = [each for each in scanned.told if each.subject == "dag_file"]
    assert (told.what, told.detail) == ("deleted", {"file": "a.py"})


def test_a_new_file_gives_its_dags_and_an_unchanged_one_is_not_read_again(scanned: Scanned) -> None:
    scanned.write("a.py", DAG.format(id="a"))
    assert scanned.scan() == ["dag created a"]
    assert scanned.scan() == []


def test_a_changed_file_makes_a_version(scanned: Scanned) -> None:
    scanned.write("a.py", DAG.format(id="a"))
    scanned.scan()
    scanned.write("a.py", DAG.format(id="a") + "# more\n")
    assert scanned.scan() == ["dag changed a"]
    assert scanned.versions("a") == 2


def test_a_broken_file_is_told_with_its_line_and_its_dags_stay(scanned: Scanned) -> None:
    scanned.write("a.py", DAG.format(id="a"))
    scanned.scan()
    scanned.write("a.py", DAG.format(id="a") + "1 / 0\n")
    assert scanned.scan() == ["import_error changed a.py"]
    with scanned.store.reading() as tx:
        [error] = import_errors.listing(tx)
        assert (error.line, "ZeroDivisionError" in error.message) == (4, True)
        assert versions.latest(tx, "a") is not None
    scanned.write("a.py", DAG.format(id="a"))
    assert scanned.scan() == ["dag changed a", "import_error deleted a.py"]


def test_a_deleted_file_retires_its_dags(scanned: Scanned) -> None:
    scanned.write("a.py", DAG.format(id="a"))
    scanned.scan()
    (scanned.folder / "a.py").unlink()
    assert "dag changed a" in scanned.scan()
    with scanned.store.reading() as tx:
        assert dags.one(tx, "a") is None


def test_a_changed_helper_module_has_the_others_read_again_and_changes_the_stamp(scanned: Scanned) -> None:
    scanned.write("helper.py", "NAME = 'first'\n")
    scanned.write("a.py", "import helper\n" + DAG.format(id="a") + "    EmptyOperator(task_id=helper.NAME)\n")
    assert scanned.scan() == ["dag created a"]
    assert scanned.scan() == []
    scanned.write("helper.py", "NAME = 'second'\n")
    assert scanned.scan() == ["dag changed a"]
    with scanned.store.reading() as tx:
        latest = versions.latest(tx, "a")
        assert latest is not None
        assert "second" in {task.task_id for task in latest.spec.tasks}
    first, same, other = scanned.stamps
    assert first == same
    assert first != other


def test_a_missing_module_that_appears_mends_the_file_that_needs_it(scanned: Scanned) -> None:
    scanned.write("a.py", "import helper\n" + DAG.format(id="a"))
    assert scanned.scan() == ["import_error changed a.py"]
    scanned.write("helper.py", "")
    assert scanned.scan() == ["dag created a", "import_error deleted a.py"]


def test_hidden_files_and_caches_are_left_alone(scanned: Scanned) -> None:
    scanned.write(".hidden.py", "1 / 0")
    scanned.write("__pycache__/x.py", "1 / 0")
    scanned.write(".ipynb_checkpoints/y.py", "1 / 0")
    assert scanned.scan() == []


def test_a_workspace_without_a_dag_folder_is_fine(scanned: Scanned) -> None:
    scanned.folder.rmdir()
    assert scanned.scan() == []


def test_a_dag_id_that_another_file_owns_is_an_import_error(scanned: Scanned) -> None:
    scanned.write("a.py", DAG.format(id="a"))
    scanned.scan()
    scanned.write("b.py", DAG.format(id="a"))
    assert scanned.scan() == ["import_error changed b.py"]
    with scanned.store.reading() as tx:
        [error] = import_errors.listing(tx)
        assert "a.py" in error.message


def test_a_renamed_file_takes_its_dags_along(scanned: Scanned) -> None:
    scanned.write("b.py", DAG.format(id="a"))
    scanned.scan()
    (scanned.folder / "b.py").rename(scanned.folder / "a.py")
    assert "import_error changed a.py" not in scanned.scan()
    scanned.write("a.py", DAG.format(id="a") + "# edited\n")
    assert scanned.scan() == ["dag changed a"]
    with scanned.store.reading() as tx:
        latest = versions.latest(tx, "a")
        assert latest is not None
        assert latest.file == "a.py"


def test_what_no_database_can_hold_harms_no_other_file(scanned: Scanned) -> None:
    scanned.write("a.py", DAG.replace("):", ", tags=['\\udc80']):", 1).format(id="a"))
    folder = os.fsencode(scanned.folder) + b"/caf\xe9"  # as it comes out of an old zip file
    os.mkdir(folder)
    Path(os.fsdecode(folder), "b.py").write_text(DAG.format(id="b"))
    scanned.write("z.py", DAG.format(id="z"))
    told = ["dag created z", "import_error changed a.py", "import_error changed caf\ufffd/b.py"]
    assert scanned.scan() == told
    assert scanned.scan() == []


def test_a_file_that_comes_while_another_is_read_is_read_next(scanned: Scanned) -> None:
    other = scanned.folder / "other.py"
    arrives = f"import pathlib\npathlib.Path({str(other)!r}).write_text({DAG.format(id='other')!r})\n"
    scanned.write("slow.py", arrives + DAG.format(id="slow"))
    known, told = threading.Event(), scanned.told.extend

    def hear(changes: list[Change]) -> None:
        told(changes)
        if any(change.dag_id == "other" for change in changes):
            known.set()

    scanned.dag_scan._tell = hear
    scanned.dag_scan.start()
    assert known.wait(RESCAN_SECONDS / 2)


READS = """
from airflow.hooks.base import BaseHook
from airflow.models import Variable
from couture_jupyter import DAG, BashOperator
region = Variable.get("region")
token = Variable.get("api_token", default_var="none yet")
with DAG("reads", description=token):
    BashOperator(task_id="a", bash_command=f"echo {region} {token}")
"""


def put_variable(scanned: Scanned, key: str, value: str) -> None:
    asking = ActionContext(scanned.store, scanned.settings, Actor("ada"), NoNotifier(), lambda: datetime.now(UTC))
    variables.put(asking, key, value)


def test_a_variable_that_is_missing_while_a_file_is_read_is_named_and_mends_it_when_it_comes(scanned: Scanned) -> None:
    """What a file is given is used, secret names hidden; the file is read again once what it missed is there."""
    scanned.write("reads.py", READS)
    assert scanned.scan() == ["import_error changed reads.py"]
    with scanned.store.reading() as tx:
        (problem,) = import_errors.listing(tx)
    assert problem.message == "There is no variable 'region'. Make it with: couture variables set region"
    assert problem.line == 5
    put_variable(scanned, "region", "FI")
    put_variable(scanned, "api_token", "much-too-secret")
    assert scanned.scan() == ["dag created reads", "import_error deleted reads.py"]
    with scanned.store.reading() as tx:
        found = versions.latest(tx, "reads")
    assert found is not None
    spec = found.spec
    assert spec.task("a").arguments["bash_command"] == "echo FI ***"
    assert spec.description == "***"
