"""What a task prints and logs, with its secrets hidden.

What programs that the task starts write into the log by themselves does not come by here.
"""

from __future__ import annotations

import logging
import sys
import threading
from typing import Any

from couture_scheduler.kernels.masks import Masks, Tail


class MaskedStream:
    """Stands before a text stream; whatever else is asked of it, the stream itself answers."""

    def __init__(self, stream: Any, masks: Masks) -> None:
        self._stream = stream
        self._tail = Tail(masks)
        self._lock = threading.RLock()

    def write(self, text: str) -> int:
        """Write what can be shown by now."""
        with self._lock:
            shown = self._tail.feed(text)
            if shown:
                self._stream.write(shown)
        return len(text)

    def writelines(self, lines: Any) -> None:
        """As any stream."""
        for line in lines:
            self.write(line)

    def end(self) -> Any:
        """Write what was held back; the stream itself."""
        with self._lock:
            self._stream.write(self._tail.flush())
        return self._stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def mask_output(masks: Masks) -> None:
    """Hide in all that this process prints and logs from now on."""
    for name in ("stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if not isinstance(stream, MaskedStream):
            _replace(name, stream, MaskedStream(stream, masks))


def end_masking() -> None:
    """Write what was held back, as no more comes."""
    for name in ("stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if isinstance(stream, MaskedStream):
            _replace(name, stream, stream.end())


def _replace(name: str, old: Any, new: Any) -> None:
    setattr(sys, name, new)
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler) and handler.stream is old:
            handler.stream = new  # setStream would flush, and need the lock that somebody may hold
