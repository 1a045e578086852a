"""A warm parent for reading DAG files: ``python -m couture_scheduler.worker.parse_server DESCRIPTOR``.

Requests come one after the other through a connection; each file is read in a forked child with its own time limit.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import sys
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from couture_scheduler.files.environment import look_here_last
from couture_scheduler.worker.parse import reply_to
from couture_scheduler.worker.zygote import import_task_stack


def serve(requests: Connection) -> None:
    """Answer until the asking side is gone. A reply is the child's document, or ``{"exit": …}``/``{"late": true}``."""
    while True:
        try:
            request = json.loads(requests.recv_bytes())
        except EOFError:
            return
        requests.send_bytes(_read(requests, request))


def _read(requests: Connection, request: dict[str, str | float]) -> bytes:
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.setsid()
            requests.close()
            os.close(ours)
            reply_to(theirs, *(Path(str(request[name])) for name in ("path", "origin", "dags_folder")))
        finally:
            os._exit(1)
    os.close(theirs)
    reply, on_time = _collect(ours, time.monotonic() + float(request["timeout"]))
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if not on_time:
        return b'{"late": true}'
    return reply or json.dumps({"exit": code}).encode()


def _collect(fd: int, deadline: float) -> tuple[bytes, bool]:
    """All that comes until the end or the deadline, and whether the end came first."""
    chunks: list[bytes] = []
    with open(fd, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], max(deadline - time.monotonic(), 0))[0]:
            chunk = pipe.read(1 << 16)
            if not chunk:
                return b"".join(chunks), True
            chunks.append(chunk)
    return b"", False


def import_dag_language() -> None:
    """What most DAG files import, and what describes them: so that not each child does it."""
    import cronsim.explain  # noqa: F401

    import couture_jupyter.mapping
    import couture_jupyter.operators.bash
    import couture_jupyter.operators.branch
    import couture_jupyter.operators.python
    import couture_jupyter.sensors.base
    import couture_jupyter.serialization.serialize
    import couture_jupyter.taskflow  # noqa: F401


def main(arguments: list[str]) -> None:
    """Import what DAG files need, then serve."""
    requests = Connection(int(arguments[0]))
    os.set_inheritable(requests.fileno(), False)
    look_here_last()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for fd in (1, 2):
        os.dup2(nowhere, fd)
    import_task_stack()
    import_dag_language()
    gc.collect()
    gc.freeze()
    serve(requests)


if __name__ == "__main__":
    main(sys.argv[1:])
