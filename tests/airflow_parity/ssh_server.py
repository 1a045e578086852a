"""An SSH server for one user (ada, lovelace) that runs commands. Prints its port; ends when its input ends."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading

import paramiko


class Door(paramiko.ServerInterface):
    """Lets in who knows the password; runs what is asked for."""

    def check_auth_password(self, username: str, password: str) -> int:
        known = (username, password) == ("ada", "lovelace")
        return paramiko.AUTH_SUCCESSFUL if known else paramiko.AUTH_FAILED

    def get_allowed_auths(self, username: str) -> str:
        return "password"

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        threading.Thread(target=answer, args=(channel, command), daemon=True).start()
        return True


def answer(channel: paramiko.Channel, command: bytes) -> None:
    """Run the command when its input is whole; its output and its exit status are the answer.

    Who asks ends the input after hearing that the command was taken, so the answer cannot come before that.
    """
    given = channel.makefile("rb").read()
    done = subprocess.run(command, shell=True, input=given, capture_output=True, check=False)
    channel.sendall(done.stdout)
    channel.sendall_stderr(done.stderr)
    channel.send_exit_status(done.returncode)
    channel.close()


def serve(listener: socket.socket) -> None:
    """Take connections for ever."""
    key = paramiko.RSAKey.generate(2048)
    while True:
        transport = paramiko.Transport(listener.accept()[0])
        transport.add_server_key(key)
        transport.start_server(server=Door())


if __name__ == "__main__":
    place = socket.create_server(("127.0.0.1", 0))
    print(place.getsockname()[1], flush=True)
    threading.Thread(target=serve, args=(place,), daemon=True).start()
    sys.stdin.read()
