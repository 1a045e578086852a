"""HttpSensor: ask a server until its answer is good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import requests

from couture_jupyter.hooks.http import HttpHook
from couture_jupyter.operators.base import Context
from couture_jupyter.operators.python import wanted_keywords
from couture_jupyter.sensors.base import BaseSensorOperator, PokeReturnValue


class HttpSensor(BaseSensorOperator):
    """Sends a request until the status is good and ``response_check`` agrees.

    Args:
        endpoint: what comes after the connection's address; templated.
        http_conn_id: the connection.
        method: ``GET``, ``POST`` …
        request_params: the query of a ``GET``, else the body; templated.
        request_kwargs: further arguments of ``requests.Request``, such as ``json``.
        headers: templated.
        response_error_codes_allowlist: statuses of 400 and more that mean "not yet". Default ``["404"]``.
        response_check: ``f(response, **context)`` says whether the wait is over; a ``PokeReturnValue`` brings an XCom.
        extra_options: of the request: ``timeout``, ``verify`` …
        deferrable: whether it waits without a process.
    """

    template_fields: Sequence[str] = ("endpoint", "request_params", "headers")
    template_fields_renderers: ClassVar[dict[str, str]] = {"headers": "json"}

    def __init__(
        self,
        *,
        endpoint: str,
        http_conn_id: str = HttpHook.default_conn_name,
        method: str = "GET",
        request_params: dict[str, Any] | None = None,
        request_kwargs: dict[str, Any] | None = None,
        headers: dict[str, Any] | None = None,
        response_error_codes_allowlist: list[str] | None = None,
        response_check: Callable[..., Any] | None = None,
        extra_options: dict[str, Any] | None = None,
        deferrable: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.endpoint = endpoint
        self.http_conn_id = http_conn_id
        self.method = method
        self.request_params = request_params or {}
        self.request_kwargs = request_kwargs or {}
        self.headers = headers or {}
        allowed = response_error_codes_allowlist
        self.response_error_codes_allowlist = [str(each) for each in (["404"] if allowed is None else allowed)]
        self.response_check = response_check
        self.extra_options = extra_options or {}
        self.deferrable = deferrable

    def execute(self, context: Context) -> Any:
        """Wait, with a process or without."""
        if self.deferrable:
            self.mode = "reschedule"
        return super().execute(context)

    def poke(self, context: Context) -> bool | PokeReturnValue:
        """Send the request."""
        hook = HttpHook(self.method, http_conn_id=self.http_conn_id)
        try:
            answer = hook.run(
                self.endpoint,
                data=self.request_params,
                headers=self.headers,
                extra_options=self.extra_options,
                **self.request_kwargs,
            )
        except requests.HTTPError as error:
            if error.response is not None and str(error.response.status_code) in self.response_error_codes_allowlist:
                self.log.info("Not yet: %s", error)
                return False
            raise
        if self.response_check is None:
            return True
        found = self.response_check(answer, **wanted_keywords(self.response_check, 1, context))
        return found if isinstance(found, PokeReturnValue) else bool(found)
