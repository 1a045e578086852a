"""``couture failures``: what has failed, the same failures counted together."""

from __future__ import annotations

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.output import duration
from couture_scheduler.cli.session import Session


@click.group(cls=Group)
def failures() -> None:
    """See what has failed. The same error at the same place in the code counts as one."""


@failures.command("list")
@click.option("--dag", "dag_id", help="Of this DAG.")
@click.option("--days", type=click.FloatRange(0, min_open=True), default=90.0, show_default=True, help="Seen lately.")
@click.option("--limit", type=click.IntRange(1, 1000), default=25, show_default=True, help="How many at the most.")
@click.pass_obj
def list_(session: Session, dag_id: str | None, days: float, limit: int) -> None:
    """List failures, those seen last first."""
    from couture_scheduler.actions import failures as actions

    found = actions.list_failures(session.actions, dag_id=dag_id, days=days, limit=limit)
    rows = [
        [
            each.fingerprint[:12],
            each.tries,
            each.runs,
            each.first.ended_at,
            each.last.ended_at,
            ", ".join(each.dag_ids),
            each.last.error or each.last.error_name or "",
        ]
        for each in found.entries
    ]
    columns = ["Failure", "Seen", "Runs", "First", "Last", "DAG", "Error"]
    document = {"failures": found.entries, "total_entries": found.total}
    session.show.table(columns, rows, document, empty="Nothing has failed.")


@failures.command()
@click.argument("failure")
@click.pass_obj
def show(session: Session, failure: str) -> None:
    """Show the runs that ended with a FAILURE (its name in the list, or the beginning of it)."""
    from couture_scheduler.actions import failures as actions

    group = actions.find_by_beginning(session.actions, failure)
    tries = actions.list_tries(session.actions, group.fingerprint)
    fields = {
        "Failure": group.fingerprint,
        "Error": group.last.error,
        "Seen": f"{group.tries} times in {group.runs} runs",
        "First": group.first.ended_at,
        "Last": group.last.ended_at,
        "Apart": duration(group.first.ended_at, group.last.ended_at),
    }
    session.show.record(fields, {"failure": group, "tries": tries})
    if not session.show.is_json:
        rows = [[each.ended_at, each.dag_id, each.run_id, each.task_id, each.try_number] for each in tries]
        session.show.table(["When", "DAG", "Run", "Task", "Try"], rows, None)
