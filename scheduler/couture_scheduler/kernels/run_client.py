"""Has a process started in a person's pool, as that person: see ``runner.py`` for what is said."""

from __future__ import annotations

import json
import os
import secrets
import selectors
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from couture_scheduler.errors import UnavailableError
from couture_scheduler.files import repositories
from couture_scheduler.files.repositories import Git
from couture_scheduler.kernels import account_pools

NOT_THERE = 44  # exit status
ANSWERED = 90.0  # seconds that the pool has to start a process
LONGEST = 1 << 16  # bytes of an answer of the pool
MOST = 200 * 2**20  # bytes of what a process says
MOST_TOLD = 2000  # bytes of why it failed


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
                told = self._answers.readline(LONGEST)
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


@dataclass(frozen=True, slots=True)
class Said:
    """How a process ended, and what it wrote."""

    status: int
    output: bytes
    errors: bytes

    @property
    def problem(self) -> str:
        """Why it failed, in its own words."""
        return self.errors[-MOST_TOLD:].decode("utf-8", "replace").strip() or f"status {self.status}"


def start(
    address: Path, command: Command, stdin: IO[Any], stdout: IO[Any], stderr: IO[Any], patience: float | None = None
) -> OwnersProcess:
    """The process, which goes on until it ends or is ended, or for ``patience`` seconds. Raises ``UnavailableError``
    with the reason why there is none."""
    line = _line(address)
    line.settimeout(patience or ANSWERED)
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
        answer = json.loads(answers.readline(LONGEST) or b'{"error": "The kernel pool ended unexpectedly."}')
    except (OSError, ValueError) as error:
        line.close()
        raise UnavailableError(f"The kernel pool of {address.parent.name} does not answer: {error}.") from error
    if "error" in answer:
        answers.close()
        line.close()
        raise UnavailableError(str(answer["error"]))
    line.settimeout(patience)
    return OwnersProcess(line, answers, int(answer["pid"]))


def ask(address: Path, command: Command, given: IO[bytes] | None = None, patience: float | None = None) -> Said:
    """Run it to its end. Raises ``UnavailableError`` as ``start``, and ``OSError`` for one that says too much, or has
    not ended after ``patience`` seconds: what a person's program says fills neither our memory nor our disk."""
    with ExitStack() as stack:
        stdin = given or stack.enter_context(open(os.devnull, "rb"))
        pipes = [os.pipe() for _ in range(2)]
        ours = [stack.enter_context(open(each, "rb", buffering=0)) for each, _ in pipes]
        with open(pipes[0][1], "wb") as stdout, open(pipes[1][1], "wb") as stderr:
            process = start(address, command, stdin, stdout, stderr, patience)
        stack.callback(process.end)
        output, errors = _heard(ours, patience)
        return Said(process.wait(), output, errors)


def read(address: Path, path: Path) -> bytes:
    """What the person reads in a file. Raises ``FileNotFoundError`` when there is none, for them, and ``OSError`` with
    what they are told when they cannot read it."""
    script = f'test -e "$1" || exit {NOT_THERE}; exec cat -- "$1"'
    said = ask(address, Command(["sh", "-c", script, "sh", str(path)]))
    if said.status == NOT_THERE:
        raise FileNotFoundError
    if said.status:
        raise OSError(said.problem)
    return said.output


def write(address: Path, path: Path, content: bytes, *, anew: bool = False) -> None:
    """Have the person write a file, whole or not at all, with the folders above it; ``anew``: one that is there already
    stays as it is, and is an error. Raises ``OSError``."""
    place = 'ln -T -- "$2" "$1" && rm -f -- "$2"' if anew else 'mv -f -- "$2" "$1"'
    script = f'umask 007 && mkdir -p -- "${{1%/*}}" && cat > "$2" && {place} || {{ rm -f -- "$2"; exit 1; }}'
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    with tempfile.TemporaryFile() as given:  # a file, so that neither side ever waits for the other
        given.write(content)
        given.seek(0)
        said = ask(address, Command(["sh", "-c", script, "sh", str(path), str(draft)]), given)
    if said.status:
        raise OSError(said.problem)


def git_of(address: Path) -> Git:
    """How the person asks ``git``."""

    def git(words: Sequence[str], env: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
        said = ask(address, Command(words, env=dict(env)), patience=repositories.PATIENCE)
        return subprocess.CompletedProcess(words, said.status, said.output, said.errors)

    return git


def _heard(pipes: Sequence[IO[bytes]], patience: float | None) -> list[bytes]:
    """All that comes out of them, until they are closed."""
    found = [bytearray() for _ in pipes]
    deadline = None if patience is None else time.monotonic() + patience
    with selectors.DefaultSelector() as waiting:
        for pipe, into in zip(pipes, found, strict=True):
            waiting.register(pipe, selectors.EVENT_READ, into)
        while waiting.get_map():
            ready = waiting.select(None if deadline is None else max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError(f"no answer within {patience:g} seconds")
            for key, _ in ready:
                piece = os.read(key.fd, 1 << 16)
                key.data.extend(piece)
                if not piece:
                    waiting.unregister(key.fileobj)
                if len(key.data) > MOST:
                    raise OSError(f"more than {MOST // 2**20} MB")
    return [bytes(each) for each in found]


def _line(address: Path) -> socket.socket:
    for _ in range(2):
        found = account_pools.call(address, account_pools.RUNNER)
        if found is not None:
            return found
        account_pools.start(address)
    raise UnavailableError(f"The kernel pool of {address.parent.name} ended as soon as it was started.")
