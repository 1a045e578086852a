"""``POST couture/hooks/{dag_id}``: starts a run for whoever shows a token made for this DAG.

This is our only address without a Jupyter login. It looks at nothing but the ``Authorization`` header: no cookie and no
Jupyter token opens it, so other sites have nothing to forge and it needs no XSRF cookie.
"""

from __future__ import annotations

import asyncio
import hashlib
import math
from typing import Any

from couture_scheduler.access import Actor, Role
from couture_scheduler.actions import trigger_tokens
from couture_scheduler.actions.rate import Rate
from couture_scheduler.actions.source_address import source_of
from couture_scheduler.errors import ForbiddenError, SchedulerError
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from pydantic import BaseModel
from tornado import web

from couture_server.backend import Backend
from couture_server.hooks.bodies import HookBody, HookRun
from couture_server.http.errors import failure
from couture_server.http.models import ErrorBody
from couture_server.http.reading import read_body

PATTERN = r"/couture/hooks/(?P<dag_id>[^/]+)"
CALLS_A_MINUTE = 60  # with one token


class HookHandler(JupyterHandler):
    """Answers the one method."""

    def initialize(self, backend: Backend, rate: Rate) -> None:
        """Called by tornado for each request."""
        self.backend = backend
        self.rate = rate

    async def prepare(self) -> None:  # type: ignore[override]
        """Instead of Jupyter's: nobody is signed in here, and the token is not shown to Jupyter's identity provider."""
        self.current_user = None
        if not self.check_host():
            raise web.HTTPError(403, "This server does not answer to the name in the Host header.")

    def check_xsrf_cookie(self) -> None:
        """Nothing to check: no cookie opens this address."""

    @allow_unauthenticated
    async def post(self, dag_id: str) -> None:
        """Start a run."""
        secret = _bearer(self.request.headers.get("Authorization", ""))
        caller = hashlib.sha256(f"{dag_id}\n{secret}".encode("utf-8", "replace")).hexdigest()
        pause = self.rate.wait(caller)
        if pause:
            self.set_header("Retry-After", str(math.ceil(pause)))
            self._finish(429, ErrorBody(detail=f"At most {CALLS_A_MINUTE} calls a minute. Wait a little."))
            return
        try:
            found = await asyncio.get_running_loop().run_in_executor(
                self.backend.threads_for("POST"), self._run, dag_id, secret, self.request.body
            )
            self._finish(202, found)
        except ForbiddenError as error:
            self.set_header("WWW-Authenticate", "Bearer")
            self._finish(401, ErrorBody(detail=str(error)))
        except SchedulerError as error:
            refused = failure(error)
            self._finish(refused.status, refused.body)

    def _run(self, dag_id: str, secret: str, body: bytes) -> HookRun:
        """In a thread. The token comes first: strangers learn nothing from what we say of a body."""
        ctx = self.backend.context(Actor("hook", Role.PUBLIC.rights, source_of(self.request, self.backend.proxies)))
        trigger_tokens.authenticate(ctx, dag_id, secret)
        asked = read_body(HookBody, body)
        run = trigger_tokens.run_with_token(
            ctx, dag_id, secret, conf=asked.conf, parameters=asked.parameters, note=asked.note
        ).run
        return HookRun(dag_id=run.dag_id, dag_run_id=run.run_id, state=run.state, logical_date=run.logical_date)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """What tornado refuses has the same shape as everything else."""
        error = kwargs.get("exc_info", (None, None))[1]
        told = error.log_message if isinstance(error, web.HTTPError) and status_code < 500 else None
        self._finish(status_code, ErrorBody(detail=told or self._reason))

    def _finish(self, status: int, body: BaseModel) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(body.model_dump_json())


def _bearer(header: str) -> str:
    kind, _, secret = header.strip().partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""
