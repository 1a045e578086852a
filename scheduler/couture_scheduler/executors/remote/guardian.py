"""Sees to it that no try outlives what the engine takes a worker machine for.

    python -P -m couture_scheduler.executors.remote.guardian HOME NAME SECONDS

The machine's process starts it and holds the other end of its standard input. When that process has ended, however it
did, its tries go on: a next one with this name would adopt them. But where none gives a sign of life within SECONDS,
the engine is about to have them tried elsewhere, so they are ended before that.
"""

from __future__ import annotations

import logging
import sys
import threading
from contextlib import suppress
from pathlib import Path

from couture_scheduler.executors.terminator import GRACE, kill_now, terminate
from couture_scheduler.files.claims import Claim, read_claim
from couture_scheduler.files.launch_files import place_of
from couture_scheduler.files.worker_machines import Sign, Taken, read_signs

LOOK = 0.5  # seconds between looks for the next process

log = logging.getLogger(__name__)


def guard(home: Path, name: str, seconds: float) -> None:
    """Wait for the end of the machine's process, then for the next one, and end its tries if there is none."""
    while sys.stdin.buffer.read(65536):
        pass
    last = _sign(home, name)
    pause = threading.Event()
    for _ in range(max(1, int(seconds / LOOK))):
        if not Taken(home, name).files() or _is_newer(_sign(home, name), last):
            return
        pause.wait(LOOK)
    claims = _claims(home, name)
    log.warning("The worker machine %s did not start again in time: %d tries are ended", name, len(claims))
    for claim in claims:
        terminate(claim.pid, claim.started)
    pause.wait(GRACE)
    for claim in claims:
        kill_now(claim.pid, claim.started)


def _sign(home: Path, name: str) -> Sign | None:
    return read_signs(home).get(name)


def _is_newer(now: Sign | None, before: Sign | None) -> bool:
    """Whether another process than before has given the sign."""
    return now is not None and (before is None or now.started_at != before.started_at)


def _claims(home: Path, name: str) -> list[Claim]:
    found = []
    for file in Taken(home, name).files().values():
        with suppress(OSError, ValueError):  # there is none
            claim = read_claim(*place_of(file))
            if claim is not None and not claim.by_engine and claim.is_alive:
                found.append(claim)
    return found


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    guard(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
