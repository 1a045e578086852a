"""A real message broker for tests: Debian's RabbitMQ as a child process.

Nodes of Erlang find each other through a daemon, epmd, which would outlive the tests. This node is told to listen for
no others, and what epmd would have answered, so that none is started and no port is open but those for clients.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from database_servers import running
from message_sinks import make_certificate

NODE = "tests@localhost"
USER, PASSWORD = "couture", "carries-launches"
PLACES = ("/usr/lib/rabbitmq/bin", *os.get_exec_path())  # Debian's own /usr/sbin/rabbitmq-server becomes another user
ROOMS = [f"room-{number}" for number in range(40)]

CONFIGURATION = """
listeners.tcp.1 = 127.0.0.1:{port}
listeners.ssl.1 = 127.0.0.1:{tls_port}
ssl_options.certfile = {folder}/certificate.pem
ssl_options.keyfile = {folder}/key.pem
load_definitions = {folder}/definitions.json
# A disk that is nearly full must not stop a test's messages.
disk_free_limit.absolute = 1MB
log.console = true
log.file = false
"""


@dataclass
class Broker:
    """A RabbitMQ that tests may stop and start again: its ports stay its own, and so do its messages."""

    folder: Path
    port: int
    tls_port: int
    certificate: Path
    _rooms: Iterator[str] = field(default_factory=lambda: iter(ROOMS))
    _process: ExitStack = field(default_factory=ExitStack)

    def url(self, *, tls: bool = False) -> str:
        """The address of a virtual host that nobody has used: no message of another test is there."""
        room = next(self._rooms, None)
        assert room, f"All {len(ROOMS)} virtual hosts are taken; let broker_server.py make more."
        scheme, port = ("amqps", self.tls_port) if tls else ("amqp", self.port)
        return f"{scheme}://{USER}:{PASSWORD}@127.0.0.1:{port}/{room}"

    def start(self) -> None:
        """Start it, and wait until it listens."""
        environment = self._environment()
        ready = "Server startup complete"
        self._process.enter_context(running([_program()], ready, signal.SIGTERM, self.folder, environment=environment))

    def stop(self) -> None:
        """End it, and wait until it has ended."""
        self._process.close()

    def _environment(self) -> dict[str, str]:
        own = {
            "NODENAME": NODE,
            "CONFIG_FILE": self.folder / "rabbitmq.conf",
            "ENABLED_PLUGINS_FILE": self.folder / "plugins",
            "MNESIA_BASE": self.folder / "data",
            "LOG_BASE": self.folder / "log",
            # Nothing that this machine is set up with:
            "CONF_ENV_FILE": self.folder / "none",
            "CONFIG_FILES": self.folder / "none",
            "ADVANCED_CONFIG_FILE": self.folder / "none",
            "SERVER_ADDITIONAL_ERL_ARGS": f"-sname {NODE}",
        }
        more = {
            "HOME": str(self.folder),
            # Also for the node that RabbitMQ starts each minute so that there be an epmd.
            "ERL_FLAGS": "-dist_listen false -start_epmd false -erl_epmd_port 1",
            "ERL_EPMD_PORT": "1",
            "RUNNING_UNDER_SYSTEMD": "true",  # which wants no shell between itself and the program
        }
        # Of this process's only what programs need: a test that starts it again may mark what its workspace starts.
        path = {"PATH": os.environ["PATH"]}
        return {**path, **{f"RABBITMQ_{name}": str(value) for name, value in own.items()}, **more}


@contextmanager
def rabbitmq() -> Iterator[Broker]:
    """A running broker with users and virtual hosts."""
    folder = Path(tempfile.mkdtemp(prefix="couture-broker-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        port, tls_port = (stack.enter_context(_reserved_port()) for _ in range(2))
        (folder / "rabbitmq.conf").write_text(CONFIGURATION.format(folder=folder, port=port, tls_port=tls_port))
        (folder / "definitions.json").write_text(json.dumps(_definitions()))
        (folder / "plugins").write_text("[].\n")
        broker = Broker(folder, port, tls_port, make_certificate(folder))
        stack.callback(broker.stop)
        broker.start()
        yield broker


@contextmanager
def _reserved_port() -> Iterator[int]:
    """A port that the system gives to nobody who asks for any. Who names it, as the broker does, can listen there."""
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


def _definitions() -> dict[str, list[dict[str, str]]]:
    everything = {"user": USER, "configure": ".*", "write": ".*", "read": ".*"}
    return {
        "users": [{"name": USER, "password": PASSWORD, "tags": ""}],
        "vhosts": [{"name": room} for room in ROOMS],
        "permissions": [{**everything, "vhost": room} for room in ROOMS],
    }


def _program() -> str:
    found = shutil.which("rabbitmq-server", path=os.pathsep.join(PLACES))
    if found is None:
        raise FileNotFoundError("rabbitmq-server is not installed. As root: apt-get install rabbitmq-server")
    return found
