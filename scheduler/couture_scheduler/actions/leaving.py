"""What becomes of the schedules of somebody who is no active user any more: they are paused, and stay."""

from __future__ import annotations

from collections.abc import Iterable

from couture_scheduler.actions.context import ActionContext
from couture_scheduler.events import Change
from couture_scheduler.store import accounts, dags, notebook_schedules
from couture_scheduler.store.session import Transaction


def pause_schedules(ctx: ActionContext, tx: Transaction, username: str) -> list[str]:
    """Pause what this person has scheduled; the DAGs that were not paused before."""
    found = notebook_schedules.running_of(tx, username)
    for dag_id in found:
        dags.set_paused(tx, dag_id, True, ctx.clock())
        ctx.audit(tx, "pause_dag", dag_id=dag_id, details={"because": sentence(username)})
    return found


def tell_paused(ctx: ActionContext, dag_ids: Iterable[str]) -> None:
    """After the commit."""
    ctx.tell(*(Change("dag", dag_id=dag_id, user=ctx.actor.name) for dag_id in dag_ids))


def gone(tx: Transaction, usernames: Iterable[str]) -> set[str]:
    """Those of them who are no active users; nobody, where people are not looked up here at all."""
    asked = set(usernames)
    return asked - accounts.active(tx, asked) if asked and accounts.count(tx, accounts.AccountFilter()) else set()


def sentence(username: str) -> str:
    """Why a schedule is paused."""
    return f"{username}, whose schedule this is, is no active user any more."
