"""What every executor promises. One suite in tests/contracts runs against each of them.

Called from the loop's thread only. No call blocks for longer than it takes to write a message; news comes through
``waitables`` (objects for ``multiprocessing.connection.wait``) and ``drain``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from couture_scheduler.engine.launch import Adoption, ExecutorEvent, Launch


class Executor(Protocol):
    """Runs launches. A launch that was submitted ends in exactly one ``Finished`` or ``Died`` event, whatever happens
    to the worker; it never runs twice. Work that was handed over outlives the executor's own process."""

    def start(self) -> None:
        """Get ready. Raises ``UnavailableError`` when that cannot be done."""

    def submit(self, launch: Launch) -> None:
        """Hand over one try."""

    def kill(self, launch_id: str, because: str) -> None:
        """End the try and all its processes: first politely (SIGTERM), after 5 s by force. ``Died`` (or
        ``Finished``, if it was quicker) follows. Unknown ids are ignored."""

    def warm_notebooks(self) -> None:
        """A notebook task is likely to come: prepare what its start would wait for. Only for speed."""

    def adopt(self, launch: Launch) -> Adoption:
        """Find out what became of a launch that an earlier engine submitted, and watch it if it runs."""

    def leftovers(self) -> Sequence[tuple[int, float]]:
        """Processes (pid, start time) of earlier executors of this workspace that still run: tries, and whatever is
        about to end by itself."""

    def end_leftover(self, pid: int, started: float) -> None:
        """End such a process and all its children, as ``kill`` does."""

    def waitables(self) -> Sequence[Any]:
        """Objects that become readable when ``drain`` has news."""

    def drain(self) -> list[ExecutorEvent]:
        """All news, oldest first; never waits."""

    def sweep(self) -> None:
        """Called every few seconds: look for what a lost message would hide, end what is idle."""

    def stop(self) -> None:
        """Release what is held for speed (warm parents). Running tries go on."""
