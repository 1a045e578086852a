"""``couture runs resume``: go on at the cell that failed."""

from __future__ import annotations

import click

from couture_scheduler.cli.commands import FAILED, Command
from couture_scheduler.cli.session import Session


@click.command(cls=Command)
@click.argument("dag_id")
@click.argument("run_id", required=False)
@click.option("--task", "task_id", help="Which notebook; needed when several failed.")
@click.option(
    "--fresh", is_flag=True, help="In a fresh kernel, where the cells before run again; not in the one that was kept."
)
@click.option("--map-index", type=int, default=-1, help="Which instance of a mapped task.")
@click.option("--as-run", is_flag=True, help="In the notebook as it ran, not in the one that is there now.")
@click.option("--copy", is_flag=True, help="In the copy that was opened and edited on the kept kernel.")
@click.option("--accept-changes", is_flag=True, help="Though cells before the failed one were changed since they ran.")
@click.option("--watch", "watched", is_flag=True, help="Watch the run; the exit status is then 1 if it fails.")
@click.pass_context
def resume(
    ctx: click.Context,
    dag_id: str,
    run_id: str | None,
    task_id: str | None,
    map_index: int,
    fresh: bool,
    as_run: bool,
    copy: bool,
    accept_changes: bool,
    watched: bool,
) -> None:
    """Go on with a failed notebook at the cell that failed, with the kernel that was kept."""
    if as_run and copy:
        raise click.UsageError("Choose one of --as-run and --copy.")
    from couture_scheduler.actions import resuming
    from couture_scheduler.cli.runs import find_run_id
    from couture_scheduler.cli.watching import watch as follow
    from couture_scheduler.files.kernel_notes import AS_RUN, COPY, CURRENT, FRESH, HELD

    session: Session = ctx.obj
    name = find_run_id(session, dag_id, run_id)
    task = resuming.resume(
        session.actions,
        dag_id,
        name,
        task_id,
        map_index,
        kernel=FRESH if fresh else HELD,
        notebook=AS_RUN if as_run else COPY if copy else CURRENT,
        accept_changes=accept_changes,
    )
    if watched:
        ctx.exit(0 if follow(session, dag_id, name) else FAILED)
    session.show.text(f"Try {task.try_number + 1} of {task.task_id} goes on from try {task.try_number}.", task)
    session.hint_engine()
