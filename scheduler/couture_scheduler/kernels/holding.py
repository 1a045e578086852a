"""Whether the kernel of a failed notebook is kept for people, and the note about it that stays with the try."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from couture_scheduler.files.kernel_notes import KernelNote, write_kernel_note
from couture_scheduler.kernels.borrowed import BorrowedKernel, PooledKernel

ANSWER_TIMEOUT = 5.0  # seconds that the kernel has to say that it is idle

NOT_WANTED = "No kernel is kept after a failure of this notebook (hold_on_failure is 0)."
NO_POOL = "The kernel was started without the kernel pool, which alone can keep one: it ended with the notebook."
SILENT = "The kernel did not answer any more, also not to an interrupt, so it was ended."
NOTHING_LEFT = "Its variables are gone. What it had put out before is in the executed notebook."

log = logging.getLogger("couture.notebook")


class Client(Protocol):
    """What is asked of the client that ran the notebook."""

    async def answers(self, timeout: float) -> bool:
        """Whether the kernel is idle and answers."""


@dataclass(frozen=True, slots=True)
class Hold:
    """For how many ``seconds`` the kernel of which try is kept, within which limits; the note goes to ``folder``. For
    no seconds it is not kept."""

    seconds: float
    owner: tuple[int, int]
    most: int
    most_megabytes: int
    folder: Path

    async def is_possible(self, kernel: BorrowedKernel | None, client: Client | None, died: str) -> bool:
        """Ask everything that can be asked while the client is connected; a no is noted. ``died`` says why the kernel
        did, if so."""
        because = await self._obstacle(kernel, client, died)
        if because:
            self._note(False, because)
        return not because

    def hand_over(self, kernel: Any, kernel_name: str) -> None:
        """Have the pool keep it. The client is not connected any more."""
        refused = kernel.hold(self._command(kernel_name))
        if refused:
            self._note(False, f"The kernel could not be kept: {refused}")
            return
        self._note(True, f"It is kept for {self.seconds:g} seconds after the failure.")
        log.info(
            "The kernel is kept for %g seconds: open it, or go on with it, from the page of this run.", self.seconds
        )

    async def _obstacle(self, kernel: BorrowedKernel | None, client: Client | None, died: str) -> str:
        if kernel is None or client is None:
            return "No kernel could be had."
        if died:
            return f"The kernel died. {died} {NOTHING_LEFT}"
        if self.seconds <= 0:
            return NOT_WANTED
        if not isinstance(kernel, PooledKernel):
            return NO_POOL
        if self.most <= 0:
            return "No kernels are kept here (the setting held_kernels is 0)."
        return "" if await client.answers(ANSWER_TIMEOUT) else SILENT

    def _command(self, kernel_name: str) -> dict[str, Any]:
        return {
            "task_instance_id": self.owner[0],
            "try_number": self.owner[1],
            "kernel_name": kernel_name,
            "seconds": self.seconds,
            "most": self.most,
            "most_megabytes": self.most_megabytes,
        }

    def _note(self, held: bool, because: str) -> None:
        try:
            write_kernel_note(self.folder, KernelNote(held, because))
        except OSError as error:  # the run must not suffer: only the page of the run knows less
            log.warning("What became of the kernel is not written down: %s", error)


async def answers(client: Any, timeout: float) -> bool:
    """Whether a kernel says who it is within ``timeout`` seconds; it does not while a cell runs."""
    try:
        await asyncio.wait_for(_kernel_info(client), timeout)
    except TimeoutError:
        return False
    return True


async def _kernel_info(client: Any) -> None:
    asked = client.kernel_info()
    while (await client.shell_channel.get_msg(timeout=None))["parent_header"].get("msg_id") != asked:
        pass
