"""The engine process: waits for the lease, recovers, then ticks until it is told to stop.

standby ──lease──► recover ──► tick ◄──► wait        one error edge: the database goes away → wait, then recover;
   ▲                                │                the lease is lost → back to standby
   └──────────lease lost────────────┘
"""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from couture_scheduler.config import Settings
from couture_scheduler.errors import LeaseLostError, SchedulerError
from couture_scheduler.events import Change
from couture_scheduler.executors.choosing import facts, make_executor
from couture_scheduler.executors.contract import Executor
from couture_scheduler.executors.remote.machines import Machines
from couture_scheduler.files.processes import process_started
from couture_scheduler.files.workspace import make_home
from couture_scheduler.loop import address
from couture_scheduler.loop.alarm import Alarm
from couture_scheduler.loop.asset_watching import AssetWatching
from couture_scheduler.loop.dag_scan import DagScan
from couture_scheduler.loop.duties import Duty
from couture_scheduler.loop.duty_list import works
from couture_scheduler.loop.endpoint import Endpoint
from couture_scheduler.loop.human_input import HumanInput
from couture_scheduler.loop.launches import Launches, Versions
from couture_scheduler.loop.lease import Lease
from couture_scheduler.loop.machines_door import MachinesDoor
from couture_scheduler.loop.presence import Presence
from couture_scheduler.loop.reports import Reports
from couture_scheduler.loop.secret import engine_secret
from couture_scheduler.loop.tick import Ticker
from couture_scheduler.loop.triggerer import Triggerer
from couture_scheduler.loop.wake import Inbox
from couture_scheduler.loop.warm_kernels import WarmKernels
from couture_scheduler.loop.worker_calls import Method, WorkerCalls
from couture_scheduler.loop.worker_dag_calls import DagCalls
from couture_scheduler.loop.worker_state_calls import StateCalls
from couture_scheduler.store.session import Store

log = logging.getLogger(__name__)

HOLD_SECONDS = 0.004  # "running" alone waits so long for company: one commit for a task's start and end
GATHER_SECONDS = 0.01  # while many tries are under way all their news of so long go into one commit
MOST_PATIENCE = 5.0  # seconds between attempts to take up the work


def utc_now() -> datetime:
    """The time of day."""
    return datetime.now(UTC)


