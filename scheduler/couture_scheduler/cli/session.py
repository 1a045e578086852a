"""What a command works with: settings, the store, the engine, the output. Made when first needed; imports likewise."""

from __future__ import annotations

import getpass
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from couture_scheduler.cli.output import Output
from couture_scheduler.errors import NotFoundError

if TYPE_CHECKING:
    from couture_scheduler.actions.context import ActionContext
    from couture_scheduler.config import Settings
    from couture_scheduler.loop.client import EngineClient
    from couture_scheduler.store.session import Store


@dataclass
class Session:
    """One call of the command line."""

    workspace: Path | None = None
    output: str = "table"
    show: Output = field(init=False)

    def __post_init__(self) -> None:
        self.show = Output(self)

    @cached_property
    def settings(self) -> Settings:
        """The settings of the workspace."""
        from couture_scheduler.config import load

        return load(self.workspace)

    @cached_property
    def client(self) -> EngineClient:
        """The way to the engine, whether it runs or not."""
        from couture_scheduler.loop.client import EngineClient

        return EngineClient(self.settings)

    @cached_property
    def actions(self) -> ActionContext:
        """What actions need, in a workspace that exists."""
        if not self.settings.home.is_dir():
            raise NotFoundError(
                f"{self.settings.workspace} is no workspace yet. Go to one or name it with --workspace; "
                "opening JupyterLab or `couture engine start` makes one."
            )
        return self._actions()

    @cached_property
    def actions_anywhere(self) -> ActionContext:
        """What actions need; the workspace and its database are made if they are not there."""
        self._store.upgrade()
        return self._actions()

    def start_engine(self) -> None:
        """Make sure that an engine runs."""
        from couture_scheduler.loop.launcher import start_engine

        start_engine(self.settings)

    def hint_engine(self) -> None:
        """Say so if nobody is there to carry out what was asked for."""
        if not self.client.is_running():
            self.show.note("No engine is running, so nothing happens yet. Start it with: couture engine start")

    @cached_property
    def _store(self) -> Store:
        from couture_scheduler.store.session import Store

        return Store(self.settings.db_url)

    def _actions(self) -> ActionContext:
        from couture_scheduler.access import Actor
        from couture_scheduler.actions.context import ActionContext

        self._store.require_current()
        return ActionContext(
            store=self._store,
            settings=self.settings,
            actor=Actor(_user_name(), source="cli"),
            notifier=self.client,
            clock=lambda: datetime.now(UTC),
        )


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return "cli"
