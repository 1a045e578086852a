"""The text of one stream output, bounded: its head and its tail are kept, what a carriage return overwrote is not.

Appending is cheap however long the text is; only ``text`` puts the pieces together.
"""

from __future__ import annotations

from collections import deque

LIMIT = 10_000_000  # characters kept for one output; half of them from its start
_LONG_LINE = 1 << 16  # beyond this a line without an end is not looked at again for carriage returns


class StreamText:
    """Collects pieces of text as a terminal would show them."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit // 2
        self._head: list[str] = []
        self._head_size = 0
        self._tail: deque[str] = deque()
        self._tail_size = 0
        self._line = ""  # the last line, which a carriage return may still overwrite
        self.dropped = 0  # characters left out between head and tail

    def append(self, text: str) -> None:
        """Add a piece."""
        text = self._line + text
        if "\r" not in text:
            done, _, self._line = _rpartition(text)
        else:
            done, _, self._line = _rpartition(text.replace("\r\n", "\n"))
            done = "\n".join(_overwritten(line) for line in done.split("\n"))
            self._line = _overwritten(self._line)
        if len(self._line) > _LONG_LINE:
            done, self._line = done + self._line, ""
        if done:
            self._keep(done)

    @property
    def text(self) -> str:
        """Everything that is kept, with a clear mark where something was left out."""
        mark = f"\n[… {self.dropped:,} characters left out here: the task's log has more …]\n" if self.dropped else ""
        last = self._line.rpartition("\r")[2] if "\r" in self._line[:-1] else self._line
        return "".join((*self._head, mark, *self._tail, last))

    def _keep(self, text: str) -> None:
        room = self._limit - self._head_size
        if room > 0:
            self._head.append(text[:room])
            self._head_size += min(room, len(text))
            text = text[room:]
        if text:
            self._tail.append(text)
            self._tail_size += len(text)
            self._trim()

    def _trim(self) -> None:
        while self._tail_size > self._limit:
            excess = self._tail_size - self._limit
            first = self._tail.popleft()
            cut = min(excess, len(first))
            if cut < len(first):
                self._tail.appendleft(first[cut:])
            self._tail_size -= cut
            self.dropped += cut


def _rpartition(text: str) -> tuple[str, str, str]:
    """Up to and with the last line end, and the rest."""
    at = text.rfind("\n") + 1
    return text[:at], "", text[at:]


def _overwritten(line: str) -> str:
    """The line after its carriage returns; one at the very end has not overwritten anything yet."""
    body = line.rstrip("\r")
    return body.rpartition("\r")[2] + ("\r" if len(body) < len(line) else "")
