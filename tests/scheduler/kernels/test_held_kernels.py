"""Kernels that are kept after a failure: how they are handed over, how they end, and going on from the failed cell."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from couture_scheduler.files.cells import TAKEN_OVER, read_journal
from couture_scheduler.files.kernel_notes import read_kernel_note
from couture_scheduler.kernels import held_client
from couture_scheduler.kernels.held_client import KeptKernel
from couture_scheduler.kernels.holding import Hold
from couture_scheduler.kernels.notebook_executor import NotebookJob, execute_notebook
from couture_scheduler.kernels.pool_client import PoolKeeper
from couture_scheduler.kernels.resume import Resume
from jupyter_client.blocking.client import BlockingKernelClient
from nbformat.v4 import new_code_cell, new_notebook

from couture_jupyter.exceptions import NotebookFailed, TaskFailed

DEADLINE = 90.0


class Task:
    """A notebook task with a pool of its own; each try has its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keeper = PoolKeeper(folder / "home")
        self.keeper.warm([])
        self.pool = Path(self.keeper.address)
        self.process = psutil.Process(json.loads(self.pool.read_text())["pid"])
        self.limits = (5, 2048)

    def write(self, *cells: str) -> None:
        """Write the notebook; a cell keeps its id as long as it keeps its place."""
        made = [new_code_cell(cell, id=f"cell-{number}") for number, cell in enumerate(cells)]
        nbformat.write(new_notebook(cells=made), self.folder / "input.ipynb")

    def job(self, number: int, seconds: float = 600.0, **options: Any) -> NotebookJob:
        """What the worker would ask for."""
        target = self.folder / f"try-{number}" / "notebook.ipynb"
        target.parent.mkdir(exist_ok=True)
        hold = Hold(seconds, (7, number), *self.limits, target.parent)
        source = self.folder / "input.ipynb"
        return NotebookJob(source, target, {}, "python3", str(self.pool), hold=hold, **options)

    def fail(self, number: int, **options: Any) -> NotebookFailed:
        """A try that fails."""
        with pytest.raises(NotebookFailed) as failure:
            execute_notebook(self.job(number, **options), on_progress=lambda progress: None)
        return failure.value

    def resume(self, number: int, **options: Any) -> Any:
        """A try that goes on from the one before, and succeeds; its document."""
        resume = Resume(self.folder / f"try-{number - 1}", number - 1, number, (7, number - 1))
        job = self.job(number, resume=replace(resume, **options))
        execute_notebook(job, on_progress=lambda progress: None)
        return nbformat.read(job.target, 4)

    def note(self, number: int) -> str:
        """What the worker noted about the kernel."""
        found = read_kernel_note(self.folder / f"try-{number}")
        assert found is not None
        return found.because

    @property
    def held(self) -> list[KeptKernel]:
        """What the pool keeps."""
        return list(held_client.kept(self.pool).held)

    @property
    def last_end(self) -> str:
        """Why the last kernel that was kept ended."""
        return held_client.kept(self.pool).ended[-1].because

    def close(self) -> None:
        """Nothing may be left."""
        for each in self.held:
            held_client.let_go(self.pool, each.kernel, "The test is over.")
        family = self.process.children(recursive=True) if self.process.is_running() else []
        self.keeper.close()
        for process in (self.process, *family):
            process.wait(DEADLINE)


@pytest.fixture
def task(tmp_path: Path) -> Iterator[Task]:
    made = Task(tmp_path)
    made.write("print('first')\nx = 41", "x / 0", "print('last', x)")
    yield made
    made.close()


def test_a_failed_notebook_leaves_its_kernel_and_a_later_try_goes_on_with_it(task: Task) -> None:
    task.fail(1)
    held = task.held[0]
    process = psutil.Process(held.pid)
    assert held.owner == (7, 1)
    assert (held.memory or 0) > 0
    task.write("print('first')\nx = 41", "x += 1", "print('last', x)")
    document = task.resume(2)
    assert [cell.outputs[0].text for cell in document.cells if cell.outputs] == ["first\n", "last 42\n"]
    assert [cell.metadata.couture["try"] for cell in document.cells] == [1, 2, 2]
    assert document.cells[1].metadata.couture["kernel"] == held.kernel
    assert read_journal(task.folder / "try-2").runs[0].state == TAKEN_OVER
    assert task.last_end == "Try 2 went on with it."
    psutil.wait_procs([process], DEADLINE)


def test_it_is_kept_again_when_the_second_try_fails_too(task: Task) -> None:
    task.fail(1)
    first = task.held[0]
    resume = Resume(task.folder / "try-1", 1, 2, (7, 1))
    task.fail(2, resume=resume)
    assert [(each.owner, each.pid) for each in task.held] == [((7, 2), first.pid)]
    task.write("print('first')\nx = 41", "x += 2", "print('last', x)")
    document = task.resume(3)
    assert document.cells[2].outputs[0].text == "last 43\n"
    assert [cell.metadata.couture["try"] for cell in document.cells] == [1, 3, 3]


def test_cells_that_were_changed_before_the_failed_one_are_an_error_unless_accepted(task: Task) -> None:
    task.fail(1)
    task.write("print('other')\nx = 1", "x += 1", "print('last', x)")
    with pytest.raises(TaskFailed, match=r"Code cell 1 .* is not as it ran"):
        task.resume(2)
    assert task.held, "the kernel is still there"
    document = task.resume(3, folder=task.folder / "try-1", try_number=1, owner=(7, 1), accept_changes=True)
    assert document.cells[2].outputs[0].text == "last 42\n"
    assert [cell.metadata.couture.get("edited") for cell in document.cells] == [True, None, None]


