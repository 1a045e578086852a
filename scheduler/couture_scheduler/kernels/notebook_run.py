"""One run of one notebook: borrow a kernel, run cell after cell, save, give the kernel back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from papermill.engines import NotebookExecutionManager

from couture_jupyter.exceptions import NotebookFailed, TaskFailed
from couture_jupyter.runtime import NotebookProgress
from couture_scheduler.errors import SchedulerError, UnavailableError
from couture_scheduler.kernels.borrowed import BorrowedKernel, PooledKernel, borrow
from couture_scheduler.kernels.cell_journal import CellJournal
from couture_scheduler.kernels.held_client import require_idle
from couture_scheduler.kernels.hidden_values import is_injected
from couture_scheduler.kernels.holding import Hold
from couture_scheduler.kernels.kernel_setup import KernelSetup
from couture_scheduler.kernels.live_journal import LiveJournal
from couture_scheduler.kernels.notebook_client import StreamingClient
from couture_scheduler.kernels.notebook_document import mark_error
from couture_scheduler.kernels.notebook_saver import NotebookSaver
from couture_scheduler.kernels.output_log import OutputLog
from couture_scheduler.kernels.resume import Resume, Takeover, mark_ran

START_TIMEOUT = 120.0
WIND_DOWN = 2.0  # seconds that an interrupted kernel gets to say where it was

log = logging.getLogger("couture.notebook")


class Bookkeeper(NotebookExecutionManager):  # type: ignore[misc]
    """papermill's metadata about the run and its cells; the saver decides when the document is written."""

    def __init__(self, notebook: Any, saver: NotebookSaver) -> None:
        super().__init__(notebook, progress_bar=False)
        self._saver = saver

    def save(self, **kwargs: Any) -> None:
        """papermill asks at every step; most are followed by another at once."""
        self._saver.changed()

    def cell_complete(self, cell: Any, cell_index: int | None = None, **kwargs: Any) -> None:
        """papermill's, then saved: what a cell has done is not lost."""
        super().cell_complete(cell, cell_index, **kwargs)
        self._saver.cell_done()


