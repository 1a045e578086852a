"""Notices the end of processes that are not our children (Linux: by a descriptor; elsewhere the sweep does it)."""

from __future__ import annotations

import os
import select
from collections.abc import Sequence


def process_descriptor(pid: int) -> int | None:
    """A descriptor that becomes readable when the process ends; ``None`` where there is no such thing, or when it has
    ended already."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None


class Watch:
    """Process descriptors, each under a key."""

    def __init__(self) -> None:
        self._descriptors: dict[str, int] = {}

    def add(self, key: str, pid: int) -> None:
        """Watch ``pid`` under ``key``; a process that is gone already is for the caller's own check to find."""
        descriptor = None if key in self._descriptors else process_descriptor(pid)
        if descriptor is not None:
            self._descriptors[key] = descriptor

    def remove(self, key: str) -> None:
        """Stop watching; unknown keys are ignored."""
        descriptor = self._descriptors.pop(key, None)
        if descriptor is not None:
            os.close(descriptor)

    def waitables(self) -> Sequence[int]:
        """Descriptors that become readable when their process ends."""
        return list(self._descriptors.values())

    def ended(self) -> list[str]:
        """The keys of processes that have ended."""
        if not self._descriptors:
            return []
        poll = select.poll()
        for descriptor in self._descriptors.values():
            poll.register(descriptor, select.POLLIN)
        ready = {descriptor for descriptor, _ in poll.poll(0)}
        return [key for key, descriptor in self._descriptors.items() if descriptor in ready]

    def close(self) -> None:
        """Stop watching all."""
        for key in list(self._descriptors):
            self.remove(key)