def test_a_cell_that_was_put_in_between_does_not_run_and_is_marked(task: Task) -> None:
    task.fail(1)
    made = [("cell-0", "print('first')\nx = 41"), ("new", "x = 1"), ("cell-1", "x += 1"), ("cell-2", "print(x)")]
    cells = [new_code_cell(source, id=own) for own, source in made]
    nbformat.write(new_notebook(cells=cells), task.folder / "input.ipynb")
    document = task.resume(2, accept_changes=True)
    assert document.cells[3].outputs[0].text == "42\n"
    assert [cell.metadata.couture["try"] for cell in document.cells] == [1, None, 2, 2]


def test_a_busy_kernel_is_not_taken_away_from_whoever_uses_it(task: Task) -> None:
    task.fail(1)
    client = BlockingKernelClient(connection_file=task.held[0].connection_file)
    client.load_connection_file()
    client.start_channels()
    client.wait_for_ready(DEADLINE)
    client.execute("import pathlib\nwhile not pathlib.Path('go-on').exists(): pass")
    while client.get_iopub_msg(DEADLINE)["content"].get("execution_state") != "busy":
        pass
    with pytest.raises(TaskFailed, match="a cell runs in it"):
        task.resume(2)
    (task.folder / "go-on").touch()
    client.get_shell_msg(DEADLINE)
    client.stop_channels()
    task.write("print('first')\nx = 41", "x += 1", "print('last', x)")
    document = task.resume(3, folder=task.folder / "try-1", try_number=1, owner=(7, 1))
    assert document.cells[2].outputs[0].text == "last 42\n"


def test_a_retry_starts_over_when_no_kernel_is_left(task: Task) -> None:
    task.fail(1, seconds=0)
    assert "hold_on_failure is 0" in task.note(1)
    task.write("print('first')\nx = 41", "x += 1", "print('last', x)")
    with pytest.raises(TaskFailed, match="The kernel that was kept is gone"):
        task.resume(2)
    document = task.resume(2, folder=task.folder / "try-1", try_number=1, strict=False)
    assert document.cells[0].metadata.couture["try"] == 2


def test_its_time_is_over(task: Task) -> None:
    task.fail(1, seconds=0.5)
    psutil.wait_procs([psutil.Process(each.pid) for each in task.held], DEADLINE)
    assert task.held == []
    assert task.last_end == "Its time was over."


def test_it_can_be_prolonged_and_let_go(task: Task) -> None:
    task.fail(1)
    held = task.held[0]
    later = time.time() + 5000
    found = held_client.prolong(task.pool, held.kernel, later)
    assert found is not None
    assert found.until == pytest.approx(later)
    kernel = psutil.Process(held.pid)
    assert held_client.let_go(task.pool, held.kernel, "Ada let it go.")
    kernel.wait(DEADLINE)
    assert not held_client.let_go(task.pool, held.kernel, "Ada let it go.")
    assert held_client.prolong(task.pool, held.kernel, later) is None
    assert task.last_end == "Ada let it go."


def test_of_too_many_the_oldest_goes(task: Task) -> None:
    task.limits = (1, 2048)
    task.fail(1)
    task.fail(2)
    assert [each.owner for each in task.held] == [(7, 2)]
    assert "the setting held_kernels" in task.last_end


def test_of_too_many_one_that_is_in_use_goes_last(task: Task) -> None:
    task.limits = (2, 2048)
    task.fail(1)
    task.fail(2)
    held_client.prolong(task.pool, task.held[0].kernel, time.time() + 60)
    task.fail(3)
    assert [each.owner for each in task.held] == [(7, 1), (7, 3)]


def test_one_that_is_too_large_ends_and_the_others_stay(task: Task) -> None:
    task.fail(1)
    task.limits = (5, 1)
    task.fail(2)
    assert [each.owner for each in task.held] == [(7, 1)]
    assert "1 MB may be kept (the setting held_memory_megabytes)" in task.note(2)


def test_of_a_kernel_that_took_too_much_memory_the_note_says_the_limit(task: Task) -> None:
    task.write("large = b'x' * 400_000_000\nwhile True: pass")
    task.fail(1, memory_bytes=200 * 1024**2)
    assert "this job may use 200 MB" in task.note(1)
    assert "Its variables are gone" in task.note(1)


def test_a_kernel_that_died_is_not_kept_and_the_note_says_what_is_left(task: Task) -> None:
    task.write("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    task.fail(1)
    assert task.held == []
    assert "The kernel died" in task.note(1)
    assert "executed notebook" in task.note(1)


def test_a_kernel_that_dies_while_it_is_kept_is_told_of(task: Task) -> None:
    task.fail(1)
    kernel = psutil.Process(task.held[0].pid)
    kernel.kill()
    kernel.wait(DEADLINE)
    while task.held:
        kernel.wait(0.01)
    assert "died while it was kept" in task.last_end


def test_a_kernel_that_is_kept_ends_with_a_killed_pool(task: Task) -> None:
    task.fail(1)
    kernel = psutil.Process(task.held[0].pid)
    task.process.kill()
    task.process.wait(DEADLINE)
    kernel.wait(DEADLINE)
    assert task.held == []


def test_the_pool_stays_while_it_keeps_a_kernel_and_ends_with_the_last(task: Task) -> None:
    task.fail(1)
    held = task.held[0]
    task.keeper.close()
    assert task.process.is_running()
    assert task.held == [held] or task.held[0].pid == held.pid
    held_client.let_go(task.pool, held.kernel, "Ada let it go.")
    task.process.wait(DEADLINE)


def test_without_a_pool_nothing_is_kept_and_that_is_said(task: Task) -> None:
    with pytest.raises(NotebookFailed):
        execute_notebook(replace(task.job(1), pool=""), on_progress=lambda progress: None)
    assert "without the kernel pool" in task.note(1)
