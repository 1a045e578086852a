"""``couture runs diff``: two runs beside each other in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from couture_scheduler.cli.output import duration, state
from couture_scheduler.cli.session import Session

if TYPE_CHECKING:
    from couture_scheduler.actions.comparing import Comparison, Side
    from couture_scheduler.comparing.cells import CellChange
    from couture_scheduler.comparing.values import ValueChange

SIGNS = {"added": "+", "removed": "-", "changed": "~"}
COLOURS = {"+": "green", "-": "red"}
MOST_LINES = 40  # of one output


def print_difference(
    session: Session, dag_id: str, run_id: str, other: str | None, task_id: str | None, *, outputs: bool
) -> None:
    """Print what differs from the other run (the last good one) to this one."""
    from couture_scheduler.actions import comparing

    found = comparing.compare(session.actions, dag_id, run_id, other_run_id=other, task_id=task_id)
    if session.show.is_json:
        session.show.json(_document(found))
        return
    _print_run("-", found.before)
    _print_run("+", found.after)
    for note in found.notes:
        click.echo(note)
    _print_values("Parameters", found.parameters)
    _print_values("Results", found.values)
    _print_values("Packages", found.environment)
    different = [each for each in found.cells if each.kind != "same" or each.outputs_changed]
    for cell in different:
        _print_cell(cell, outputs=outputs)
    same = len(found.cells) - len(different)
    click.echo(f"\n{same} of {len(found.cells)} cells are the same.")


def _print_run(sign: str, side: Side) -> None:
    run = side.run
    took = duration(run.started_at, run.ended_at)
    text = f"{sign} {run.run_id}  {state(run.state).plain()}  {took}"
    click.secho(text, fg=COLOURS[sign])


def _print_values(title: str, values: Sequence[ValueChange]) -> None:
    different = [each for each in values if each.kind != "same"]
    if not different:
        return
    click.secho(f"\n{title}", bold=True)
    for each in different:
        if each.kind != "added":
            click.secho(f"- {each.name} = {each.before!r}", fg="red")
        if each.kind != "removed":
            click.secho(f"+ {each.name} = {each.after!r}", fg="green")


def _print_cell(cell: CellChange, *, outputs: bool) -> None:
    name = f"Cell {cell.number}" if cell.number else "A text cell" if cell.cell_type != "code" else "An empty cell"
    words = [cell.kind] if cell.kind != "same" else []
    words += ["outputs differ"] if cell.outputs_changed else []
    click.secho(f"\n{name}: {', '.join(words)}", bold=True)
    if cell.kind == "same":
        click.echo(f"  {cell.source.strip().splitlines()[0] if cell.source.strip() else ''}")
    elif cell.kind == "changed":
        _print_lines(cell.lines)
    else:
        _print_lines([SIGNS[cell.kind] + line for line in cell.source.splitlines()])
    if outputs and cell.outputs_changed:
        for sign, those in (("-", cell.outputs_before), ("+", cell.outputs_after)):
            _print_lines([sign + line for line in _output_lines(those)])


def _print_lines(lines: Sequence[str]) -> None:
    for line in lines:
        click.secho(f"  {line}", fg=COLOURS.get(line[:1]))


def _output_lines(outputs: Sequence[dict[str, Any]]) -> list[str]:
    """Outputs as text; of pictures and the like what they are."""
    from couture_scheduler.comparing.fingerprints import without_colours

    lines: list[str] = []
    for output in outputs:
        data = output.get("data") or {}
        if output.get("output_type") == "error":
            lines.append(f"{output.get('ename')}: {output.get('evalue')}")
        elif "text" in output or "text/plain" in data:
            text = output.get("text", data.get("text/plain", ""))
            lines += without_colours("".join(text) if isinstance(text, list) else str(text)).splitlines()
        lines += [f"[{kind}]" for kind in data if kind.startswith("image/")]
    more = len(lines) - MOST_LINES
    return lines if more <= 0 else [*lines[:MOST_LINES], f"… {more} more lines"]


def _document(found: Comparison) -> dict[str, Any]:
    return {
        "before": found.before.run,
        "after": found.after.run,
        "task_id": found.after.task.task_id,
        "parameters": found.parameters,
        "values": found.values,
        "environment": found.environment,
        "cells": found.cells,
        "notes": found.notes,
    }
