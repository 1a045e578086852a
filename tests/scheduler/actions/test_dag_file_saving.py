"""Two people save a DAG file in the same instant: one is told, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from couture_scheduler.access import Role
from couture_scheduler.actions import dag_file_changes, dag_file_content
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.config import Settings
from couture_scheduler.errors import FileChangedError, InvalidInputError
from couture_scheduler.files import dag_texts
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.dag_folder_lock import alone_in

PEOPLE = 4
ROUNDS = 4
SAVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from couture_scheduler.access import Actor, Role
from couture_scheduler.actions import dag_file_content
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.config import load
from couture_scheduler.errors import FileChangedError
from couture_scheduler.store.session import Store

class Nobody:
    def notify(self, *changes): ...

workspace, content, expected = sys.argv[1:]
settings = load(Path(workspace))
ctx = ActionContext(Store(settings.db_url), settings, Actor("x"), Nobody(), lambda: datetime.now(UTC))
print("ready", flush=True)
sys.stdin.readline()
try:
    dag_file_content.save(ctx, "contested.py", content, expected or None)
    print("saved")
except FileChangedError:
    print("told")
"""


def test_of_many_threads_that_save_one_wins_and_the_others_are_told(
    ctx_of: Callable[[Role], ActionContext], settings: Settings
) -> None:
    expected: str | None = None
    together = threading.Barrier(PEOPLE)

    def save(content: str) -> str | None:
        together.wait()
        try:
            return dag_file_content.save(ctx_of(Role.ADMIN), "contested.py", content, expected).hash
        except FileChangedError:
            return None

    with ThreadPoolExecutor(PEOPLE) as people:
        for number in range(ROUNDS):
            done = list(people.map(save, [f"x = {number}, {person}\n" for person in range(PEOPLE)]))
            (won,) = [each for each in done if each is not None]
            assert dag_texts.current_hash(settings.dags_folder / "contested.py") == won
            expected = won


@pytest.mark.parametrize("begins", ["without a file", "with a file"])
def test_of_two_processes_that_save_one_wins(ctx: ActionContext, settings: Settings, begins: str) -> None:
    place = settings.dags_folder / "contested.py"
    is_there = begins == "with a file"
    expected = dag_file_content.save(ctx, "contested.py", "y = 1\n", None).hash if is_there else ""
    savers = [saver(settings, f"x = {number}\n", expected) for number in range(2)]
    for each in savers:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in savers:  # both wait for this line
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    told = [each.communicate()[0].strip() for each in savers]
    assert sorted(told) == ["saved", "told"]
    assert place.read_text() == f"x = {told.index('saved')}\n"


def saver(settings: Settings, content: str, expected: str) -> subprocess.Popen[str]:
    """A process that saves when it is told to."""
    command = [sys.executable, "-c", SAVER, str(settings.workspace), content, expected]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_new_file_takes_nobodys_place(tmp_path: Path) -> None:
    place = tmp_path / "dag.py"
    write_atomically(place, "mine", is_new=True)
    with pytest.raises(FileExistsError):
        write_atomically(place, "yours", is_new=True)
    assert place.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [place]


def test_a_folder_that_is_not_there_can_be_locked(tmp_path: Path) -> None:
    with alone_in(tmp_path / "not_there", tmp_path):
        assert not (tmp_path / "not_there").exists()
    with alone_in(tmp_path, tmp_path):  # nobody holds it any more
        pass


def test_what_cannot_be_written_is_told_with_what_to_do(ctx: ActionContext, settings: Settings) -> None:
    dag_file_content.save(ctx, "a.py", "x = 1\n", None)
    with pytest.raises(InvalidInputError, match="not a file that can be written"):
        dag_file_content.save(ctx, "a.py/b.py", "x = 1\n", None)
    (settings.dags_folder / "folder.py").mkdir()
    with pytest.raises(InvalidInputError, match=r"folder\.py"):
        dag_file_content.save(ctx, "folder.py", "x = 1\n", None)
    with pytest.raises(InvalidInputError, match=r"c\.py is not a file that can be written"):
        dag_file_changes.upload(ctx, "a.py/c.py", b"x = 1\n")
