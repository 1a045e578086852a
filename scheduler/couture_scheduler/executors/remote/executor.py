"""The Celery executor, in the engine: sends launches to worker machines. See ``executors/contract.py`` for what it
promises, and the package for how the parts fit."""

from __future__ import annotations

import time

from couture_scheduler.config import Settings
from couture_scheduler.engine.launch import Launch
from couture_scheduler.errors import DiskFullError
from couture_scheduler.executors.remote.celery_app import make_app
from couture_scheduler.executors.remote.dispatch import Dispatch, Message
from couture_scheduler.executors.remote.launches import RemoteLaunches, RemoteRecord
from couture_scheduler.executors.remote.machines import Machines
from couture_scheduler.files.launch_files import launch_file, write_launch

OVERDUE = 60.0  # seconds after which a launch that nobody has taken is looked for in the broker


class CeleryExecutor(RemoteLaunches):
    """Fulfils ``Executor`` with worker machines that Celery brings launches to."""

    def __init__(self, settings: Settings, machines: Machines) -> None:
        super().__init__(settings, machines)
        self._dispatch = Dispatch(make_app(settings))

    @property
    def problem(self) -> str:
        """A sentence when the broker cannot be reached, else empty."""
        return self._dispatch.problem

    def start(self) -> None:
        """Get ready to send."""
        super().start()
        self._dispatch.start()

    def submit(self, launch: Launch) -> None:
        """Hand over one try."""
        if launch.id in self._records:
            return
        record = self._records[launch.id] = RemoteRecord(launch, sent_at=time.monotonic())
        self._note_claim(record)
        if record.machine or launch.id not in self._records:  # this hand-over comes late
            return
        try:
            file = write_launch(launch)
        except (OSError, DiskFullError) as error:
            self._end(record, f"The hand-over to a worker machine could not be written: {error}")
        else:
            self._dispatch.put(Message(launch.id, str(file), launch.queue))

    def sweep(self) -> None:
        """Also: was a message lost on the way to a machine?"""
        super().sweep()
        taken = self._signs.taken()
        for record in list(self._records.values()):
            if record.machine:
                continue
            if record.launch.id in taken:
                self._note_claim(record)
            elif time.monotonic() - record.sent_at > OVERDUE:
                self._remind(record)

    def stop(self) -> None:
        """Send no more. Running tries go on."""
        self._dispatch.stop()
        super().stop()

    def _remind(self, record: RemoteRecord) -> None:
        """Nobody has taken it: all are busy, there are none, or the broker has lost it."""
        record.sent_at = time.monotonic()
        self._note_claim(record)
        if not record.machine and record.launch.id in self._records:
            file = str(launch_file(record.launch))
            self._dispatch.put(Message(record.launch.id, file, record.launch.queue, again=True))
