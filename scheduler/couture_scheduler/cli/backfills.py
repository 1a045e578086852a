"""``couture backfills``: have the runs of a DAG between two dates made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from couture_scheduler.cli.commands import Command, Group
from couture_scheduler.cli.output import state
from couture_scheduler.cli.parameters import json_object, utc_moment
from couture_scheduler.cli.session import Session

if TYPE_CHECKING:
    from couture_scheduler.actions.backfills import BackfillDetails, PlannedDay, Wish
    from couture_scheduler.store.backfills import DayRecord

LIMIT = click.option(
    "--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="How many at the most."
)
NUMBER = click.argument("backfill_id", type=int)


@click.group(cls=Group)
def backfills() -> None:
    """Have the runs of a DAG between two dates made, and watch over them."""


def _shared_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("-n", "--dry-run", "is_dry", is_flag=True, help="Only list the runs that would be made."),
        click.option(
            "--run-on-latest-version/--no-run-on-latest-version",
            default=None,
            help="Whether runs that run again get the DAG's newest code first.  [default: as the DAG says, else yes]",
        ),
        click.option(
            "--max-active-runs", type=int, default=10, show_default=True, help="So many of these runs at the same time."
        ),
        click.option("-B", "--run-backwards", is_flag=True, help="The newest runs first."),
    ):
        command = option(command)
    return command


@backfills.command()
@click.argument("dag_id_given", metavar="[DAG_ID]", required=False)
@click.option("--dag-id", help="The same as the argument.")
@click.option("--from-date", type=utc_moment, required=True, metavar="MOMENT", help="The first logical date.")
@click.option("--to-date", type=utc_moment, required=True, metavar="MOMENT", help="The last logical date, included.")
@click.option(
    "--dag-run-conf", type=json_object, metavar="JSON", default="{}", help="What the tasks find as dag_run.conf."
)
@click.option(
    "--reprocess-behavior",
    type=click.Choice(["none", "failed", "completed"]),
    default="none",
    show_default=True,
    help="Which runs that exist run again.",
)
@_shared_options
@click.pass_obj
def create(session: Session, /, dag_id_given: str | None, dag_id: str | None, is_dry: bool, **given: Any) -> None:
    """Have all runs between two dates made.

    Moments without an offset are UTC. The runs are made while the DAG is on, as its schedule would have made them.
    """
    name = dag_id or dag_id_given
    if name is None:
        raise click.UsageError("Name the DAG.")
    _create(session, name, _wish(**given), is_dry=is_dry)


@click.command("backfill", cls=Command)
@click.argument("dag_id")
@click.option("-s", "--start-date", type=utc_moment, required=True, metavar="MOMENT", help="The first logical date.")
@click.option("-e", "--end-date", type=utc_moment, metavar="MOMENT", help="The last one.  [default: the first one]")
@click.option(
    "-c", "--conf", type=json_object, metavar="JSON", default="{}", help="What the tasks find as dag_run.conf."
)
@click.option("--rerun-failed-tasks", is_flag=True, help="Runs that failed run again.")
@click.option("--reset-dagruns", is_flag=True, help="All runs that have ended run again.")
@_shared_options
@click.pass_obj
def dags_backfill(
    session: Session,
    /,
    dag_id: str,
    start_date: datetime,
    end_date: datetime | None,
    conf: dict[str, Any],
    rerun_failed_tasks: bool,
    reset_dagruns: bool,
    is_dry: bool,
    **given: Any,
) -> None:
    """Have all runs between two dates made: Airflow 2's word for `couture backfills create`."""
    again = "completed" if reset_dagruns else "failed" if rerun_failed_tasks else "none"
    wish = _wish(
        from_date=start_date,
        to_date=end_date or start_date,
        dag_run_conf=conf,
        reprocess_behavior=again,
        **given,
    )
    _create(session, dag_id, wish, is_dry=is_dry)


@backfills.command("list")
@click.argument("dag_id", required=False)
@click.option("--active", is_flag=True, help="Only those that are not complete.")
@LIMIT
@click.pass_obj
def list_(session: Session, dag_id: str | None, active: bool, limit: int) -> None:
    """List the newest backfills, of one DAG or of all."""
    from couture_scheduler.actions import backfills as actions

    page = actions.list_backfills(session.actions, dag_id, active=active or None, limit=limit)
    rows = [_row(each) for each in page.entries]
    document = {"backfills": page.entries, "total_entries": page.total}
    columns = ["Backfill", "DAG", "From", "To", "Done", "State", "By"]
    session.show.table(columns, rows, document, empty="No backfills.")


