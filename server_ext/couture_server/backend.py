"""What stands behind the routes for as long as the server runs: settings, database, engine, the way to browsers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from couture_scheduler.access import Actor
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.dag_file_reading import DagFileReader
from couture_scheduler.actions.source_address import Proxies
from couture_scheduler.code_help.asking import CodeHelper
from couture_scheduler.config import Settings
from couture_scheduler.events import Change
from couture_scheduler.loop.client import EngineClient
from couture_scheduler.store.session import Store

from couture_server.access.roles import RoleProvider
from couture_server.connections.trials import Trials
from couture_server.database import Database
from couture_server.events.feed import ChangeFeed
from couture_server.events.live_follower import LiveFollower
from couture_server.http.answering_processes import AnsweringProcesses
from couture_server.kernels.desk import KernelDesk
from couture_server.supervision import EngineSupervisor

NO_PROXIES = Proxies()
THREADS = 16  # requests at work at once; the others wait in line without holding up the event loop
CHANGING = 8  # of those that change something, at once: they wait for each other, so nobody who reads waits for them


class Backend:
    """Holds what the routes reach. ``start`` and ``close`` return at once; all waiting is done in threads.

    It is a ``Notifier`` too: what a person changed here goes to the engine and straight to every open page, also while
    no engine runs.
    """

    def __init__(
        self,
        settings: Settings,
        roles: RoleProvider,
        feed: ChangeFeed,
        answering: AnsweringProcesses,
        *,
        server_root: Path,
        kernel_manager: Any = None,
        autostart_engine: bool = True,
        proxies: Proxies = NO_PROXIES,
        password_page: str = "",
    ) -> None:
        self.settings = settings
        self.password_page = password_page
        self._server_root = server_root.resolve()
        self.roles = roles
        self.proxies = proxies
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="couture-request")
        self._changing = ThreadPoolExecutor(CHANGING, thread_name_prefix="couture-change")
        self.live = LiveFollower()
        self.kernel_desk = KernelDesk(kernel_manager)
        self.trials = Trials()
        self.dag_file_reader = DagFileReader()
        self.code_helper = CodeHelper()
        self.feed = feed
        self.answering = answering
        self._client = EngineClient(settings, client="server")
        self.engine = EngineSupervisor(settings, self._client, self._changed, autostart=autostart_engine)
        self.database = Database(settings, self._database_is_ready)

    @property
    def root_prefix(self) -> str | None:
        """The workspace as a path from the Jupyter server's root; ``None`` when it lies elsewhere."""
        if not self.settings.workspace.is_relative_to(self._server_root):
            return None
        path = self.settings.workspace.relative_to(self._server_root).as_posix()
        return "" if path == "." else path

    def start(self) -> None:
        """Open the database; the engine follows as soon as that is done."""
        self.kernel_desk.start()
        self.database.start()

    def close(self) -> None:
        """Let go of everything; the engine stays."""
        self.live.close()
        self.answering.close()
        self.trials.close()
        self.dag_file_reader.close()
        self.code_helper.close()
        self.database.close()
        self.engine.close()
        self._client.close(timeout=1.0)
        for threads in (self.threads, self._changing):
            threads.shutdown(wait=False, cancel_futures=True)

    def threads_for(self, method: str) -> ThreadPoolExecutor:
        """Where requests with this HTTP method are worked on."""
        return self.threads if method == "GET" else self._changing

    def store(self) -> Store:
        """The database; ``DatabaseUnavailableError`` while it is not there."""
        return self.database.store()

    def context(self, actor: Actor) -> ActionContext:
        """The actions' context for one request; ``DatabaseUnavailableError`` while there is no database."""
        return ActionContext(store=self.store(), settings=self.settings, actor=actor, notifier=self, clock=_now)

    def notify(self, *changes: Change) -> None:
        """Pass on what a person changed."""
        self._client.notify(*changes)
        self.feed.put(*changes)

    def _database_is_ready(self) -> None:
        self.engine.start()
        self.answering.start()

    def _changed(self, changes: list[Change]) -> None:
        self.feed.put(*changes)


def _now() -> datetime:
    return datetime.now(UTC)
