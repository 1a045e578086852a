"""Has a process started in a person's pool, as that person: see ``runner.py`` for what is said."""

from __future__ import annotations

import json
import os
import socket
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from couture_scheduler.errors import UnavailableError
from couture_scheduler.kernels import account_pools

NOT_THERE = 44  # exit status


@dataclass(frozen=True, slots=True)
class Command:
    """What to run where; ``env`` is added to the environment of the person's pool. ``memory_bytes`` and ``cpus`` are
    limits."""

    words: Sequence[str]
    cwd: Path = Path("/")
    env: dict[str, str] = field(default_factory=dict)
    memory_bytes: int | None = None
    cpus: float | None = None


class OwnersProcess:
    """A process of somebody else. ``end`` ends it, should it still run."""

    def __init__(self, line: socket.socket, answers: IO[bytes], pid: int) -> None:
        self.pid = pid
        self.exceeded = ""  # a sentence when it was ended for its memory
        self._line = line
        self._answers = answers  # has perhaps read on, to the end of a short process
        self._status: int | None = None

    def wait(self) -> int:
        """Its exit status; negative: the signal that ended it. Raises ``UnavailableError`` when the pool ended."""
        if self._status is None:
            try:
                told = self._answers.readline()
            except OSError:
                told = b""
            if not told:
                raise UnavailableError("The kernel pool ended unexpectedly, and with it what it had started.")
            message = json.loads(told)
            self._status, self.exceeded = int(message["status"]), str(message["limits"])
        return self._status

    def end(self) -> None:
        """The pool ends what it started for a line that is closed."""
        self._answers.close()
        self._line.close()


def start(address: Path, command: Command, stdin: IO[Any], stdout: IO[Any], stderr: IO[Any]) -> OwnersProcess:
    """The process, which goes on until it ends or is ended. Raises ``UnavailableError`` with the reason why there
    is none."""
    line = _line(address)
    asked = {
        "command": list(command.words),
        "cwd": str(command.cwd),
        "env": command.env,
        "bytes": command.memory_bytes,
        "cpus": command.cpus,
    }
    files = [each.fileno() for each in (stdin, stdout, stderr)]
    data = json.dumps(asked).encode() + b"\n"
    try:
        rest = data[socket.send_fds(line, [data], files) :]
        if rest:  # to send nothing fails where the pool has answered and gone
            line.sendall(rest)
        answers = line.makefile("rb")
        answer = json.loads(answers.readline() or b'{"error": "The kernel pool ended unexpectedly."}')
    except OSError as error:
        line.close()
        raise UnavailableError(f"The kernel pool of {address.parent.name} does not answer: {error}.") from error
    if "error" in answer:
        answers.close()
        line.close()
        raise UnavailableError(str(answer["error"]))
    return OwnersProcess(line, answers, int(answer["pid"]))


def read(address: Path, path: Path) -> bytes:
    """What the person reads in a file. Raises ``FileNotFoundError`` when there is none, for them, and ``OSError`` with
    what they are told when they cannot read it."""
    script = f'test -e "$1" || exit {NOT_THERE}; exec cat -- "$1"'
    return _done(address, Command(["sh", "-c", script, "sh", str(path)]), b"")


def write(address: Path, path: Path, content: bytes) -> None:
    """Have the person write a file, whole or not at all, with the folders above it. Raises ``OSError``."""
    script = 'umask 007 && mkdir -p -- "${1%/*}" && cat > "$2" && mv -f -- "$2" "$1" || { rm -f -- "$2"; exit 1; }'
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    _done(address, Command(["sh", "-c", script, "sh", str(path), str(draft)]), content)


def _done(address: Path, command: Command, given: bytes) -> bytes:
    """Run it to its end; what it says. Files hold what goes in and out, so neither side ever waits for the other."""

    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        stdin.write(given)
        stdin.seek(0)
        process = start(address, command, stdin, stdout, stderr)
        try:
            status = process.wait()
        finally:
            process.end()
        for each in (stdout, stderr):
            each.seek(0)
        if status == NOT_THERE:
            raise FileNotFoundError
        if status:
            said = stderr.read(2000).decode("utf-8", "replace").strip()
            raise OSError(f"{said or f'status {status}'}")
        return stdout.read()


def _line(address: Path) -> socket.socket:
    for _ in range(2):
        found = account_pools.call(address, account_pools.RUNNER)
        if found is not None:
            return found
        account_pools.start(address)
    raise UnavailableError(f"The kernel pool of {address.parent.name} ended as soon as it was started.")
