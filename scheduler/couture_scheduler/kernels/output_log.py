"""A notebook's printed output, copied into the task's log up to a limit."""

from __future__ import annotations

import re
import sys

LIMIT = 200_000_000  # characters
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class OutputLog:
    """Writes to the task's log, which is our standard output."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._room = limit

    def write(self, text: str) -> None:
        """Copy; what goes beyond the limit is left out, and that is said once."""
        if self._room <= 0:
            return
        sys.stdout.write(text[: self._room])
        self._room -= len(text)
        if self._room <= 0:
            sys.stdout.write("\n[The notebook printed more than the log takes: the rest is left out.]\n")
        sys.stdout.flush()

    def traceback(self, lines: list[str]) -> None:
        """Copy a traceback without its colours."""
        self.write(_ANSI.sub("", "\n".join(lines)) + "\n")