def run_engine(settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> None:
    """Run an engine in this process until SIGTERM, SIGINT, a ``stop`` call, or idleness ends it."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("apscheduler", "alembic", "watchfiles"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    make_home(settings.home)
    engine = EngineProcess(settings, clock)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: engine.stop())
    engine.run()


@dataclass(slots=True)
class Flags:
    """What other threads tell the loop."""

    stopping: bool = False
    plan: bool = True


@dataclass(slots=True)
class EngineProcess:
    """Wires the parts together and turns the wheel."""

    settings: Settings
    clock: Callable[[], datetime]
    flags: Flags = field(default_factory=Flags)
    inbox: Inbox = field(default_factory=Inbox)
    state: str = "starting"
    started_at: datetime = field(default_factory=utc_now)
    store: Store = field(init=False)
    executor: Executor = field(init=False)
    machines: Machines = field(init=False)
    door: MachinesDoor = field(init=False)
    lease: Lease = field(init=False)
    versions: Versions = field(init=False)
    launches: Launches = field(init=False)
    ticker: Ticker = field(init=False)
    endpoint: Endpoint = field(init=False)
    reports: Reports = field(init=False)
    worker_calls: WorkerCalls = field(init=False)
    alarm: Alarm = field(init=False)
    presence: Presence = field(init=False)
    kernels: WarmKernels = field(init=False)
    triggerer: Triggerer = field(init=False)
    duties: list[Duty] = field(default_factory=list)

    def __post_init__(self) -> None:
        settings = self.settings
        self.store = Store(settings.db_url)
        self.lease = Lease(self.store, self.clock, settings.lease_ttl)
        self.versions = Versions(self.store)
        self.launches = Launches(settings, self.versions, self.store, engine_secret(settings.home))
        self.reports = Reports(self.inbox)
        self.worker_calls = WorkerCalls(
            self.store,
            self.settings.home,
            self.launches,
            self.clock,
            self.reports.put,
            DagCalls(settings, self.store, self.clock, self._duty_tells),
            StateCalls(settings, self.store, self.clock),
        )
        self.presence = Presence(settings, self.store, self.clock)

    def _furnish(self) -> None:
        """What is closed when the office is left is made anew for the next time."""
        settings = self.settings
        self.machines = Machines()
        self.executor = make_executor(settings, self.machines)
        self.endpoint = Endpoint(self)
        self.door = MachinesDoor(settings)
        self.alarm = Alarm(self.ring)
        self.kernels = WarmKernels(settings, self.store, self.clock)
        self.triggerer = Triggerer(settings, self.store, self.launches, self.clock, self.reports.put)
        self.ticker = Ticker(
            settings,
            self.store,
            self.executor,
            self.lease,
            self.launches,
            self.versions,
            self.clock,
            self._tell,
        )
        answers = HumanInput(self.store, self.clock, self._duty_tells, self.reports.put)
        watching = AssetWatching(settings, self.store, self.launches, self.clock, self._duty_tells)
        all_works = (*works(settings, self.store, self.clock, self._duty_tells), answers, watching)
        self.duties = [Duty(work) for work in all_works]

    # -- what other threads call ---------------------------------------------------------------------------------

    def ring(self) -> None:
        """The alarm rings: something is due."""
        self.flags.plan = True
        self.inbox.put()

    def stop(self) -> None:
        """End the engine soon; running tasks go on."""
        self.flags.stopping = True
        self.inbox.put()

    def changed(self, changes: list[Change]) -> None:
        """A person changed something."""
        self.inbox.put(*changes)
        self.triggerer.tell(changes)
        for duty in self.duties:
            duty.tell(changes)
        for change in changes:
            if change.subject in ("dag", "notebook"):
                self.kernels.look((change.detail or {}).get("kernel_name"))

    def status(self) -> dict[str, object]:
        """What the engine says of itself."""
        return {
            "state": self.state,
            "pid": os.getpid(),
            "started_at": self.started_at.isoformat(),
            "running_tasks": self.ticker.state.active.usage.active,
            "active_runs": len(self.ticker.state.active.by_id),
            **facts(self.executor, self.machines),
        }

    def worker_method(self, launch_id: str, token: str) -> Method | None:
        """The calls open to a worker."""
        return self.worker_calls.method_for(launch_id, token)

    # -- the wheel -----------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Stand by, work, and begin again when the lease is lost, until stopped."""
        try:
            while not self.flags.stopping:
                if self._stand_by():
                    self._hold_office()
        finally:
            self.store.close()
            log.info("The engine has ended")

    def _stand_by(self) -> bool:
        """Wait for the lease; false when told to stop, or when another engine works and nobody asked for a spare."""
        self.state = "standby"
        while not self.flags.stopping:
            try:
                self.store.upgrade()
                if self.lease.acquire():
                    return True
            except SchedulerError as error:
                log.warning("Standing by: %s", error)
            else:
                if self.settings.idle_exit and self._is_superfluous():
                    log.info("Another engine works here: this one is not needed")
                    self.flags.stopping = True
            self.inbox.wait([], self.settings.lease_ttl / 5)
            self.inbox.drain()
        return False

    def _is_superfluous(self) -> bool:
        other = address.read(self.settings.home)
        return other is not None and process_started(other.pid) is not None

    def _hold_office(self) -> None:
        log.info("This engine works now (process %s)", os.getpid())
        self._furnish()
        self.executor.start()
        self._publish_address()
        scan = DagScan(self.settings, self.store, self.clock, self._dags_changed, self._restamp)
        try:
            self.alarm.start()
            self.ticker.was_down_since(self.presence.begin())
            self._recover()
            scan.start()
            self.kernels.start()
            self.triggerer.start()
            for duty in self.duties:
                duty.start()
            self._turn()
        except LeaseLostError as error:
            log.warning("%s", error)
        finally:
            self.triggerer.stop()
            for duty in self.duties:
                duty.stop()
            scan.stop()
            self.kernels.stop()
            self.alarm.stop()
            self._leave_office()

    def _publish_address(self) -> None:
        host, port = self.endpoint.address
        self.endpoint.start()
        self.state = "running"
        published = address.EngineAddress(
            host,
            port,
            self.endpoint.authkey.hex(),
            self.endpoint.token,
            os.getpid(),
            process_started(os.getpid()) or 0.0,
            self.started_at.isoformat(),
            self.door.open(self.endpoint.address),
        )
        address.write(self.settings.home, published)
        self.launches.endpoint = published.for_workers(self.settings.home)
        self.launches.kernel_pool = self.kernels.address

    def _leave_office(self) -> None:
        self.state = "stopped"
        address.remove(self.settings.home, os.getpid())
        self.executor.stop()
        self.endpoint.subscribers.publish([Change("engine", state="stopped")])
        self.door.close()
        self.endpoint.close()
        self.machines.close()
        try:
            self.presence.end()
            self.lease.release()
        except SchedulerError as error:
            log.warning("Could not sign off: %s", error)

    def _turn(self) -> None:
        next_sweep = 0.0
        more = False
        failures = 0
        while not self.flags.stopping:
            try:
                if not more:
                    self._wait(next_sweep)
                if time.monotonic() >= next_sweep:
                    self._sweep()
                    next_sweep = time.monotonic() + self.settings.heartbeat
                more = self._tick()
                failures = 0
            except LeaseLostError:
                raise
            except SchedulerError as error:
                log.warning("The store failed, everything is read anew: %s", error)
                self._recover()
            except Exception:
                log.exception("A tick failed, everything is read anew")
                failures += 1
                self.inbox.wait([], min(MOST_PATIENCE, 0.1 * 2**failures))
                self._recover()
        self._hear_the_last()

    def _hear_the_last(self) -> None:
        """Whoever stopped a run just before stopping the engine does not want its processes to go on."""
        try:
            self._tick()
        except SchedulerError as error:
            log.warning("What was asked last is left to the next engine: %s", error)

    def _wait(self, next_sweep: float) -> None:
        timeout = min(next_sweep - time.monotonic(), max(self.ticker.seconds_to_storing, 0.0))
        others = self.executor.waitables()
        if self.ticker.holding and self.ticker.is_busy:
            timeout, others = min(timeout, GATHER_SECONDS), []
        elif self.ticker.holding:
            timeout = min(timeout, HOLD_SECONDS)
        self.inbox.wait(others, timeout)

    def _tick(self) -> bool:
        plan, self.flags.plan = self.flags.plan, False
        held = self.ticker.holding
        more = self.ticker.tick(self.inbox.drain(), self.reports.drain(), plan=plan, may_hold=not held)
        if more:
            self.flags.plan = True
        self.alarm.set(self.ticker.next_moment())
        return more

    def _sweep(self) -> None:
        self.ticker.sweep()
        self.flags.plan = True  # the alarm stands still while the machine sleeps, and does not see the clock being set
        self.presence.heartbeat()
        if self.presence.is_idle(self.ticker.state, self.endpoint.subscribers, self.ticker.next_moment()):
            log.info("No server is connected and nothing is scheduled: ending")
            self.flags.stopping = True

    def _recover(self) -> None:
        """Read everything anew, however often it takes: the database may be away for long."""
        pause = 0.2
        while not self.flags.stopping:
            try:
                self.ticker.recover()
            except LeaseLostError:
                raise
            except (SchedulerError, OSError) as error:
                log.warning("The work cannot be taken up, trying again in %.1f s: %s", pause, error)
                self.inbox.wait([], pause)
                self.inbox.drain()
                pause = min(MOST_PATIENCE, pause * 2)
            else:
                self.flags.plan = True
                return

    def _dags_changed(self, changes: list[Change]) -> None:
        self.inbox.put(*changes)
        self.endpoint.subscribers.publish(changes)

    def _tell(self, changes: list[Change]) -> None:
        self.endpoint.subscribers.publish(changes)
        self.triggerer.tell(changes)
        for duty in self.duties:
            duty.tell(changes)

    def _duty_tells(self, changes: list[Change]) -> None:
        self.changed(changes)
        self.endpoint.subscribers.publish(changes)

    def _restamp(self, stamp: str) -> None:
        self.launches.folder_stamp = stamp
