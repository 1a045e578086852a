"""Has the callbacks of DAGs called, each once, in a process as tasks have one.

They are owed by the store, so they survive whatever the engine does not; like a try a callback is handed over with a
claim, adopted by the next engine, and its end is a file before it is news. One whose process died is not called again.
The launch of a callback has its negative id in place of a task instance's: see ``Launches.of_callback``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.engine.callbacks import CallbackKind
from couture_scheduler.engine.launch import Adoption, Died, EventFired, ExecutorEvent, Finished, Launch, OutcomeKind
from couture_scheduler.events import Change
from couture_scheduler.executors.contract import Executor
from couture_scheduler.loop.launches import CALLBACK_SECONDS, Launches
from couture_scheduler.loop.lease import Lease
from couture_scheduler.store import callbacks as owed
from couture_scheduler.store import dag_runs, task_instances
from couture_scheduler.store.callbacks import CallbackRecord, CallbackState
from couture_scheduler.store.session import Store, Transaction
from couture_scheduler.store.task_instances import TaskInstanceRecord

MOST = 4  # that are called at once: they wait for mail servers more than they compute
LONGEST = timedelta(seconds=CALLBACK_SECONDS + 15)
GONE = "The process of this callback is gone and left no result: it was killed, or the machine went down."
_BEGINNING = datetime.min.replace(tzinfo=UTC)


class Callbacks:
    """Belongs to the loop's thread."""

    def __init__(
        self,
        store: Store,
        executor: Executor,
        lease: Lease,
        launches: Launches,
        clock: Callable[[], datetime],
        tell: Callable[[list[Change]], None],
    ) -> None:
        self._store = store
        self._executor = executor
        self._lease = lease
        self._launches = launches
        self._clock = clock
        self._tell = tell
        self._live: dict[str, CallbackRecord] = {}
        self._ended: dict[str, str | None] = {}  # launch id -> its error, not yet stored
        self._until: dict[str, datetime] = {}  # launch id -> when it is ended by force: it could not end itself
        self.look = False  # whether callbacks may be due

    def recover(self) -> None:
        """Find out what became of those that an engine before this one had handed over."""
        self._live.clear()
        self._until.clear()
        with self._store.transaction() as tx:
            self._lease.renew(tx)
            running = owed.in_state(tx, CallbackState.RUNNING)
            launches = [self._launch(tx, each, each.tries) for each in running]
        again: list[tuple[CallbackRecord, Launch]] = []
        for record, launch in zip(running, launches, strict=True):
            self._adopt(record, launch, again)
        for record, _ in again:
            self._begin(record)
        self.look = True

    def _adopt(self, record: CallbackRecord, launch: Launch | None, again: list[tuple[CallbackRecord, Launch]]) -> None:
        if launch is None:
            self._ended[f"{-record.id}.0.{record.tries}"] = GONE
            return
        self._know(launch.id, record)
        match self._executor.adopt(launch):
            case Adoption.DEAD:
                self._ended[launch.id] = GONE
            case Adoption.NEVER_BEGAN:
                del self._live[launch.id]
                again.append((record, launch))
            case Adoption.RUNNING | Adoption.FINISHED:
                pass  # its end will be reported

    def _know(self, launch_id: str, record: CallbackRecord) -> None:
        self._live[launch_id] = record
        self._until[launch_id] = self._clock() + LONGEST

    def take(self, event: ExecutorEvent | EventFired) -> bool:
        """Whether the event is about a callback; then it is noted."""
        if not event.launch_id.startswith("-"):
            return False
        if event.launch_id in self._live:
            if isinstance(event, Died):
                self._ended[event.launch_id] = event.because
            elif isinstance(event, Finished):
                good = event.outcome.kind is OutcomeKind.SUCCESS
                self._ended[event.launch_id] = None if good else event.outcome.error or "It failed."
        return True

    def turn(self) -> None:
        """Store what ended, and begin what is due."""
        if self._ended:
            self._store_ends()
            self.look = True
        if not self.look:
            return
        self._end_overdue()
        with self._store.reading() as tx:
            due = owed.in_state(tx, CallbackState.DUE, MOST)
        for record in due[: max(MOST - len(self._live), 0)]:
            self._begin(record)
        self.look = False

    def _end_overdue(self) -> None:
        now = self._clock()
        for launch_id in [name for name, until in self._until.items() if until <= now]:
            del self._until[launch_id]
            if launch_id in self._live:
                self._executor.kill(launch_id, f"The callback took longer than {CALLBACK_SECONDS:.0f} seconds.")

    def _store_ends(self) -> None:
        now = self._clock()
        with self._store.transaction() as tx:
            self._lease.renew(tx)
            for launch_id, error in self._ended.items():
                owed.end(tx, _number(launch_id), error, now)
        ended = {launch_id: self._live.pop(launch_id, None) for launch_id in self._ended}
        changes = [_change(each, "failed" if self._ended[name] else "success") for name, each in ended.items() if each]
        self._ended.clear()
        self._tell(changes)

    def _begin(self, record: CallbackRecord) -> None:
        tries = record.tries + 1
        with self._store.transaction() as tx:
            self._lease.renew(tx)
            launch = self._launch(tx, record, tries)
            if launch is None:
                owed.end(tx, record.id, "No task of the run is left in this version of the DAG.", self._clock())
            elif not owed.begin(tx, record.id, tries, record.details):
                return
        if launch is not None:
            self._know(launch.id, record)
            self._executor.submit(launch)
        self._tell([_change(record, "running" if launch else "failed")])

    def _launch(self, tx: Transaction, record: CallbackRecord, tries: int) -> Launch | None:
        run = dag_runs.get(tx, record.dag_id, record.run_id)
        task = _task_of(tx, record)
        if run is None or task is None:
            return None
        info = dag_runs.infos(tx, [run.id])[run.id]
        return self._launches.of_callback(record, run, task, info, tries)


def _task_of(tx: Transaction, record: CallbackRecord) -> TaskInstanceRecord | None:
    """The task instance whose context a callback gets: the one it is about; else, as in Airflow, the one that ended
    last, of a run that failed among those that failed."""
    details = record.details
    if "task_id" in details:
        return task_instances.get(tx, record.dag_run_id, details["task_id"], details["map_index"])
    found = task_instances.of_run(tx, record.dag_run_id)
    failed = [each for each in found if each.state is TaskInstanceState.FAILED]
    wanted = failed if failed and record.kind == CallbackKind.FAILURE else found
    return max(wanted, key=lambda each: (each.ended_at or _BEGINNING, each.id), default=None)


def _number(launch_id: str) -> int:
    return -int(launch_id.partition(".")[0])


def _change(record: CallbackRecord, state: str) -> Change:
    return Change("callback", dag_id=record.dag_id, run_id=record.run_id, state=state)
