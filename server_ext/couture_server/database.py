"""The database as the server sees it: opened and upgraded in the background, tried again until it works.

A database that cannot be opened must not keep Jupyter from starting; until it is there the routes answer with the
reason.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from couture_scheduler.config import Settings
from couture_scheduler.errors import DatabaseUnavailableError, SchedulerError
from couture_scheduler.store.session import Store

FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0
GRACE = 15.0  # how long a request waits for a database that is just being opened

log = logging.getLogger(__name__)


class Database:
    """Opens the store in a thread. ``opened`` is called there, once, when it is ready."""

    def __init__(self, settings: Settings, opened: Callable[[], None]) -> None:
        self._settings = settings
        self._opened = opened
        self._store: Store | None = None
        self._problem: str = ""
        self._decided = threading.Event()  # ready, or failed once: a request need not wait any more
        self._wake = threading.Event()
        self._closed = False
        self._thread = threading.Thread(target=self._open_until_it_works, name="couture-database", daemon=True)

    def start(self) -> None:
        """Begin to open it."""
        self._thread.start()

    def store(self) -> Store:
        """The store, ready to use; ``DatabaseUnavailableError`` with the reason while it is not."""
        self._decided.wait(GRACE)
        if self._store is None:
            self._wake.set()  # somebody wants it: do not wait for the full interval
            raise DatabaseUnavailableError(self._problem or "The database is being prepared. Try again in a moment.")
        return self._store

    def close(self) -> None:
        """Stop trying; close the connections."""
        self._closed = True
        self._wake.set()
        if self._store is not None:
            self._store.close()

    def _open_until_it_works(self) -> None:
        wait = FIRST_WAIT
        while not self._closed and not self._try():
            self._wake.clear()
            self._wake.wait(wait)
            wait = min(LONGEST_WAIT, wait * 2)

    def _try(self) -> bool:
        try:
            store = self._open()
        except SchedulerError as error:
            self._fail(str(error))
            return False
        self._store = store
        self._decided.set()
        self._opened()
        return True

    def _open(self) -> Store:
        try:
            store = Store(self._settings.db_url)
            store.upgrade()
        except SchedulerError:
            raise
        except Exception as error:  # a URL that is none, a driver that is missing: only the store knows their names
            log.exception("The database could not be opened")
            raise DatabaseUnavailableError(
                f"The database could not be opened ({type(error).__name__}). Look at db_url in the settings; "
                "the Jupyter server's log says more."
            ) from error
        return store

    def _fail(self, problem: str) -> None:
        if problem != self._problem:
            log.warning("%s", problem)
        self._problem = problem
        self._decided.set()
