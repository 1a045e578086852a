"""The graph of a DAG for ``couture dags show``: on the terminal, or in a file."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from couture_scheduler.errors import InvalidInputError

if TYPE_CHECKING:
    from couture_jupyter.serialization import DagSpec
    from couture_scheduler.cli.session import Session


def show_graph(session: Session, spec: DagSpec) -> None:
    """Print the graph, and the task groups below it."""
    from couture_scheduler.cli.graph_files import graph_nodes, group_lines
    from couture_scheduler.cli.graph_text import graph_text

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
    parts = [graph_text(graph_nodes(spec), width)] if spec.tasks else []
    groups = list(group_lines(spec))
    parts += ["\n".join(["Task groups", *(f"  {line}" for line in groups)])] if groups else []
    for part in parts:
        session.show.text(f"\n{part}", None)


def save_graph(session: Session, spec: DagSpec, file: Path) -> None:
    """Write the graph in the format that the end of the file's name says. ``InvalidInputError`` for another one."""
    from couture_scheduler.cli.graph_files import WRITERS

    write = WRITERS.get(file.suffix.lower())
    if write is None:
        told = f"The end of the name is one of {', '.join(WRITERS)}. For a PNG or PDF save a .dot, then: dot -Tpng FILE"
        raise InvalidInputError.at("save", told)
    try:
        file.write_text(write(spec), encoding="utf-8")
    except OSError as error:
        raise click.FileError(str(file), error.strerror or str(error)) from None
    session.show.text(f"The graph of {spec.dag_id} was written to {file}.", {"dag_id": spec.dag_id, "file": str(file)})
