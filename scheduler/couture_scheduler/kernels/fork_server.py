"""A warm parent of Python kernels. Run by file name **with the kernelspec's own interpreter**, so it imports nothing
of ours: ``python fork_server.py <descriptor> [kernel arguments]``.

It imports ipykernel and IPython once and forks a kernel for each request. A kernel initialises itself completely (its
sockets listen, the shell is made) and then waits for its working folder and environment before it takes work.

Lines of JSON come in and go out on the descriptor, a socket:

    → {"do": "spawn", "id": ..., "connection_file": ...}      a kernel, from a connection file that names all ports
    → {"do": "go", "id": ..., "cwd": ..., "env": {...}, "user": pid}      let it take work there, for that process
    → {"do": "user", "id": ..., "user": pid}                  it works for another process now
    → {"do": "signal", "id": ..., "signal": 9}                to its process group
    ← {"ready": id, "pid": ...}     ← {"died": id, "status": wait status}

When the other side closes the socket, kernels that wait end; those that work are left
to their users, and end when these do.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import json
import os
import select
import signal
import socket
import sys
from typing import Any, NoReturn


class ForkServer:
    """Forks kernels, lets them go and watches their ends."""

    def __init__(self, channel: socket.socket, arguments: list[str]) -> None:
        self.channel = channel
        self.arguments = arguments
        self.kernels: dict[
            str, tuple[int, int | None]
        ] = {}  # id -> (pid, descriptor to let it go, or None when it works)
        self.users: dict[str, int] = {}  # id -> the process that the kernel works for
        self.rest = b""
        self.listening = True
        self.wakeup, wakeup_write = os.pipe()
        for fd in (self.wakeup, wakeup_write):
            os.set_blocking(fd, False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(wakeup_write, warn_on_full_buffer=False)

    def serve(self) -> None:
        """Work until nobody asks any more and the last kernel has ended."""
        while self.listening or self.kernels:
            waiting: list[Any] = [self.wakeup, self.channel] if self.listening else [self.wakeup]
            ready, _, _ = select.select(waiting, [], [], None if self.listening else 5.0)
            if self.channel in ready:
                self.read()
            if self.wakeup in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(self.wakeup, 512)
            self.reap()
            if not self.listening:
                self.end_abandoned()

    def end_abandoned(self) -> None:
        """The pool was killed; it would have noticed that a user was, too."""
        for key, user in self.users.items():
            if not exists(user):
                self.kill(key, signal.SIGKILL)

    def read(self) -> None:
        """Do what was asked."""
        data = self.channel.recv(1 << 16)
        if not data:
            self.listening = False
            for key in [key for key, (_, go) in self.kernels.items() if go is not None]:
                self.kill(key, signal.SIGKILL)
            return
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            command = json.loads(line)
            getattr(self, "do_" + command.pop("do"))(**command)

    def do_spawn(self, id: str, connection_file: str) -> None:  # noqa: A002
        """A kernel from a connection file."""
        go, theirs = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(theirs)
            self.become_kernel(id, connection_file, go)
        os.close(go)
        self.kernels[id] = (pid, theirs)

    def do_go(self, id: str, cwd: str, env: dict[str, str], user: int) -> None:  # noqa: A002
        """Let the kernel take work."""
        pid, go = self.kernels.get(id, (0, None))
        if go is not None:
            with contextlib.suppress(BrokenPipeError), open(go, "w", encoding="utf-8") as file:
                json.dump({"cwd": cwd, "env": env}, file)
            self.kernels[id] = (pid, None)
            self.users[id] = user

    def do_user(self, id: str, user: int) -> None:  # noqa: A002
        """The kernel works for another process now."""
        if id in self.kernels:
            self.users[id] = user

    def do_signal(self, id: str, signal: int) -> None:  # noqa: A002
        """Signal the kernel."""
        if id in self.kernels:
            self.kill(id, signal)

    def kill(self, key: str, number: int) -> None:
        """Send a signal to the kernel's process group; to itself while it has made none yet."""
        pid = self.kernels[key][0]
        with contextlib.suppress(ProcessLookupError, PermissionError):
            try:
                os.killpg(pid, number)
            except ProcessLookupError:
                os.kill(pid, number)

    def reap(self) -> None:
        """Tell of kernels that have ended."""
        for key, (pid, go) in list(self.kernels.items()):
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)  # what the kernel's code left behind
                del self.kernels[key]
                self.users.pop(key, None)
                if go is not None:
                    os.close(go)
                self.tell(died=key, status=status)

    def tell(self, **message: Any) -> None:
        """Send a message; it does not matter when nobody listens."""
        with contextlib.suppress(OSError):
            self.channel.sendall(json.dumps(message).encode() + b"\n")

    def become_kernel(self, key: str, connection_file: str, go: int) -> NoReturn:
        """The child: never returns."""
        status = 1
        try:
            os.setsid()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for _, other in self.kernels.values():
                if other is not None:
                    os.close(other)
            gc.enable()
            with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
                file.write("600")  # before memory runs out for everybody, the kernel goes
            app = make_kernel(connection_file, self.arguments)
            self.tell(ready=key, pid=os.getpid())
            self.channel.close()
            settle(app, go)
            app.start()
            status = 0
        except SystemExit as error:
            status = error.code if isinstance(error.code, int) else 0 if error.code is None else 1
        finally:
            leave(status)


def exists(pid: int) -> bool:
    """Whether there is a living process with this number: one whose parent has not heard of its end is dead, too."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[0] not in (b"Z", b"X")
    except (OSError, IndexError):
        return True


def make_kernel(connection_file: str, arguments: list[str]) -> Any:
    """A kernel that is ready but for the start of its loop."""
    from ipykernel.kernelapp import IPKernelApp

    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [launcher.origin or "" if launcher else "", "-f", connection_file]
    app = IPKernelApp.instance()
    app.initialize(["-f", connection_file, *arguments])  # type: ignore[no-untyped-call]
    return app


def settle(app: Any, go: int) -> None:
    """Wait for the folder and the environment to work in; end when nobody wants the kernel."""
    with open(go, encoding="utf-8") as file:
        text = file.read()
    if not text:
        os._exit(0)
    place = json.loads(text)
    os.environ.update(place["env"])
    os.chdir(place["cwd"])
    shell = app.kernel.shell
    shell.user_ns["_dh"][:] = [place["cwd"]]
    shell.starting_dir = place["cwd"]


def leave(status: int) -> NoReturn:
    """End as a process of its own would: with the exit handlers that the kernel's code registered."""
    import atexit

    try:
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
    finally:
        os._exit(status)


def import_all() -> None:
    """Import what a kernel imports from its start to its first output, so that each kernel finds it there."""
    for name in MODULES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


# Found by comparing sys.modules of a kernel after its first cell with those of its parent.
MODULES = (
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.debugger_backport",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "IPython.utils.wildcard",
    "matplotlib_inline.backend_inline",
    "pdb",
    "sqlite3",
    "tornado.platform.asyncio",
)


def main() -> None:
    """Import what kernels need, then serve."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(channel.fileno(), False)
    arguments = sys.argv[2:]
    sys.argv = [__file__]
    sys.path[0] = ""  # as for a kernel started by -m: not the folder of this file
    gc.disable()
    import_all()
    gc.collect()
    gc.freeze()
    ForkServer(channel, arguments).serve()


if __name__ == "__main__":
    main()
