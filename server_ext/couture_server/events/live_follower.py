"""Follows live journals for everybody who looks on: one thread, which sleeps while nobody does.

It looks at the files instead of having the kernel of the operating system tell (inotify): that works on every file
system, a shared one too where the notebook runs on another machine.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from couture_scheduler.files.live_journals import LivePlace, LiveWindow, read_live

PACE = 0.03  # seconds between two looks

log = logging.getLogger("couture.live")


@dataclass(frozen=True, slots=True, eq=False)
class _Wish:
    folder: Path
    place: LivePlace
    answer: asyncio.Future[LiveWindow]
    loop: asyncio.AbstractEventLoop


class LiveFollower:
    """``next`` waits for what follows a place."""

    def __init__(self) -> None:
        self._wishes: set[_Wish] = set()
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()

    async def next(self, folder: Path, place: LivePlace) -> LiveWindow:
        """The next lines after ``place``, when there are some, or that the journal is gone."""
        loop = asyncio.get_running_loop()
        wish = _Wish(folder, place, loop.create_future(), loop)
        with self._news:
            if self._thread is None:
                self._thread = threading.Thread(target=self._follow, name="couture-live", daemon=True)
                self._thread.start()
            self._wishes.add(wish)
            self._news.notify()
        try:
            return await wish.answer
        finally:
            with self._news:
                self._wishes.discard(wish)

    def close(self) -> None:
        """End the thread."""
        self._closed.set()
        with self._news:
            self._news.notify()

    def _follow(self) -> None:
        while not self._closed.is_set():
            with self._news:
                self._news.wait_for(lambda: self._wishes or self._closed.is_set())
                wishes = list(self._wishes)
            for wish in wishes:
                self._look(wish)
            self._closed.wait(PACE)

    def _look(self, wish: _Wish) -> None:
        try:
            window = read_live(wish.folder, wish.place)
        except OSError as error:
            log.warning("A live journal cannot be read: %s", error)
            window = LiveWindow("", wish.place, gone=True)
        if window.lines or window.gone:
            with self._news:
                self._wishes.discard(wish)
            if not wish.loop.is_closed():
                wish.loop.call_soon_threadsafe(_answer, wish.answer, window)


def _answer(future: asyncio.Future[LiveWindow], window: LiveWindow) -> None:
    if not future.done():
        future.set_result(window)
