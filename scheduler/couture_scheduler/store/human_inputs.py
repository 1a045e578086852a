"""Questions that tasks ask people, and the answers. One for each task instance: a further try asks anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, update

from couture_jupyter.states import TaskInstanceState
from couture_scheduler.store.dialects import upsert
from couture_scheduler.store.matching import Bound, TextMatch, conditions
from couture_scheduler.store.ordering import order
from couture_scheduler.store.tables import dag_run, human_input, task_instance

_ASKED = ("subject", "body", "options", "defaults", "is_multiple", "params", "assigned_users", "timeout_at")
_ANSWER = ("responded_at", "responded_by", "chosen_options", "params_input")
_DEFERRED = TaskInstanceState.DEFERRED


@dataclass(frozen=True, slots=True)
class HumanInputRecord:
    """A question with its task instance, and the answer once there is one. ``responded_by`` is ``None`` where the time
    was up and the defaults were taken."""

    task_instance_id: int
    dag_run_id: int
    dag_id: str
    run_id: str
    task_id: str
    map_index: int
    state: TaskInstanceState | None
    try_number: int
    launch: int
    subject: str
    body: str | None
    options: list[str]
    defaults: list[str] | None
    is_multiple: bool
    params: dict[str, Any]
    assigned_users: list[dict[str, str]]
    created_at: datetime
    timeout_at: datetime | None
    responded_at: datetime | None
    responded_by: str | None
    chosen_options: list[str] | None
    params_input: dict[str, Any] | None

    @property
    def launch_id(self) -> str:
        """Of the launch that deferred the try, as ``Launch.id``."""
        return f"{self.task_instance_id}.{self.try_number}.{self.launch}"

    @property
    def is_open(self) -> bool:
        """Whether it may be answered: nobody has, and the task waits, or is about to."""
        return self.responded_at is None and self.state in (TaskInstanceState.RUNNING, _DEFERRED)


@dataclass(frozen=True, slots=True)
class HumanInputFilter:
    """Which questions; ``None`` means any. ``waiting``: whose task waits for the answer now."""

    dag_id: str | None = None
    run_id: str | None = None
    task_id: str | None = None
    map_index: int | None = None
    waiting: bool | None = None
    response_received: bool | None = None
    states: tuple[TaskInstanceState, ...] = field(default=())
    subject_contains: str | None = None
    body_contains: str | None = None
    responded_by: tuple[str, ...] = ()
    matches: tuple[TextMatch | Bound, ...] = ()  # of dag_id, task_id and created_at


_ORDERS: dict[str, Any] = {
    "ti_id": human_input.c.task_instance_id,
    "task_instance_id": human_input.c.task_instance_id,
    "subject": human_input.c.subject,
    "responded_at": human_input.c.responded_at,
    "created_at": human_input.c.created_at,
    "responded_by_user_id": human_input.c.responded_by,
    "responded_by_user_name": human_input.c.responded_by,
    "dag_id": dag_run.c.dag_id,
    "run_id": dag_run.c.run_id,
    "run_after": dag_run.c.run_after,
    "task_display_name": task_instance.c.task_id,
    "task_instance_state": task_instance.c.state,
    "task_instance_operator": task_instance.c.operator,
    "rendered_map_index": task_instance.c.map_index,
}


def ask(tx: Connection, task_instance_id: int, question: dict[str, Any], now: datetime) -> None:
    """Keep the question (the columns of the table) without an answer, in place of an earlier one."""
    asked = {name: question[name] for name in _ASKED}
    row = {"task_instance_id": task_instance_id, "created_at": now, **asked, **dict.fromkeys(_ANSWER)}
    upsert(tx, human_input, [row])


def answer(
    tx: Connection,
    task_instance_id: int,
    *,
    chosen: list[str],
    params: dict[str, Any],
    by: str | None,
    now: datetime,
) -> bool:
    """Keep the answer; false when there is one already."""
    unanswered = (human_input.c.task_instance_id == task_instance_id) & human_input.c.responded_at.is_(None)
    values = {"responded_at": now, "responded_by": by, "chosen_options": chosen, "params_input": params}
    return tx.execute(update(human_input).where(unanswered).values(**values)).rowcount == 1


def get(tx: Connection, task_instance_id: int) -> HumanInputRecord | None:
    """One question."""
    row = tx.execute(_joined().where(human_input.c.task_instance_id == task_instance_id)).first()
    return None if row is None else _record(row)


def listing(
    tx: Connection, wanted: HumanInputFilter, limit: int = 100, offset: int = 0, order_by: str = "-created_at"
) -> tuple[list[HumanInputRecord], int]:
    """Questions, the newest first, and how many there are."""
    asked = _conditions(wanted)
    found = _joined().where(*asked).order_by(*order(_ORDERS, order_by, human_input.c.task_instance_id))
    joined = human_input.join(task_instance, task_instance.c.id == human_input.c.task_instance_id).join(dag_run)
    total = tx.execute(select(func.count()).select_from(joined).where(*asked)).scalar_one()
    return [_record(row) for row in tx.execute(found.limit(limit).offset(offset))], int(total)


def answered(tx: Connection) -> list[HumanInputRecord]:
    """Questions with an answer whose tasks still wait: they can go on."""
    found = _joined().where(human_input.c.responded_at.is_not(None), task_instance.c.state == _DEFERRED)
    return [_record(row) for row in tx.execute(found)]


def overdue(tx: Connection, now: datetime) -> list[HumanInputRecord]:
    """Questions that nobody answered in time."""
    return [_record(row) for row in tx.execute(_joined().where(*_unanswered(), human_input.c.timeout_at <= now))]


def next_timeout(tx: Connection) -> datetime | None:
    """When the time of the next question is up."""
    joined = human_input.join(task_instance, task_instance.c.id == human_input.c.task_instance_id)
    found: datetime | None = tx.execute(
        select(func.min(human_input.c.timeout_at)).select_from(joined).where(*_unanswered())
    ).scalar()
    return found


def _unanswered() -> tuple[ColumnElement[bool], ...]:
    return human_input.c.responded_at.is_(None), task_instance.c.state == _DEFERRED


def _joined() -> Any:
    own = [human_input.c[name] for name in HumanInputRecord.__dataclass_fields__ if name in human_input.c]
    names = ("task_id", "map_index", "state", "try_number", "launch", "dag_run_id")
    of_task = [task_instance.c[name] for name in names]
    return (
        select(*own, *of_task, dag_run.c.dag_id, dag_run.c.run_id)
        .select_from(human_input)
        .join(task_instance, task_instance.c.id == human_input.c.task_instance_id)
        .join(dag_run, dag_run.c.id == task_instance.c.dag_run_id)
    )


def _conditions(wanted: HumanInputFilter) -> list[ColumnElement[bool]]:
    columns = {
        "dag_id": dag_run.c.dag_id,
        "run_id": dag_run.c.run_id,
        "task_id": task_instance.c.task_id,
        "map_index": task_instance.c.map_index,
    }
    given = {name: getattr(wanted, name) for name in columns}
    found = conditions({**columns, "created_at": human_input.c.created_at}, wanted.matches)
    found += [columns[name] == value for name, value in given.items() if value is not None]
    if wanted.waiting:
        found += _unanswered()
    if wanted.response_received is not None:
        is_answered = human_input.c.responded_at.is_not(None)
        found.append(is_answered if wanted.response_received else ~is_answered)
    if wanted.states:
        found.append(task_instance.c.state.in_(wanted.states))
    if wanted.responded_by:
        found.append(human_input.c.responded_by.in_(wanted.responded_by))
    for column, text in ((human_input.c.subject, wanted.subject_contains), (human_input.c.body, wanted.body_contains)):
        if text:
            found.append(column.icontains(text, autoescape=True))
    return found


def _record(row: Any) -> HumanInputRecord:
    return HumanInputRecord(**{name: getattr(row, name) for name in HumanInputRecord.__dataclass_fields__})
