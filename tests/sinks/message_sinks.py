"""A real mail server and a real HTTP server on loopback, that keep what they get."""

from __future__ import annotations

import contextlib
import http.server
import json
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

USER, PASSWORD = "couture", "s3cret-Pa55"


@dataclass
class Mailbox:
    """What a mail server got. ``reject`` are recipients that it does not know."""

    reject: tuple[str, ...] = ()
    messages: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        """Refuse unknown recipients."""
        if address in self.reject:
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the message."""
        self.messages.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return "250 OK"

    def to(self, recipient: str) -> list[EmailMessage]:
        """The messages to one recipient."""
        return [each for each in self.messages if each["To"] == recipient]


@contextlib.contextmanager
def mail_server(
    *, certificate: Path | None = None, reject: tuple[str, ...] = (), port: int = 0, only_tls: bool = False
) -> Iterator[Mailbox]:
    """A mail server; with a certificate it wants STARTTLS and a login, or ``only_tls`` from the first byte."""
    box = Mailbox(reject)
    options: dict[str, Any] = {}
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        tls: dict[str, Any] = {"tls_context": context, "require_starttls": True}
        tls = {"ssl_context": context, "auth_require_tls": False} if only_tls else tls
        options = {**tls, "auth_required": True, "authenticator": _check}
    controller = _OnAnyPort(box, hostname="127.0.0.1", port=port, **options)
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


class _OnAnyPort(Controller):
    """``Controller`` connects to its port to see that it is there, so it must learn which one it got."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()


def _check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and data.login == USER.encode() and data.password == PASSWORD.encode()
    return AuthResult(success=good, handled=False)


def make_certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key, in one file."""
    path = folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem", "-out", path]
    subprocess.run([*command, *names], check=True, capture_output=True)
    path.write_text(path.read_text() + (folder / "key.pem").read_text())
    return path


@dataclass
class Sink:
    """What an HTTP server got: (path, headers, body). ``status`` is what it answers."""

    port: int = 0
    status: int = 200
    location: str = ""
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def documents(self) -> list[Any]:
        """The bodies as JSON."""
        return [json.loads(body) for _, _, body in self.got]


@contextlib.contextmanager
def http_sink() -> Iterator[Sink]:
    """An HTTP server that keeps what is posted."""
    sink = Sink()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            sink.got.append((self.path, dict(self.headers), body))
            self.send_response(sink.status)
            if sink.location:
                self.send_header("Location", sink.location)
            self.end_headers()
            self.wfile.write(b"no service today, and a long story about why " * 20)

        def log_message(self, *args: Any) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sink.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()
