"""``couture dags next-execution``: when a DAG runs next."""

from __future__ import annotations

import click

from couture_scheduler.cli.commands import Command
from couture_scheduler.cli.session import Session


@click.command("next-execution", cls=Command)
@click.argument("dag_id")
@click.option(
    "-n", "--num-executions", type=click.IntRange(1, 100), default=5, show_default=True, help="How many runs to name."
)
@click.pass_obj
def next_execution(session: Session, dag_id: str, num_executions: int) -> None:
    """Name the next runs of a DAG, with their logical dates and data intervals."""
    from couture_scheduler.actions import next_runs as actions

    found = actions.get(session.actions, dag_id, num_executions)
    rows = [[run.run_after, run.logical_date, *run.data_interval] for run in found.runs]
    empty = "Its next runs follow events: nobody can name them." if found.is_open else "It has no runs to come."
    session.show.table(["Runs", "Logical date", "Data from", "Data to"], rows, found, empty)
    session.show.note(f"{found.sentence} ({found.timezone})" if rows else found.sentence)
    if found.is_paused and (rows or found.is_open):
        session.show.note("The DAG is paused: none of these runs is made until it is switched on.")
