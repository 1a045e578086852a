"""A worker machine: what Celery brings is run by a local executor, as the engine does it on its own machine."""

from __future__ import annotations

import logging
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from multiprocessing.connection import wait
from pathlib import Path

from couture_scheduler.config import Settings
from couture_scheduler.engine.launch import (
    EDITION,
    Adoption,
    Died,
    ExecutorEvent,
    Finished,
    Launch,
    Progressed,
    Started,
)
from couture_scheduler.errors import DiskFullError, SchedulerError
from couture_scheduler.executors.local import LocalExecutor
from couture_scheduler.executors.remote.line import EngineLine
from couture_scheduler.executors.remote.tunnel import Tunnel
from couture_scheduler.executors.starters import mentions_notebooks
from couture_scheduler.executors.terminator import kill_now
from couture_scheduler.files.claims import read_claim
from couture_scheduler.files.environment import safe_path, without_secrets
from couture_scheduler.files.launch_files import place_of, read_launch
from couture_scheduler.files.processes import WORKER_NAME
from couture_scheduler.files.worker_machines import Sign, Taken, machine_folder, write_sign
from couture_scheduler.kernels.kernelspecs import DEFAULT_KERNEL
from couture_scheduler.kernels.pool_client import PoolKeeper

MOST_SECONDS = 5.0  # between two signs of life
CUT_OFF = "The worker machine could not write to the shared folder for {:.0f} seconds."
_DEAD = "The process of this try is gone and left no result: it was killed, or the worker machine went down."

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Errand:
    """A launch that somebody waits for."""

    launch: Launch
    is_over: threading.Event = field(default_factory=threading.Event)


