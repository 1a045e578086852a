"""Writes the outbox: for each event of a run, what its DAG's rules ask for, once.

The rules are those of the version that the run belongs to, so a rule never tells of a run that was made before it. What
happened while no engine listened is found by ``catch_up``: everything that ended since the moment up to which the
outbox is known to be complete. Writing the same message twice is prevented by its unique key.
"""

from __future__ import annotations

import hashlib
import heapq
import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from couture_jupyter.notebook_options import NotifyRule
from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunState, TaskInstanceState
from couture_scheduler.events import Change
from couture_scheduler.loop.per_version import PerVersion
from couture_scheduler.messages.rules import Target, lateness, of_success, rules_of, wanting
from couture_scheduler.store import dag_runs, jobs
from couture_scheduler.store import notifications as outbox
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.notifications import FailedTry, NewNotification
from couture_scheduler.store.session import Store, Transaction

KIND = "telling"
SLACK = timedelta(minutes=2)  # an end is written a little after the moment it bears
MARK_SECONDS = 60.0
IDLE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a version of a DAG wants to be told of: its rules, and by task id the addresses that its author gave, with
    whether they hear of failures and of retries."""

    rules: list[NotifyRule] = field(default_factory=list)
    mails: dict[str, tuple[tuple[str, ...], bool, bool]] = field(default_factory=dict)

    def addresses(self, task_id: str, *, is_final: bool) -> list[str]:
        """Who hears of a try of this task that failed, each once."""
        found, on_failure, on_retry = self.mails.get(task_id, ((), False, False))
        return sorted(set(found)) if (on_failure if is_final else on_retry) else []


class Telling:
    """The duty."""

    name = "telling"

    def __init__(self, store: Store, clock: Callable[[], datetime], tell: Callable[[list[Change]], None]) -> None:
        self._store = store
        self._clock = clock
        self._tell = tell
        self._job: int | None = None
        self._marked: datetime | None = None
        self._wanted = PerVersion(_wanted_by, Wanted())
        self._late: list[tuple[datetime, int]] = []

    def catch_up(self) -> None:
        """What ended since an engine was here last, and what may become late."""
        now = self._clock()
        with self._store.transaction() as tx:
            before = jobs.latest(tx, KIND)
            since = (before.heartbeat_at if before else now) - SLACK
            self._job = jobs.start(tx, KIND, socket.gethostname(), os.getpid(), now)
            written = self._write(tx, self._since(tx, since), now)
            self._late = []
            for run in dag_runs.get_many(tx, dag_runs.active_ids(tx)).values():
                self._expect(tx, run)
        self._marked = now
        self._announce(written)

    def hear(self, changes: list[Change]) -> None:
        """Runs that ended or began, and tries that will be repeated."""
        heard = [change for change in changes if change.run_id and change.what != "deleted" and _may_tell(change)]
        if not heard:
            return
        now = self._clock()
        with self._store.reading() as tx:
            news = list(self._of_changes(tx, heard))
        if news:
            with self._store.transaction() as tx:
                written = outbox.add_absent(tx, news, now)
            self._announce(written)

    def turn(self) -> float:
        """Tell what is late, and note now and then that everything up to now is told."""
        now = self._clock()
        due = []
        while self._late and self._late[0][0] <= now:
            due.append(heapq.heappop(self._late)[1])
        if due:
            self._tell_late(due, now)
        if self._marked is not None and (now - self._marked).total_seconds() >= MARK_SECONDS:
            self._sweep(self._marked - SLACK, now)
        until = (self._late[0][0] - now).total_seconds() if self._late else IDLE_SECONDS
        return min(max(until, 0.05), IDLE_SECONDS)

    def _tell_late(self, due: list[int], now: datetime) -> None:
        with self._store.transaction() as tx:
            late = [
                run
                for run in dag_runs.get_many(tx, due).values()
                if outbox.add_absent(tx, self._lateness(tx, run, now), now)
            ]
        self._tell([_late_change(run) for run in late])

    def _sweep(self, since: datetime, now: datetime) -> None:
        """Find what nobody told us of, and note that everything up to now is told."""
        with self._store.transaction() as tx:
            ended = outbox.runs_ended_since(tx, since, untold=True)
            written = self._write(tx, (each for run in ended for each in self._of_end(tx, run)), now)
            if self._job is not None:
                jobs.heartbeat(tx, self._job, now)
        self._marked = now
        self._announce(written)

    def _write(self, tx: Transaction, news: Iterator[NewNotification], now: datetime) -> int:
        return outbox.add_absent(tx, list(news), now)

    def _announce(self, written: int) -> None:
        if written:
            self._tell([Change("notification", "created", state="waiting")])

    def _since(self, tx: Transaction, moment: datetime) -> Iterator[NewNotification]:
        for run in outbox.runs_ended_since(tx, moment):
            yield from self._of_end(tx, run)
        failed = outbox.tries_failed_since(tx, moment)
        runs = dag_runs.get_many(tx, {each.dag_run_id for each in failed})
        for each in failed:
            yield from self._of_try(tx, runs[each.dag_run_id], each)

    def _of_changes(self, tx: Transaction, changes: list[Change]) -> Iterator[NewNotification]:
        for change in changes:
            run = dag_runs.get(tx, change.dag_id or "", change.run_id or "")
            if run is None:
                continue
            if change.subject == "task_instance":
                is_final = change.state == TaskInstanceState.FAILED
                named = (run.id, change.task_id or "", _number(change.map_index, -1), change.try_number or 0)
                yield from self._of_try(tx, run, FailedTry(*named, is_final))
            elif run.ended_at is None:
                self._expect(tx, run)
            else:
                yield from self._of_end(tx, run)

    def _of_end(self, tx: Transaction, run: DagRunRecord) -> Iterator[NewNotification]:
        rules = self._rules_of(tx, run)
        if not rules or run.ended_at is None:
            return
        if run.state is DagRunState.FAILED:
            told: Iterator[tuple[str, Target]] = (("failure", target) for target in wanting(rules, "failure"))
        else:
            recovered = bool(wanting(rules, "recovery")) and self._has_recovered(tx, run)
            told = of_success(rules, recovered=recovered)
        for event, target in told:
            yield _new(run, event, run.ended_at.isoformat(), target)

    def _has_recovered(self, tx: Transaction, run: DagRunRecord) -> bool:
        """The run before failed, or this one did before it was tried again by hand."""
        return outbox.state_before(tx, run) is DagRunState.FAILED or outbox.was_told(tx, run.id, "failure")

    def _of_try(self, tx: Transaction, run: DagRunRecord, failed: FailedTry) -> Iterator[NewNotification]:
        """What a rule says of a retry, and the addresses of the task itself. A task that a person marked as failed has
        no try that failed: nobody is told."""
        wanted = self._wanted.of(tx, run.version_id)
        addresses = wanted.addresses(failed.task_id, is_final=failed.is_final)
        retry = [] if failed.is_final else wanting(wanted.rules, "retry")
        if not (addresses or retry) or not outbox.has_failed(tx, failed):
            return
        key = hashlib.sha256(f"{failed.task_id}\n{failed.map_index}\n{failed.try_number}".encode()).hexdigest()
        details = {"task_id": failed.task_id, "map_index": failed.map_index, "try_number": failed.try_number}
        for target in retry:
            yield _new(run, "retry", key, target, **details)
        for address in addresses:
            yield _new(
                run, "task_failure" if failed.is_final else "task_retry", key, Target("email", address), **details
            )

    def _expect(self, tx: Transaction, run: DagRunRecord) -> None:
        """Look at the run again when it may be late."""
        for seconds in lateness(self._rules_of(tx, run)):
            entry = (run.run_after + timedelta(seconds=seconds), run.id)
            if entry not in self._late:
                heapq.heappush(self._late, entry)

    def _lateness(self, tx: Transaction, run: DagRunRecord, now: datetime) -> Iterator[NewNotification]:
        if run.ended_at is not None:
            return
        for seconds, targets in lateness(self._rules_of(tx, run)).items():
            if run.run_after + timedelta(seconds=seconds) <= now:
                for target in targets:
                    yield _new(run, "late", f"{seconds:g}", target, late_after=seconds, state=run.state.value)

    def _rules_of(self, tx: Transaction, run: DagRunRecord) -> list[NotifyRule]:
        return self._wanted.of(tx, run.version_id).rules


def _wanted_by(spec: DagSpec) -> Wanted:
    mails = {
        task.task_id: (task.email, task.email_on_failure, task.email_on_retry) for task in spec.tasks if task.email
    }
    return Wanted(rules_of(spec.notify), mails)


def _new(run: DagRunRecord, event: str, key: str, target: Target, **details: object) -> NewNotification:
    return NewNotification(run.id, event, key, target.key, target.channel, target.recipient, details)


def _late_change(run: DagRunRecord) -> Change:
    """JupyterLab tells of it too, and there is no other news of a run that only takes long."""
    return Change(
        "notification", "created", dag_id=run.dag_id, run_id=run.run_id, state="waiting", detail={"event": "late"}
    )


def _may_tell(change: Change) -> bool:
    return change.subject == "dag_run" or (
        change.subject == "task_instance" and change.state in (TaskInstanceState.UP_FOR_RETRY, TaskInstanceState.FAILED)
    )


def _number(given: int | None, default: int) -> int:
    return default if given is None else given
