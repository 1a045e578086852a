"""``couture slas``: SLAs that tasks missed."""

from __future__ import annotations

from datetime import datetime

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.parameters import utc_moment
from couture_scheduler.cli.session import Session


@click.group(cls=Group)
def slas() -> None:
    """See which tasks missed their SLA, and note why."""


@slas.command("list")
@click.option("--dag", "dag_id", help="Of this DAG.")
@click.option("--run", "run_id", help="Of this run.")
@click.option("--task", "task_id", help="Of this task.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=25, show_default=True, help="How many at the most.")
@click.pass_obj
def list_(session: Session, dag_id: str | None, run_id: str | None, task_id: str | None, limit: int) -> None:
    """List SLAs that were missed, the newest first."""
    from couture_scheduler.actions import lateness as actions
    from couture_scheduler.store.sla_misses import SlaMissFilter

    page = actions.list_sla_misses(session.actions, SlaMissFilter(dag_id, run_id, task_id), limit)
    names = ("dag_id", "task_id", "logical_date", "run_id", "missed_at", "notified_at", "description")
    session.show.table(
        ["DAG", "Task", "Logical date", "Run", "Missed", "Told", "Note"],
        [[getattr(each, name) for name in names] for each in page.entries],
        {"slas": page.entries, "total_entries": page.total},
        empty="No SLA was missed.",
    )


@slas.command()
@click.argument("dag_id")
@click.argument("task_id")
@click.argument("logical_date", type=utc_moment)
@click.argument("note")
@click.pass_obj
def describe(session: Session, dag_id: str, task_id: str, logical_date: datetime, note: str) -> None:
    """Note why the SLA of a task was missed. An empty note takes it away."""
    from couture_scheduler.actions import lateness as actions

    found = actions.describe_sla_miss(session.actions, dag_id, task_id, logical_date, note)
    session.show.text(f"Noted: {note}" if note else "The note is gone.", found)
