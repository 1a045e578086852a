"""``couture held-kernels``: the kernels that are kept after a failure."""

from __future__ import annotations

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.session import Session

KERNEL_ID = click.argument("kernel_id", type=click.IntRange(1))


@click.group(cls=Group)
def held_kernels() -> None:
    """Kernels that are kept after a failed notebook, with all its variables."""


@held_kernels.command("list")
@click.option("--dag", "dag_id", help="Of this DAG.")
@click.option("--all", "everything", is_flag=True, help="Also those that have ended, and why.")
@click.pass_obj
def list_(session: Session, dag_id: str | None, everything: bool) -> None:
    """List them, the newest first."""
    from couture_scheduler.actions import held_kernels

    found = held_kernels.list_held(session.actions, dag_id=dag_id, only_held=not everything)
    session.show.table(
        ["Id", "DAG", "Run", "Task", "Try", "Kept until", "Memory", "Ended"],
        [
            [
                each.id,
                each.dag_id,
                each.run_id,
                each.task_id,
                each.try_number,
                each.held_until,
                f"{each.memory_bytes / 1e6:.0f} MB" if each.memory_bytes else "",
                each.because,
            ]
            for each in found
        ],
        {"held_kernels": found, "total_entries": len(found)},
        empty="No kernel is kept.",
    )


@held_kernels.command()
@KERNEL_ID
@click.option(
    "--seconds",
    type=click.FloatRange(1, 604_800),
    default=900.0,
    show_default=True,
    help="So long from now, at least.",
)
@click.pass_obj
def prolong(session: Session, kernel_id: int, seconds: float) -> None:
    """Keep a kernel for longer. One that is kept for longer than that already stays so."""
    from couture_scheduler.actions import held_kernels

    found = held_kernels.prolong(session.actions, kernel_id, seconds)
    session.show.text(f"The kernel {kernel_id} is kept until {found.held_until:%Y-%m-%d %H:%M:%S} UTC.", found)


@held_kernels.command()
@KERNEL_ID
@click.pass_obj
def release(session: Session, kernel_id: int) -> None:
    """Let a kernel go."""
    from couture_scheduler.actions import held_kernels

    found = held_kernels.let_go(session.actions, kernel_id)
    session.show.text(f"The kernel {kernel_id} is gone. {found.because}", found)


@held_kernels.command()
@KERNEL_ID
@click.option("--original", is_flag=True, help="Name the original notebook instead of a copy of the executed one.")
@click.pass_obj
def connect(session: Session, kernel_id: int, original: bool) -> None:
    """Say how to open a kernel from a terminal: `jupyter console --existing FILE`. It is kept for at least a quarter of
    an hour from now. With `--output json` also the notebook to open on it elsewhere."""
    from couture_scheduler.actions import held_kernels

    opened = held_kernels.open_notebook(session.actions, kernel_id, "original" if original else "copy")
    session.show.text(
        f"jupyter console --existing {opened.record.connection_file}",
        {"connection_file": opened.record.connection_file, "notebook": str(opened.notebook)},
    )
