"""Sends a webhook: to public addresses only unless a setting allows others, without following redirects.

The name is resolved once, checked, and the very address that was checked is connected to, so a name server cannot
change its mind in between. Proxies are not used.
"""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
from urllib.parse import SplitResult, quote, unquote, urlsplit

from couture_scheduler.files.addresses import Reach, addresses_of, may_reach
from couture_scheduler.messages.delivery import DeliveryError

TIMEOUT = 10.0
_MOST_READ = 1024
_LONGEST_SAID = 120


def post(url: str, body: bytes, headers: dict[str, str], *, private: bool, timeout: float = TIMEOUT) -> None:
    """POST ``body``; an answer of 2xx is success. Raises ``DeliveryError``; its sentence names the host only, since the
    rest of the address may be secret."""
    target = parse(url)
    place = str(target.hostname)
    connection = _connection(target, private, timeout)
    try:
        connection.request("POST", _path(target), body, {"User-Agent": "couture-jupyter", **_login(target), **headers})
        answer = connection.getresponse()
        said = answer.read(_MOST_READ)
    except ssl.SSLError as error:
        reason = getattr(error, "verify_message", "") or error.reason or "no common protocol"
        raise DeliveryError(f"{place} cannot be trusted: {reason}.") from None
    except (OSError, http.client.HTTPException) as error:
        raise DeliveryError(f"{place} does not answer: {getattr(error, 'strerror', None) or error}.") from None
    finally:
        connection.close()
    if 300 <= answer.status < 400:
        raise DeliveryError(f"{place} sent a redirect ({answer.status}), which is not followed. Give the last address.")
    if not 200 <= answer.status < 300:
        raise DeliveryError(f"{place} answered {answer.status} {answer.reason}{_said(said)}.")


def parse(url: str) -> SplitResult:
    """The parts of an address. Raises ``DeliveryError`` for what cannot be one of a webhook."""
    try:
        target = urlsplit(url)
        usable = target.scheme in ("http", "https") and target.hostname and target.port != 0
    except ValueError:
        usable = False
    if not usable or any(each.isspace() or ord(each) < 32 for each in url):
        raise DeliveryError("The connection holds no address such as https://example.org/hook.", is_final=True)
    return target


def checked_addresses(host: str, port: int, *, private: bool) -> list[tuple[socket.AddressFamily, str]]:
    """The addresses of ``host`` that may be connected to. Raises ``DeliveryError`` when one of them may not be."""
    try:
        addresses = addresses_of(host, port)
    except (OSError, UnicodeError):
        raise DeliveryError(f"There is no host {host}.") from None
    reach = Reach.ANYWHERE if private else Reach.PUBLIC
    if not all(may_reach(address, reach) for _, address in addresses):
        raise DeliveryError(
            f"{host} is an address inside this machine or network. An administrator can allow it with the setting "
            "webhook_private.",
            is_final=True,
        )
    return addresses


def _connection(target: SplitResult, private: bool, timeout: float) -> http.client.HTTPConnection:
    host = str(target.hostname)
    if target.scheme == "http":
        return _Plain(host, target.port or 80, private, timeout)
    return _Secure(host, target.port or 443, private, timeout)


class _Plain(http.client.HTTPConnection):
    def __init__(self, host: str, port: int, private: bool, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._private = private

    def connect(self) -> None:
        """Connect to an address that was checked."""
        self.sock = _connected(self.host, self.port, self._private, self.timeout)


class _Secure(_Plain):
    default_port = 443

    def connect(self) -> None:
        """The same with TLS; the certificate is for the name."""
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _connected(host: str, port: int, private: bool, timeout: float | None) -> socket.socket:
    last: OSError | None = None
    for family, address in checked_addresses(host, port, private=private):
        made = socket.socket(family, socket.SOCK_STREAM)
        made.settimeout(timeout)
        try:
            made.connect((address, port))
        except OSError as error:
            made.close()
            last = error
        else:
            return made
    raise last or OSError("no address")


def _path(target: SplitResult) -> str:
    path = quote(target.path or "/", safe=_OF_ADDRESSES)
    return path + (f"?{quote(target.query, safe=_OF_ADDRESSES)}" if target.query else "")


_OF_ADDRESSES = "/%:@!$&'()*+,;=?"  # what stays as it is: the rest is quoted already, or is no ASCII


def _login(target: SplitResult) -> dict[str, str]:
    """Of ``https://user:password@example.org/``."""
    if target.username is None:
        return {}
    pair = f"{unquote(target.username)}:{unquote(target.password or '')}"
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def _said(body: bytes) -> str:
    words = " ".join(body.decode("utf-8", "replace").split())
    visible = "".join(each for each in words if each.isprintable())[:_LONGEST_SAID].rstrip(".")
    return f": {visible}" if visible and not visible.startswith("<") else ""