class Machine:
    """Runs launches until told to stop. ``do`` is for any thread; the rest happens in a thread of the machine's."""

    def __init__(self, settings: Settings, name: str, queues: Sequence[str], slots: int) -> None:
        self._folder = machine_folder(settings.home, name)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ |= {WORKER_NAME: name, **safe_path()}  # for the claims of the tries, and as an engine has it
        self._home, self._runs = settings.home, settings.runs_folder.resolve()
        self._seconds = min(MOST_SECONDS, settings.worker_lost_after / 10)
        self._fence = settings.worker_lost_after / 2  # the engine is about to give the tries up
        self._taken = Taken(settings.home, name)
        self._tunnel = Tunnel(settings.home, self._folder)
        self._line = EngineLine(name, self._tunnel, lambda launch_id, because: self._put((launch_id, because)))
        self._executor = LocalExecutor(replace(settings, home=self._folder))
        self._orders: queue.SimpleQueue[Errand | tuple[str, str]] = queue.SimpleQueue()
        self._wake, self._woken = os.pipe()
        os.set_blocking(self._wake, False)
        self._errands: dict[str, Errand] = {}
        self._kernels = PoolKeeper(self._folder, spares=settings.spare_kernels)
        self._is_warm = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="machine", daemon=True)
        now = datetime.now(UTC).isoformat()
        host = socket.gethostname()
        first = int(time.time())  # so that the signs after a new start differ from those before
        self._sign = Sign(name, host, os.getpid(), EDITION, tuple(queues), slots, now, now, beat=first)
        self._signed_at = time.monotonic()

    def start(self) -> None:
        """Look for what an earlier process of this machine has left, and get ready."""
        self._start_guardian()
        self._executor.start()
        self._line.start()
        for launch_id, file in self._taken.files().items():
            self._take_up(launch_id, file)
        self._write_sign()
        self._thread.start()

    def do(self, file: str) -> None:
        """Run the launch in the file, and wait for its end. One that somebody else has begun, or that was withdrawn,
        is left alone."""
        launch = self._read(file)
        if launch is None:
            return
        errand = Errand(self._at_home(launch))
        self._taken.add(launch.id, Path(file))
        self._put(errand)
        errand.is_over.wait()

    def end(self) -> None:
        """Nothing more is taken: say so in the signs of life."""
        self._sign = replace(self._sign, is_ending=True)

    def stop(self) -> None:
        """Tries that still run go on; a later process of this machine adopts them."""
        self._stopping.set()
        os.write(self._woken, b"!")
        self._thread.join()
        self._executor.stop()
        self._kernels.close()
        self._line.close()
        self._tunnel.close()
        os.close(self._guarded)

    def _start_guardian(self) -> None:
        """It reads from a pipe that ends with this process."""
        module = "couture_scheduler.executors.remote.guardian"
        given = (str(self._home), self._sign.name, str(self._fence))
        reader, self._guarded = os.pipe()
        with (self._folder / "guardian.log").open("ab") as said:
            command = [sys.executable, "-P", "-m", module, *given]
            subprocess.Popen(
                command, stdin=reader, stdout=said, stderr=said, env=without_secrets(), start_new_session=True
            )
        os.close(reader)

    def _read(self, file: str) -> Launch | None:
        path = Path(file)
        if not path.resolve().is_relative_to(self._runs):
            log.error("The broker brought %s, which is no file of a run: refused", file)
            return None
        try:
            launch = read_launch(path)
        except FileNotFoundError:
            log.info("%s was withdrawn", file)
            return None
        except (OSError, ValueError) as error:
            log.error("The launch in %s cannot be read: %s", file, error)
            return None
        if read_claim(Path(launch.folder), launch.launch) is not None:
            log.info("Launch %s has been begun already", launch.id)
            return None
        return launch

    def _at_home(self, launch: Launch) -> Launch:
        """With what is elsewhere on this machine than on the engine's. Kernels of failed runs are not kept: nobody
        could reach them."""
        kernel_pool = self._kernels.address if launch.kernel_pool else ""
        return replace(launch, endpoint={"home": str(self._folder)}, kernel_pool=kernel_pool, held_kernels=0)

    def _put(self, order: Errand | tuple[str, str]) -> None:
        self._orders.put(order)
        os.write(self._woken, b"!")

    def _take_up(self, launch_id: str, file: Path) -> None:
        """What an earlier process of this machine took: adopt it, or begin it."""
        try:
            launch = self._at_home(read_launch(file))
        except (OSError, ValueError) as error:
            self._let_go(launch_id, file, error)
            return
        self._errands[launch.id] = Errand(launch)
        if read_claim(Path(launch.folder), launch.launch) is None:
            self._executor.submit(launch)
            return
        if self._executor.adopt(launch) in (Adoption.DEAD, Adoption.NEVER_BEGAN):
            self._ended(launch.id, _DEAD)

    def _let_go(self, launch_id: str, file: Path, error: Exception) -> None:
        """The engine has ended it, or another version wrote it: as nobody here looks after it, it must not go on."""
        with suppress(OSError, ValueError):  # nobody has begun it
            claim = read_claim(*place_of(file))
            if claim is not None and claim.is_alive:
                log.warning("The launch in %s cannot be read (%s): its process is ended", file, error)
                kill_now(claim.pid, claim.started)
        self._taken.remove(launch_id)

    def _run(self) -> None:
        next_sign = 0.0
        while not self._stopping.is_set():
            wait([self._wake, *self._executor.waitables()], max(0.0, next_sign - time.monotonic()))
            try:
                self._obey()
                for event in self._executor.drain():
                    self._hear(event)
                if time.monotonic() >= next_sign:
                    next_sign = time.monotonic() + self._seconds
                    self._executor.sweep()
                    self._write_sign()
            except Exception:
                log.exception("The machine stumbled and goes on")
                self._stopping.wait(1.0)

    def _obey(self) -> None:
        try:
            while os.read(self._wake, 4096):
                pass
        except BlockingIOError:
            pass
        while not self._orders.empty():
            order = self._orders.get()
            if isinstance(order, Errand):
                self._errands.setdefault(order.launch.id, order)
                if self._errands[order.launch.id] is order:
                    self._warm_for(order.launch)
                    self._executor.submit(order.launch)
                else:  # the message came twice
                    order.is_over.set()
            else:
                self._executor.kill(*order)

    def _warm_for(self, launch: Launch) -> None:
        """Once a notebook came, others will: a pool with a warm kernel stays as long as this machine takes launches."""
        if not self._is_warm and launch.kernel_pool and mentions_notebooks(launch.source_path):
            self._is_warm = True
            self._executor.warm_notebooks()
            threading.Thread(target=self._warm_kernels, name="warm-kernels", daemon=True).start()

    def _warm_kernels(self) -> None:
        try:
            self._kernels.warm([DEFAULT_KERNEL])
        except (SchedulerError, OSError) as error:
            log.warning("No kernel could be warmed: %s", error)

    def _hear(self, event: ExecutorEvent) -> None:
        if isinstance(event, Started):
            at = event.at.isoformat()
            self._line.tell(t="started", id=event.launch_id, pid=event.pid, ps=event.process_started, at=at)
        elif isinstance(event, Progressed):
            self._line.tell(t="progress", id=event.launch_id, progress=event.progress, size=event.log_size)
        elif isinstance(event, Finished):
            self._ended(event.launch_id)
        elif isinstance(event, Died):
            self._ended(event.launch_id, event.because)

    def _ended(self, launch_id: str, because: str = "") -> None:
        errand = self._errands.pop(launch_id, None)
        self._taken.remove(launch_id)
        self._line.tell(t="ended", id=launch_id, because=because)
        if errand is not None:
            errand.is_over.set()

    def _write_sign(self) -> None:
        """A sign of life; and where none can be written for long, end what the engine is about to give up."""
        at = datetime.now(UTC).isoformat()
        self._sign = replace(self._sign, beat=self._sign.beat + 1, at=at, running=tuple(sorted(self._errands)))
        try:
            write_sign(self._home, self._sign)
        except (OSError, DiskFullError) as error:
            silent = time.monotonic() - self._signed_at
            log.warning("No sign of life could be written for %.0f s: %s", silent, error)
            if silent > self._fence:
                for launch_id in list(self._errands):
                    self._executor.kill(launch_id, CUT_OFF.format(silent))
        else:
            self._signed_at = time.monotonic()
