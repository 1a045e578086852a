"""Atomic files, claims, logs, the border of the workspace."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from couture_scheduler.engine.launch import OutcomeKind, TryOutcome
from couture_scheduler.errors import DiskFullError, InvalidInputError, NotFoundError
from couture_scheduler.files import workspace
from couture_scheduler.files.atomic import raise_if_full, write_atomically
from couture_scheduler.files.claims import Claim, claim, forbid, read_claim
from couture_scheduler.files.logs import append_line, read_window
from couture_scheduler.files.notebooks import failing_cell, read_notebook
from couture_scheduler.files.processes import boot_id, is_alive, process_started
from couture_scheduler.files.regular import held, open_resolved
from couture_scheduler.files.results import LONGEST_ERROR, LONGEST_NAME, read_result, write_result
from couture_scheduler.files.sources import read_source

# -- whole or not at all -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", ["text ä", "text ä".encode(), [b"text ", "ä".encode()]])
@pytest.mark.parametrize("durable", [False, True])
def test_a_file_is_replaced_whole(tmp_path: Path, content: str | bytes | list[bytes], durable: bool) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    write_atomically(path, content, durable=durable)
    assert path.read_text() == "text ä"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")

    def content():  # type: ignore[no-untyped-def]
        yield b"new"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DiskFullError, match="The disk is full: file could not be written"):
        write_atomically(path, content())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_other_errors_are_left_alone() -> None:
    raise_if_full(OSError(errno.EACCES, "no"), Path("x"))


def test_a_private_file_is_private(tmp_path: Path) -> None:
    write_atomically(tmp_path / "file", "secret", mode=0o600)
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


# -- claims ------------------------------------------------------------------------------------------------------------


def test_of_many_claims_one_holds(tmp_path: Path) -> None:
    found: list[Claim | None] = []
    threads = [threading.Thread(target=lambda: found.append(claim(tmp_path, 1))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([each for each in found if each is not None]) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["claim-1"]


def test_a_claim_lives_as_long_as_its_process(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from couture_scheduler.files.claims import claim;"
        "print(claim(Path(sys.argv[1]), 3) is not None, flush=True); input()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"True\n"
        found = read_claim(tmp_path, 3)
        assert found is not None
        assert found.pid == process.pid
        assert found.is_alive
        process.kill()
    assert not found.is_alive


def test_a_claim_of_an_earlier_boot_is_dead() -> None:
    mine = Claim(os.getpid(), process_started(os.getpid()) or 0, boot_id())
    assert mine.is_alive
    assert not Claim(mine.pid, mine.started, "an earlier boot").is_alive


def test_another_process_with_the_same_number_is_not_taken_for_the_first() -> None:
    started = process_started(os.getpid())
    assert started is not None
    assert is_alive(os.getpid(), started)
    assert not is_alive(os.getpid(), started - 60)
    assert process_started(2**22 + 1) is None


def test_an_engine_forbids(tmp_path: Path) -> None:
    assert read_claim(tmp_path, 1) is None
    assert forbid(tmp_path, 1)
    found = read_claim(tmp_path, 1)
    assert found is not None
    assert found.by_engine
    assert not found.is_alive
    assert claim(tmp_path, 1) is None


def test_a_result_that_a_power_cut_emptied_is_none(tmp_path: Path) -> None:
    assert read_result(tmp_path, 1) is None
    (tmp_path / "result.json").touch()
    assert read_result(tmp_path, 1) is None


# -- logs --------------------------------------------------------------------------------------------------------------


def test_a_log_is_read_in_windows_that_tear_no_character(tmp_path: Path) -> None:
    path = tmp_path / "task.log"
    whole = "aä€😀" * 50
    append_line(path, whole)
    for limit in range(4, 12):
        offset, pieces = 0, []
        while offset < path.stat().st_size:
            window = read_window(path, offset, limit)
            assert window.start == offset
            assert len(window.text.encode()) <= limit
            pieces.append(window.text)
            offset = window.end
        assert "".join(pieces) == whole + "\n"


def test_the_end_of_a_log_starts_at_a_whole_character(tmp_path: Path) -> None:
    path = tmp_path / "task.log"
    path.write_text("😀😀")
    window = read_window(path, -6)
    assert (window.text, window.start, window.end, window.size) == ("😀", 4, 8, 8)


def test_a_character_whose_rest_is_not_there_yet_waits(tmp_path: Path) -> None:
    path = tmp_path / "task.log"
    path.write_bytes("a😀".encode()[:-1])
    window = read_window(path)
    assert (window.text, window.end) == ("a", 1)
    path.write_bytes("a😀".encode())
    assert read_window(path, window.end).text == "😀"


def test_bytes_that_are_no_text_do_not_stop_a_reader(tmp_path: Path) -> None:
    path = tmp_path / "task.log"
    path.write_bytes(b"\x80\xff\xfe" * 100 + b"end\n")
    offset, text = 0, ""
    for _ in range(200):
        window = read_window(path, offset, 7)
        text, offset = text + window.text, window.end
        if offset == window.size:
            break
    assert text.endswith("end\n")


def test_a_log_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_window(tmp_path / "task.log", 10).text == ""


# -- the border of the workspace ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["a.ipynb", "deep/er/a.ipynb", "./a", "deep/../a", "", "."][:4])
def test_a_path_inside_is_given_back_whole(tmp_path: Path, path: str) -> None:
    assert workspace.inside(tmp_path, path) == (tmp_path / path).resolve()
    assert workspace.inside(tmp_path, tmp_path / path) == (tmp_path / path).resolve()


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../x", "out/x", "loop/x", "", " ", "a\0b"])
def test_a_path_that_leads_out_is_refused_at_its_field(tmp_path: Path, path: str) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "out").symlink_to(tmp_path)
    (root / "loop").symlink_to(root / "loop")
    with pytest.raises(InvalidInputError) as refused:
        workspace.inside(root, path, field="output")
    assert refused.value.problems[0].field == ("output",)


def test_a_link_that_stays_inside_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert workspace.inside(tmp_path, "link/x") == tmp_path.resolve() / "real" / "x"
    assert workspace.relative(tmp_path, workspace.inside(tmp_path, "link/x")) == "real/x"


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    assert workspace.free_space(tmp_path / "not" / "there") > 0
    workspace.require_space(tmp_path, least=1)
    with pytest.raises(DiskFullError, match="of disk are free"):
        workspace.require_space(tmp_path, least=2**60)


# -- notebooks ---------------------------------------------------------------------------------------------------------


def test_what_is_no_notebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_notebook(tmp_path / "a.ipynb")
    for content in ("", "[]", '{"worksheets": []}'):
        (tmp_path / "a.ipynb").write_text(content)
        with pytest.raises(InvalidInputError):
            read_notebook(tmp_path / "a.ipynb")
    with pytest.raises(InvalidInputError):
        read_notebook(tmp_path)


def test_the_failing_cell_is_found() -> None:
    good = {"cells": [{"cell_type": "markdown"}, {"outputs": [{"output_type": "stream"}]}]}
    assert failing_cell(good) is None
    error = {"outputs": [{"output_type": "error"}]}
    assert failing_cell({"cells": [*good["cells"], error]}) == 2
    allowed = {**error, "metadata": {"papermill": {"status": "completed", "exception": False}}}
    died = {"metadata": {"papermill": {"status": "failed", "exception": True}}, "outputs": []}
    assert failing_cell({"cells": [allowed, died]}) == 1
    assert failing_cell({"cells": [{**error, "metadata": {"papermill": "what?"}}]}) == 0


@pytest.mark.parametrize("content", ["[]", "{}", "null", '{"kind": "success"}', '{"kind": 1}', "[" * 100_000])
def test_a_result_that_a_task_wrote_itself_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "result.json").write_text(content)
    assert read_result(tmp_path, 1) is None


def test_a_result_that_cannot_be_read_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "result.json")
    assert read_result(tmp_path, 1) is None


def test_a_long_error_is_shortened(tmp_path: Path) -> None:
    write_result(tmp_path, TryOutcome(OutcomeKind.FAILED, "a", "b", error="x" * 10**6, error_name="y" * 1000))
    found = read_result(tmp_path, 1)
    assert found is not None
    assert (len(found.error), len(found.error_name)) == (LONGEST_ERROR, LONGEST_NAME)


@pytest.mark.parametrize("exchanged", ["a", "a/b", "a/b/note.py", "."])
def test_what_became_a_link_after_it_was_looked_at_is_not_followed(tmp_path: Path, exchanged: str) -> None:
    root = tmp_path / "workspace"
    for place, text in ((root, "theirs = 1"), (tmp_path / "secret", "key = 1")):
        (place / "a" / "b").mkdir(parents=True)
        (place / "a" / "b" / "note.py").write_text(text)
        (place / "a" / "b" / "note.ipynb").write_text(text)
    found = workspace.inside(root, "a/b/note.py")
    with open_resolved(found) as file:
        assert file.read() == b"theirs = 1"
    (root / exchanged).rename(tmp_path / "away")
    (root / exchanged).symlink_to(tmp_path / "secret" / exchanged)
    with pytest.raises(OSError, match=r"Not a directory|not an ordinary file"):
        open_resolved(found)
    with pytest.raises(InvalidInputError, match="cannot be read"):
        read_source(found)
    if exchanged != "a/b/note.py":
        with pytest.raises(InvalidInputError, match="cannot be read"):
            read_source(found.with_suffix(".ipynb"))


def test_a_folder_that_is_held_is_written_whatever_takes_its_place(tmp_path: Path) -> None:
    folder, secret = tmp_path / "a" / "b", tmp_path / "secret"
    folder.mkdir(parents=True)
    secret.mkdir()
    with held(folder) as place:
        folder.parent.rename(tmp_path / "away")
        folder.parent.symlink_to(tmp_path)
        folder.symlink_to(secret)
        write_atomically(place / "part.ipynb", "{}")
    assert (tmp_path / "away" / "b" / "part.ipynb").read_text() == "{}"
    assert list(secret.iterdir()) == []
    with pytest.raises(OSError, match="Not a directory"), held(folder):
        pass


def test_a_draft_is_never_written_into_what_somebody_has_laid_there(tmp_path: Path) -> None:
    kept, target = tmp_path / "kept", tmp_path / "file"
    kept.write_text("ours")
    drafts: list[str] = []

    def content():  # type: ignore[no-untyped-def]
        drafts.extend(each.name for each in tmp_path.iterdir() if each != kept)
        yield b"old"

    write_atomically(target, content())
    name, _, number = drafts[0].rpartition("-")
    for each in range(1, 4):
        (tmp_path / f"{name}-{int(number) + each}").symlink_to(kept)
    write_atomically(target, "new")
    assert (kept.read_text(), target.read_text()) == ("ours", "new")
