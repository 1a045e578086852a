"""Notebook schedules: the fields of the form, beside the DAG that is rendered from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, false, select, update

from couture_scheduler.store.tables import dag, notebook_schedule


@dataclass(frozen=True, slots=True)
class ScheduleRecord:
    """One schedule; ``form`` is JSON."""

    dag_id: str
    notebook: str
    form: dict[str, Any]
    created_by: str
    created_at: datetime
    updated_by: str
    updated_at: datetime

    @property
    def owner(self) -> str:
        """As whom it runs, where people have users of the system: whoever last said what runs."""
        return self.updated_by

    @property
    def owned_since(self) -> float:
        """The id of the first DAG version that the owner answers for. What was saved before this was written down
        is theirs when nobody else had a part in it."""
        return float(self.form.get("owned_since", 0 if self.created_by == self.updated_by else "inf"))


def put(tx: Connection, dag_id: str, notebook: str, form: dict[str, Any], user: str, now: datetime) -> None:
    """Save the form; its DAG must be registered already."""
    changed = {"notebook": notebook, "form": form, "updated_by": user, "updated_at": now}
    done = tx.execute(update(notebook_schedule).where(notebook_schedule.c.dag_id == dag_id).values(**changed))
    if done.rowcount == 0:
        tx.execute(notebook_schedule.insert().values(dag_id=dag_id, created_by=user, created_at=now, **changed))


def get(tx: Connection, dag_id: str) -> ScheduleRecord | None:
    """One schedule."""
    row = tx.execute(select(notebook_schedule).where(notebook_schedule.c.dag_id == dag_id)).first()
    return None if row is None else ScheduleRecord(**row._mapping)


def get_many(tx: Connection, dag_ids: Sequence[str]) -> dict[str, ScheduleRecord]:
    """These schedules by their DAG id."""
    found = select(notebook_schedule).where(notebook_schedule.c.dag_id.in_(dag_ids))
    return {row.dag_id: ScheduleRecord(**row._mapping) for row in tx.execute(found)}


def running_of(tx: Connection, username: str) -> list[str]:
    """The DAGs that this person has scheduled and that are not paused."""
    found = select(dag.c.dag_id).join(notebook_schedule, dag.c.dag_id == notebook_schedule.c.dag_id)
    mine = found.where(notebook_schedule.c.updated_by == username, dag.c.is_paused == false())
    return list(tx.execute(mine.order_by(dag.c.dag_id)).scalars())


@dataclass(frozen=True, slots=True)
class NextRun:
    """When a schedule runs next, as whom, and on which kernel (``None``: the notebook's own)."""

    at: datetime
    owner: str
    kernel_name: str | None


def next_runs(tx: Connection, limit: int) -> list[NextRun]:
    """What the schedules that are on are to run next, the first ones first."""
    found = select(dag.c.next_run_after, notebook_schedule.c.updated_by, notebook_schedule.c.form).join(
        notebook_schedule, dag.c.dag_id == notebook_schedule.c.dag_id
    )
    wanted = found.where(dag.c.is_paused == false(), dag.c.next_run_after.is_not(None))
    rows = tx.execute(wanted.order_by(dag.c.next_run_after, dag.c.dag_id).limit(limit))
    return [NextRun(at, owner, form.get("kernel_name")) for at, owner, form in rows]


def kernel_names(tx: Connection) -> set[str | None]:
    """The kernelspecs that schedules which are on ask for; ``None`` means the notebook's own."""
    forms = select(notebook_schedule.c.form).join(dag, dag.c.dag_id == notebook_schedule.c.dag_id)
    return {form.get("kernel_name") for form in tx.execute(forms.where(dag.c.is_paused == false())).scalars()}
