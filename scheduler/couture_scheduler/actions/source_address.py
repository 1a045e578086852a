"""The address that a request comes from, for the audit log: what a proxy says counts if we know the proxy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Protocol

Network = IPv4Network | IPv6Network


class Request(Protocol):
    """What a web server knows of a request: tornado's, in the server and in the Hub."""

    @property
    def headers(self) -> Mapping[str, str]:
        """By any spelling of their names."""

    @property
    def connection(self) -> Any:
        """Its ``stream`` has the socket."""


def networks(names: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks, as the configuration names them. ``ValueError`` says which one is none."""
    return tuple(ip_network(name.strip(), strict=False) for name in names)


@dataclass(frozen=True, slots=True)
class Proxies:
    """``trusted`` ones stand between people and us: what they say of a hop is believed. ``own`` is one that belongs to
    this server, such as the Hub's: it only says who spoke to it, and that may well be somebody on the same machine."""

    trusted: Sequence[Network] = ()
    own: Sequence[Network] = ()


def source_of(request: Request, proxies: Proxies) -> str:
    """Where the request comes from. Headers of a peer that is none of the proxies are not believed, whatever the
    Jupyter server does with them."""
    peer, trusted = _peer(request), proxies.trusted
    if not _is_in(peer, (*trusted, *proxies.own)):
        return peer
    hops = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",") if each.strip()]
    for hop in reversed(hops):
        if _address(hop) is None:
            break  # not an address: nothing further away can be believed
        if not _is_in(hop, trusted):
            return hop
    real = request.headers.get("X-Real-Ip", "").strip()
    return real if not hops and _is_in(peer, trusted) and _address(real) is not None else peer


def _peer(request: Request) -> str:
    """The other end of the connection; tornado's ``remote_ip`` is what headers say, where it trusts them."""
    stream = getattr(request.connection, "stream", None)
    if stream is None or stream.socket is None:
        return ""
    try:
        name = stream.socket.getpeername()
    except OSError:  # whoever asked has left
        return ""
    return str(name[0]) if isinstance(name, tuple) else "unix"


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _is_in(text: str, trusted: Sequence[Network]) -> bool:
    address = _address(text)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address is not None and any(address in each for each in trusted)
