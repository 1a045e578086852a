"""The outbox: what people are to be told of runs, and whether they have been. Written once, delivered at least once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from couture_jupyter.states import DagRunState, TaskInstanceState
from couture_scheduler.store.dag_runs import DagRunRecord, record_of
from couture_scheduler.store.tables import dag_run, notification, task_instance, task_try

_ENDED = (DagRunState.SUCCESS, DagRunState.FAILED)


class NotificationState(StrEnum):
    """``waiting`` for its next attempt, ``sent``, or ``failed`` for good."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NewNotification:
    """A message to write. ``event_key`` tells events of one kind apart, ``rule_key`` recipients."""

    dag_run_id: int
    event: str
    event_key: str
    rule_key: str
    channel: str
    recipient: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotificationRecord:
    """A message as it is stored, with the names of its run."""

    id: int
    dag_run_id: int
    dag_id: str
    run_id: str
    event: str
    event_key: str
    channel: str
    recipient: str
    state: NotificationState
    tries: int
    next_at: datetime | None
    error: str | None
    created_at: datetime
    sent_at: datetime | None
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NotificationFilter:
    """Which messages; ``None`` means any."""

    dag_id: str | None = None
    run_id: str | None = None
    states: tuple[NotificationState, ...] = ()


@dataclass(frozen=True, slots=True)
class FailedTry:
    """A try that failed; the task is tried again, unless it ``is_final``."""

    dag_run_id: int
    task_id: str
    map_index: int
    try_number: int
    is_final: bool = False


def add_absent(tx: Connection, news: Iterable[NewNotification], now: datetime) -> int:
    """Write those messages that are not there yet; how many were written."""
    return sum(_add(tx, each, now) for each in news)


def due(tx: Connection, channels: Sequence[str], now: datetime, limit: int = 20) -> list[NotificationRecord]:
    """Messages on these channels whose attempt is due, the longest waiting first."""
    waiting = (notification.c.state == NotificationState.WAITING, notification.c.next_at <= now)
    found = _joined().where(*waiting, notification.c.channel.in_(channels))
    return [_record(row) for row in tx.execute(found.order_by(notification.c.next_at, notification.c.id).limit(limit))]


def next_moment(tx: Connection, channels: Sequence[str]) -> datetime | None:
    """When the next attempt is due."""
    found = select(notification.c.next_at).where(
        notification.c.state == NotificationState.WAITING, notification.c.channel.in_(channels)
    )
    moment: datetime | None = tx.execute(found.order_by(notification.c.next_at).limit(1)).scalar()
    return moment


def mark_sent(tx: Connection, id: int, now: datetime) -> None:  # noqa: A002
    """The message got through."""
    values = {"state": NotificationState.SENT.value, "sent_at": now, "next_at": None, "error": None}
    tx.execute(_with(id).values(**values, tries=notification.c.tries + 1))


def mark_missed(tx: Connection, id: int, error: str, next_at: datetime | None) -> None:  # noqa: A002
    """An attempt failed; ``next_at`` ``None`` means that there will be no other."""
    state = NotificationState.FAILED if next_at is None else NotificationState.WAITING
    values = {"state": state.value, "error": error, "next_at": next_at}
    tx.execute(_with(id).values(**values, tries=notification.c.tries + 1))


def send_again(tx: Connection, id: int, now: datetime) -> bool:  # noqa: A002
    """Have a message that has not got through tried from the beginning; whether it may be."""
    unsent = notification.c.state != NotificationState.SENT
    values = {"state": NotificationState.WAITING.value, "next_at": now, "tries": 0}
    return tx.execute(_with(id).where(unsent).values(**values)).rowcount == 1


def get(tx: Connection, id: int) -> NotificationRecord | None:  # noqa: A002
    """One message."""
    row = tx.execute(_joined().where(notification.c.id == id)).first()
    return None if row is None else _record(row)


def listing(
    tx: Connection, wanted: NotificationFilter, limit: int = 100, offset: int = 0
) -> tuple[list[NotificationRecord], int]:
    """Messages, the newest first, and how many there are."""
    conditions = _conditions(wanted)
    found = _joined().where(*conditions).order_by(notification.c.id.desc()).limit(limit).offset(offset)
    joined = notification.join(dag_run, dag_run.c.id == notification.c.dag_run_id)
    total = tx.execute(select(func.count()).select_from(joined).where(*conditions)).scalar_one()
    return [_record(row) for row in tx.execute(found)], int(total)


