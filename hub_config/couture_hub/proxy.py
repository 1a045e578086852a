"""The Hub's proxy, with the time to start that a busy machine needs: JupyterHub gives up after 10 seconds."""

from __future__ import annotations

import asyncio

from jupyterhub.objects import Server
from jupyterhub.proxy import ConfigurableHTTPProxy
from tornado.ioloop import PeriodicCallback
from traitlets import Float

LOOK_EVERY = 0.5  # seconds


class PatientProxy(ConfigurableHTTPProxy):  # type: ignore[misc]
    """JupyterHub's own proxy, waited for as long as it runs and ``patience`` lasts."""

    patience = Float(300.0, help="Seconds that the proxy has to listen, after the 10 that JupyterHub waits.").tag(
        config=True
    )

    async def start(self) -> None:
        """Start the proxy. Raises ``RuntimeError`` when it ends, and ``TimeoutError`` when it does not listen."""
        try:
            await super().start()
        except TimeoutError:
            self.log.warning("The proxy does not listen yet. Waiting for up to %d seconds more.", self.patience)
        else:
            return
        await self._listening()
        self._check_running_callback = PeriodicCallback(self.check_running, 1000 * self.check_running_interval)
        self._check_running_callback.start()

    async def _listening(self) -> None:
        up = asyncio.ensure_future(self._up())
        try:
            while not (await asyncio.wait([up], timeout=LOOK_EVERY))[0]:
                status = self.proxy_process.poll()
                if status is not None:
                    raise RuntimeError(f"The proxy ended with the status {status} before it listened.")
            await up
        finally:
            up.cancel()

    async def _up(self) -> None:
        servers = [Server.from_url(url) for url in (self.public_url, self.api_url)]
        await asyncio.gather(*(each.wait_up(self.patience) for each in servers))
