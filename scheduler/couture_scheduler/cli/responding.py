"""``couture tasks waiting`` and ``respond``: the questions that tasks ask people."""

from __future__ import annotations

from typing import Any

import click

from couture_scheduler.cli.commands import Command
from couture_scheduler.cli.finding_runs import find_run
from couture_scheduler.cli.parameters import json_object
from couture_scheduler.cli.session import Session


@click.command(cls=Command)
@click.option("--dag", "dag_id", help="Of this DAG.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=25, show_default=True, help="How many at the most.")
@click.pass_obj
def waiting(session: Session, dag_id: str | None, limit: int) -> None:
    """List the questions that tasks wait to have answered by people, the newest first."""
    from couture_scheduler.actions import human_input as actions
    from couture_scheduler.store.human_inputs import HumanInputFilter

    page = actions.list_questions(session.actions, HumanInputFilter(dag_id=dag_id, waiting=True), limit)
    rows = [
        [each.dag_id, each.run_id, _task(each), each.subject, ", ".join(each.options), each.created_at, each.timeout_at]
        for each in page.entries
    ]
    session.show.table(
        ["DAG", "Run", "Task", "Question", "Options", "Asked", "Until"],
        rows,
        {"hitl_details": page.entries, "total_entries": page.total},
        empty="No task waits for an answer.",
    )


@click.command(cls=Command)
@click.argument("dag_id")
@click.argument("task_id")
@click.argument("run", metavar="RUN_ID|LOGICAL_DATE")
@click.option("--map-index", type=int, default=-1, help="Which one of a mapped task.")
@click.option("--option", "options", multiple=True, help="What you choose; may be given several times.")
@click.option("--params", "-p", type=json_object, help="The fields of the form, as a JSON object.")
@click.pass_obj
def respond(
    session: Session,
    dag_id: str,
    task_id: str,
    run: str,
    map_index: int,
    options: tuple[str, ...],
    params: dict[str, Any] | None,
) -> None:
    """Answer the question of a task. Without --option: the only one there is, or the default."""
    from couture_scheduler.actions import human_input as actions

    run_id = find_run(session, dag_id, run).run.run_id
    asked = actions.get_question(session.actions, dag_id, run_id, task_id, map_index)
    chosen = list(options) or (asked.options if len(asked.options) == 1 else asked.defaults or [])
    found = actions.respond(
        session.actions, dag_id, run_id, task_id, map_index, chosen_options=chosen, params_input=params
    )
    session.show.text(f"Answered {', '.join(found.chosen_options or [])!r}: the task {_task(found)} goes on.", found)
    session.hint_engine()


def _task(asked: Any) -> str:
    return asked.task_id if asked.map_index < 0 else f"{asked.task_id}[{asked.map_index}]"
