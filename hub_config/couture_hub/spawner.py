"""People's own JupyterLabs: each with a link to the common workspace in its home, and no secret of Couture's."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyterhub.spawner import LocalProcessSpawner, SimpleLocalProcessSpawner
from traitlets import Unicode

from couture_hub.deployment import LINK


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


class AccountSpawner(CoutureSpawner):
    """Each person's server runs as the user of the operating system with their name."""


class OneAccountSpawner(CoutureSpawner, SimpleLocalProcessSpawner):  # type: ignore[misc]
    """Everybody's server runs as the user who started the Hub: for trying it out. People are not kept apart."""
