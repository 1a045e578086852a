"""The Jupyter Server extension: reads the configuration, registers routes and sockets, starts what stands behind."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from couture_scheduler.actions.rate import Rate
from couture_scheduler.actions.source_address import Proxies, networks
from couture_scheduler.config import Settings, load
from couture_scheduler.errors import EngineUnavailableError
from jupyter_server.extension.application import ExtensionApp
from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from tornado.ioloop import IOLoop
from traitlets import Bool, Float, Int, List, Type, Unicode

from couture_jupyter.version import __version__
from couture_server.access.kernel_tokens import give_token
from couture_server.access.roles import RoleProvider
from couture_server.backend import Backend
from couture_server.events.feed import ChangeFeed
from couture_server.events.socket import PATTERN as CHANGES
from couture_server.events.socket import ChangeSocketHandler
from couture_server.forwarding.routes import forwarding
from couture_server.forwarding.service import Service
from couture_server.garbage import collect_less
from couture_server.hooks.handler import CALLS_A_MINUTE, HookHandler
from couture_server.hooks.handler import PATTERN as HOOK
from couture_server.http.answering_processes import AnsweringProcesses
from couture_server.http.handler import NoSuchRouteHandler, RouteHandler
from couture_server.http.headers import with_ours, xsrf_cookie
from couture_server.http.lab_links import PREFIX, LabLinkHandler
from couture_server.kernels.desk import KernelDesk
from couture_server.live.socket import PATTERN as LIVE_SOCKET
from couture_server.live.socket import LiveSocketHandler
from couture_server.routes import BASE, all_routes, paths


class CoutureApp(ExtensionApp):
    """Couture Jupyter's half of the Jupyter server."""

    name = "couture"
    description = "Workflows of notebooks and tasks, inside Jupyter."
    version = __version__
    load_other_extensions = True
    extension_url = "/lab"

    common_workspace = Unicode(
        "",
        help="Folder that holds notebooks, DAG files and outputs; default: the server's root. Notebooks can only be "
        "opened from the browser where it is inside the root.",
    ).tag(config=True)
    db_url = Unicode("", help="SQLAlchemy URL of the metadata database; default: SQLite in the workspace.").tag(
        config=True
    )
    dags_folder = Unicode("", help="Folder with DAG files; default: <workspace>/dags.").tag(config=True)
    parallelism = Int(0, help="How many tasks may run at once; 0 takes the default.").tag(config=True)
    spare_kernels = Int(-1, help="Warm kernels waiting for each kernelspec; -1 takes the default.").tag(config=True)
    idle_exit = Float(
        -1.0,
        help="Seconds after which the engine ends itself when no server is connected and nothing is scheduled; 0 means "
        "never, -1 takes the default.",
    ).tag(config=True)
    default_timezone = Unicode("", help="IANA time zone of schedules that name none.").tag(config=True)
    autostart_engine = Bool(True, help="Start an engine when none runs, and again when it was killed.").tag(config=True)
    engine_outlives = Bool(
        True, help="Whether the engine goes on when this server ends. Tasks that are running go on in any case."
    ).tag(config=True)
    opens_kernels = Bool(True, help="Whether kernels that are kept after a failure can be opened in this server.").tag(
        config=True
    )
    answering_processes = Int(
        0,
        help="Processes beside the server that answer what is only read, where the setting answering_processes of "
        "couture.toml or the environment does not say it. Good for many people; one person needs none.",
    ).tag(config=True)
    trusted_proxies = List(
        Unicode(),
        help="Addresses or networks of proxies whose X-Forwarded-For and X-Real-Ip the audit log believes.",
    ).tag(config=True)
    own_proxy = List(
        Unicode(),
        help="Addresses of a proxy that belongs to this server, such as JupyterHub's: it is believed who spoke to it, "
        "and nothing that it was told.",
    ).tag(config=True)
    service_url = Unicode(
        os.environ.get("COUTURE_SERVICE_URL", ""),
        help="In a person's own server on JupyterHub: the address of the Couture service, which is asked everything.",
    ).tag(config=True)
    password_page = Unicode(
        "", help="The address where people change the password that they sign in with; empty: there is none."
    ).tag(config=True)
    https_only = Bool(
        os.environ.get("COUTURE_HTTPS_ONLY", "") == "1",
        help="People reach this server by https alone; browsers are told to keep to it (HSTS).",
    ).tag(config=True)
    role_provider_class = Type(
        RoleProvider, klass=RoleProvider, help="Says which role a person has; default: everybody is Admin."
    ).tag(config=True)

    backend: Backend | None = None  # none in a server that forwards

    def couture_settings(self) -> Settings:
        """Our settings: files and environment, overridden by what Jupyter's configuration names."""
        workspace = Path(self.common_workspace or self._server().root_dir)
        return load(
            workspace=workspace,
            db_url=self.db_url or None,
            dags_folder=self.dags_folder or None,
            parallelism=self.parallelism if self.parallelism > 0 else None,
            spare_kernels=self.spare_kernels if self.spare_kernels >= 0 else None,
            idle_exit=self.idle_exit if self.idle_exit >= 0 else None,
            default_timezone=self.default_timezone or None,
        )

    def initialize_settings(self) -> None:
        """Called by Jupyter Server before the handlers are made."""
        self.settings["headers"] = with_ours(self.settings.get("headers", {}), self.https_only)
        self.settings["xsrf_cookie_kwargs"] = xsrf_cookie(self.settings.get("xsrf_cookie_kwargs", {}), self.https_only)
        if self.service_url:
            self.log.info("Couture: asking the service at %s", self.service_url)
            return
        loop = IOLoop.current()
        feed = ChangeFeed(loop.add_callback, loop.call_later)
        roles = self.role_provider_class(parent=self)
        settings = self.couture_settings()
        give_token(self._server().identity_provider)
        self.backend = Backend(
            settings,
            roles,
            feed,
            AnsweringProcesses(self._answering(settings), settings, roles, all_routes()),
            server_root=Path(self._server().root_dir),
            kernel_manager=self._server().kernel_manager if self.opens_kernels else None,
            autostart_engine=self.autostart_engine,
            proxies=Proxies(networks(self.trusted_proxies), networks(self.own_proxy)),
            password_page=self.password_page,
        )
        self.log.info("Couture: workspace %s", settings.workspace)

    def initialize_handlers(self) -> None:
        """Called by Jupyter Server: our routes."""
        self.handlers.append((rf"{PREFIX}.+", LabLinkHandler))
        if self.backend is None:
            server = self._server()
            desk = KernelDesk(server.kernel_manager)
            self.handlers.extend(forwarding(Service.of(self.service_url), Path(server.root_dir), desk))
            return
        arguments: dict[str, Any] = {"backend": self.backend}
        for pattern, routes in paths():
            url = url_path_join("/", BASE, pattern)
            self.handlers.append((url, RouteHandler, {**arguments, "routes": routes}))
        self.handlers.append((HOOK, HookHandler, {**arguments, "rate": Rate(CALLS_A_MINUTE, 60.0)}))
        self.handlers.append((url_path_join("/", BASE, LIVE_SOCKET), LiveSocketHandler, arguments))
        self.handlers.append((url_path_join("/", BASE, CHANGES), ChangeSocketHandler, arguments))
        self.handlers.append((r"/couture/.*", NoSuchRouteHandler, {**arguments, "routes": {}}))

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        """Called when the event loop runs."""
        if self.backend is None:
            return
        if self.answering_processes:  # it is for many people
            collect_less()
        self.backend.start()

    async def stop_extension(self) -> None:
        """Called when the server ends; the engine stays, so that schedules go on, unless it is to end, too."""
        if self.backend is None:
            return
        if not self.engine_outlives:
            with suppress(EngineUnavailableError):  # it has ended already
                await asyncio.to_thread(self.backend.engine.stop_engine)
        self.backend.close()

    def _answering(self, settings: Settings) -> int:
        said = settings.answering_processes
        return said if said >= 0 else self.answering_processes

    def _server(self) -> ServerApp:
        assert self.serverapp is not None, "Jupyter Server links an extension before it uses it"
        return self.serverapp
