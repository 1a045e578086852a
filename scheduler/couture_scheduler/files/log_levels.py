"""The level of each line of a log, by the rules that the browser colours lines by.

A record is of the level that it names near its start. A traceback is an error from its first to its last line, and what
is indented goes on with the record above it. ``labextension/src/task_pane/log_levels.json`` holds examples that both
sides are tested with.
"""

from __future__ import annotations

import re

DEBUG, INFO, WARNING, ERROR = range(4)
RANKS = {"debug": DEBUG, "info": INFO, "warning": WARNING, "error": ERROR}

_NAMED = re.compile(rb"(?:^|[\s\[|-])(DEBUG|INFO|WARN(?:ING)?|ERROR|CRITICAL|FATAL)(?=[\s\]|:-]|$)")
_TRACEBACK = re.compile(rb"(?:\[[^\]]*\]\s*)?Traceback \(most recent call last\)")
_EXCEPTION = re.compile(rb"(?:[\w.]+\.)?[A-Z]\w*(?:Error|Exception|Interrupt|Exit|Failed)\b(?::|$)")
_ANSI = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
_INDENTED = re.compile(rb"\s+\S")
_OF_NAME = {b"DEBUG": DEBUG, b"INFO": INFO, b"WARN": WARNING, b"WARNING": WARNING}
_NEAR_START = 80
# One of these is in each line that begins an error.
SIGNS_OF_ERRORS = (
    b"ERROR",
    b"CRITICAL",
    b"FATAL",
    b"Traceback",
    b"Error",
    b"Exception",
    b"Interrupt",
    b"Exit",
    b"Failed",
)


def shown(line: bytes) -> bytes:
    """A line as it is on screen: without colours, and of a progress bar what was written last."""
    if b"\x1b" in line:
        line = _ANSI.sub(b"", line)
    if b"\r" in line:
        line = line.removesuffix(b"\r").rpartition(b"\r")[2]
    return line


class Levels:
    """Tells the rank of one line after the other. What names no level counts as information."""

    def __init__(self) -> None:
        self._last: int | None = None
        self._in_traceback = False

    def rank(self, line: bytes) -> int:
        """The rank of the next line, which is given as it is shown."""
        found = self._level(line)
        self._last = found
        return INFO if found is None else found

    def _level(self, line: bytes) -> int | None:
        is_exception = _EXCEPTION.match(line) is not None
        starts = _TRACEBACK.match(line) is not None
        goes_on = self._in_traceback and (line == b"" or line[:1].isspace() or is_exception)
        self._in_traceback = starts or (goes_on and not is_exception)
        if starts or goes_on or is_exception:
            return ERROR
        named = _NAMED.search(line, 0, _NEAR_START)
        if named is not None:
            return _OF_NAME.get(named[1], ERROR)
        return self._last if _INDENTED.match(line) else None
