"""Asking a kernel pool about the kernels that it keeps after a failure. No pool is started for a question.

A pool may be a person's own (``account_pools.py``), who can have it say anything: an answer is read with suspicion, and
has a limit of time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from couture_scheduler.errors import ConflictError, UnavailableError
from couture_scheduler.kernels.account_pools import is_account_pool
from couture_scheduler.kernels.connections import checked
from couture_scheduler.kernels.pool_client import try_to_connect

PATIENCE = 10.0  # seconds that the pool has for an answer
IDLE_PATIENCE = 5.0  # seconds that an idle kernel has to say so
BUSY = "The kept kernel is busy: a cell runs in it just now. Wait for its end, or interrupt it, and resume again."
MOST = 500  # kernels, and ends of kernels, of one answer
LONGEST_NAME = 64
LONGEST_TEXT = 2000
LARGEST = 2**63 - 1
LATEST = 2.0**33  # seconds since 1970

Answer = dict[str, Any]
Found = TypeVar("Found")


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
    """What the pool at this address keeps; nothing when none runs."""
    return _asked(pool, _kept, do="held") or Kept()


def prolong(pool: Path, kernel: str, until: float) -> KeptKernel | None:
    """Keep it until this moment; ``None`` when it is gone."""
    return _asked(
        pool, lambda answer: _held(answer["held"]) if answer["held"] else None, do="prolong", kernel=kernel, until=until
    )


def let_go(pool: Path, kernel: str, because: str) -> bool:
    """End it; whether it was there."""
    return bool(_asked(pool, lambda answer: answer["ended"], do="let_go", kernel=kernel, because=because))


def interrupt(pool: Path, kernel: str) -> bool:
    """As Ctrl-C; whether it was there."""
    return bool(_asked(pool, lambda answer: answer["held"], do="interrupt_held", kernel=kernel))


def require_idle(pool: Path, owner: tuple[int, int]) -> None:
    """Raises ``ConflictError`` when somebody has the kernel of this try run something; one that is gone is no obstacle
    here."""
    connection = _asked(
        pool,
        lambda answer: dict(answer["connection"]) if answer["connection"] else None,
        do="connection",
        task_instance_id=owner[0],
        try_number=owner[1],
    )
    if connection is not None and not _is_idle(checked(connection, is_anothers=is_account_pool(pool))):
        raise ConflictError(BUSY)


def _is_idle(connection: Answer) -> bool:
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


def _asked(pool: Path, read: Callable[[Answer], Found], **command: Any) -> Found | None:
    """What ``read`` finds in the answer; ``None`` when no pool runs."""
    line = try_to_connect(pool, PATIENCE)
    if line is None:
        return None
    try:
        line.tell(**command)
        return read(line.hear(PATIENCE))
    except TimeoutError as error:
        raise UnavailableError("The kernel pool does not answer. Try again in a moment.") from error
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise UnavailableError(f"What the kernel pool at {pool} answers is no answer: {error!r}.") from error
    except (UnavailableError, OSError):
        return None  # it ended just now, and what it kept with it
    finally:
        line.close()


def _kept(answer: Answer) -> Kept:
    return Kept(
        tuple(_held(each) for each in answer["held"][:MOST]), tuple(_ended(each) for each in answer["ended"][-MOST:])
    )


def _held(told: Answer) -> KeptKernel:
    return KeptKernel(
        kernel=_name(told["kernel"]),
        task_instance_id=_whole(told["task_instance_id"]),
        try_number=_whole(told["try_number"], 2**31 - 1),
        kernel_name=_text(told["kernel_name"])[:250],
        pid=_whole(told["pid"], 2**31 - 1),
        process_started=_moment(told["process_started"]),
        connection_file=_text(told["connection_file"]),
        held_at=_moment(told["held_at"]),
        until=_moment(told["until"]),
        memory=None if told["memory"] is None else _whole(told["memory"]),
    )


def _ended(told: Answer) -> EndedKernel:
    return EndedKernel(
        kernel=_name(told["kernel"]),
        task_instance_id=_whole(told["task_instance_id"]),
        try_number=_whole(told["try_number"], 2**31 - 1),
        because=_text(told["because"]),
        ended_at=_moment(told["ended_at"]),
    )


def _name(value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > LONGEST_NAME:
        raise ValueError(f"{str(value)[:LONGEST_NAME]!r} is no kernel's name")
    return value


def _text(value: Any) -> str:
    """What a database can keep and a page can show."""
    return "".join(each if each.isprintable() else " " for each in str(value)[:LONGEST_TEXT])


def _whole(value: Any, largest: int = LARGEST) -> int:
    if type(value) is not int or not 0 <= value <= largest:
        raise ValueError(f"{str(value)[:LONGEST_NAME]} is no number that can be")
    return value


def _moment(value: Any) -> float:
    if not isinstance(value, int | float) or not 0 <= value <= LATEST:  # also for NaN
        raise ValueError(f"{str(value)[:LONGEST_NAME]} is no moment that can be")
    return float(value)
