"""What a run ran in, as the terminal shows it."""

from __future__ import annotations

from dataclasses import asdict

from couture_scheduler.cli.logs import choose_task
from couture_scheduler.cli.session import Session


def show_environment(
    session: Session,
    dag_id: str,
    run_id: str,
    task_id: str | None,
    map_index: int,
    try_number: int | None,
    *,
    freeze: bool,
) -> None:
    """The facts and the packages; with ``freeze`` a requirements file."""
    from couture_scheduler.actions import environments

    task = choose_task(session, dag_id, run_id, task_id, map_index)
    found = environments.environment_of(
        session.actions, dag_id, run_id, task.task_id, try_number, map_index=task.map_index
    )
    if found.packages is None:
        session.show.text(f"Try {found.try_number} has kept no list of packages (yet, or it was no Python).", found)
        return
    if freeze:
        session.show.text(found.requirements.rstrip("\n"), found)
        return
    wanted = found.wanted
    fields = {
        "Python": f"{found.python} ({found.implementation})",
        "Interpreter": found.executable,
        "Platform": found.platform,
        "Requirements": wanted.requirements,
        "Memory": wanted.memory_megabytes and f"{wanted.memory_megabytes} MB at the most",
        "Processors": wanted.cpus,
    }
    session.show.record(fields, asdict(found))
    if not session.show.is_json:
        session.show.table(["Package", "Version"], [list(each) for each in found.packages.items()], None)
