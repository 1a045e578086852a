"""Asking the kernel pool about the kernels that it keeps after a failure. No pool is started for a question."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from couture_scheduler.errors import ConflictError, UnavailableError
from couture_scheduler.kernels.account_pools import is_account_pool
from couture_scheduler.kernels.connections import checked
from couture_scheduler.kernels.pool_client import try_to_connect

PATIENCE = 10.0  # seconds that the pool has for an answer
IDLE_PATIENCE = 5.0  # seconds that an idle kernel has to say so
BUSY = "The kept kernel is busy: a cell runs in it just now. Wait for its end, or interrupt it, and resume again."


@dataclass(frozen=True, slots=True)
class KeptKernel:
    """One kept kernel as the pool tells it. Moments are seconds since 1970."""

    kernel: str
    task_instance_id: int
    try_number: int
    kernel_name: str
    pid: int
    process_started: float
    connection_file: str
    held_at: float
    until: float
    memory: int | None

    @property
    def owner(self) -> tuple[int, int]:
        """The try that it failed in."""
        return self.task_instance_id, self.try_number


@dataclass(frozen=True, slots=True)
class EndedKernel:
    """A kernel that was kept, and why it is not any more."""

    kernel: str
    task_instance_id: int
    try_number: int
    because: str
    ended_at: float

    @property
    def owner(self) -> tuple[int, int]:
        """The try that it failed in."""
        return self.task_instance_id, self.try_number


@dataclass(frozen=True, slots=True)
class Kept:
    """All that the pool knows."""

    held: tuple[KeptKernel, ...] = ()
    ended: tuple[EndedKernel, ...] = ()


def kept(pool: Path) -> Kept:
    """What the pool of this address file keeps; nothing when none runs."""
    answer = _ask(pool, do="held")
    if answer is None:
        return Kept()
    return Kept(
        tuple(KeptKernel(**each) for each in answer["held"]),
        tuple(EndedKernel(**each) for each in answer["ended"]),
    )


def prolong(pool: Path, kernel: str, until: float) -> KeptKernel | None:
    """Keep it until this moment; ``None`` when it is gone."""
    answer = _ask(pool, do="prolong", kernel=kernel, until=until)
    return KeptKernel(**answer["held"]) if answer and answer["held"] else None


def let_go(pool: Path, kernel: str, because: str) -> bool:
    """End it; whether it was there."""
    answer = _ask(pool, do="let_go", kernel=kernel, because=because)
    return bool(answer and answer["ended"])


def interrupt(pool: Path, kernel: str) -> bool:
    """As Ctrl-C; whether it was there."""
    answer = _ask(pool, do="interrupt_held", kernel=kernel)
    return bool(answer and answer["held"])


def require_idle(pool: Path, owner: tuple[int, int]) -> None:
    """Raises ``ConflictError`` when somebody has the kernel of this try run something; one that is gone is no obstacle
    here."""
    answer = _ask(pool, do="connection", task_instance_id=owner[0], try_number=owner[1])
    if answer is None or answer["connection"] is None:
        return
    if not _is_idle(checked(answer["connection"], is_anothers=is_account_pool(pool))):
        raise ConflictError(BUSY)


def _is_idle(connection: dict[str, Any]) -> bool:
    from jupyter_client.blocking.client import BlockingKernelClient

    client = BlockingKernelClient()
    client.load_connection_info(connection)  # type: ignore[arg-type]
    client.start_channels(iopub=False, stdin=False, hb=False, control=False)
    try:
        client.kernel_info(reply=True, timeout=IDLE_PATIENCE)
    except TimeoutError:
        return False
    finally:
        client.stop_channels()
    return True


def _ask(pool: Path, **command: Any) -> dict[str, Any] | None:
    line = try_to_connect(pool)
    if line is None:
        return None
    try:
        line.tell(**command)
        return line.hear(PATIENCE)
    except TimeoutError as error:
        raise UnavailableError("The kernel pool does not answer. Try again in a moment.") from error
    except (UnavailableError, OSError):
        return None  # it ended just now, and what it kept with it
    finally:
        line.close()
