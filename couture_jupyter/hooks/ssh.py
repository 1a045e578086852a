"""SSHHook: commands on another machine."""

from __future__ import annotations

import base64
import io
import time
from typing import Any

from couture_jupyter.exceptions import TaskError
from couture_jupyter.hooks.base import BaseHook

_STEP = 0.05  # seconds between two looks at the channel
_PIECE = 1 << 16


class SSHHook(BaseHook):
    """Logs in as a connection says: with its password, or a key in its extra (``key_file``, or ``private_key`` with
    ``private_key_passphrase``). As in Airflow a server that is not known is trusted, unless the extra holds its
    ``host_key`` or says ``"no_host_key_check": false``.

    Args:
        ssh_conn_id: the connection.
        remote_host: a host other than the connection's.
        username: a user other than the connection's.
        password: a password other than the connection's.
        key_file: the path of a private key.
        port: by default 22.
        conn_timeout: seconds to log in.
        cmd_timeout: seconds for a command.
        keepalive_interval: seconds between signs of life.
    """

    conn_name_attr = "ssh_conn_id"
    default_conn_name = "ssh_default"
    conn_type = "ssh"
    hook_name = "SSH"

    def __init__(
        self,
        ssh_conn_id: str | None = None,
        remote_host: str = "",
        username: str | None = None,
        password: str | None = None,
        key_file: str | None = None,
        port: int | None = None,
        conn_timeout: float | None = None,
        cmd_timeout: float | None = None,
        keepalive_interval: int = 30,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        self.ssh_conn_id = ssh_conn_id
        found = self.get_connection(ssh_conn_id) if ssh_conn_id else None
        self._extra = found.extra_dejson if found else {}
        self.remote_host = remote_host or (found.host if found else None) or ""
        self.username = username or (found.login if found else None)
        self.password = password or (found.password if found else None)
        self.key_file = key_file or self._extra.get("key_file")
        self.port = port or (found.port if found else None) or 22
        self.conn_timeout = conn_timeout or float(self._extra.get("conn_timeout") or 10)
        self.cmd_timeout = cmd_timeout or float(self._extra.get("cmd_timeout") or 0) or None
        self.keepalive_interval = keepalive_interval
        if not self.remote_host:
            raise TaskError("SSH needs a host: in the connection, or as remote_host.")

    def get_conn(self) -> Any:
        """A client that has logged in."""
        paramiko = _paramiko()
        client = paramiko.SSHClient()
        client.load_system_host_keys()
        self._trust(client, paramiko)
        try:
            client.connect(
                self.remote_host,
                port=self.port,
                username=self.username,
                password=self.password,
                key_filename=self.key_file,
                pkey=self._key(paramiko),
                timeout=self.conn_timeout,
                look_for_keys=not self.password,
            )
        except (paramiko.SSHException, OSError) as error:
            raise TaskError(f"SSH to {self.remote_host}:{self.port} failed: {error}.") from error
        client.get_transport().set_keepalive(self.keepalive_interval)
        return client

    def _trust(self, client: Any, paramiko: Any) -> None:
        given = self._extra.get("host_key")
        if not given and str(self._extra.get("no_host_key_check", "true")).lower() == "true":
            client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
        if given:
            words = str(given).split()
            kind, text = words if len(words) > 1 else ("ssh-rsa", words[0])
            key = paramiko.PKey.from_type_string(kind, base64.b64decode(text))
            host = self.remote_host if self.port == 22 else f"[{self.remote_host}]:{self.port}"
            client.get_host_keys().add(host, kind, key)

    def _key(self, paramiko: Any) -> Any:
        text = self._extra.get("private_key")
        if not text:
            return None
        for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
            try:
                return kind.from_private_key(io.StringIO(text), password=self._extra.get("private_key_passphrase"))
            except paramiko.SSHException:
                continue
        raise TaskError(
            "The private_key of the SSH connection is no RSA, ECDSA or Ed25519 key, or its passphrase is wrong."
        )

    def exec_ssh_client_command(
        self,
        ssh_client: Any,
        command: str,
        get_pty: bool = False,
        environment: dict[str, str] | None = None,
        timeout: float | None = None,
    ) -> tuple[int, bytes, bytes]:
        """Run a command: its exit status, output and errors, which the log shows as they come."""
        self.log.info("Running: %s", command)
        given, output, _ = ssh_client.exec_command(command=command, get_pty=get_pty, environment=environment)
        given.close()
        channel = output.channel
        until = time.monotonic() + limit if (limit := timeout or self.cmd_timeout) else None
        said, errors = bytearray(), bytearray()
        while not (channel.exit_status_ready() and not channel.recv_ready() and not channel.recv_stderr_ready()):
            if until is not None and time.monotonic() > until:
                channel.close()
                raise TaskError(f"The command took longer than {limit:g} seconds.")
            if not self._take(channel, said, errors):
                time.sleep(_STEP)
        while self._take(channel, said, errors):
            continue
        return channel.recv_exit_status(), bytes(said), bytes(errors)

    def _take(self, channel: Any, said: bytearray, errors: bytearray) -> bool:
        pieces = [
            (said, channel.recv(_PIECE) if channel.recv_ready() else b""),
            (errors, channel.recv_stderr(_PIECE) if channel.recv_stderr_ready() else b""),
        ]
        for target, piece in pieces:
            target += piece
            for line in piece.decode(errors="replace").splitlines():
                self.log.info("%s", line)
        return any(piece for _, piece in pieces)


def _paramiko() -> Any:
    try:
        import paramiko
    except ImportError as error:
        raise TaskError("SSH needs the package paramiko: pip install 'couture-jupyter[ssh]'") from error
    return paramiko
