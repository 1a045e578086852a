"""``couture schedules``: notebook schedules."""

from __future__ import annotations

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.session import Session


@click.group(cls=Group)
def schedules() -> None:
    """Look at notebook schedules. `couture notebooks schedule` makes one, `couture dags` pauses and deletes it."""


@schedules.command()
@click.argument("dag_id")
@click.pass_obj
def snapshot(session: Session, dag_id: str) -> None:
    """Take a new snapshot of the code of a schedule that runs one: its runs use it from now on."""
    from couture_scheduler.actions import code_snapshots

    found = code_snapshots.take(session.actions, dag_id)
    session.show.text(f"{dag_id} runs the snapshot {str(found.form.code.ref)[:12]} from now on.", found)


@schedules.command("list")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="How many at the most.")
@click.pass_obj
def list_(session: Session, limit: int) -> None:
    """List notebook schedules."""
    from couture_scheduler.actions import dags
    from couture_scheduler.store.dag_listing import DagFilter

    page = dags.list_dags(session.actions, DagFilter(kind="notebook_schedule"), limit=limit)
    session.show.table(
        ["Schedule", "Notebook", "On", "When", "Time zone", "Next run"],
        [
            [dag.dag_id, dag.notebook, not dag.is_paused, dag.schedule_summary, dag.timezone, dag.next_run_after]
            for dag in (entry.dag for entry in page.entries)
        ],
        {"schedules": page.entries, "total_entries": page.total},
        empty="No notebook schedules. Make one with: couture notebooks schedule NOTEBOOK --cron '0 9 * * *'",
    )
