"""The Couture service: a Jupyter server that the Hub starts, with Couture's API, its pages and the engine.

    python -m couture_hub.service

With ``COUTURE_BESIDE_HUB=1`` another Hub, on another machine, signs people in and is told where the service is, as on
Kubernetes (docs/deploy/zero-to-jupyterhub.md); who may do what is said by Couture's accounts of the same names.

It has no kernels, terminals or files of people: only what is read is answered outside of our own routes, and of that
only what JupyterLab needs to show our pages. A token with the scope ``custom:couture:read`` alone only reads.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from couture_scheduler.kernels import account_pools
from jupyterhub.singleuser import main as singleuser
from jupyterhub.singleuser.extension import JupyterHubAuthorizer, JupyterHubIdentityProvider
from tornado import web
from traitlets import default

from couture_hub.deployment import EDIT, READ
from couture_hub.ending import end_with_the_hub
from couture_hub.known_tokens import ProvidentHubOAuth

BESIDE_HUB = "COUTURE_BESIDE_HUB"
OURS = re.compile(r"couture/")
SHOWN = re.compile(
    r"$|lab|static/|couture/|oauth_callback$|login$|logout$|favicon\.ico$|custom/"
    r"|api/?$|api/(me|status|contents|kernels|kernelspecs|sessions|terminals|events|config|nbconvert)\b"
)
ANSWERING = 2  # processes that answer what is only read, unless the setting answering_processes says otherwise
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class ServiceIdentityProvider(JupyterHubIdentityProvider):  # type: ignore[misc]
    """The Hub says who somebody is; before that, what this server is not for is turned away."""

    @default("hub_auth")
    def _provident(self) -> ProvidentHubOAuth:
        return ProvidentHubOAuth(parent=self)

    async def get_user(self, handler: Any) -> Any:
        """Who asks."""
        path = handler.request.path.removeprefix(handler.base_url)
        is_reading = handler.request.method in READING
        if not SHOWN.match(path) or not (is_reading or OURS.match(path)):
            raise web.HTTPError(403, "The Couture service keeps nothing of yours but workflows. Start your own server.")
        return await super().get_user(handler)


class ScopeAuthorizer(JupyterHubAuthorizer):  # type: ignore[misc]
    """What a token's scopes allow; what its owner's roles allow is asked after that."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        """Reading needs one scope, everything else the other."""
        held = set(user.hub_user.get("scopes", ()))
        if resource.startswith("couture:") and action != "read":
            return EDIT in held
        # JupyterLab listens to the server's events, and comes again every second where it may not. Here it hears none.
        is_listening = (action, resource) == ("execute", "events")
        return (action == "read" or is_listening) and bool(held & {READ, EDIT})


def arguments(root: str) -> list[str]:
    """The command line of the server; it counts more than any configuration file."""
    return [
        "couture-service",
        "--ServerApp.identity_provider_class=couture_hub.service.ServiceIdentityProvider",
        "--ServerApp.authorizer_class=couture_hub.service.ScopeAuthorizer",
        f"--ServerApp.root_dir={root}",
        "--ServerApp.default_url=/lab/couture/dags",
        "--ServerApp.terminals_enabled=False",
        "--ServerApp.allow_root=True",
        "--HubOAuth.cache_max_age=20",
        f"--CoutureApp.common_workspace={os.environ['COUTURE_WORKSPACE']}",
        "--CoutureApp.role_provider_class=couture_server.access.roles.AccountRoles",
        "--CoutureApp.opens_kernels=False",
        f"--CoutureApp.answering_processes={ANSWERING}",
        "--CoutureApp.idle_exit=0",
        "--CoutureApp.engine_outlives=False",
        *([] if os.environ.get(BESIDE_HUB) == "1" else _of_our_hub()),
    ]


def _of_our_hub() -> list[str]:
    """The Hub's proxy is on this machine, and Couture's accounts are those that people sign in with."""
    page = os.environ.get("JUPYTERHUB_BASE_URL", "/") + "hub/change-password"
    return ["--CoutureApp.own_proxy=127.0.0.1", f"--CoutureApp.password_page={page}"]


def main() -> None:
    """Become the server. JupyterLab sees an empty folder, and shows our pages without what the service is not for."""
    end_with_the_hub()
    if account_pools.PLACE in os.environ:  # people have accounts of their own: what we write, DAG files too, is ours
        os.umask(os.umask(0o022) | 0o022)
    if not os.access(Path.home(), os.W_OK):  # users of the system that nobody signs in as have no home
        os.environ["HOME"] = str(Path(os.environ["COUTURE_HOME"]) / "account")
    # The Hub interrupts its services. For Jupyter's server that is the end at once, without telling the engine;
    # SIGTERM is the end in good order.
    signal.signal(signal.SIGINT, lambda number, frame: signal.raise_signal(signal.SIGTERM))
    os.environ["JUPYTER_CONFIG_PATH"] = str(Path(__file__).with_name("service_lab"))
    with tempfile.TemporaryDirectory(prefix="couture-service-") as root:
        sys.argv = arguments(root)
        singleuser()


if __name__ == "__main__":
    main()
