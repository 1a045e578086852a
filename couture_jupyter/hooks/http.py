"""HttpHook: requests to a server that a connection names."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import requests

from couture_jupyter.airflow_compat.errors import AirflowNotFoundException
from couture_jupyter.exceptions import TaskError
from couture_jupyter.hooks.base import BaseHook

# Of the connection's extra: these are options of a request, all else are headers.
_OPTIONS = ("proxies", "verify", "cert", "timeout", "stream", "allow_redirects", "max_redirects", "check_response")
_LONGEST_ANSWER = 1_000  # characters of a refusal that are told


class HttpHook(BaseHook):
    """Sends requests to the server of a connection, with its login and the headers in its extra.

    Args:
        method: ``GET``, ``POST`` …
        http_conn_id: the connection. Its host may be a whole address; else its schema says ``http`` or ``https``.
        auth_type: makes the authentication from login and password; by default HTTP's basic one.
        kwargs: ``tcp_keep_alive…`` is accepted for Airflow's sake.
    """

    conn_name_attr = "http_conn_id"
    default_conn_name = "http_default"
    conn_type = "http"
    hook_name = "HTTP"

    def __init__(
        self,
        method: str = "POST",
        http_conn_id: str = default_conn_name,
        auth_type: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.method = method.upper()
        self.http_conn_id = http_conn_id
        self.auth_type = auth_type
        self.base_url = ""
        self._options: dict[str, Any] = {}

    def get_conn(self, headers: Mapping[str, Any] | None = None, extra_options: Any = None) -> requests.Session:
        """A session with the connection's address, login and headers."""
        session = requests.Session()
        try:
            connection = self.get_connection(self.http_conn_id)
        except AirflowNotFoundException:
            if self.http_conn_id != self.default_conn_name:
                raise
        else:
            self.base_url = _address(connection)
            extra = connection.extra_dejson
            self._options = {name: extra.pop(name) for name in _OPTIONS if name in extra}
            session.headers.update({name: str(value) for name, value in extra.items()})
            session.auth = self._auth(connection)
        session.headers.update(headers or {})
        return session

    def _auth(self, connection: Any) -> Any:
        if connection.login:
            return (self.auth_type or requests.auth.HTTPBasicAuth)(connection.login, connection.password or "")
        return self.auth_type() if self.auth_type else None

    def run(
        self,
        endpoint: str | None = None,
        data: Any = None,
        headers: Mapping[str, Any] | None = None,
        extra_options: Mapping[str, Any] | None = None,
        **request_kwargs: Any,
    ) -> requests.Response:
        """The answer to one request: ``data`` is its query for ``GET`` and ``HEAD``, else its body.

        Raises ``requests.HTTPError`` for a status of 400 and more, unless ``extra_options`` say
        ``{"check_response": False}``.
        """
        session = self.get_conn(headers)
        options = {**self._options, **(extra_options or {})}
        given = {"params": data} if self.method in ("GET", "HEAD") else {"data": data}
        prepared = session.prepare_request(
            requests.Request(self.method, self.url_from_endpoint(endpoint), **{**given, **request_kwargs})
        )
        self.log.info("%s %s", self.method, prepared.url)
        return self.run_and_check(session, prepared, options)

    def run_and_check(
        self, session: requests.Session, prepped_request: requests.PreparedRequest, extra_options: Mapping[str, Any]
    ) -> requests.Response:
        """Send a request and look at the answer's status."""
        if "max_redirects" in extra_options:
            session.max_redirects = int(extra_options["max_redirects"])
        named = {name: extra_options[name] for name in ("proxies", "stream", "verify", "cert") if name in extra_options}
        settings = session.merge_environment_settings(
            prepped_request.url or "",
            named.get("proxies", {}),
            named.get("stream"),
            named.get("verify"),
            named.get("cert"),
        )
        answer = session.send(
            prepped_request,
            timeout=extra_options.get("timeout"),
            allow_redirects=extra_options.get("allow_redirects", True),
            **settings,
        )
        if extra_options.get("check_response", True):
            self.check_response(answer)
        return answer

    def check_response(self, response: requests.Response) -> None:
        """``requests.HTTPError`` for a status of 400 and more, with the beginning of what the server said."""
        try:
            response.raise_for_status()
        except requests.HTTPError as error:
            raise requests.HTTPError(f"{error}: {response.text[:_LONGEST_ANSWER]}", response=response) from error

    def run_with_advanced_retry(self, _retry_args: Mapping[str, Any], *args: Any, **kwargs: Any) -> Any:
        """``run``, repeated as ``tenacity.Retrying(**_retry_args)`` says."""
        try:
            from tenacity import Retrying
        except ImportError as error:
            raise TaskError("retry_args need the package tenacity: pip install tenacity") from error
        return Retrying(**{"sleep": time.sleep, **_retry_args})(self.run, *args, **kwargs)

    def url_from_endpoint(self, endpoint: str | None) -> str:
        """The whole address."""
        if endpoint and "://" in endpoint:
            return endpoint
        if not endpoint:
            return self.base_url
        return f"{self.base_url.rstrip('/')}/{endpoint.lstrip('/')}"

    def test_connection(self) -> tuple[bool, str]:
        """Whether the server answers, and a sentence."""
        try:
            self.run()
        except (requests.RequestException, TaskError) as error:
            return False, str(error)
        return True, "The server answers."


def _address(connection: Any) -> str:
    host = connection.host or ""
    base = host if "://" in host else f"{connection.schema or 'http'}://{host}"
    return f"{base}:{connection.port}" if connection.port else base
