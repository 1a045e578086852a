"""``couture sweeps``: run a DAG with several values at once, and compare what came out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from couture_jupyter.recorded_displays import plain
from couture_scheduler.cli.commands import Command, Group
from couture_scheduler.cli.output import state
from couture_scheduler.cli.parameters import name_value, typed
from couture_scheduler.cli.session import Session

if TYPE_CHECKING:
    from couture_scheduler.actions.sweeps import SweepDetails


@click.group(cls=Group)
def sweeps() -> None:
    """Run a DAG once for each combination of values, and compare what came out."""


def _sweep_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--note", help="A note on every run."),
        click.option("--zip", "side_by_side", is_flag=True, help="Go through the lists side by side."),
        click.option("--at-once", type=click.IntRange(1), default=2, show_default=True, help="Runs at the same time."),
        click.option(
            "-p",
            "--parameter",
            "parameters",
            type=name_value,
            multiple=True,
            required=True,
            metavar="NAME=VALUES",
            help="Values of a parameter: 1,2,3 or a JSON list. May be given several times.",
        ),
    ):
        command = option(command)
    return command


@sweeps.command()
@click.argument("dag_id")
@_sweep_options
@click.pass_obj
def start(session: Session, /, dag_id: str, **options: Any) -> None:
    """Start a sweep of a DAG."""
    _start(session, dag_id, **options)


@click.command("sweep", cls=Command)
@click.argument("notebook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_sweep_options
@click.pass_obj
def notebook_sweep(session: Session, /, notebook: Path, **options: Any) -> None:
    """Run a NOTEBOOK once for each combination of values.

    Like `couture notebooks run` it becomes a DAG called `<notebook>_now`.
    """
    from couture_scheduler.cli.notebooks import dag_for_runs_by_hand

    _start(session, dag_for_runs_by_hand(session, notebook), **options)


@sweeps.command("list")
@click.argument("dag_id", required=False)
@click.pass_obj
def list_(session: Session, dag_id: str | None) -> None:
    """List the newest sweeps, of one DAG or of all."""
    from couture_scheduler.actions import sweeps as actions

    found = actions.list_sweeps(session.actions, dag_id)
    rows = [[each.sweep_id, each.dag_id, each.started_at, each.user, *_counts(each.states)] for each in found]
    session.show.table(["Sweep", "DAG", "Started", "By", "Runs", "States"], rows, found, empty="No sweeps.")


@sweeps.command()
@click.argument("sweep_id")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV.")
@click.pass_obj
def show(session: Session, sweep_id: str, as_csv: bool) -> None:
    """Show the runs of a sweep: values, state, duration and what was recorded."""
    from couture_scheduler.actions import sweeps as actions

    found = actions.get(session.actions, sweep_id)
    if as_csv:
        click.echo(actions.to_csv(found), nl=False)
        return
    columns = ["Run", "State", "Seconds", *found.parameter_names, *found.result_names]
    session.show.table(columns, _rows(found), found)


@sweeps.command()
@click.argument("sweep_id")
@click.pass_obj
def cancel(session: Session, sweep_id: str) -> None:
    """Stop the runs of a sweep that have not ended."""
    from couture_scheduler.actions import sweeps as actions

    stopped = actions.cancel(session.actions, sweep_id)
    session.show.text(f"Stopped {stopped} runs.", {"stopped": stopped})


def _start(
    session: Session,
    dag_id: str,
    parameters: Iterable[tuple[str, str]],
    at_once: int,
    side_by_side: bool,
    note: str | None,
) -> None:
    from couture_scheduler.actions import sweeps as actions

    values = {name: _values(name, text) for name, text in parameters}
    combine: actions.Combine = "zip" if side_by_side else "product"
    made = actions.start(session.actions, dag_id, values, at_once=at_once, combine=combine, note=note)
    number = sum(made.states.values())
    text = f"Started {number} runs of {dag_id}. See: couture sweeps show {made.sweep_id}"
    session.show.text(text, made)
    session.hint_engine()


def _values(name: str, text: str) -> list[Any]:
    if text.lstrip().startswith("["):
        try:
            found = json.loads(text)
        except ValueError as error:
            raise click.BadParameter(f"The values of {name} are no JSON list: {error}.") from error
        return list(found)
    return [typed([(name, each.strip())])[name] for each in text.split(",")]


def _counts(states: dict[str, int]) -> tuple[int, str]:
    return sum(states.values()), ", ".join(f"{number} {name}" for name, number in states.items())


def _rows(found: SweepDetails) -> list[list[object]]:
    return [
        [
            row.run.run_id,
            state(row.run.state),
            None if row.seconds is None else f"{row.seconds:.1f}",
            *(row.parameters.get(name) for name in found.parameter_names),
            *(plain(row.results.get(name)) for name in found.result_names),
        ]
        for row in found.rows
    ]