def was_told(tx: Connection, dag_run_id: int, event: str) -> bool:
    """Whether there is a message about this event of the run."""
    found = select(notification.c.id).where(notification.c.dag_run_id == dag_run_id, notification.c.event == event)
    return tx.execute(found.limit(1)).first() is not None


def runs_ended_since(tx: Connection, moment: datetime, *, untold: bool = False) -> list[DagRunRecord]:
    """Runs that have ended at ``moment`` or later; with ``untold`` only those without any message. Reads the whole
    table: for the start of an engine, and for a sweep now and then."""
    found = select(dag_run).where(dag_run.c.ended_at >= moment, dag_run.c.state.in_(_ENDED)).order_by(dag_run.c.id)
    if untold:
        found = found.where(~exists().where(notification.c.dag_run_id == dag_run.c.id))
    return [record_of(row) for row in tx.execute(found)]


def tries_failed_since(tx: Connection, moment: datetime) -> list[FailedTry]:
    """Tries that failed at ``moment`` or later. Reads the whole table."""
    again = or_(
        task_instance.c.state == TaskInstanceState.UP_FOR_RETRY, task_instance.c.try_number > task_try.c.try_number
    )
    final = task_instance.c.state == TaskInstanceState.FAILED
    columns = (task_instance.c.dag_run_id, task_instance.c.task_id, task_instance.c.map_index, task_try.c.try_number)
    found = (
        select(*columns, again)
        .join(task_try, task_try.c.task_instance_id == task_instance.c.id)
        .where(task_try.c.ended_at >= moment, task_try.c.state == TaskInstanceState.FAILED, or_(again, final))
        .order_by(task_try.c.task_instance_id, task_try.c.try_number)
    )
    return [FailedTry(row[0], row[1], row[2], row[3], not row[4]) for row in tx.execute(found)]


def has_failed(tx: Connection, named: FailedTry) -> bool:
    """Whether this try has really ended in failure."""
    found = (
        select(task_try.c.try_number)
        .join(task_instance, task_instance.c.id == task_try.c.task_instance_id)
        .where(task_instance.c.dag_run_id == named.dag_run_id, task_instance.c.task_id == named.task_id)
        .where(task_instance.c.map_index == named.map_index, task_try.c.try_number == named.try_number)
        .where(task_try.c.state == TaskInstanceState.FAILED)
    )
    return tx.execute(found).first() is not None


def state_before(tx: Connection, run: DagRunRecord) -> DagRunState | None:
    """How the run of this DAG ended that began last before ``run``."""
    earlier = or_(dag_run.c.sort_at < run.sort_at, (dag_run.c.sort_at == run.sort_at) & (dag_run.c.id < run.id))
    found = (
        select(dag_run.c.state)
        .where(dag_run.c.dag_id == run.dag_id, dag_run.c.state.in_(_ENDED), earlier)
        .order_by(dag_run.c.sort_at.desc(), dag_run.c.id.desc())
        .limit(1)
    )
    state: DagRunState | None = tx.execute(found).scalar()
    return state


def _add(tx: Connection, new: NewNotification, now: datetime) -> int:
    values = {name: getattr(new, name) for name in new.__dataclass_fields__}
    more = {"state": NotificationState.WAITING.value, "tries": 0, "next_at": now, "created_at": now}
    try:
        with tx.begin_nested():
            tx.execute(insert(notification).values(**values, **more))
    except IntegrityError:  # told already, or the run is gone
        return 0
    return 1


def _with(id: int) -> Any:  # noqa: A002
    return update(notification).where(notification.c.id == id)


def _joined() -> Any:
    columns = [notification.c[name] for name in NotificationRecord.__dataclass_fields__ if name in notification.c]
    return select(*columns, dag_run.c.dag_id, dag_run.c.run_id).join(dag_run, dag_run.c.id == notification.c.dag_run_id)


def _conditions(wanted: NotificationFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.dag_id is not None:
        conditions.append(dag_run.c.dag_id == wanted.dag_id)
    if wanted.run_id is not None:
        conditions.append(dag_run.c.run_id == wanted.run_id)
    if wanted.states:
        conditions.append(notification.c.state.in_([each.value for each in wanted.states]))
    return conditions


def _record(row: Any) -> NotificationRecord:
    values = {name: getattr(row, name) for name in NotificationRecord.__dataclass_fields__}
    values["state"] = NotificationState(values["state"])
    values["details"] = values["details"] or {}
    return NotificationRecord(**values)
