"""People's own JupyterLabs: each with a link to the common workspace in its home, and no secret of Couture's."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyterhub.spawner import LocalProcessSpawner, SimpleLocalProcessSpawner
from tornado import web
from traitlets import Bool, Unicode

from couture_hub.deployment import LINK
from couture_hub.system_accounts import NoAccountError, make_person, require_person


class CoutureSpawner(LocalProcessSpawner):  # type: ignore[misc]
    """A local server with the common workspace in its home."""

    common_workspace = Unicode(help="The folder that everybody shares.").tag(config=True)

    def make_preexec_fn(self, name: str) -> Callable[[], Any]:
        """What is done in the new process, as its user, before the server starts."""
        prepare, workspace = super().make_preexec_fn(name), Path(self.common_workspace)

        def prepared() -> None:
            prepare()
            os.umask(0o027)
            link = Path.cwd() / LINK
            if not os.path.lexists(link):
                link.symlink_to(workspace)

        return prepared


class NoServerError(web.HTTPError):
    """Why somebody gets no server of their own. JupyterHub shows errors of HTTP, and calls all others unhandled."""

    heading = "Your own server cannot start"

    def __init__(self, because: str) -> None:
        super().__init__(409, because)
        self.jupyterhub_message = because


class AccountSpawner(CoutureSpawner):
    """Each person's server runs as the user of the operating system with their name."""

    make_accounts = Bool(False, help="Make the system's user of a person where there is none.").tag(config=True)
    homes = Unicode("/home", help="Where the homes of users that are made are.").tag(config=True)
    group = Unicode(help="The group of people's users, which may write into the common workspace.").tag(config=True)

    async def start(self) -> Any:
        """Start the server, as a person."""
        name = self.user.name
        try:
            if self.make_accounts:
                await asyncio.to_thread(make_person, name, Path(self.homes), self.group)
            require_person(name, self.group)
        except NoAccountError as error:
            raise NoServerError(str(error)) from error
        return await super().start()


class OneAccountSpawner(CoutureSpawner, SimpleLocalProcessSpawner):  # type: ignore[misc]
    """Everybody's server runs as the user who started the Hub: for trying it out. People are not kept apart."""
