"""Where a request comes from: a header is believed from a proxy that we know, and from nobody else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from couture_scheduler.actions.source_address import Proxies, networks, source_of
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine


def asked(peer: str, **headers: str) -> Any:
    """A request over a connection from ``peer``."""
    line = SimpleNamespace(getpeername=lambda: (peer, 1234))
    connection = SimpleNamespace(stream=SimpleNamespace(socket=line), context=None, set_close_callback=None)
    named = HTTPHeaders({"Host": "here", **{name.replace("_", "-"): value for name, value in headers.items()}})
    line_of_request = RequestStartLine("GET", "/", "HTTP/1.1")
    return HTTPServerRequest(headers=named, connection=connection, start_line=line_of_request)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("peer", "headers", "source"),
    [
        ("6.6.6.6", {}, "6.6.6.6"),
        ("6.6.6.6", {"X_Forwarded_For": "1.2.3.4", "X_Real_Ip": "1.2.3.4"}, "6.6.6.6"),
        ("10.0.0.1", {}, "10.0.0.1"),
        ("10.0.0.1", {"X_Real_Ip": "1.2.3.4"}, "1.2.3.4"),
        ("10.0.0.1", {"X_Forwarded_For": "9.9.9.9, 1.2.3.4, 10.0.0.2"}, "1.2.3.4"),
        ("10.0.0.1", {"X_Forwarded_For": "1.2.3.4", "X_Real_Ip": "9.9.9.9"}, "1.2.3.4"),
        ("10.0.0.1", {"X_Forwarded_For": "1.2.3.4, <script>"}, "10.0.0.1"),
        ("10.0.0.1", {"X_Real_Ip": "root"}, "10.0.0.1"),
        ("::ffff:10.0.0.1", {"X_Forwarded_For": "2001:db8::1"}, "2001:db8::1"),
    ],
)
def test_headers_count_from_trusted_hops_only(peer: str, headers: dict[str, str], source: str) -> None:
    assert source_of(asked(peer, **headers), Proxies(networks(["10.0.0.0/8"]))) == source


def test_without_a_trusted_proxy_no_header_counts() -> None:
    assert source_of(asked("127.0.0.1", X_Forwarded_For="1.2.3.4"), Proxies()) == "127.0.0.1"


def test_a_proxy_of_ones_own_says_who_spoke_to_it_and_no_more() -> None:
    own = Proxies(own=networks(["127.0.0.1"]))
    assert source_of(asked("127.0.0.1", X_Forwarded_For="9.9.9.9, 1.2.3.4"), own) == "1.2.3.4"
    assert source_of(asked("127.0.0.1", X_Forwarded_For="9.9.9.9, 127.0.0.1"), own) == "127.0.0.1"
    assert source_of(asked("127.0.0.1", X_Real_Ip="9.9.9.9"), own) == "127.0.0.1"
    both = Proxies(networks(["127.0.0.1"]), own.own)  # a proxy with the certificates, on the same machine
    assert source_of(asked("127.0.0.1", X_Forwarded_For="9.9.9.9, 1.2.3.4, 127.0.0.1"), both) == "1.2.3.4"


def test_a_network_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match="here"):
        networks(["here"])
