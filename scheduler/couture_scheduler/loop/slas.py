"""Notices tasks that miss their SLA, and has people told: by the DAG's callback, and by the tasks' e-mail addresses.

As in Airflow 2, an SLA counts from the end of the data interval of a scheduled run. Each miss is written down once;
whatever follows from it is owed by the same transaction.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunType, TaskInstanceState
from couture_scheduler.engine.callbacks import CallbackKind, NewCallback
from couture_scheduler.engine.deadlines import missed_slas
from couture_scheduler.events import Change
from couture_scheduler.loop.per_version import PerVersion
from couture_scheduler.messages.rules import Target
from couture_scheduler.store import callbacks, dag_runs, sla_misses, task_instances
from couture_scheduler.store import notifications as outbox
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.notifications import NewNotification
from couture_scheduler.store.session import Store, Transaction
from couture_scheduler.store.sla_misses import SlaMissRecord
from couture_scheduler.store.task_instances import TaskInstanceRecord

LOOK_BACK = timedelta(days=1)  # at runs that ended while no engine was there
IDLE_SECONDS = 60.0
_DONE = (TaskInstanceState.SUCCESS, TaskInstanceState.SKIPPED, TaskInstanceState.REMOVED)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a version of a DAG says: seconds and addresses by task id."""

    slas: dict[str, float] = field(default_factory=dict)
    email: dict[str, tuple[str, ...]] = field(default_factory=dict)
    has_callback: bool = False


class Slas:
    """The duty."""

    name = "slas"

    def __init__(self, store: Store, clock: Callable[[], datetime], tell: Callable[[list[Change]], None]) -> None:
        self._store = store
        self._clock = clock
        self._tell = tell
        self._promises = PerVersion(_promise, Promise())
        self._due: list[tuple[datetime, int]] = []

    def catch_up(self) -> None:
        """Runs that are active, and those that ended lately."""
        with self._store.reading() as tx:
            active = dag_runs.get_many(tx, dag_runs.active_ids(tx)).values()
            for run in [*active, *outbox.runs_ended_since(tx, self._clock() - LOOK_BACK)]:
                self._expect(tx, run)

    def hear(self, changes: list[Change]) -> None:
        """Runs that changed."""
        names = {(each.dag_id, each.run_id) for each in changes if each.subject == "dag_run" and each.what != "deleted"}
        if names:
            with self._store.reading() as tx:
                found = [dag_runs.get(tx, dag_id or "", run_id or "") for dag_id, run_id in names]
                for run in filter(None, found):  # one that has ended, too: a quick run has when this is heard
                    self._expect(tx, run)

    def turn(self) -> float:
        """Look at the runs whose moment has come."""
        now = self._clock()
        due: set[int] = set()
        while self._due and self._due[0][0] <= now:
            due.add(heapq.heappop(self._due)[1])
        if due:
            with self._store.transaction() as tx:
                changes = [each for run in dag_runs.get_many(tx, due).values() for each in self._look(tx, run, now)]
            self._tell(changes)
        return min(max((self._due[0][0] - now).total_seconds(), 0.05), IDLE_SECONDS) if self._due else IDLE_SECONDS

    def _expect(self, tx: Transaction, run: DagRunRecord) -> None:
        """Look at the run when each of its SLAs is due."""
        if run.run_type is not DagRunType.SCHEDULED:
            return
        for seconds in set(self._promises.of(tx, run.version_id).slas.values()):
            entry = (run.data_interval_end + timedelta(seconds=seconds), run.id)
            if entry not in self._due:
                heapq.heappush(self._due, entry)

    def _look(self, tx: Transaction, run: DagRunRecord, now: datetime) -> list[Change]:
        promise = self._promises.of(tx, run.version_id)
        tasks = task_instances.of_run(tx, run.id)
        late = missed_slas(promise.slas, run.data_interval_end, tasks, now)
        heard = promise.has_callback or any(promise.email.values())
        new = [name for name in late if sla_misses.add_absent(tx, _miss(run, name, now, heard))]
        if not new:
            return []
        if promise.has_callback:
            callbacks.add(tx, [_callback(run, new, tasks, now)], now)
        outbox.add_absent(tx, _mails(run, new, promise), now)
        subjects = ("sla_miss", "callback", "notification")
        return [Change(each, "created", dag_id=run.dag_id, run_id=run.run_id) for each in subjects]


def _promise(spec: DagSpec) -> Promise:
    slas = {task.task_id: task.sla for task in spec.tasks if task.sla is not None}
    email = {task.task_id: task.email for task in spec.tasks if task.task_id in slas}
    return Promise(slas, email, "sla_miss_callback" in spec.callbacks)


def _miss(run: DagRunRecord, task_id: str, now: datetime, is_told: bool) -> SlaMissRecord:
    return SlaMissRecord(run.dag_id, task_id, run.logical_date, run.run_id, now, now if is_told else None, None)


def _callback(run: DagRunRecord, missed: list[str], tasks: Iterable[TaskInstanceRecord], now: datetime) -> NewCallback:
    blocking = [
        {"task_id": each.task_id, "map_index": each.map_index, "state": each.state}
        for each in tasks
        if each.state not in _DONE
    ]
    details = {
        "run_id": run.run_id,
        "logical_date": run.logical_date.isoformat(),
        "missed_at": now.isoformat(),
        "task_ids": missed,
        "blocking": blocking,
    }
    return NewCallback(run.id, CallbackKind.SLA_MISS, details)


def _mails(run: DagRunRecord, missed: list[str], promise: Promise) -> list[NewNotification]:
    key = hashlib.sha256("\n".join(missed).encode()).hexdigest()
    targets = sorted({Target("email", address) for name in missed for address in promise.email.get(name, ())})
    details = {"task_ids": missed}
    return [
        NewNotification(run.id, "sla_miss", key, each.key, each.channel, each.recipient, details) for each in targets
    ]
