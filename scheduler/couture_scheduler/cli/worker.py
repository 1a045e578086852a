"""``couture worker``: machines that run tasks for an engine elsewhere."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.session import Session


@click.group(cls=Group)
def worker() -> None:
    """Machines that run tasks for the engine, which Celery brings them (docs: workers)."""


@worker.command()
@click.option("--name", help="How this machine is called; each needs a name of its own.  [default: the host's name]")
@click.option("--queues", default="default", show_default=True, help="Take tasks of these queues, with commas between.")
@click.option("--slots", type=click.IntRange(min=1), help="Tasks at once.  [default: the number of processors]")
@click.pass_obj
def run(session: Session, name: str | None, queues: str, slots: int | None) -> None:
    """Take tasks and run them, until Ctrl-C: it waits for those that run; a second Ctrl-C does not."""
    from couture_scheduler.executors.remote.celery_worker import run_worker

    names = [each.strip() for each in queues.split(",") if each.strip()]
    if not names:
        raise click.BadParameter("Name one queue at least.", param_hint="--queues")
    run_worker(session.settings, name or socket.gethostname(), names, slots or os.cpu_count() or 1)


@worker.command("list")
@click.pass_obj
def list_(session: Session) -> None:
    """List the machines that have run tasks here, with their last signs of life."""
    from couture_scheduler.engine.launch import EDITION
    from couture_scheduler.files.worker_machines import read_signs

    found = sorted(read_signs(session.settings.home).values(), key=lambda sign: sign.name)
    columns = ("Name", "Queues", "Slots", "Running", "Last sign of life", "Since", "Version")
    rows = [
        (
            sign.name,
            ", ".join(sign.queues),
            str(sign.slots),
            f"{len(sign.running)}{', ending' if sign.is_ending else ''}",
            sign.at,
            sign.started_at,
            sign.version,
        )
        for sign in found
    ]
    documents = [
        {
            **{name: getattr(sign, name) for name in ("name", "host", "pid", "version", "slots", "started_at")},
            "queues": list(sign.queues),
            "running": list(sign.running),
            "is_ending": sign.is_ending,
            "is_other_version": sign.version != EDITION,
            "last_sign_at": sign.at,
        }
        for sign in found
    ]
    session.show.table(columns, rows, {"workers": documents, "total_entries": len(documents)})
    now, lost_after = datetime.now(UTC), session.settings.worker_lost_after
    others = [sign.name for sign in found if sign.version != EDITION and sign.takes_tasks(now, lost_after)]
    if others:
        session.show.note(
            f"Of another version than {EDITION}, so that they take no tasks of an engine of that: {', '.join(others)}. "
            "Install the same version there, and start them again."
        )
