"""The kernel pool of a person, started by the Hub's starter as that person's user of the system.

    python -m couture_scheduler.kernels.account_pool FOLDER BORROWER

It is an ordinary pool that listens in FOLDER and lends to the user BORROWER (a number), who is the service. Beside it
listens what starts other processes for the service, see ``runner.py``. It goes on for a while when nobody uses it:
nothing else keeps it warm.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from couture_scheduler.files.access_lists import open_socket
from couture_scheduler.files.processes import offer_to_oom_killer
from couture_scheduler.kernels.account_pools import RUNNER, SOCKET
from couture_scheduler.kernels.pool import Pool, serve_until_over
from couture_scheduler.kernels.runner import Runner

ALONE = 900.0  # seconds that an unused pool goes on
SPARES = 1


async def run(folder: Path, borrower: int) -> None:
    """Serve until nobody has used the pool for long."""
    pool = Pool(folder, SPARES, borrower=borrower, alone=ALONE)
    for name in (SOCKET, RUNNER):
        (folder / name).unlink(missing_ok=True)
    loop = asyncio.get_running_loop()

    @contextmanager
    def in_use() -> Iterator[None]:
        loop.call_soon_threadsafe(pool.count, 1)
        try:
            yield
        finally:
            loop.call_soon_threadsafe(pool.count, -1)

    with Runner(folder / RUNNER, borrower, in_use):
        open_socket(folder / RUNNER)
        server = await asyncio.start_unix_server(pool.serve, folder / SOCKET)
        open_socket(folder / SOCKET)
        await serve_until_over(pool, server)


def main() -> None:
    """One pool for each person: a second one gives way."""
    folder, borrower = Path(sys.argv[1]), int(sys.argv[2])
    offer_to_oom_killer(0)
    with open(folder / "pool.lock", "w") as lock, open(folder / "pool.log", "ab") as log:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(0)
        os.dup2(log.fileno(), 2)
        asyncio.run(run(folder, borrower))


if __name__ == "__main__":
    main()