@backfills.command()
@NUMBER
@LIMIT
@click.pass_obj
def show(session: Session, backfill_id: int, limit: int) -> None:
    """Show a backfill and its runs."""
    from couture_scheduler.actions import backfills as actions

    found = actions.get(session.actions, backfill_id)
    days = actions.list_days(session.actions, backfill_id, limit=limit)
    record = found.backfill
    fields = {
        "Backfill": record.id,
        "DAG": record.dag_id,
        "From": record.from_date,
        "To": record.to_date,
        "State": _word(found),
        "Done": f"{found.ended} of {found.total}",
        "Order": "the newest first" if record.is_reversed else "the oldest first",
        "Runs that exist": record.reprocess_behavior.value,
        "At once": record.max_active_runs,
        "By": record.created_by,
        "Waits": found.holdup,
    }
    session.show.record(fields, {"backfill": found, "days": days.entries, "total_days": days.total})
    if not session.show.is_json:
        rows = [[day.run.logical_date, _day_word(day), day.run_id] for day in days.entries]
        session.show.table(["Logical date", "State", "Run"], rows, None)


@backfills.command()
@NUMBER
@click.pass_obj
def pause(session: Session, backfill_id: int) -> None:
    """Make no further runs for now; those that are there run to their end."""
    from couture_scheduler.actions import backfills as actions

    session.show.text(f"The backfill {backfill_id} is paused.", actions.pause(session.actions, backfill_id))


@backfills.command()
@NUMBER
@click.pass_obj
def unpause(session: Session, backfill_id: int) -> None:
    """Go on making runs."""
    from couture_scheduler.actions import backfills as actions

    found = actions.pause(session.actions, backfill_id, paused=False)
    session.show.text(f"The backfill {backfill_id} goes on.", found)
    session.hint_engine()


@backfills.command()
@NUMBER
@click.pass_obj
def cancel(session: Session, backfill_id: int) -> None:
    """Make no further runs and end those that have not started; those that run go on to their end."""
    from couture_scheduler.actions import backfills as actions

    session.show.text(f"The backfill {backfill_id} is cancelled.", actions.cancel(session.actions, backfill_id))


def _wish(
    *,
    from_date: datetime,
    to_date: datetime,
    dag_run_conf: dict[str, Any],
    reprocess_behavior: str,
    max_active_runs: int,
    run_backwards: bool,
    run_on_latest_version: bool | None,
) -> Wish:
    from couture_scheduler.actions.backfills import Wish
    from couture_scheduler.engine.backfills import Reprocess

    return Wish(
        from_date=from_date,
        to_date=to_date,
        run_backwards=run_backwards,
        reprocess=Reprocess(reprocess_behavior),
        on_latest_version=run_on_latest_version,
        conf=dag_run_conf,
        max_active_runs=max_active_runs,
    )


def _create(session: Session, dag_id: str, wish: Wish, *, is_dry: bool) -> None:
    from couture_scheduler.actions import backfills as actions

    if is_dry:
        _show_plan(session, actions.dry_run(session.actions, dag_id, wish))
        return
    made = actions.create(session.actions, dag_id, wish)
    number = made.backfill.id
    text = f"The backfill {number} of {dag_id} has {_runs(made.days.get('waiting', 0))} to make."
    session.show.text(f"{text} See: couture backfills show {number}", made)
    if made.holdup:
        session.show.note(made.holdup)
    session.hint_engine()


def _show_plan(session: Session, planned: list[PlannedDay]) -> None:
    words = Counter(day.problem.value for day in planned if day.problem)
    rows = [
        [day.run.logical_date, *day.run.data_interval, day.problem or ("runs again" if day.runs_again else "is made")]
        for day in planned
    ]
    columns = ["Logical date", "Data from", "Data to", "Run"]
    session.show.table(columns, rows, planned, empty="Between these dates the schedule has no run that is over.")
    if rows:
        left_out = "".join(f", {number} {word}" for word, number in words.items())
        session.show.note(f"{_runs(len(planned) - words.total())}{left_out}. Nothing was changed.")


def _day_word(day: DayRecord) -> object:
    if day.state is not None:
        return state(day.state)
    return day.problem or ("waits" if day.dag_run_id is None else "deleted")


def _runs(number: int) -> str:
    return f"{number} run" if number == 1 else f"{number} runs"


def _word(found: BackfillDetails) -> str:
    if found.backfill.completed_at is not None:
        return "cancelled" if found.days.get("cancelled") else "complete"
    return "paused" if found.backfill.is_paused else "active"


def _row(found: BackfillDetails) -> list[object]:
    record = found.backfill
    done = f"{found.ended} of {found.total}"
    return [record.id, record.dag_id, record.from_date, record.to_date, done, _word(found), record.created_by]