class NotebookRun:
    """Runs all cells of a prepared notebook."""

    def __init__(
        self,
        notebook: Any,
        kernel_name: str,
        target: Path | None,
        pool: str,
        cwd: Path,
        on_progress: Callable[[NotebookProgress], None],
        live: Path | None = None,
    ) -> None:
        self.cell_timeout: float | None = None
        self.setup = KernelSetup()
        self.hold: Hold | None = None
        self.resume: Resume | None = None
        self.saver = NotebookSaver(notebook, target, journal=LiveJournal(notebook, live))
        self.cells = CellJournal(notebook, live)
        self._notebook = notebook
        self._kernel_name = kernel_name
        self._pool = pool
        self._cwd = cwd
        self._on_progress = on_progress
        self._book = Bookkeeper(notebook, self.saver)
        self._work = [index for index, cell in enumerate(notebook.cells) if _runs(cell)]
        self._current: int | None = None
        self.failed_at: int | None = None  # index of the cell that failed or was broken off
        self._done = 0
        self._left = False  # a cell called sys.exit(0)
        self._kernel: BorrowedKernel | None = None
        self._client: StreamingClient | None = None

    def execute(self) -> NotebookFailed | None:
        """Run; a cell's error or the kernel's death is the answer, not raised. When the process is told to end or
        the time is up, the kernel is interrupted and ended, the notebook saved, and that error goes on."""
        loop = asyncio.new_event_loop()
        work = loop.create_task(self._run())
        try:
            return loop.run_until_complete(work)
        except KeyboardInterrupt:
            loop.run_until_complete(self._break_off(work))
            raise
        finally:
            loop.run_until_complete(self._end())
            loop.close()

    async def _run(self) -> NotebookFailed | None:
        self._book.notebook_start()
        try:
            await self._connect()
        except (RuntimeError, LookupError, UnavailableError, OSError, DeadKernelError) as error:
            return NotebookFailed(f"No kernel could be had: {error or type(error).__name__}")
        for index in self._work[self._done :]:
            failure = await self._run_cell(index)
            if failure is not None:
                return failure
            if self._left:
                break
        self._tell(None)
        return None

    async def _connect(self) -> None:
        takeover = self._go_on()
        if self._kernel is None:
            self._kernel = await borrow(self._pool, self._kernel_name, self._cwd, self.setup.env, self.setup.python)
        self._kernel.limit(self.setup.limits)
        self._client = StreamingClient(
            self._notebook,
            self._kernel,
            self.saver,
            OutputLog(),
            self.setup.masks,
            timeout=self.cell_timeout,
            log=log,
        )
        info = await self._client.connect(START_TIMEOUT)
        self._notebook.metadata["language_info"] = info["language_info"]
        self.cells.start(self._work, self._kernel)
        await self._fill()
        if takeover is not None:
            await self._take_over(takeover)

    def _go_on(self) -> Takeover | None:
        """What an earlier try did, with its kernel; ``None`` when the notebook starts at its beginning."""
        resume = self.resume
        if resume is None or resume.owner is None:
            return None
        try:
            takeover = Takeover(resume, self._notebook, self._work)
            require_idle(Path(self._pool), resume.owner)
            self._kernel = PooledKernel.acquire_held(Path(self._pool), resume.owner)
        except (RuntimeError, SchedulerError) as error:
            if resume.strict:  # no retry: it would start over, which is not what the person has asked for
                raise TaskFailed(f"The notebook cannot go on. {error}") from error
            log.info("The notebook starts over: %s", error)
            return None
        return takeover

    async def _take_over(self, takeover: Takeover) -> None:
        """The kernel has done these cells before."""
        await self.setup.renew(self._client, self._notebook.metadata["language_info"]["name"])  # type: ignore[arg-type]
        takeover.carry_over(self._kernel.kernel_id)  # type: ignore[union-attr]
        self._done = takeover.start
        for done in takeover.done:
            run = done.moved_run(self._notebook.cells[done.index])
            if run is not None:
                self.cells.take_over(run)
            self.saver.journal.touch(done.index)
        if takeover.skipped:
            log.warning("%d cells before it were added since and do not run.", len(takeover.skipped))
        log.info("Going on at cell %d of %d; the cells before ran in an earlier try.", self._done + 1, len(self._work))

    async def _fill(self) -> None:
        language = self._notebook.metadata["language_info"]["name"]
        await self.setup.fill(self._client, self._kernel_name, language)  # type: ignore[arg-type]

    async def _run_cell(self, index: int) -> NotebookFailed | None:
        cell = self._notebook.cells[index]
        self._current = index
        self._tell(index)
        self._book.cell_start(cell, index)
        self.cells.cell_begins(index)
        self.saver.journal.touch(index)
        failure: NotebookFailed | None = None
        try:
            await self._client.run_cell(cell, index)  # type: ignore[union-attr]
            self._done += 1
            if is_injected(cell):
                await self._fill()
        except CellExecutionError as error:
            failure = self._cell_failed(cell, index, error)
        except CellTimeoutError:
            failure = NotebookFailed(f"{self._place} took longer than {self.cell_timeout:g} s.", index, "Timeout")
        except DeadKernelError:
            failure = await self._kernel_died(index)
        if failure is not None:
            self._failed(cell, index)
        else:
            self._ended(cell, index)
        self._book.cell_complete(cell, cell_index=index)
        self.saver.journal.touch(index)
        return failure

    def _cell_failed(self, cell: Any, index: int, error: CellExecutionError) -> NotebookFailed | None:
        """``sys.exit()`` and ``sys.exit(0)`` end the notebook as a success, as papermill has it."""
        if error.ename == "SystemExit" and error.evalue in ("", "0"):
            self._left = True
            return None
        message = f"{error.ename}: {error.evalue}" if error.evalue else str(error.ename)
        advice = self.setup.limits.advice(str(error.ename))
        told = f"{self._place} failed: {message}{'. ' if advice else ''}{advice}"
        return NotebookFailed(told, index, error.ename)

    async def _kernel_died(self, index: int) -> NotebookFailed:
        client = self._client
        await client.finish(quiet=0.2)  # type: ignore[union-attr]
        because = self.setup.limits.exceeded or client.because or "Its process ended."  # type: ignore[union-attr]
        return NotebookFailed(
            f"The kernel died while cell {self._done + 1} of {len(self._work)} ran. {because}", index, "DeadKernel"
        )

    @property
    def _place(self) -> str:
        """The cell that runs, counted as the progress bar counts."""
        return f"Cell {self._done + 1} of {len(self._work)}"

    def _failed(self, cell: Any, index: int) -> None:
        self._book.cell_exception(cell, cell_index=index)
        self.failed_at = index
        self._ended(cell, index, failed=True)

    def _ended(self, cell: Any, index: int, *, failed: bool = False) -> None:
        if self.resume is not None:
            mark_ran(cell, self.resume.this_try, self._kernel.kernel_id if self._kernel else None)
        if self._client is not None:
            self._client.render_cell(cell)
        self.cells.cell_ended(index, cell, failed=failed)

    def _tell(self, running: int | None) -> None:
        self._on_progress(NotebookProgress(self._done, len(self._work), running))

    def mark(self) -> int | None:
        """Put papermill's error cells in and save; the failing cell's index is then another one."""
        if self.failed_at is None:
            return None
        self.failed_at = mark_error(self._notebook, self.failed_at)
        self.saver.save_final()
        self._on_progress(NotebookProgress(self._done, len(self._work), None, self.failed_at))
        return self.failed_at

    async def _break_off(self, work: asyncio.Task[Any]) -> None:
        """Interrupt the cell and take what it says to that."""
        work.cancel()
        with suppress(asyncio.CancelledError, DeadKernelError):
            await work
        if self._kernel is not None and self._client is not None:
            await self._kernel.interrupt()
            await self._client.finish(quiet=WIND_DOWN)
        if self._current is not None:
            self._failed(self._notebook.cells[self._current], self._current)

    async def _end(self) -> None:
        self.setup.limits.end()
        keep = self.hold is not None and self.failed_at is not None
        if self._client is not None:
            await self._client.finish()
            self._client.set_widgets_metadata()
        if keep:
            died = self.setup.limits.exceeded or (self._client.because if self._client else "")
            keep = await self.hold.is_possible(self._kernel, self._client, died)  # type: ignore[union-attr]
        if self._client is not None:
            await self._client.disconnect(end=not keep)
        if keep:
            self.hold.hand_over(self._kernel, self._kernel_name)  # type: ignore[union-attr]
        elif self._kernel is not None:
            await self._kernel.give_back()
        self._book.notebook_complete()
        self.cells.close()
        self.saver.save_final()


def _runs(cell: Any) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip())
