"""Where people may send the server to: the one rule for webhooks and for connections that are tried out.

Behind some addresses stands what trusts this machine: its own services on loopback, and on link-local addresses those
where clouds hand out the machine's credentials. Names say nothing: what counts is the address that is connected to.
"""

from __future__ import annotations

import ipaddress
import socket
from enum import StrEnum

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Of clouds that hand out credentials elsewhere than on 169.254.0.0/16 and fe80::/10.
_METADATA = frozenset(
    ipaddress.ip_address(each)
    for each in ("fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "100.100.100.200", "168.63.129.16", "192.0.0.192")
)


class Reach(StrEnum):
    """How far inside one may get; each has what those before it have."""

    PUBLIC = "public"  # the internet
    NETWORK = "network"  # private networks, but neither this machine nor link-local addresses
    MACHINE = "machine"  # this machine, too
    ANYWHERE = "anywhere"


def may_reach(address: str, reach: Reach) -> bool:
    """Whether a connection may be made to this (numeric) address."""
    found = _inner(ipaddress.ip_address(address.partition("%")[0]))
    if reach is Reach.ANYWHERE:
        return True
    if found.is_link_local or found in _METADATA or found.is_multicast:
        return False
    if found.is_loopback or found.is_unspecified:
        return reach is Reach.MACHINE
    return found.is_global or reach is not Reach.PUBLIC


def addresses_of(host: str, port: int | None = None) -> list[tuple[socket.AddressFamily, str]]:
    """The addresses behind a name. ``OSError`` or ``UnicodeError`` where there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(family, str(where[0])) for family, _, _, _, where in found]


def _inner(address: _Address) -> _Address:
    """The IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if inner is None and address in _NAT64:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address
