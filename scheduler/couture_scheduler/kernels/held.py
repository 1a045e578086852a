"""Kernels that the pool keeps after their notebook failed: until a moment, within limits, and why each of them ended.

The pool is the truth about them; the table ``held_kernel`` is what people see of it.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from couture_scheduler.files.processes import process_started
from couture_scheduler.kernels.families import Kernel

REMEMBERED = 500  # ends of kernels that can still be asked for
MEGABYTE = 1024**2
NUMBER = "the setting held_kernels"
MEMORY = "the setting held_memory_megabytes"
LONGEST = 86_400.0 * 7  # seconds from now that a kernel can be kept at the most


@dataclass(slots=True, eq=False)
class HeldKernel:
    """One kept kernel; ``owner`` is the try it failed in, moments are seconds since 1970."""

    kernel: Kernel
    owner: tuple[int, int]
    kernel_name: str
    held_at: float
    until: float
    process_started: float
    is_used: bool = False  # somebody opened it, or had it kept for longer
    memory: int | None = None
    timer: asyncio.TimerHandle | None = None

    def to_json(self) -> dict[str, Any]:
        """What the engine and the actions are told."""
        return {
            "kernel": self.kernel.id,
            "task_instance_id": self.owner[0],
            "try_number": self.owner[1],
            "kernel_name": self.kernel_name,
            "pid": self.kernel.pid,
            "process_started": self.process_started,
            "connection_file": str(self.kernel.connection_file),
            "held_at": self.held_at,
            "until": self.until,
            "memory": self.memory,
        }


class HeldKernels:
    """What the pool keeps. ``changed`` is called when it has become fewer."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._held: dict[str, HeldKernel] = {}
        self._ended: deque[dict[str, Any]] = deque(maxlen=REMEMBERED)
        self._changed = changed

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[HeldKernel]:
        return iter(self._held.values())

    def hold(self, kernel: Kernel, command: dict[str, Any]) -> str:
        """Keep it, as ``command`` says; others for which there is no room then end. Answers with a sentence when it is
        too large itself: then it has ended, and the others stay."""
        now = time.time()
        owner = (int(command["task_instance_id"]), int(command["try_number"]))
        started = process_started(kernel.pid) or 0.0
        held = HeldKernel(kernel, owner, command["kernel_name"], now, now, started)
        self._held[kernel.id] = held
        kernel.family.assign(kernel, os.getpid())
        kernel.on_death = lambda because: self._forget(held, f"The kernel died while it was kept. {because}")
        self._keep_until(held, now + float(command["seconds"]))
        self.measure()
        megabytes = int(command["most_megabytes"])
        if (held.memory or 0) > megabytes * MEGABYTE:
            because = f"It takes {held.memory // MEGABYTE} MB, and {megabytes} MB may be kept ({MEMORY})."  # type: ignore[operator]
            self.let_go(kernel.id, because)
            return because
        self._make_room_for(held, int(command["most"]), megabytes)
        return ""

    def of(self, owner: tuple[int, int]) -> Kernel | None:
        """The kernel of this try, if it is kept."""
        return next((held.kernel for held in self if held.owner == owner), None)

    def take(self, owner: tuple[int, int]) -> Kernel:
        """The kernel of this try, for the try after it. Raises ``LookupError`` with a sentence when it is gone."""
        for held in self:
            if held.owner == owner:
                held.kernel.on_death = None
                self._forget(held, f"Try {owner[1] + 1} went on with it.")
                return held.kernel
        for end in reversed(self._ended):
            if (end["task_instance_id"], end["try_number"]) == owner:
                raise LookupError(f"The kernel that was kept is gone. {end['because']}")
        raise LookupError("The kernel that was kept is gone: the kernel pool ended in between, or kept none.")

    def prolong(self, kernel_id: str, until: float) -> HeldKernel | None:
        """Keep it until this moment, as a person has asked; ``None`` when it is not there any more."""
        held = self._held.get(kernel_id)
        if held is not None:
            held.is_used = True
            self._keep_until(held, until)
        return held

    def let_go(self, kernel_id: str, because: str) -> bool:
        """End it; whether it was there."""
        held = self._held.get(kernel_id)
        if held is None:
            return False
        self._forget(held, because)
        held.kernel.family.give_back(held.kernel, told=False)
        return True

    def look_around(self) -> None:
        """End those whose time is over. The wall clock counts, also after the machine has slept."""
        now = time.time()
        for held in [each for each in self if each.until <= now]:
            self.let_go(held.kernel.id, "Its time was over.")
        self.measure()

    def measure(self) -> None:
        """How much memory each of them takes for itself now."""
        for held in self:
            held.memory = memory_of(held.kernel.pid)

    def to_json(self) -> dict[str, Any]:
        """All of them, and what became of others."""
        return {"held": [held.to_json() for held in self], "ended": list(self._ended)}

    def _keep_until(self, held: HeldKernel, until: float) -> None:
        held.until = min(until, time.time() + LONGEST)
        if held.timer is not None:
            held.timer.cancel()
        held.timer = asyncio.get_running_loop().call_later(max(0.0, held.until - time.time()), self.look_around)

    def _make_room_for(self, held: HeldKernel, most: int, megabytes: int) -> None:
        """End others until number and memory are within the limits: first those that nobody has opened, of these the
        one whose time is over first."""
        others = sorted((each for each in self if each is not held), key=lambda each: (not each.is_used, -each.until))
        while others and len(self) > most:
            because = f"More than {most} kernels would have been kept ({NUMBER}), so it ended."
            self.let_go(others.pop().kernel.id, because)
        while others and sum(each.memory or 0 for each in self) > megabytes * MEGABYTE:
            because = f"The kept kernels would have taken more than {megabytes} MB together ({MEMORY}), so it ended."
            self.let_go(others.pop().kernel.id, because)

    def _forget(self, held: HeldKernel, because: str) -> None:
        del self._held[held.kernel.id]
        if held.timer is not None:
            held.timer.cancel()
        self._ended.append(
            {
                "kernel": held.kernel.id,
                "task_instance_id": held.owner[0],
                "try_number": held.owner[1],
                "because": because,
                "ended_at": time.time(),
            }
        )
        self._changed()


def memory_of(pid: int) -> int | None:
    """Bytes that a process and its children have for themselves, not counting what forked processes share."""
    import psutil

    try:
        process = psutil.Process(pid)
        return sum(_own(each, psutil) for each in (process, *process.children(recursive=True)))
    except psutil.Error:
        return None


def _own(process: Any, psutil: Any) -> int:
    try:
        return int(process.memory_full_info().uss)
    except (psutil.AccessDenied, AttributeError):
        return int(process.memory_info().rss)
