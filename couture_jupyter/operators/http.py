"""HttpOperator: one request, or one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import requests

from couture_jupyter.exceptions import TaskError
from couture_jupyter.hooks.http import HttpHook
from couture_jupyter.operators.base import BaseOperator, Context
from couture_jupyter.operators.python import wanted_keywords


class HttpOperator(BaseOperator):
    """Sends a request; the text of the answer becomes the XCom ``return_value``.

    Args:
        endpoint: what comes after the connection's address; templated.
        method: ``GET``, ``POST`` …
        data: the query of a ``GET``, else the body; templated.
        headers: templated.
        pagination_function: ``f(response)`` gives the arguments of the next request (``endpoint``, ``data``,
            ``headers``, ``extra_options``), or ``None`` after the last; then the XCom is a list.
        response_check: ``f(response, **context)`` says whether the answer is good.
        response_filter: ``f(response, **context)`` makes the XCom, of several answers from their list.
        extra_options: of the request: ``timeout``, ``verify``, ``check_response`` …
        request_kwargs: further arguments of ``requests.Request``, such as ``json``.
        http_conn_id: the connection.
        log_response: whether the log shows the answer.
        auth_type: see ``HttpHook``.
        retry_args: arguments of ``tenacity.Retrying``: the request is repeated as it says.
        deferrable, tcp_keep_alive: accepted for Airflow's sake; the task itself sends the request.
    """

    template_fields: Sequence[str] = ("endpoint", "data", "headers")
    template_ext: Sequence[str] = ()
    template_fields_renderers: ClassVar[dict[str, str]] = {"headers": "json", "data": "py"}
    ui_color = "#f4a460"

    def __init__(
        self,
        *,
        endpoint: str | None = None,
        method: str = "POST",
        data: Any = None,
        headers: dict[str, str] | None = None,
        pagination_function: Callable[..., dict[str, Any] | None] | None = None,
        response_check: Callable[..., bool] | None = None,
        response_filter: Callable[..., Any] | None = None,
        extra_options: dict[str, Any] | None = None,
        request_kwargs: dict[str, Any] | None = None,
        http_conn_id: str = HttpHook.default_conn_name,
        log_response: bool = False,
        auth_type: Any = None,
        retry_args: dict[str, Any] | None = None,
        deferrable: bool = False,
        tcp_keep_alive: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.endpoint = endpoint
        self.method = method
        self.data = data if data is not None else {}
        self.headers = headers or {}
        self.pagination_function = pagination_function
        self.response_check = response_check
        self.response_filter = response_filter
        self.extra_options = extra_options or {}
        self.request_kwargs = request_kwargs or {}
        self.http_conn_id = http_conn_id
        self.log_response = log_response
        self.auth_type = auth_type
        self.retry_args = retry_args

    @property
    def hook(self) -> HttpHook:
        """What sends the requests."""
        return HttpHook(self.method, http_conn_id=self.http_conn_id, auth_type=self.auth_type)

    def execute(self, context: Context) -> Any:
        """Send the request, and those that follow from the answers."""
        wanted: dict[str, Any] | None = {
            "endpoint": self.endpoint,
            "data": self.data,
            "headers": self.headers,
            "extra_options": self.extra_options,
        }
        answers = []
        first = dict(wanted or {})
        while wanted:
            answers.append(self._send({**first, **wanted}))
            wanted = self.pagination_function(answers[-1]) if self.pagination_function else None
        return self.process_response(context, answers if self.pagination_function else answers[0])

    def _send(self, wanted: dict[str, Any]) -> requests.Response:
        if self.retry_args:
            answer: requests.Response = self.hook.run_with_advanced_retry(
                self.retry_args, **wanted, **self.request_kwargs
            )
            return answer
        return self.hook.run(**wanted, **self.request_kwargs)

    def process_response(self, context: Context, response: Any) -> Any:
        """Check the answer, or the list of answers, and make the XCom of it."""
        several = response if isinstance(response, list) else [response]
        for each in several:
            if self.log_response:
                self.log.info("%s", each.text)
            if self.response_check and not self._called(self.response_check, each, context):
                raise TaskError(f"The answer did not pass the response_check: status {each.status_code}.")
        if self.response_filter:
            return self._called(self.response_filter, response, context)
        return [each.text for each in several] if isinstance(response, list) else response.text

    @staticmethod
    def _called(function: Callable[..., Any], answer: Any, context: Context) -> Any:
        return function(answer, **wanted_keywords(function, 1, context))
