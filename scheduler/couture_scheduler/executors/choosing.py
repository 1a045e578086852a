"""Which executor an engine uses: the local one, with the setting ``executor = celery`` also one for worker machines.
What machines have begun, every engine watches until it has ended: the settings may have been others then."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from couture_scheduler.config import Settings
from couture_scheduler.engine.launch import Adoption, ExecutorEvent, Launch
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.executors.contract import Executor
from couture_scheduler.executors.local import LocalExecutor
from couture_scheduler.executors.remote.executor import CeleryExecutor
from couture_scheduler.executors.remote.launches import RemoteLaunches
from couture_scheduler.executors.remote.machines import Machines
from couture_scheduler.files.claims import claim_or_forbid
from couture_scheduler.files.launch_files import launch_file
from couture_scheduler.files.worker_machines import have_tries

LOCAL, CELERY = "local", "celery"
LEAST_SILENCE = 5.0  # seconds: signs of life come ten times as often
LOCAL_QUEUE = "local"  # an operator's queue that stays on the engine's machine


def has_machines(settings: Settings) -> bool:
    """Whether tasks go to worker machines. Raises ``InvalidInputError`` for settings that cannot be."""
    if settings.executor not in (LOCAL, CELERY):
        raise InvalidInputError.at(
            "executor", f"There is no executor {settings.executor!r}. Executors are: {LOCAL}, {CELERY}."
        )
    if settings.worker_lost_after < LEAST_SILENCE:
        raise InvalidInputError.at(
            "worker_lost_after", f"The setting worker_lost_after must be {LEAST_SILENCE:g} seconds at least."
        )
    return settings.executor == CELERY


def needs_door(settings: Settings) -> bool:
    """Whether worker machines must reach the engine: tasks go there, or some have not ended that went there before the
    setting was changed."""
    return has_machines(settings) or have_tries(settings.home)


def make_executor(settings: Settings, machines: Machines) -> Executor:
    """The executor that the settings name."""
    far = CeleryExecutor(settings, machines) if has_machines(settings) else RemoteLaunches(settings, machines)
    return NearAndFar(LocalExecutor(settings), far)


def facts(executor: Executor, machines: Machines) -> dict[str, Any]:
    """What there is to say of worker machines: who is connected, and what is wrong with the broker, if anything."""
    if not isinstance(executor, NearAndFar) or not isinstance(executor.far, CeleryExecutor):
        return {}
    return {"worker_machines": ", ".join(machines.names()), "broker": executor.far.problem or "reachable"}


class NearAndFar:
    """Fulfils ``Executor``: where launches are sent to worker machines, most are. What runs as a user of this system
    stays here, for those users are unknown there; so does the queue ``local``."""

    def __init__(self, near: LocalExecutor, far: RemoteLaunches) -> None:
        self._near = near
        self.far = far
        self._both = (near, far)
        self._usual: Executor = far if isinstance(far, CeleryExecutor) else near

    def start(self) -> None:
        """Start both."""
        for each in self._both:
            each.start()

    def submit(self, launch: Launch) -> None:
        """Hand over one try to where it belongs."""
        self._executor_of(launch).submit(launch)

    def kill(self, launch_id: str, because: str) -> None:
        """Whoever has it ends it."""
        for each in self._both:
            each.kill(launch_id, because)

    def warm_notebooks(self) -> None:
        """On this machine; the others keep themselves warm."""
        self._near.warm_notebooks()

    def adopt(self, launch: Launch) -> Adoption:
        """Where it began is where it is found."""
        claim = claim_or_forbid(Path(launch.folder), launch.launch)
        if claim is None:
            launch_file(launch).unlink(missing_ok=True)  # it holds the try's token
            return Adoption.NEVER_BEGAN
        return (self.far if claim.machine else self._near).adopt(launch)

    def leftovers(self) -> Sequence[tuple[int, float]]:
        """On this machine."""
        return self._near.leftovers()

    def end_leftover(self, pid: int, started: float) -> None:
        """On this machine."""
        self._near.end_leftover(pid, started)

    def waitables(self) -> Sequence[Any]:
        """Of both."""
        return [item for each in self._both for item in each.waitables()]

    def drain(self) -> list[ExecutorEvent]:
        """The news of both."""
        return [event for each in self._both for event in each.drain()]

    def sweep(self) -> None:
        """Both look after theirs."""
        for each in self._both:
            each.sweep()

    def stop(self) -> None:
        """Release both. Running tries go on."""
        for each in self._both:
            each.stop()

    def _executor_of(self, launch: Launch) -> Executor:
        return self._near if launch.account or launch.queue == LOCAL_QUEUE else self._usual
