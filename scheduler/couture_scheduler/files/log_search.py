"""Search a log of any size, by text and by level. It is read in parts; only the places of matches are kept."""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from couture_scheduler.files.log_levels import DEBUG, INFO, WARNING, Levels, shown
from couture_scheduler.files.log_levels import SIGNS_OF_ERRORS as _OF_ERRORS
from couture_scheduler.files.regular import NotRegularError, open_regular

PART = 1024 * 1024
MOST = 1_000_000  # matches that are counted

Search = Callable[[int, bytes], Iterator[int]]  # where a part begins, its whole lines -> where matching lines begin


@dataclass(frozen=True, slots=True)
class LogMatches:
    """Lines that match, by the byte at which they begin: some of them, of which the first is number ``first`` of
    ``total``. ``nearest``: the number of the first one at or after the place that was asked for (``total``: none is).
    ``has_more``: there are more than were counted. ``size``: how much was searched."""

    offsets: list[int]
    first: int
    total: int
    nearest: int
    has_more: bool
    size: int


def search_log(path: Path, text: str, least: int, *, start: int, limit: int, skip: int | None = None) -> LogMatches:
    """The lines of at least the rank ``least`` that hold ``text``, whatever the case; without a text the lines at which
    a record of such a rank begins. ``limit`` of them from number ``skip`` on; without ``skip`` the page of as many
    that holds the first one at or after byte ``start``."""
    found, size = array("q"), 0
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            search = _by_text(text) if least == DEBUG else _by_level(text, least)
            for at in _matches(file, size, search):
                if len(found) == MOST:
                    return _page(found, start, limit, skip, has_more=True, size=size)
                found.append(at)
    except (FileNotFoundError, NotRegularError):
        pass  # a log that is not there (yet) is empty
    return _page(found, start, limit, skip, has_more=False, size=size)


def _page(found: array[int], start: int, limit: int, skip: int | None, *, has_more: bool, size: int) -> LogMatches:
    nearest = bisect_left(found, start)
    first = (min(nearest, max(len(found) - 1, 0)) // limit) * limit if skip is None else skip
    return LogMatches(list(found[first : first + limit]), first, len(found), nearest, has_more, size)


def _matches(file: IO[bytes], size: int, search: Search) -> Iterator[int]:
    for start, part in _parts(file, size):
        yield from search(start, part)


def _parts(file: IO[bytes], size: int) -> Iterator[tuple[int, bytes]]:
    """Whole lines, with where they begin; a line longer than a part comes in pieces. What is written meanwhile is left
    out."""
    start, rest = 0, b""
    while start + len(rest) < size:
        read = file.read(min(PART, size - start - len(rest)))
        if not read:
            break
        rest += read
        cut = rest.rfind(b"\n") + 1
        if cut or len(rest) > PART:
            cut = cut or len(rest)
            yield start, rest[:cut]
            start, rest = start + cut, rest[cut:]
    if rest:
        yield start, rest


def _by_text(text: str) -> Search:
    """Fast where what is written is what is shown."""
    holds, wanted = _holds(text), text.lower().encode()

    def search(start: int, part: bytes) -> Iterator[int]:
        if not text.isascii() or b"\x1b" in part or b"\r" in part:
            yield from (at for at, line in _lines(start, part) if holds(shown(line)))
            return
        lower = part.lower()
        place = lower.find(wanted)
        while place >= 0:
            yield start + lower.rfind(b"\n", 0, place) + 1
            end = lower.find(b"\n", place)
            place = lower.find(wanted, end) if end >= 0 else -1

    return search


def _by_level(text: str, least: int) -> Search:
    """Where few lines matter, those that cannot are passed over unread: until a word that may begin a record of the
    level, and from where such a record has ended."""
    holds, levels = _holds(text), Levels()
    was_in = False

    def search(start: int, part: bytes) -> Iterator[int]:
        nonlocal was_in
        signs, place = _Signs(part, least), 0
        while place < len(part):
            if not was_in and least > INFO:
                place = signs.line_after(place)
            end = part.find(b"\n", place)
            end = len(part) if end < 0 else end
            line = shown(part[place:end])
            is_in = place < len(part) and levels.rank(line) >= least
            if is_in and (holds(line) if text else not was_in):
                yield start + place
            was_in, place = is_in, end + 1

    return search


class _Signs:
    """Finds the next line in which a word stands that may make it a warning or an error; one search a word."""

    def __init__(self, part: bytes, least: int) -> None:
        self._part = part
        words = [*_OF_ERRORS, b"WARN"] if least == WARNING else _OF_ERRORS
        self._next = {word: part.find(word) for word in words}

    def line_after(self, place: int) -> int:
        """Where the line begins; the end of the part when there is none."""
        for word, at in self._next.items():
            if 0 <= at < place:
                self._next[word] = self._part.find(word, place)
        found = min((at for at in self._next.values() if at >= 0), default=-1)
        return len(self._part) if found < 0 else max(self._part.rfind(b"\n", 0, found) + 1, place)


def _holds(text: str) -> Callable[[bytes], bool]:
    lower = text.lower()
    if text.isascii():
        wanted = lower.encode()
        return lambda line: wanted in line.lower()
    return lambda line: lower in line.decode("utf-8", "replace").lower()


def _lines(start: int, part: bytes) -> Iterator[tuple[int, bytes]]:
    at = start
    for line in part.removesuffix(b"\n").split(b"\n"):
        yield at, line
        at += len(line) + 1
